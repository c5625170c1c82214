import type { MonitorTime } from '../../shared/vitals/reading.ts';

/**
 * A time for each entry of a memory, given in the order in which it was stored, by which the memory can be sorted. An
 * entry that has none of its own, its clock being unset or its date unreadable, takes that of the one stored before it;
 * `''`, before every time, where there is none. `goesRound`: the memory is a full ring, so that the last entry was
 * stored before the first.
 */
export function sortTimes(times: readonly MonitorTime[], goesRound: boolean): readonly string[] {
  let before = goesRound ? (times.findLast((time) => time !== null) ?? '') : '';
  return times.map((time) => {
    before = time ?? before;
    return before;
  });
}

/** An entry of a memory with the time it is sorted by. */
export type TimedEntry<Entry> = { readonly entry: Entry; readonly sortTime: string };

/** Sorts what was given in the order of storing so that the newest comes first; of equal times, the one stored later. */
export function newestFirst<Entry>(stored: readonly TimedEntry<Entry>[]): readonly Entry[] {
  return stored
    .toReversed()
    .toSorted((one, other) => (one.sortTime === other.sortTime ? 0 : one.sortTime < other.sortTime ? 1 : -1))
    .map(({ entry }) => entry);
}
