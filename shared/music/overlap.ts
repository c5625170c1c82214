/** Two tracks never overlap by more than this part of either, however long a crossfade is asked for. */
const MOST_OF_A_TRACK = 0.4;

/** How long tracks overlap, in milliseconds: as long as was asked for, but never more than two fifths of any of them. */
export function overlapMs(askedMs: number, ...durationsMs: readonly number[]): number {
  return Math.min(askedMs, MOST_OF_A_TRACK * Math.min(...durationsMs));
}
