import { Button } from '../../design/Button.tsx';
import { minutesSeconds } from '../../design/time.ts';
import type { Calling } from '../asking/useAsk.ts';
import { useBridge, useNow, usePicture } from '../store.ts';
import { MeasuringPosture } from './MeasuringPosture.tsx';

/** A monitor that Vigil listens to: the therapist's start, the wait for its result, and a stop that is always there. */
export function LiveConversation({ calling }: { readonly calling: Calling }) {
  const bridge = useBridge();
  const now = useNow();
  const { monitors } = usePicture();
  const { call } = calling;
  // Never disabled: a press on stop must not wait for the answer to another press.
  const stop = (
    <Button kind="warning" onPress={() => void call(bridge.stopMonitor({}))}>
      Stop the monitor
    </Button>
  );
  const cancel = <Button onPress={() => void call(bridge.cancelMeasurement({}))}>Cancel</Button>;
  switch (monitors.activity) {
    case 'live-preparing':
      return (
        <div className="stack">
          <p className="pressure-step" role="status">
            Connecting with the monitor. Do not press start yet.
          </p>
          <div className="row">{cancel}</div>
          <MeasuringPosture />
        </div>
      );
    case 'live-listening':
      return (
        <div className="stack">
          <p className="pressure-step" role="status">
            Start the monitor here, or with its own button.
          </p>
          <div className="row">
            <Button kind="primary" onPress={() => void call(bridge.startMonitor({}))}>
              Start the monitor
            </Button>
            {stop}
            {cancel}
            <Button kind="quiet" onPress={() => void call(bridge.fetchReading({}))}>
              Read its memory
            </Button>
          </div>
          <MeasuringPosture />
        </div>
      );
    case 'live-measuring': {
      const since = monitors.activitySinceWallMs;
      return (
        <div className="stack">
          <p className="pressure-step">
            <span role="status">The monitor measures. Keep the arm still.</span>{' '}
            {since !== null && <span className="soft">{minutesSeconds(now.wallMs - since)}</span>}
          </p>
          <div className="row">{stop}</div>
          <p className="soft">The monitor’s own button stops it too and lets the air out.</p>
        </div>
      );
    }
    case 'live-stopping':
      return (
        <div className="stack">
          <p className="pressure-step" role="status">
            Stopping the monitor. If the cuff stays tight, press the monitor’s own button.
          </p>
        </div>
      );
    default:
      return null;
  }
}
