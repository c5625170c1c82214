import { phaseNames } from '../../../shared/record/wording.ts';
import { minutesSeconds, wholeMinutes } from '../../design/time.ts';
import { useNow, useSession } from '../store.ts';

/** How long the emergency lasts, and, small, where the session stands meanwhile. */
export function EmergencyClock() {
  const session = useSession();
  const now = useNow();
  if (session === null) return null;
  const { state } = session;
  const span = state.phaseSpans.at(-1);
  return (
    <>
      <p className="emergency-clock" role="timer" aria-live="off" aria-label="Since the emergency was opened">
        {state.emergency === null ? '' : minutesSeconds(now.elapsedMs - state.emergency.openedAt.elapsedMs)}
      </p>
      {span !== undefined && (
        <p className="quiet-text">
          {phaseNames[span.phase]} {wholeMinutes(now.elapsedMs - span.since.elapsedMs)} min
        </p>
      )}
    </>
  );
}
