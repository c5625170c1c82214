import type { MonitorFamilyId, Reading, SetAside } from '../../shared/vitals/reading.ts';
import type { FreshRecords, RejectedRecord } from './fresh-records.ts';
import type { MemoryContents, StoredRecord, UserSlot } from './monitor-family.ts';
import { monitorIdOf } from './monitor-key.ts';
import type { RawDelivery } from './monitors-state.ts';

export type ReadingOrigin = {
  readonly family: MonitorFamilyId;
  readonly monitorKey: string;
  readonly slot: UserSlot;
};

function toReading(record: StoredRecord, origin: ReadingOrigin, model: string, readingId: string): Reading {
  return {
    readingId,
    systolicMmHg: record.systolicMmHg,
    diastolicMmHg: record.diastolicMmHg,
    pulsePerMin: record.pulsePerMin,
    flags: record.flags,
    source: {
      kind: 'monitor',
      family: origin.family,
      model: model.slice(0, 80),
      monitorId: monitorIdOf(origin.monitorKey, origin.slot),
      slot: record.slot,
      monitorTime: record.monitorTime,
      rawHex: record.rawHex,
    },
  };
}

function toSetAside(rejected: RejectedRecord, family: MonitorFamilyId): SetAside {
  if ('record' in rejected) {
    const { record, reason } = rejected;
    return {
      reason,
      family,
      monitorTime: record.monitorTime,
      rawHex: record.rawHex,
      systolicMmHg: record.systolicMmHg,
      diastolicMmHg: record.diastolicMmHg,
      pulsePerMin: record.pulsePerMin,
    };
  }
  return {
    reason: rejected.reason,
    family,
    monitorTime: null,
    rawHex: rejected.unreadable.rawHex,
    systolicMmHg: null,
    diastolicMmHg: null,
    pulsePerMin: null,
  };
}

/** Stored records as readings of this session, with the place they came from. */
export function toDelivery(
  selected: FreshRecords,
  contents: Pick<MemoryContents, 'model' | 'clock'>,
  origin: ReadingOrigin,
  newReadingId: () => string,
): Omit<RawDelivery, 'promptedAt'> {
  const reading = (record: StoredRecord) => toReading(record, origin, contents.model, newReadingId());
  return {
    fresh: selected.fresh.map(reading),
    candidates: selected.candidates.map(reading),
    setAside: selected.rejected.map((rejected) => toSetAside(rejected, origin.family)),
    withoutSnapshot: selected.withoutSnapshot,
    trustsMonitorTime: selected.trustsMonitorTime,
    monitorClock: contents.clock,
  };
}
