import { implausibility, plausibleRange } from '../../shared/vitals/plausibility.ts';
import { toHex } from './hex.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { type MemoryEntry, recordKey } from './monitor-family.ts';

/**
 * The byte format of TaiDoc and FORA monitors behind a Silicon Labs CP2110 bridge. The bridge's reports are numbered:
 * report n carries n bytes of the serial line. On the line every frame is eight bytes:
 * `51 command d0 d1 d2 d3 end checksum`, the end A3 in a question and A5 in its answer, the checksum the sum of the first
 * seven modulo 256.
 */
export const taidocFrameBytes = 8;
const frameStart = 0x51;
const questionEnd = 0xa3;
const answerEnd = 0xa5;

export const taidocCommand = { model: 0x24, date: 0x25, values: 0x26, count: 0x2b } as const;
export type TaidocCommand = (typeof taidocCommand)[keyof typeof taidocCommand];

/** The feature report that switches the bridge's serial line on; its second byte 0 would switch it off. */
export const taidocLineOn: Uint8Array = Uint8Array.from([0x41, 0x01]);

const checksumOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** A question as an output report; `index` counts records from 0, the newest. */
export function taidocQuestion(command: TaidocCommand, index = 0): Uint8Array {
  const frame = Uint8Array.from([frameStart, command, index & 0xff, index >> 8, 0, 0, questionEnd]);
  return Uint8Array.from([taidocFrameBytes, ...frame, checksumOf(frame)]);
}

/** The serial bytes in an input report; `null` where its number does not fit its length. */
export function taidocLineBytes(report: Uint8Array): Uint8Array | null {
  const [count] = report;
  return count === undefined || count < 1 || count > 0x3f || report.length < 1 + count
    ? null
    : report.slice(1, 1 + count);
}

/** The four bytes that answer `command`; `null` where the frame is anything else. */
export function taidocAnswer(
  frame: Uint8Array,
  command: TaidocCommand,
): readonly [number, number, number, number] | null {
  const [start, echoed, d0, d1, d2, d3, end, checksum] = frame;
  if (frame.length !== taidocFrameBytes || start !== frameStart || echoed !== command || end !== answerEnd) return null;
  if (d0 === undefined || d1 === undefined || d2 === undefined || d3 === undefined) return null;
  return checksum === checksumOf(frame.subarray(0, 7)) ? [d0, d1, d2, d3] : null;
}

/**
 * Whether what came on the line can be a TaiDoc's at all: an answer to another question or a broken one, rather than
 * the words of a stranger or our own question come back.
 */
export function isTaidocSpeech(line: Uint8Array): boolean {
  return line[0] === frameStart && line[6] !== questionEnd;
}

type Answer = NonNullable<ReturnType<typeof taidocAnswer>>;

/** Model numbers stand in their own hexadecimal digits: 3261 for a TD-3261. */
export function taidocModel([low, high]: Answer): string {
  return `TaiDoc TD-${toHex(Uint8Array.from([high, low]))}`;
}

/** How many records the memory holds, low byte first. */
export function taidocCount([low, high]: Answer): number {
  return low + 256 * high;
}

/** Up to here a pulse is the monitor's mark of a measurement that failed. */
const failedPulse = 3;

/**
 * Whether it is open what the systolic pressure is. The byte behind it is the high byte on some models and
 * something else, perhaps the mean pressure, on others. Zero says the same either way. A one may lift the low byte above
 * 255 as long as that stays a pressure at all; and no other value helps a low byte that makes no pressure.
 */
function isSystolicOpen(values: Answer): boolean {
  const [systolicMmHg, above, diastolicMmHg] = values;
  if (above === 0) return false;
  if (above === 1 && 256 + systolicMmHg <= plausibleRange.maxPressureMmHg) return true;
  return implausibility({ systolicMmHg, diastolicMmHg, pulsePerMin: null }) !== null;
}

/**
 * A record out of its two answers, pressures in mmHg. Record 0 is the newest; the monitor knows one user. What the
 * layout does not allow or leaves open comes back `unreadable` with its reason, and nothing is guessed. `rawHex`: the
 * input reports that brought both answers.
 */
export function decodeTaidocRecord(date: Answer, values: Answer, rawHex: readonly string[]): MemoryEntry {
  const unreadable = (reason: string): MemoryEntry => ({
    kind: 'unreadable',
    record: { key: `raw|${[...date, ...values].join()}`, slot: null, reason, rawHex },
  });
  const day = date[0] + 256 * date[1];
  const monitorTime = monitorTimeOf({
    year: 2000 + (day >> 9),
    month: (day >> 5) & 0x0f,
    day: day & 0x1f,
    hour: date[3] & 0x1f,
    minute: date[2] & 0x3f,
  });
  if (monitorTime === undefined) return unreadable('Its date is not one of the calendar.');
  const [systolicMmHg, , diastolicMmHg, pulsePerMin] = values;
  if (pulsePerMin <= failedPulse) return unreadable('The monitor marks this measurement as failed.');
  if (isSystolicOpen(values))
    return unreadable('Its systolic pressure is open to two readings: only the display says.');
  const decoded = { slot: null, monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin };
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags: [], rawHex } };
}
