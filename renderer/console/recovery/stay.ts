import { earliestDepartureMs, slotEndMs } from '../../../shared/session/deadlines.ts';
import type { Moment } from '../../../shared/session/moment.ts';
import type { SessionState } from '../../../shared/session/state.ts';

/** The minimum stay, the earliest departure and the slot's end, seen together. Milliseconds; wall times for the eye. */
export type Stay = {
  /** Until the minimum stay is over; 0 once it is. Null while there is no dose. */
  readonly leftMs: number | null;
  readonly earliestWallMs: number | null;
  readonly slotEndWallMs: number | null;
  /** How far the slot is over, now or, if it is later, at the earliest departure; 0 where it is not. */
  readonly slotOverMs: number;
  readonly sinceDoseMs: number | null;
};

/** Computes the stay from the last dose and the slot from the confirmed identity. */
export function stayOf(state: SessionState, now: Moment): Stay {
  const earliestMs = earliestDepartureMs(state);
  const slotMs = slotEndMs(state);
  const wallOf = (elapsedMs: number | null) => (elapsedMs === null ? null : now.wallMs + elapsedMs - now.elapsedMs);
  const leavesAtMs = Math.max(now.elapsedMs, earliestMs ?? 0);
  const dose = state.doses.at(-1);
  return {
    leftMs: earliestMs === null ? null : Math.max(0, earliestMs - now.elapsedMs),
    earliestWallMs: wallOf(earliestMs),
    slotEndWallMs: wallOf(slotMs),
    slotOverMs: slotMs === null ? 0 : Math.max(0, leavesAtMs - slotMs),
    sinceDoseMs: dose === undefined ? null : now.elapsedMs - dose.placedAt.elapsedMs,
  };
}
