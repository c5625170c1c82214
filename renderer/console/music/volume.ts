/** One press changes the volume by this much of the whole. */
const step = 0.05;

/** The volume one step up or down, in whole steps, never outside 0 to `ceiling`. */
export function stepped(volume: number, direction: -1 | 1, ceiling: number): number {
  const steps = Math.round(volume / step) + direction;
  return Math.min(ceiling, Math.max(0, Math.round(steps * step * 100) / 100));
}
