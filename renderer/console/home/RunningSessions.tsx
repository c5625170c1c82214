import type { Picture } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { sessionPlace, writtenWhen } from './session-words.ts';

/** Sessions that are not signed yet, offered before everything else. */
export function RunningSessions({ stage }: { readonly stage: Extract<Picture['stage'], { kind: 'open' }> }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const running = stage.sessions
    .filter((session) => session.status === 'running')
    .sort((one, other) => other.openedWallMs - one.openedWallMs);
  if (running.length === 0) return null;
  return (
    <section className="stack" aria-label="Running sessions">
      {running.map((session) => {
        const name = stage.patients.find((patient) => patient.patientId === session.patientId)?.name ?? 'A patient';
        return (
          <div key={session.sessionId} className="running-session">
            <span>{`${name}, ${sessionPlace(session)}, opened ${writtenWhen(session.openedWallMs)}`}</span>
            <Button
              kind="primary"
              disabled={busy}
              label={`Go on with ${name}, ${sessionPlace(session)}`}
              onPress={() => void call(bridge.enterSession({ sessionId: session.sessionId }))}
            >
              Go on
            </Button>
          </div>
        );
      })}
      <ProblemNote problem={problem} />
    </section>
  );
}
