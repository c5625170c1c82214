import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { FolderField } from '../folder/FolderField.tsx';
import { writtenWhen } from '../home/session-words.ts';
import { useBridge, usePicture } from '../store.ts';

/** Where backups go, how many are kept, how the last one went, and one now. */
export function BackupsPanel() {
  const bridge = useBridge();
  const { backup, work } = usePicture().vault;
  const plan = backup?.plan ?? null;
  const { problem, busy, call } = useCall();
  const [folder, setFolder] = useState(plan?.folder ?? '');
  const [keep, setKeep] = useState(String(plan?.keep ?? 10));
  const [afterEachSession, setAfterEachSession] = useState(plan?.afterEachSession ?? true);
  const [sameDiskAccepted, setSameDiskAccepted] = useState(plan?.sameDiskAccepted ?? false);
  const keepCount = Number.parseInt(keep, 10);
  const isWhole = folder.trim() !== '' && keepCount >= 1 && keepCount <= 100;
  const save = () => {
    const wanted = { folder: folder.trim(), keep: keepCount, afterEachSession, sameDiskAccepted };
    void call(bridge.setBackupPlan({ plan: wanted }));
  };
  return (
    <div className="columns">
      <Panel title="Backups">
        <p role="status">
          {backup?.lastSuccessWallMs == null
            ? 'No backup yet.'
            : `The last one: ${writtenWhen(backup.lastSuccessWallMs)}.`}
        </p>
        <p className="soft">A backup is sealed as the vault is: its keys open it, and nobody else reads it.</p>
        <ProblemNote problem={problem} />
        <div className="row">
          <Button
            kind="primary"
            disabled={busy || plan === null || work !== null}
            onPress={() => void call(bridge.backUpNow({}))}
          >
            Back up now
          </Button>
          {plan !== null && (
            <Button disabled={busy} onPress={() => void call(bridge.setBackupPlan({ plan: null }))}>
              No more backups
            </Button>
          )}
        </div>
      </Panel>
      <Panel title="Where and when">
        <FolderField label="Folder for backups" value={folder} onChange={setFolder} />
        <Field label="How many are kept" kind="number" value={keep} onChange={setKeep} />
        <Check label="One after each session" checked={afterEachSession} onChange={setAfterEachSession} />
        <Check
          label="The same disk as the vault is fine: a broken disk may take both"
          checked={sameDiskAccepted}
          onChange={setSameDiskAccepted}
        />
        <div className="row">
          <Button disabled={busy || !isWhole} onPress={save}>
            Keep this
          </Button>
        </div>
      </Panel>
    </div>
  );
}
