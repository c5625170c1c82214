import type { ReadingFlag } from '../../shared/vitals/reading.ts';
import { toHex } from './hex.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { type MemoryEntry, recordKey } from './monitor-family.ts';

/**
 * The byte format of the Beurer BM55, BM58 and BM65 (Andon KD-001): eight-byte reports, padded with F4, without
 * checksum or length.
 */
export const beurerReportBytes = 8;
export const beurerPadding = 0xf4;

export const beurerCommand: {
  readonly handshake: number;
  /** Four commands, each for eight letters of the name. */
  readonly name: readonly number[];
  readonly count: number;
  readonly record: number;
  readonly endFirst: number;
  readonly endSecond: number;
} = {
  handshake: 0xaa,
  name: [0xa4, 0xa5, 0xa6, 0xa7],
  count: 0xa2,
  record: 0xa3,
  endFirst: 0xf7,
  endSecond: 0xf6,
};
export const beurerHandshakeReply = 0x55;
const noSuchRecord = 0xa9;
/** What the monitor subtracts from both pressures to fit them into a byte. */
export const beurerPressureOffsetMmHg = 25;

/** An output report: the report id 0, then the command padded to eight bytes. */
export function beurerReport(...command: readonly number[]): Uint8Array {
  const report = new Uint8Array(1 + beurerReportBytes).fill(beurerPadding);
  report[0] = 0;
  report.set(command, 1);
  return report;
}

/** Whether everything from the second byte on is padding: every reply but a name and a record is one byte long. */
export function isOneByteReply(reply: Uint8Array): boolean {
  return reply.length === beurerReportBytes && reply.subarray(1).every((byte) => byte === beurerPadding);
}

/** The monitor's name out of its four replies; `null` where it is not printable text. */
export function decodeBeurerName(replies: readonly Uint8Array[]): string | null {
  const bytes = replies.flatMap((reply) => Array.from(reply)).filter((byte) => byte !== beurerPadding && byte !== 0);
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x20 || byte > 0x7e)) return null;
  const name = String.fromCharCode(...bytes).trim();
  return name === '' ? null : name;
}

export type BeurerRecordReply =
  | MemoryEntry
  /** The monitor has no record of this number. */
  | { readonly kind: 'none' }
  /** Cannot be an answer to this command: the exchange is out of step. */
  | { readonly kind: 'out-of-step' };

/**
 * Decodes the reply to "record n". `A9` alone means that there is none; followed by a record's bytes it is a
 * systolic of 194. The flags of a BM65 may be noise; the three models cannot be told apart over the cable.
 */
export function decodeBeurerRecord(reply: Uint8Array): BeurerRecordReply {
  if (isOneByteReply(reply)) return reply[0] === noSuchRecord ? { kind: 'none' } : { kind: 'out-of-step' };
  const [systolic, diastolic, pulse, monthByte, dayByte, hour, minute, yearByte] = reply;
  if (
    reply.length !== beurerReportBytes ||
    systolic === undefined ||
    diastolic === undefined ||
    pulse === undefined ||
    monthByte === undefined ||
    dayByte === undefined ||
    hour === undefined ||
    minute === undefined ||
    yearByte === undefined
  ) {
    return { kind: 'out-of-step' };
  }
  const hex = toHex(reply);
  const slot = (dayByte & 0x80) !== 0 ? ('B' as const) : ('A' as const);
  const monitorTime = monitorTimeOf({
    year: 2000 + (yearByte & 0x7f),
    month: monthByte & 0x0f,
    day: dayByte & 0x1f,
    hour,
    minute,
  });
  if ((yearByte & 0x7f) > 99 || monitorTime === undefined) {
    return {
      kind: 'unreadable',
      record: { key: `raw|${hex}`, slot, reason: 'Its date is not one of the calendar.', rawHex: [hex] },
    };
  }
  const flags: ReadingFlag[] = [];
  if ((yearByte & 0x80) !== 0) flags.push('irregular-heartbeat');
  if ((monthByte & 0x80) !== 0) flags.push('not-at-rest');
  const decoded = {
    slot,
    monitorTime,
    systolicMmHg: systolic + beurerPressureOffsetMmHg,
    diastolicMmHg: diastolic + beurerPressureOffsetMmHg,
    pulsePerMin: pulse,
  };
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags, rawHex: [hex] } };
}
