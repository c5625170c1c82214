import { protocolOf } from '../../../shared/session/state.ts';
import { useOpenSession } from '../store.ts';

/** How the patient sits while the monitor measures, as the protocol has it. */
export function MeasuringPosture() {
  const { state } = useOpenSession();
  return (
    <ul className="instructions measuring-posture" aria-label="While it measures">
      {protocolOf(state).instructions.bloodPressure.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
