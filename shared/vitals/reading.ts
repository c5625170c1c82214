/** Every monitor family that Vigil reads, named by maker and model or protocol. */
export const monitorFamilyIds = [
  'beurer-bm55',
  'omron-classic',
  'beurer-bm96',
  'taidoc-cp2110',
  'omron-m400',
  'microlife-m',
  'microlife-bpa100',
] as const;

/** Which monitor family's byte format a reading came in. */
export type MonitorFamilyId = (typeof monitorFamilyIds)[number];

/**
 * A monitor's own idea of when it measured: local wall time of the monitor, no zone, to the minute or second
 * (`2026-11-23T14:05` or with `:ss`). `null` where its clock was never set.
 */
export type MonitorTime = string | null;

/**
 * `averaged`: the monitor's mean of several. `doubtful-age`: the monitor could not say that it was measured just now; the
 * therapist compares with the display.
 */
export const readingFlags = [
  'irregular-heartbeat',
  'possible-atrial-fibrillation',
  'movement',
  'not-at-rest',
  'poor-cuff-fit',
  'averaged',
  'doubtful-age',
] as const;
export type ReadingFlag = (typeof readingFlags)[number];

/** Where a reading came from. A monitor's raw bytes are kept as hex, one string per input report, never repaired. */
export type ReadingSource =
  | {
      readonly kind: 'monitor';
      readonly family: MonitorFamilyId;
      readonly model: string;
      /** Identifies the bound monitor: family and serial where there is one, else family, port and slot. */
      readonly monitorId: string;
      readonly slot: 'A' | 'B' | null;
      readonly monitorTime: MonitorTime;
      readonly rawHex: readonly string[];
    }
  | { readonly kind: 'by-hand' };

/** One blood-pressure measurement as it was read; LOINC 8480-6, 8462-4 and 8867-4, in mmHg and beats per minute. */
export type Reading = {
  readonly readingId: string;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number | null;
  readonly flags: readonly ReadingFlag[];
  readonly source: ReadingSource;
};

/** Something a monitor delivered that is not taken for a reading: shown and kept with its reason, never repaired. */
export type SetAside = {
  readonly reason: string;
  readonly family: MonitorFamilyId;
  readonly monitorTime: MonitorTime;
  readonly rawHex: readonly string[];
  readonly systolicMmHg: number | null;
  readonly diastolicMmHg: number | null;
  readonly pulsePerMin: number | null;
};
