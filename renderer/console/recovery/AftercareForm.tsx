import { useState } from 'react';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk, useCall } from '../asking/useAsk.ts';
import { FolderField } from '../folder/FolderField.tsx';
import { useBridge, useSession } from '../store.ts';
import { type AftercareHow, aftercareOptions } from '../words/options.ts';

/** The aftercare sheet: read out from here, or written as a sheet to print; then read back by the patient. */
export function AftercareForm({ onSaved }: { onSaved: () => void }) {
  const session = useSession();
  const bridge = useBridge();
  const { problem, busy, ask } = useAsk();
  const writing = useCall();
  const [how, setHow] = useState<AftercareHow | null>(null);
  const [folder, setFolder] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const [readBack, setReadBack] = useState<'yes' | 'no' | null>(null);
  if (session === null) return null;
  const { sessionId, state } = session;

  const write = async () => {
    const outcome = await writing.call(bridge.exportAftercare({ sessionId, folder: folder.trim() }));
    if (outcome.ok) setFile(outcome.value.file);
  };

  return (
    <section className="form-stack" aria-label="Aftercare">
      <ul className="aftercare-lines" aria-label="Aftercare sheet">
        {protocolOf(state).aftercare.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Choice label="Given" options={aftercareOptions} value={how} onChange={setHow} />
      {how === 'printed' && (
        <>
          <FolderField label="Folder for the sheet" value={folder} onChange={setFolder} />
          <Button disabled={folder.trim() === '' || writing.busy} onPress={() => void write()}>
            Write the sheet
          </Button>
          <ProblemNote problem={writing.problem} />
          {file !== null && (
            <p className="file-line" role="status">
              Written: {file}
            </p>
          )}
        </>
      )}
      <YesNo label="Read back by the patient" value={readBack} onChange={setReadBack} />
      <ProblemNote problem={problem} />
      <Button
        kind="primary"
        disabled={how === null || readBack === null || busy}
        onPress={(press) => {
          if (how !== null) void ask({ type: 'give-aftercare', how, readBack: readBack === 'yes' }, press, onSaved);
        }}
      >
        Save aftercare
      </Button>
    </section>
  );
}
