import { StatusMark } from '../../design/StatusMark.tsx';
import { clockTime, minutesLeft } from '../../design/time.ts';
import { useNow, useOpenSession } from '../store.ts';
import { stayOf } from './stay.ts';

/** The slot's end and the earliest departure in one line, together wherever the medicine works; an overrun is said. */
export function SlotLine() {
  const { state } = useOpenSession();
  const now = useNow();
  const { earliestWallMs, slotEndWallMs, slotOverMs } = stayOf(state, now);
  if (earliestWallMs === null || slotEndWallMs === null) return null;
  const time = (wallMs: number) => clockTime(wallMs, now.utcOffsetMinutes);
  const words = `Slot ends ${time(slotEndWallMs)} · earliest departure ${time(earliestWallMs)}`;
  return (
    <p className="slot-line">
      {slotOverMs > 0 ? (
        <StatusMark status="advisory" words={`${words} · ${minutesLeft(slotOverMs)} min over`} />
      ) : (
        words
      )}
    </p>
  );
}
