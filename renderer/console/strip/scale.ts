import { earliestDepartureMs, slotEndMs } from '../../../shared/session/deadlines.ts';
import type { Moment } from '../../../shared/session/moment.ts';
import type { SessionState } from '../../../shared/session/state.ts';

/** Blood pressure and pulse share one fixed scale, so that the same height always means the same value. */
export const lowestShown = 40;
export const highestShown = 200;

const minuteMs = 60_000;
/** How much of the time before the dose the strip shows. */
const beforeDoseMs = 30 * minuteMs;
/** The least span shown, so that a short session is not stretched. */
const leastSpanMs = 60 * minuteMs;
/** A margin after the last thing planned. */
const afterMs = 5 * minuteMs;

/** The stretch of the session's timeline that fits on the strip, and where its minute 0 lies: the first dose. */
export type TimeScale = {
  readonly fromMs: number;
  readonly toMs: number;
  /** The first dose; the session's start while there is none. */
  readonly zeroMs: number;
  readonly hasDose: boolean;
  readonly xOf: (elapsedMs: number) => number;
};

/** A time scale that holds the whole planned session between `left` and `right`, so that nothing scrolls. */
export function timeScale(state: SessionState, now: Moment, left: number, right: number): TimeScale {
  const first = state.doses[0];
  const zeroMs = first?.placedAt.elapsedMs ?? 0;
  const fromMs = Math.max(0, zeroMs - beforeDoseMs);
  const planned = Math.max(earliestDepartureMs(state) ?? 0, slotEndMs(state) ?? 0, now.elapsedMs);
  const toMs = Math.max(fromMs + leastSpanMs, planned + afterMs);
  const xOf = (elapsedMs: number) => {
    const inside = Math.min(toMs, Math.max(fromMs, elapsedMs));
    return left + ((inside - fromMs) / (toMs - fromMs)) * (right - left);
  };
  return { fromMs, toMs, zeroMs, hasDose: first !== undefined, xOf };
}

/** The height of a value between `top` (the highest shown) and `bottom` (the lowest); what lies outside sticks to the edge. */
export function yOf(value: number, top: number, bottom: number): number {
  const inside = Math.min(highestShown, Math.max(lowestShown, value));
  return bottom - ((inside - lowestShown) / (highestShown - lowestShown)) * (bottom - top);
}

/** Marks every fifteen minutes before and after the dose, or every thirty where there are too many. */
export function axisMarks(scale: TimeScale): { readonly x: number; readonly label: string }[] {
  const stepMs = (scale.toMs - scale.fromMs > 240 * minuteMs ? 30 : 15) * minuteMs;
  const marks: { x: number; label: string }[] = [];
  for (let n = Math.ceil((scale.fromMs - scale.zeroMs) / stepMs); scale.zeroMs + n * stepMs <= scale.toMs; n += 1) {
    const minutes = (n * stepMs) / minuteMs;
    marks.push({
      x: scale.xOf(scale.zeroMs + n * stepMs),
      label: minutes === 0 && scale.hasDose ? 'dose' : String(minutes),
    });
  }
  return marks;
}
