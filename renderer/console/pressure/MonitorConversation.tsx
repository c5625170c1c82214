import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { useCall } from '../asking/useAsk.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useBridge, useNow, usePicture } from '../store.ts';
import { LiveConversation } from './LiveConversation.tsx';
import { MeasuringPosture } from './MeasuringPosture.tsx';
import { absenceWords, waitingWords } from './monitor-words.ts';

/** What the monitor and the therapist say to each other: measure, wait for the patient's start, fetch what is new. */
export function MonitorConversation({ onChooseMonitor }: { readonly onChooseMonitor: () => void }) {
  const bridge = useBridge();
  const { monitors } = usePicture();
  const now = useNow();
  const calling = useCall();
  const { problem, busy, call } = calling;
  const { bound } = monitors;
  const shown = problem ?? monitors.problem;
  const absence = shown === null ? absenceWords(monitors) : null;
  const measure = () => {
    if (bound === null) onChooseMonitor();
    else if (!busy) void call(bridge.beginMeasurement({}));
  };
  const keys = useCommandKey('measure', () => {
    if (monitors.activity === 'idle') measure();
  });
  const cancel = (
    <Button disabled={busy} onPress={() => void call(bridge.cancelMeasurement({}))}>
      Cancel
    </Button>
  );
  return (
    <>
      <ProblemNote problem={shown} />
      {monitors.activity === 'idle' && (
        <div className="row">
          {bound === null ? (
            monitors.present.length > 0 && <Button onPress={onChooseMonitor}>Choose the monitor</Button>
          ) : (
            <Button disabled={busy} onPress={measure} {...(keys === undefined ? {} : { keys })}>
              Measure now
            </Button>
          )}
          {bound?.live && (
            <Button disabled={busy} onPress={() => void call(bridge.fetchReading({}))}>
              Read its memory
            </Button>
          )}
          {absence !== null && <span className="soft">{absence}</span>}
        </div>
      )}
      {monitors.activity === 'reading-memory' && (
        <div className="stack">
          <p className="pressure-step" role="status">
            Reading what the monitor holds. Do not press start yet.
          </p>
          <div className="row">{cancel}</div>
          <MeasuringPosture />
        </div>
      )}
      {monitors.activity === 'waiting-for-measurement' && (
        <div className="stack">
          <p className="pressure-step">
            <span role="status">{bound === null ? '' : waitingWords(bound).join(' ')}</span>
            {monitors.activitySinceWallMs !== null && (
              <span className="soft">{` ${minutesSeconds(now.wallMs - monitors.activitySinceWallMs)}`}</span>
            )}
          </p>
          <div className="row">
            <Button kind="primary" disabled={busy} onPress={() => void call(bridge.fetchReading({}))}>
              Fetch the reading
            </Button>
            {cancel}
          </div>
          <MeasuringPosture />
        </div>
      )}
      {monitors.activity === 'reading-new' && (
        <div className="stack">
          <p className="pressure-step" role="status">
            Fetching the reading.
          </p>
          <div className="row">{cancel}</div>
        </div>
      )}
      <LiveConversation calling={calling} />
    </>
  );
}
