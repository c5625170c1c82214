import { implausibility } from '../../shared/vitals/plausibility.ts';
import { localMsOf, resolutionMsOf } from './monitor-date.ts';
import type { MemoryContents, MemoryEntry, StoredRecord, UnreadableRecord, UserSlot } from './monitor-family.ts';

/** A record that is not taken, with the reason as the therapist reads it. */
export type RejectedRecord =
  | { readonly reason: string; readonly record: StoredRecord }
  | { readonly reason: string; readonly unreadable: UnreadableRecord };

export type FreshRecords = {
  /** Certainly measured since the prompt, oldest first. */
  readonly fresh: readonly StoredRecord[];
  /** Perhaps measured since the prompt: the therapist says which, newest first. */
  readonly candidates: readonly StoredRecord[];
  readonly rejected: readonly RejectedRecord[];
  /** Nothing trustworthy is known of the memory before the measurement. */
  readonly withoutSnapshot: boolean;
  /** What is fresh is so only by the monitor's word for the time: a clock that is off takes it back. */
  readonly trustsMonitorTime: boolean;
};

/** What is known of a memory from before the measurement. */
export type Snapshot = {
  readonly contents: MemoryContents;
  /**
   * Set where the memory was not read at the prompt but at the end of the measurement before, because the monitor
   * could not be read twice in a row: our local time at the prompt, in ms as if it were UTC.
   */
  readonly carriedToPromptLocalMs: number | null;
};

/** As many of the newest records are offered where nothing is known of the memory before. */
export const maxCandidates = 5;
/** As many records a full memory may have dropped at its old end since the snapshot. */
const maxDropped = 10;

/** Whether two entries may be the same record. One that could not be read may be any. */
function mayBeSame(before: MemoryEntry, after: MemoryEntry): boolean {
  return before.kind === 'unreadable' || after.kind === 'unreadable' || before.record.key === after.record.key;
}

/**
 * How many entries at the head of `after` are new, both being one slot's memory with the newest first: behind them
 * must come what was there before, in the same order and without a gap; a full memory may have dropped its oldest.
 * `null` where that does not fit: then one of the two was misread, or this is another memory.
 */
export function countNew(before: readonly MemoryEntry[], after: readonly MemoryEntry[]): number | null {
  const grownBy = after.length - before.length;
  if (grownBy < 0) return null;
  if (before.length === 0) return after.length;
  for (let dropped = 0; dropped <= Math.min(maxDropped, before.length - 1); dropped += 1) {
    const isNew = grownBy + dropped;
    const kept = after.slice(isNew);
    if (kept.every((entry, at) => before[at] !== undefined && mayBeSame(before[at], entry))) return isNew;
  }
  return null;
}

/** Entries of one slot; those of a monitor that knows no slots belong to whoever asks. */
const ofSlot = (contents: MemoryContents, slot: UserSlot) =>
  contents.entries.filter((entry) => entry.record.slot === null || entry.record.slot === slot);

/** Sorts entries into those to take and those to set aside, keeping their order. */
function judge(entries: readonly MemoryEntry[]): { taken: StoredRecord[]; rejected: RejectedRecord[] } {
  const taken: StoredRecord[] = [];
  const rejected: RejectedRecord[] = [];
  for (const entry of entries) {
    if (entry.kind === 'unreadable') {
      rejected.push({ reason: entry.record.reason, unreadable: entry.record });
      continue;
    }
    const implausible = implausibility(entry.record);
    if (implausible === null) taken.push(entry.record);
    else rejected.push({ reason: implausible.sentence, record: entry.record });
  }
  return { taken, rejected };
}

/** What was measured into the other slot since the snapshot: shown, never taken. `null` as `countNew` has it. */
function strangers(before: MemoryContents, after: MemoryContents, patients: UserSlot): RejectedRecord[] | null {
  const other = patients === 'A' ? 'B' : 'A';
  const others = (contents: MemoryContents) => contents.entries.filter((entry) => entry.record.slot === other);
  const now = others(after);
  const newCount = countNew(others(before), now);
  if (newCount === null) return null;
  return now.slice(0, newCount).map((entry): RejectedRecord => {
    const reason = `It lies in user slot ${other}; the patient's is ${patients}.`;
    return entry.kind === 'record' ? { reason, record: entry.record } : { reason, unreadable: entry.record };
  });
}

/**
 * What was measured since the prompt: what stands at the head of the memory now and was not in it before. Two equal
 * records in the same minute are legal. Where the memory does not continue the remembered one, or none is remembered,
 * nothing is fresh and the newest records are in doubt. `slot` is the patient's.
 */
export function selectFreshRecords(before: Snapshot | null, after: MemoryContents, slot: UserSlot): FreshRecords {
  const now = ofSlot(after, slot);
  const newCount = before === null ? null : countNew(ofSlot(before.contents, slot), now);
  // A record misread into the other slot is missing here and too much there: both must fit.
  const others = before === null ? null : strangers(before.contents, after, slot);
  if (before === null || newCount === null || others === null) {
    const { taken, rejected } = judge(now.slice(0, maxCandidates));
    return { fresh: [], candidates: taken, rejected, withoutSnapshot: true, trustsMonitorTime: false };
  }
  const { taken, rejected } = judge(now.slice(0, newCount));
  const all = [...rejected, ...others];
  const promptMs = before.carriedToPromptLocalMs;
  if (promptMs !== null && !(taken.length <= 1 && taken.every((record) => isSince(record, promptMs)))) {
    return { fresh: [], candidates: taken, rejected: all, withoutSnapshot: false, trustsMonitorTime: false };
  }
  return {
    fresh: taken.toReversed(),
    candidates: [],
    rejected: all,
    withoutSnapshot: false,
    trustsMonitorTime: promptMs !== null,
  };
}

/** Whether the record may have been stored at or after that time, its own clock taken at its word. */
function isSince(record: StoredRecord, localMs: number): boolean {
  if (record.monitorTime === null) return false;
  return localMsOf(record.monitorTime) + resolutionMsOf(record.monitorTime) > localMs;
}
