import type { BodyOf } from '../../../shared/session/event.ts';
import { latestObservation } from '../../../shared/session/observations.ts';
import { ago } from '../../design/time.ts';
import { useNow, useSession } from '../store.ts';

type Signal = BodyOf<'observation-recorded'>['observation']['signal'];

/** The last value of a signal and its age. */
export function LastObservation({ signal, unit }: { signal: Signal; unit: string }) {
  const session = useSession();
  const now = useNow();
  const last = session === null ? null : latestObservation(session.state, signal);
  return (
    <p className="quiet-text">
      {last === null
        ? 'Not recorded yet'
        : `Last: ${last.body.value}${unit === '' ? '' : ` ${unit}`}, ${ago(now.elapsedMs - last.at.elapsedMs)}`}
    </p>
  );
}
