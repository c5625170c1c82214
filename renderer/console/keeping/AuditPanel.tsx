import { useEffect, useState } from 'react';
import type { AuditLine } from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { calendarDay, clockTime } from '../../design/time.ts';
import { useCall } from '../asking/useAsk.ts';
import { FolderField } from '../folder/FolderField.tsx';
import { useBridge } from '../store.ts';

/** As many lines are drawn at first; the export has all. */
const shownAtFirst = 200;

/** What was done with the vault: when, by whom; sealed and chained as a session is. */
export function AuditPanel() {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [lines, setLines] = useState<readonly AuditLine[]>([]);
  const [folder, setFolder] = useState('');
  const [file, setFile] = useState<string | null>(null);
  useEffect(() => {
    let stale = false;
    void bridge.auditLog({}).then((outcome) => {
      if (!stale && outcome.ok) setLines(outcome.value);
    });
    return () => {
      stale = true;
    };
  }, [bridge]);
  const write = async () => {
    const outcome = await call(bridge.exportAuditLog({ folder: folder.trim() }));
    setFile(outcome.ok ? outcome.value.file : null);
  };
  return (
    <Panel title="Audit log">
      <p className="soft">
        Anybody who has a key can look here; nobody can change or remove a line. It does not say what a session holds.
      </p>
      <FolderField label="Export into this folder" value={folder} onChange={setFolder} />
      <ProblemNote problem={problem} />
      <div className="row">
        <Button disabled={busy || folder.trim() === ''} onPress={() => void write()}>
          Export the audit log
        </Button>
        {file !== null && <p role="status">Saved: {file}</p>}
      </div>
      <ol className="keeping-list audit-lines" aria-label="Audit log, newest first">
        {lines.slice(0, shownAtFirst).map(({ wallMs, utcOffsetMinutes, by, words }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name and are only ever replaced all together
          <li key={index}>
            <span className="soft">
              {calendarDay(wallMs, utcOffsetMinutes)} {clockTime(wallMs, utcOffsetMinutes)} · {by}
            </span>
            <span>{words}</span>
          </li>
        ))}
      </ol>
      {lines.length > shownAtFirst && (
        <p className="soft">{lines.length - shownAtFirst} older ones are in the export.</p>
      )}
    </Panel>
  );
}
