import type { ReadingFlag } from '../../shared/vitals/reading.ts';
import { toHex } from './hex.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { type MemoryEntry, recordKey, type UserSlot } from './monitor-family.ts';

/**
 * The byte format of Microlife's monitors behind a Cypress bridge: reports of eight bytes, of which the first counts the
 * valid ones that follow in its low three bits; its other bits are the state of the line. Commands are `12 16 18` and
 * one byte. Answers are `06`, text, and two hexadecimal digits with the text's sum modulo 256.
 */
export const bpaReportBytes = 8;
const payloadBytes = bpaReportBytes - 1;
const commandStart = [0x12, 0x16, 0x18] as const;

/** The commands that Vigil sends. Those that clear the memory, name the patient or set the clock are not among them. */
export const bpaCommand = {
  stop: 0x19,
  link: 0x21,
  memory: 0x22,
  patientId: 0x24,
  start: 0x25,
  slots: 0x28,
} as const;
export type BpaCommand = (typeof bpaCommand)[keyof typeof bpaCommand];

function reportOf(payload: readonly number[]): Uint8Array {
  const report = new Uint8Array(1 + bpaReportBytes);
  report.set([0, payload.length, ...payload]);
  return report;
}

/** A command as output report, its id 0 first. */
export function bpaReport(command: BpaCommand): Uint8Array {
  return reportOf([...commandStart, command]);
}

/** Five zero bytes: what the monitor is woken with before it is linked, started or stopped. */
export const bpaWake: Uint8Array = reportOf([0, 0, 0, 0, 0]);

/** The valid bytes of an input report; what follows them is left over. `null` where it is none of the bridge's. */
export function bpaPayload(report: Uint8Array): Uint8Array | null {
  if (report.length !== bpaReportBytes) return null;
  return report.subarray(1, 1 + Math.min(payloadBytes, (report[0] ?? 0) & 0x07));
}

/** What every answer begins with; alone it is an acknowledgement. */
export const bpaAcknowledge = 0x06;
/** The acknowledging byte and the sum's two digits. */
const frameBytes = 3;

/** The text of a whole answer, as bytes; `null` where its sum is wrong. */
export function bpaAnswerText(frame: Uint8Array): Uint8Array | null {
  if (frame.length < frameBytes || frame[0] !== bpaAcknowledge) return null;
  const text = frame.subarray(1, -2);
  const sum = text.reduce((total, byte) => (total + byte) & 0xff, 0);
  return asciiOf(frame.subarray(-2)) === sum.toString(16).toUpperCase().padStart(2, '0') ? text : null;
}

function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Length of the answer to the question for the user slots, in bytes with `06` and the sum. */
export const bpaSlotsFrameBytes = 9;

/** Which user is chosen on the monitor; `null` for one that knows a single user. */
export type BpaChosen = { readonly slot: UserSlot | null };

/** The answer to the question for the user slots: the command again, how many there are, which is chosen. */
export function decodeBpaSlots(frame: Uint8Array): BpaChosen | null {
  const text = bpaAnswerText(frame);
  if (text === null || frame.length !== bpaSlotsFrameBytes) return null;
  if ([...commandStart, bpaCommand.slots].some((byte, at) => text[at] !== byte)) return null;
  switch (asciiOf(text.subarray(4))) {
    case '11':
      return { slot: null };
    case '21':
      return { slot: 'A' };
    case '22':
      return { slot: 'B' };
    default:
      return null;
  }
}

/** Whether a whole answer is one to the question for the patient's id: 22 hexadecimal digits and what follows them. */
export function isBpaPatientId(frame: Uint8Array): boolean {
  const text = bpaAnswerText(frame);
  return text !== null && /^[0-9A-F]{22}/.test(asciiOf(text));
}

const headerBytes = 32;
const recordBytes = 32;
/** More than any monitor of this kind keeps; a longer answer is a count that was misread. */
export const bpaMostRecords = 512;

/** Where a record begins within the answer, counted from `06`. */
export const bpaRecordStart = (index: number): number => 1 + headerBytes + index * recordBytes;

/**
 * Length of the answer to the question for the memory, in bytes with `06` and the sum, as its own count says; `null`
 * while that is open, `'wrong'` where it is none.
 */
export function bpaMemoryFrameBytes(bytes: Uint8Array): number | 'wrong' | null {
  if (bytes.length < 5) return null;
  const digits = asciiOf(bytes.subarray(1, 5));
  const count = /^[0-9A-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : Number.POSITIVE_INFINITY;
  return count > bpaMostRecords ? 'wrong' : bpaRecordStart(count) + 2;
}

/** The records of a whole answer, 32 characters each, in the order in which they were stored; `null` where it is none. */
export function decodeBpaMemory(frame: Uint8Array): readonly Uint8Array[] | null {
  if (bpaAnswerText(frame) === null || bpaMemoryFrameBytes(frame) !== frame.length) return null;
  const count = (frame.length - bpaRecordStart(0) - 2) / recordBytes;
  return Array.from({ length: count }, (_, index) => frame.slice(bpaRecordStart(index), bpaRecordStart(index + 1)));
}

const averagedMark = '2';

/**
 * Decodes one record of the memory, pressures in mmHg. `rawHex`: the input reports that brought it. What the layout does
 * not allow comes back `unreadable` with its reason.
 */
export function decodeBpaRecord(bytes: Uint8Array, slot: UserSlot | null, rawHex: readonly string[]): MemoryEntry {
  const unreadable = (reason: string): MemoryEntry => ({
    kind: 'unreadable',
    record: { key: `raw|${slot ?? '-'}|${toHex(bytes)}`, slot, reason, rawHex },
  });
  const parts = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(.).{5}([0-9A-F]{8})([0-9A-F]{8})$/s.exec(asciiOf(bytes));
  if (parts === null) return unreadable('Its numbers are not written in digits.');
  const [, year, month, day, hour, minute, mark, word = '', again] = parts;
  if (word !== again) return unreadable('Its numbers are stored twice and differ.');
  const monitorTime = monitorTimeOf({
    year: 2000 + Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
  });
  if (monitorTime === undefined) return unreadable('Its date is not one of the calendar.');
  const numbers = Number.parseInt(word, 16);
  const decoded = {
    slot,
    monitorTime,
    systolicMmHg: numbers & 0x3ff,
    diastolicMmHg: (numbers >>> 10) & 0x3ff,
    pulsePerMin: (numbers >>> 20) & 0x3ff,
  };
  const flags: ReadingFlag[] = mark === averagedMark ? ['averaged'] : [];
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags, rawHex } };
}
