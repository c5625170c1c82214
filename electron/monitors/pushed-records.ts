import { implausibility } from '../../shared/vitals/plausibility.ts';
import type { FreshRecords } from './fresh-records.ts';
import type { MemoryContents, MemoryEntry, StoredRecord, UserSlot } from './monitor-family.ts';

/** Judges what a monitor pushed after a measurement, as records of its memory are judged. `slot` is the patient's. */
export function judgePushed(entry: MemoryEntry, slot: UserSlot): FreshRecords {
  const none: FreshRecords = {
    fresh: [],
    candidates: [],
    rejected: [],
    withoutSnapshot: false,
    trustsMonitorTime: false,
  };
  if (entry.kind === 'unreadable') {
    return { ...none, rejected: [{ reason: entry.record.reason, unreadable: entry.record }] };
  }
  const { record } = entry;
  if (record.slot !== null && record.slot !== slot) {
    return {
      ...none,
      rejected: [{ reason: `It lies in user slot ${record.slot}; the patient's is ${slot}.`, record }],
    };
  }
  const implausible = implausibility(record);
  if (implausible !== null) return { ...none, rejected: [{ reason: implausible.sentence, record }] };
  return { ...none, fresh: [record] };
}

const minuteOf = (record: StoredRecord) => record.monitorTime?.slice(0, 16) ?? null;

/** Whether a record of the memory may be one that was pushed: same numbers, and no other minute where both have one. */
function mayBePushed(stored: StoredRecord, pushed: StoredRecord): boolean {
  const [one, other] = [minuteOf(stored), minuteOf(pushed)];
  return (
    stored.systolicMmHg === pushed.systolicMmHg &&
    stored.diastolicMmHg === pushed.diastolicMmHg &&
    stored.pulsePerMin === pushed.pulsePerMin &&
    (one === null || other === null || one === other)
  );
}

/**
 * A memory without what the monitor pushed since it was read last, so that no measurement is recorded twice. Each pushed
 * record takes one entry with it, the newest: a second equal measurement of the same minute stays.
 */
export function withoutPushed(contents: MemoryContents, pushed: readonly StoredRecord[]): MemoryContents {
  const left = [...pushed];
  const entries = contents.entries.filter((entry) => {
    const at = entry.kind === 'record' ? left.findIndex((record) => mayBePushed(entry.record, record)) : -1;
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { ...contents, entries };
}
