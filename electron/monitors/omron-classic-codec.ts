import type { MonitorTime, ReadingFlag } from '../../shared/vitals/reading.ts';
import { toHex } from './hex.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { recordKey, type StoredRecord, type UserSlot } from './monitor-family.ts';

/**
 * The byte format of Omron's classic IT monitors: reports of eight bytes, the first of which counts the valid ones;
 * commands of three letters, data and an XOR of the data; replies that begin with "OK" or are "NO".
 */
export const omronReportBytes = 8;
const payloadBytes = omronReportBytes - 1;

function xorOf(bytes: Iterable<number>): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}

/** A command before it is cut into reports: letters, data, and the XOR of the data alone. */
function omronCommand(letters: string, data: readonly number[]): Uint8Array {
  return Uint8Array.from([...Array.from(letters, (letter) => letter.charCodeAt(0)), ...data, xorOf(data)]);
}

/** A user's memory is a bank: 0 for A, 1 for B. */
export const omronBanks: readonly { readonly bank: number; readonly slot: UserSlot }[] = [
  { bank: 0, slot: 'A' },
  { bank: 1, slot: 'B' },
];

export const omronCommandBytes = {
  version: () => omronCommand('VER', [0x30]),
  /** Number of records of one bank. */
  bankCount: (bank: number) => omronCommand('GDC', [0, bank, 0, 0]),
  /** Record of one bank, index 0 the newest. */
  bankRecord: (bank: number, index: number) => omronCommand('GME', [0, bank, 0, index]),
  /** The other dialect: one user only. */
  singleCount: () => omronCommand('CNT', [0x30]),
  singleRecord: (index: number) => omronCommand('MES', [0, 0, index]),
  clock: () => omronCommand('GCL', [0x30]),
  end: () => omronCommand('END', [0xff]),
} as const;

/** Cuts command bytes into output reports, each with report id 0 and its own count of valid bytes. */
export function omronReports(command: Uint8Array): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at < command.length; at += payloadBytes) {
    const part = command.subarray(at, at + payloadBytes);
    const report = new Uint8Array(1 + omronReportBytes);
    report[1] = part.length;
    report.set(part, 2);
    reports.push(report);
  }
  return reports;
}

/** Thirty zero bytes wake a sleeping monitor. */
export const omronWakeUp: readonly Uint8Array[] = omronReports(new Uint8Array(30));
/** Vendor software sends one before every waking up; its value does not matter. */
export const omronFeature: Uint8Array = new Uint8Array(3);

export type OmronInput =
  | { readonly kind: 'data'; readonly payload: Uint8Array }
  /** Powering up, or nothing in it: to be waited over. */
  | { readonly kind: 'not-ready' }
  | { readonly kind: 'malformed' };

/** The valid bytes of an input report. What follows them is left over from earlier reports and never looked at. */
export function readOmronInput(report: Uint8Array): OmronInput {
  const count = report[0];
  if (report.length !== omronReportBytes || count === undefined || count > omronReportBytes)
    return { kind: 'malformed' };
  if (count === 0 || count === omronReportBytes) return { kind: 'not-ready' };
  return { kind: 'data', payload: report.subarray(1, 1 + count) };
}

const okLetters = [0x4f, 0x4b] as const;
const noLetters = [0x4e, 0x4f] as const;
const beginsWith = (bytes: Uint8Array, letters: readonly number[]) =>
  bytes.length >= letters.length && letters.every((letter, at) => bytes[at] === letter);

export const isOmronOk = (bytes: Uint8Array): boolean => beginsWith(bytes, okLetters);
export const isOmronNo = (bytes: Uint8Array): boolean => bytes.length === 2 && beginsWith(bytes, noLetters);
/** Whether everything after "OK", the checksum included, comes to zero. */
export const isOmronChecksumRight = (bytes: Uint8Array): boolean => isOmronOk(bytes) && xorOf(bytes.subarray(2)) === 0;

/** Lengths of whole replies in bytes, from "OK" to the checksum. A record without flag bytes is two shorter. */
export const omronReplyLengths = {
  version: [15],
  bankCount: [8],
  record: [15, 17],
  /** Nobody has written down the other dialect's lengths; the offsets that matter lie within. */
  singleCount: [6, 7, 8, 9, 10, 11, 12],
  clock: [10, 11, 12, 13, 14],
} as const;

/** The monitor's name for itself, such as `M7080IT 207`; `null` where it is not text. */
export function decodeOmronVersion(reply: Uint8Array): string | null {
  const text = reply.subarray(3, 14);
  if (!isOmronChecksumRight(reply) || text.length !== 11) return null;
  if (text.some((byte) => byte !== 0 && (byte < 0x20 || byte > 0x7e))) return null;
  const name = String.fromCharCode(...text.filter((byte) => byte !== 0)).trim();
  return /[A-Za-z0-9]/.test(name) ? name : null;
}

/** Omron's step counter HJ-720IT has the monitors' USB id. */
export function isOmronPedometer(version: string): boolean {
  return /HJ|720IT/i.test(version);
}

/** Number of records in a reply to `bankCount`. */
export function decodeOmronBankCount(reply: Uint8Array): number | null {
  return isOmronChecksumRight(reply) && reply.length === 8 ? (reply[6] ?? null) : null;
}

/** Number of records in a reply to `singleCount`. */
export function decodeOmronSingleCount(reply: Uint8Array): number | null {
  return isOmronChecksumRight(reply) && reply.length >= 6 ? (reply[4] ?? null) : null;
}

/** The monitor's own clock; `undefined` where the reply is not one, `null` where the clock was never set. */
export function decodeOmronClock(reply: Uint8Array): MonitorTime | undefined {
  const [year, month, day, hour, minute, second] = reply.subarray(3, 9);
  if (!isOmronChecksumRight(reply) || year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  return monitorTimeOf({ year: 2000 + year, month, day, hour, minute, second });
}

export type OmronRecordReply =
  | { readonly ok: true; readonly record: StoredRecord }
  | { readonly ok: false; readonly reason: string };

/** Decodes a reply to `bankRecord` or `singleRecord`; `rawHex` are the reports it came in. */
export function decodeOmronRecord(
  reply: Uint8Array,
  slot: UserSlot | null,
  rawHex: readonly string[],
): OmronRecordReply {
  if (reply.length !== 15 && reply.length !== 17) return { ok: false, reason: 'Its length is wrong.' };
  if (!isOmronChecksumRight(reply)) return { ok: false, reason: 'Its checksum is wrong.' };
  const [year, month, day, hour, minute, second, , systolicHigh, systolicLow, diastolic, pulse] = reply.subarray(3);
  if (
    year === undefined ||
    month === undefined ||
    day === undefined ||
    hour === undefined ||
    minute === undefined ||
    second === undefined ||
    systolicHigh === undefined ||
    systolicLow === undefined ||
    diastolic === undefined ||
    pulse === undefined
  ) {
    return { ok: false, reason: 'Its length is wrong.' };
  }
  const monitorTime = monitorTimeOf({ year: 2000 + year, month, day, hour, minute, second });
  if (year > 99 || monitorTime === undefined) return { ok: false, reason: 'Its date is not one of the calendar.' };
  const systolicMmHg = systolicHigh * 256 + systolicLow;
  if (systolicMmHg > 999) return { ok: false, reason: 'Its systolic pressure is not a possible number.' };
  const flagByte = reply.length === 17 ? (reply[15] ?? 0) : 0;
  const flags: ReadingFlag[] = [];
  if ((flagByte & 0x01) !== 0) flags.push('irregular-heartbeat');
  if ((flagByte & 0x02) !== 0) flags.push('movement');
  const decoded = { slot, monitorTime, systolicMmHg, diastolicMmHg: diastolic, pulsePerMin: pulse };
  return { ok: true, record: { ...decoded, key: recordKey(decoded), flags, rawHex } };
}

/** Key of a record that cannot be decoded: its bytes, without the padding that differs every time. */
export function unreadableOmronKey(slot: UserSlot | null, reply: Uint8Array): string {
  return `raw|${slot ?? '-'}|${toHex(reply)}`;
}
