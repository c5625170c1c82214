import { deadlines } from '../../../shared/session/deadlines.ts';
import { StatusMark } from '../../design/StatusMark.tsx';
import { clockTime, minutesLeft, wholeMinutes } from '../../design/time.ts';
import { useNow, useOpenSession } from '../store.ts';
import { stayOf } from './stay.ts';

/** What is left of the minimum stay, with the earliest departure and the slot's end beside it. */
export function StayTimes() {
  const { state } = useOpenSession();
  const now = useNow();
  const stay = stayOf(state, now);
  const time = (wallMs: number) => clockTime(wallMs, now.utcOffsetMinutes);
  const recheck = deadlines(state, now).find((deadline) => deadline.id === 'recheck');
  return (
    <>
      {stay.leftMs !== null && stay.leftMs > 0 ? (
        <p className="hero-time" role="timer" aria-live="off" aria-label="Minimum stay left">
          {minutesLeft(stay.leftMs)}
          <span className="hero-unit"> min to stay</span>
        </p>
      ) : (
        <p className="hero-time" role="timer" aria-live="off" aria-label="Since the last dose">
          {wholeMinutes(stay.sinceDoseMs ?? 0)}
          <span className="hero-unit"> min since the dose</span>
        </p>
      )}
      <ul className="time-lines">
        {stay.earliestWallMs !== null && (
          <li>
            Earliest departure {time(stay.earliestWallMs)}
            {stay.leftMs !== null && stay.leftMs > 0 && ` · ${wholeMinutes(stay.sinceDoseMs ?? 0)} min since the dose`}
          </li>
        )}
        {stay.slotEndWallMs !== null && (
          <li>
            {stay.slotOverMs > 0 ? (
              <StatusMark
                status="advisory"
                words={`Slot ends ${time(stay.slotEndWallMs)}, overrun by ${minutesLeft(stay.slotOverMs)} min`}
              />
            ) : (
              `Slot ends ${time(stay.slotEndWallMs)}`
            )}
          </li>
        )}
        {recheck !== undefined && (
          <li className={recheck.atElapsedMs <= now.elapsedMs ? 'is-due' : ''}>
            {recheck.label}
            {recheck.atElapsedMs <= now.elapsedMs
              ? ' now'
              : ` in ${minutesLeft(recheck.atElapsedMs - now.elapsedMs)} min`}
          </li>
        )}
      </ul>
    </>
  );
}
