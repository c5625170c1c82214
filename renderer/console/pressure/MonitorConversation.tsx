import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useKey } from '../keys/useKey.ts';
import { useBridge, usePicture } from '../store.ts';

/** What the monitor and the therapist say to each other: measure, wait for the patient's start, fetch what is new. */
export function MonitorConversation({
  onChooseMonitor,
  onByHand,
}: {
  readonly onChooseMonitor: () => void;
  readonly onByHand: () => void;
}) {
  const bridge = useBridge();
  const { monitors } = usePicture();
  const { problem, busy, call } = useCall();
  const measure = () => {
    if (monitors.bound === null) onChooseMonitor();
    else if (!busy) void call(bridge.beginMeasurement({}));
  };
  useKey('b', (event) => {
    if (!event.shiftKey && monitors.activity === 'idle') measure();
  });
  const cancel = (
    <Button disabled={busy} onPress={() => void call(bridge.cancelMeasurement({}))}>
      Cancel
    </Button>
  );
  return (
    <>
      <ProblemNote problem={problem ?? monitors.problem} />
      {monitors.activity === 'idle' && (
        <div className="row">
          {monitors.bound === null ? (
            monitors.present.length > 0 && <Button onPress={onChooseMonitor}>Choose the monitor</Button>
          ) : (
            <Button disabled={busy} onPress={measure}>
              Measure now
            </Button>
          )}
          <Button onPress={onByHand}>Enter by hand</Button>
          {monitors.present.length === 0 && <span className="soft">No monitor. Connect one or enter by hand.</span>}
        </div>
      )}
      {monitors.activity === 'reading-memory' && (
        <div className="row">
          <p className="pressure-step" role="status">
            Reading what the monitor holds. Do not press start yet.
          </p>
          {cancel}
        </div>
      )}
      {monitors.activity === 'waiting-for-measurement' && (
        <div className="stack">
          <p className="pressure-step" role="status">
            Press start on the monitor. Keep the arm still. Fetch when the display shows the result.
          </p>
          <div className="row">
            <Button kind="primary" disabled={busy} onPress={() => void call(bridge.fetchReading({}))}>
              Fetch the reading
            </Button>
            {cancel}
          </div>
        </div>
      )}
      {monitors.activity === 'reading-new' && (
        <div className="row">
          <p className="pressure-step" role="status">
            Fetching the reading.
          </p>
          {cancel}
        </div>
      )}
    </>
  );
}
