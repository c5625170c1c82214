import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { FolderField } from '../folder/FolderField.tsx';
import { useBridge, useOpenSession } from '../store.ts';

/** Writes the record in every form into a folder of the therapist's choice, and says what was written. */
export function ExportForm() {
  const { sessionId } = useOpenSession();
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [folder, setFolder] = useState('');
  const [files, setFiles] = useState<readonly string[] | null>(null);

  const write = async () => {
    const outcome = await call(bridge.exportRecord({ sessionId, folder: folder.trim() }));
    setFiles(outcome.ok ? outcome.value.files : null);
  };

  return (
    <div className="form-stack">
      <FolderField label="Folder" value={folder} onChange={setFolder} />
      <p className="quiet-text">The files are readable by everybody who can open the folder.</p>
      <ProblemNote problem={problem} />
      <Button kind="primary" disabled={folder.trim() === '' || busy} onPress={() => void write()}>
        Export the record
      </Button>
      {busy && <p role="status">Writing</p>}
      {files !== null && (
        <div role="status">
          <p>Saved:</p>
          <ul className="plain-list" aria-label="Files written">
            {files.map((file) => (
              <li key={file} className="record-file">
                {file}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
