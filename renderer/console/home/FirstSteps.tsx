import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { settingsWords } from '../words/settings-words.ts';

const words = settingsWords.teach;

/** What to begin with where nobody was entered yet: a rehearsal first, then the first patient. */
export function FirstSteps() {
  const bridge = useBridge();
  const { rehearsal } = usePicture();
  const { problem, busy, call } = useCall();
  return (
    <Panel title={words.title}>
      {rehearsal ? (
        <>
          <p>{words.inRehearsal}</p>
          <p className="soft">{words.howToEnd}</p>
        </>
      ) : (
        <>
          <p>{words.rehearse}</p>
          <div className="row">
            <Button kind="primary" disabled={busy} onPress={() => void call(bridge.startRehearsal({}))}>
              {words.startRehearsal}
            </Button>
          </div>
          <p>{words.patient}</p>
        </>
      )}
      <ProblemNote problem={problem} />
    </Panel>
  );
}
