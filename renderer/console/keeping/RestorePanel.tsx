import { useState } from 'react';
import type {
  BackupListing,
  BackupPreviewPicture,
  ImportPicture,
  VaultCheckPicture,
} from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { FolderField } from '../folder/FolderField.tsx';
import { writtenWhen } from '../home/session-words.ts';
import { useBridge, usePicture } from '../store.ts';
import { CheckResult } from './CheckPanel.tsx';

/** A backup looked into and restored into an empty place; sessions of another vault taken over. */
export function RestorePanel() {
  return (
    <div className="columns">
      <Restore />
      <Import />
    </div>
  );
}

function Restore() {
  const bridge = useBridge();
  const { vault } = usePicture();
  const { problem, busy, call } = useCall();
  const [folder, setFolder] = useState(vault.backup?.plan?.folder ?? '');
  const [backups, setBackups] = useState<readonly BackupListing[] | null>(null);
  const [chosen, setChosen] = useState<BackupListing | null>(null);
  const [typed, setTyped] = useState('');
  const [preview, setPreview] = useState<BackupPreviewPicture | null>(null);
  const [into, setInto] = useState('');
  const [evenDamaged, setEvenDamaged] = useState(false);
  const [check, setCheck] = useState<VaultCheckPicture | null>(null);
  const path = chosen === null ? '' : `${folder.trim().replace(/[\\/]+$/, '')}/${chosen.name}`;
  const look = async () => {
    setChosen(null);
    setPreview(null);
    const outcome = await call(bridge.listBackups({ folder: folder.trim() }));
    setBackups(outcome.ok ? outcome.value : null);
  };
  const open = async () => {
    const outcome = await call(bridge.previewBackup({ backup: path, typed }));
    setPreview(outcome.ok ? outcome.value : null);
  };
  const restore = async () => {
    const outcome = await call(bridge.restoreBackup({ backup: path, into: into.trim(), typed, evenDamaged }));
    setCheck(outcome.ok ? outcome.value : null);
    if (outcome.ok) setTyped('');
  };
  return (
    <Panel title="A backup">
      <FolderField label="Folder of the backups" value={folder} onChange={setFolder} />
      <div className="row">
        <Button disabled={busy || folder.trim() === ''} onPress={() => void look()}>
          Show the backups
        </Button>
      </div>
      {backups !== null && (
        <ul className="keeping-list" aria-label="Backups in the folder">
          {backups.length === 0 && <li className="soft">There is none in this folder.</li>}
          {backups.map((backup) => (
            <li key={backup.name}>
              <Button
                pressed={chosen?.name === backup.name}
                disabled={backup.state !== 'whole'}
                onPress={() => {
                  setChosen(backup);
                  setPreview(null);
                }}
              >
                {backupWords(backup)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {chosen !== null && (
        <>
          <Field label="Passphrase or recovery key of that time" kind="password" value={typed} onChange={setTyped} />
          <div className="row">
            <Button disabled={busy || typed === ''} onPress={() => void open()}>
              Look into it
            </Button>
          </div>
        </>
      )}
      {preview !== null && (
        <>
          <p role="status">
            {preview.sessions} sessions
            {preview.newestWallMs === null ? '' : `, the newest entry ${writtenWhen(preview.newestWallMs)}`}
            {preview.therapists.length === 0 ? '' : `; ${preview.therapists.join(', ')}`}.
          </p>
          {preview.damage.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <FolderField label="Restore into this empty folder" value={into} onChange={setInto} />
          <Check
            label="Even if it is damaged: what can be read is better than nothing"
            checked={evenDamaged}
            onChange={setEvenDamaged}
          />
          <div className="row">
            <Button kind="primary" disabled={busy || into.trim() === '' || typed === ''} onPress={() => void restore()}>
              Restore it
            </Button>
          </div>
        </>
      )}
      <ProblemNote problem={problem} />
      {check !== null && (
        <>
          <CheckResult check={check} />
          <p className="soft">
            It is a vault of its own now: start Vigil on that folder, or take its sessions over here.
          </p>
        </>
      )}
    </Panel>
  );
}

function backupWords({ generation, writtenWallMs, bytes, state }: BackupListing): string {
  const when = writtenWallMs === null ? '' : `, ${writtenWhen(writtenWallMs)}`;
  const size = bytes === 0 ? '' : `, ${(bytes / 1_000_000).toFixed(1)} MB`;
  const not = state === 'whole' ? '' : state === 'newer' ? ', of a newer version' : ', not whole';
  return `Backup ${generation}${when}${size}${not}`;
}

function Import() {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [folder, setFolder] = useState('');
  const [typed, setTyped] = useState('');
  const [taken, setTaken] = useState<ImportPicture | null>(null);
  const take = async () => {
    const outcome = await call(bridge.importSessions({ folder: folder.trim(), typed }));
    setTaken(outcome.ok ? outcome.value : null);
    setTyped('');
  };
  return (
    <Panel title="Sessions of another vault">
      <p className="soft">
        Its patients, courses and sessions come over under their own ids. The other vault, which must be locked, or a
        backup of it, is only read.
      </p>
      <FolderField label="Folder of the other vault" value={folder} onChange={setFolder} />
      <Field label="A passphrase of that vault" kind="password" value={typed} onChange={setTyped} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button kind="primary" disabled={busy || folder.trim() === '' || typed === ''} onPress={() => void take()}>
          Take its sessions over
        </Button>
        {busy && <p role="status">Working</p>}
      </div>
      {taken !== null && (
        <div role="status">
          <p>
            {taken.imported} new, {taken.extended} continued, {taken.known} here already.
          </p>
          {taken.conflicts.map((conflict) => (
            <p key={conflict.sentence}>
              {conflict.sentence} {conflict.remedy}
            </p>
          ))}
        </div>
      )}
    </Panel>
  );
}
