/** Blood pressure and pulse share one fixed scale, so that the same height always means the same value. */
export const lowestShown = 40;
export const highestShown = 200;

const minuteMs = 60_000;
/** Above this span the marks stand further apart. */
const longSpanMs = 240 * minuteMs;

/** A stretch of the session's timeline laid between two heights of x; what lies outside of it sticks to the edge. */
export type TimeScale = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly zeroMs: number;
  readonly hasDose: boolean;
  readonly xOf: (elapsedMs: number) => number;
  /** The time at an x, inside the stretch. */
  readonly timeAt: (x: number) => number;
};

/** Lays a stretch of time between `left` and `right`. */
export function timeScale(
  span: Pick<TimeScale, 'fromMs' | 'toMs' | 'zeroMs' | 'hasDose'>,
  left: number,
  right: number,
): TimeScale {
  const { fromMs, toMs, zeroMs, hasDose } = span;
  const inside = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  return {
    fromMs,
    toMs,
    zeroMs,
    hasDose,
    xOf: (elapsedMs) => left + ((inside(elapsedMs, fromMs, toMs) - fromMs) / (toMs - fromMs)) * (right - left),
    timeAt: (x) => fromMs + ((inside(x, left, right) - left) / (right - left)) * (toMs - fromMs),
  };
}

/** The height of a value between `top` (the highest shown) and `bottom` (the lowest); what lies outside sticks to the edge. */
export function yOf(value: number, top: number, bottom: number): number {
  const inside = Math.min(highestShown, Math.max(lowestShown, value));
  return bottom - ((inside - lowestShown) / (highestShown - lowestShown)) * (bottom - top);
}

/** Marks every fifteen minutes before and after the dose, or every thirty where there are too many: `dose`, `15`, `30`. */
export function axisMarks(
  scale: TimeScale,
): { readonly x: number; readonly elapsedMs: number; readonly label: string }[] {
  const stepMs = (scale.toMs - scale.fromMs > longSpanMs ? 30 : 15) * minuteMs;
  const marks: { x: number; elapsedMs: number; label: string }[] = [];
  for (let n = Math.ceil((scale.fromMs - scale.zeroMs) / stepMs); scale.zeroMs + n * stepMs <= scale.toMs; n += 1) {
    const elapsedMs = scale.zeroMs + n * stepMs;
    const minutes = (n * stepMs) / minuteMs;
    marks.push({
      x: scale.xOf(elapsedMs),
      elapsedMs,
      label: minutes === 0 && scale.hasDose ? 'dose' : String(minutes),
    });
  }
  return marks;
}

/** Marks every half hour, or every hour in a long session, as a record counts: `T+0:30`; without a dose `S+0:30`. */
export function studyMarks(scale: TimeScale): ReturnType<typeof axisMarks> {
  const stepMs = (scale.toMs - scale.fromMs > longSpanMs ? 60 : 30) * minuteMs;
  const marks: { x: number; elapsedMs: number; label: string }[] = [];
  for (let n = Math.ceil((scale.fromMs - scale.zeroMs) / stepMs); scale.zeroMs + n * stepMs <= scale.toMs; n += 1) {
    const elapsedMs = scale.zeroMs + n * stepMs;
    const minutes = Math.abs((n * stepMs) / minuteMs);
    const hours = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
    marks.push({
      x: scale.xOf(elapsedMs),
      elapsedMs,
      label: `${scale.hasDose ? 'T' : 'S'}${n < 0 ? '-' : '+'}${hours}`,
    });
  }
  return marks;
}
