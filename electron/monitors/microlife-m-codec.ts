import type { ReadingFlag } from '../../shared/vitals/reading.ts';
import { toHex } from './hex.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { type MemoryEntry, recordKey, type UserSlot } from './monitor-family.ts';

/**
 * The byte format of Microlife's "M" monitors behind a Holtek bridge: reports of eight bytes, of which the first counts
 * the valid ones that follow in its low half. In them run frames: `4D FF` from the host, `4D 3A` (older monitors `4D 31`)
 * from the monitor, then the length of what follows with the high byte first, a command, data, and the sum of everything
 * before it modulo 256.
 */
export const microlifeReportBytes = 8;
const payloadBytes = microlifeReportBytes - 1;
const frameStart = 0x4d;
const hostMark = 0xff;
const monitorMarks: readonly number[] = [0x3a, 0x31];
/** Start, mark and length. */
const headBytes = 4;

const sumOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** The one question that Vigil asks: everything that the chosen user has measured. */
export const microlifeHistory: Uint8Array = (() => {
  const frame = [frameStart, hostMark, 0x00, 0x09, 0x00, 0, 0, 0, 0, 0, 0, 0xfd];
  return Uint8Array.from([...frame, sumOf(Uint8Array.from(frame))]);
})();

/**
 * How a frame is cut into output reports. `split`: parts of up to seven bytes, each in a report of its own with its own
 * count, as the monitor's answers come. `whole`: one long report with one count.
 */
export type MicrolifeFraming = 'split' | 'whole';

/** A frame as output reports, each with report id 0. */
export function microlifeReports(frame: Uint8Array, framing: MicrolifeFraming): readonly Uint8Array[] {
  if (framing === 'whole') return [Uint8Array.from([0, frame.length, ...frame])];
  const reports: Uint8Array[] = [];
  for (let at = 0; at < frame.length; at += payloadBytes) {
    const part = frame.subarray(at, at + payloadBytes);
    const report = new Uint8Array(1 + microlifeReportBytes);
    report.set([0, part.length, ...part]);
    reports.push(report);
  }
  return reports;
}

/** The valid bytes of an input report; what follows them means nothing. `null` where it is none of the bridge's. */
export function microlifePayload(report: Uint8Array): Uint8Array | null {
  const count = (report[0] ?? 0xff) & 0x0f;
  return report.length === microlifeReportBytes && count <= payloadBytes ? report.subarray(1, 1 + count) : null;
}

/** Whether what came can be the beginning of a monitor's frame. */
export function isMicrolifeSpeech(bytes: Uint8Array): boolean {
  const [start, mark] = bytes;
  return (start === undefined || start === frameStart) && (mark === undefined || monitorMarks.includes(mark));
}

/** Length of the frame that these bytes begin, in bytes from `4D` to the sum; `null` while that is open. */
export function microlifeFrameBytes(bytes: Uint8Array): number | null {
  const [, , high, low] = bytes;
  return high === undefined || low === undefined ? null : headBytes + high * 256 + low;
}

/** Whether a whole frame carries the right sum. */
export function isMicrolifeSumRight(frame: Uint8Array): boolean {
  return frame.length > headBytes && sumOf(frame.subarray(0, -1)) === frame.at(-1);
}

const commandAt = 4;
/** `81`, done, and `91`, wait: said while an answer is being prepared, and no answers. */
const acknowledgements: readonly number[] = [0x81, 0x91];

export function isMicrolifeAcknowledgement(frame: Uint8Array): boolean {
  return frame.length === headBytes + 2 && acknowledgements.includes(frame[commandAt] ?? 0);
}

const historyCommand = 0x00;
const countAt = 7;
const userAt = 8;
const firstRecordAt = 42;
const recordBytes = 10;

/** Where a record begins within the answer. */
export const microlifeRecordStart = (index: number): number => firstRecordAt + index * recordBytes;

/** The longest answer that its own count allows, in bytes. */
export const microlifeLongestFrame = microlifeRecordStart(255) + 1;

export type MicrolifeHistory = {
  /** The user that is chosen on the monitor; `null` where it names one that nobody has described. */
  readonly slot: UserSlot | null;
  /** Ten bytes each, in the order in which they were stored. */
  readonly records: readonly Uint8Array[];
};

/** The answer to the question for the history; `null` where the frame is anything else or its length does not fit. */
export function decodeMicrolifeHistory(frame: Uint8Array): MicrolifeHistory | null {
  const count = frame[countAt];
  const user = frame[userAt];
  if (!isMicrolifeSpeech(frame) || !isMicrolifeSumRight(frame) || frame[commandAt] !== historyCommand) return null;
  if (count === undefined || user === undefined) return null;
  const wantedBytes = microlifeRecordStart(count) + 1;
  if (frame.length !== wantedBytes || microlifeFrameBytes(frame) !== wantedBytes) return null;
  const records = Array.from({ length: count }, (_, index) =>
    frame.slice(microlifeRecordStart(index), microlifeRecordStart(index + 1)),
  );
  return { slot: user === 1 ? 'A' : user === 2 ? 'B' : null, records };
}

/** Bits of the flag byte. That the cuff fitted is said, not that it did not. */
const fitsBit = 0x80;
const irregularBit = 0x40;
const fibrillationBit = 0x20;
const averageBits = 0x18;

/**
 * Decodes one record of a history, pressures in mmHg as they are. `rawHex`: the input reports that brought it. What the
 * layout does not allow comes back `unreadable` with its reason.
 */
export function decodeMicrolifeRecord(bytes: Uint8Array, slot: UserSlot, rawHex: readonly string[]): MemoryEntry {
  const unreadable = (reason: string): MemoryEntry => ({
    kind: 'unreadable',
    record: { key: `raw|${slot}|${toHex(bytes)}`, slot, reason, rawHex },
  });
  const [systolicMmHg, diastolicMmHg, pulsePerMin, year, month, day, hour, minute, flagByte] = bytes;
  if (
    bytes.length !== recordBytes ||
    systolicMmHg === undefined ||
    diastolicMmHg === undefined ||
    pulsePerMin === undefined ||
    year === undefined ||
    month === undefined ||
    day === undefined ||
    hour === undefined ||
    minute === undefined ||
    flagByte === undefined
  ) {
    return unreadable('Its length is wrong.');
  }
  const monitorTime = year > 99 ? undefined : monitorTimeOf({ year: 2000 + year, month, day, hour, minute });
  if (monitorTime === undefined) return unreadable('Its date is not one of the calendar.');
  const flags: ReadingFlag[] = [];
  if ((flagByte & irregularBit) !== 0) flags.push('irregular-heartbeat');
  if ((flagByte & fibrillationBit) !== 0) flags.push('possible-atrial-fibrillation');
  if ((flagByte & fitsBit) === 0) flags.push('poor-cuff-fit');
  if ((flagByte & averageBits) !== 0) flags.push('averaged');
  const decoded = { slot, monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin };
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags, rawHex } };
}
