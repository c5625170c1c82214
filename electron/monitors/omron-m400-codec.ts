import type { MonitorTime, ReadingFlag } from '../../shared/vitals/reading.ts';
import { monitorTimeOf } from './monitor-date.ts';

/**
 * The byte format of Omron's USB monitors from 2012 on (M400 IT, M500 IT and kin). Reports are numbered and carry one
 * packet each: `length, type, address, size, data, 00, XOR`, the length counting itself through the XOR, type and
 * address with the high byte first. The XOR of a whole packet is zero. Whatever stands behind it means nothing.
 */
export const m400OutputId = 0x02;
/** Bytes of a packet that are not data. */
const frameBytes = 8;

/** Replies have the question's type with the highest bit set. */
export const m400Type = { start: 0x0000, read: 0x0100, end: 0x0f00 } as const;
const replyBit = 0x8000;

/** The memory is read in blocks of 40 bytes; a record takes 14 of them and may stand across two. */
export const m400BlockBytes = 0x28;
export const m400FirstAddress = 0x02ac;
export const m400SlotBytes = 14;
const modelBytes = 0x10;

const xorOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum ^ byte, 0);

function question(type: number, address: number, size: number): Uint8Array {
  const packet = Uint8Array.from([frameBytes, type >> 8, type & 0xff, address >> 8, address & 0xff, size, 0]);
  return Uint8Array.from([m400OutputId, ...packet, xorOf(packet)]);
}

/** What is asked, and what an answer to it must repeat. */
export type M400Question = {
  readonly report: Uint8Array;
  readonly type: number;
  readonly address: number;
  readonly size: number;
};

function questionFor(type: number, address: number, size: number): M400Question {
  return { report: question(type, address, size), type: type | replyBit, address, size };
}

/** Begins a transmission; the answer brings 16 bytes in which the monitor may name its model. */
export const m400Start: M400Question = questionFor(m400Type.start, 0, modelBytes);
/** Reads block `block` of the users' memory, counted from 0. */
export function m400ReadBlock(block: number): M400Question {
  return questionFor(m400Type.read, m400FirstAddress + block * m400BlockBytes, m400BlockBytes);
}
export const m400End: M400Question = questionFor(m400Type.end, 0, 0);

export type M400Packet = {
  /** The input report's number. Nobody has written down which; it stays the same. */
  readonly reportId: number;
  readonly type: number;
  readonly address: number;
  readonly data: Uint8Array;
};

/** The packet in an input report; `null` where its length or its XOR is wrong. */
export function readM400Packet(report: Uint8Array): M400Packet | null {
  const [reportId, length, typeHigh, typeLow, addressHigh, addressLow, size] = report;
  if (
    reportId === undefined ||
    length === undefined ||
    typeHigh === undefined ||
    typeLow === undefined ||
    addressHigh === undefined ||
    addressLow === undefined ||
    size === undefined
  ) {
    return null;
  }
  const packet = report.subarray(1, 1 + length);
  if (length !== frameBytes + size || packet.length !== length || xorOf(packet) !== 0) return null;
  const data = packet.slice(6, 6 + size);
  return { reportId, type: typeHigh * 256 + typeLow, address: addressHigh * 256 + addressLow, data };
}

/** Whether a packet is the answer to this question. */
export function answersM400({ type, address, size }: M400Question, packet: M400Packet): boolean {
  return packet.type === type && packet.address === address && packet.data.length === size;
}

/** Whether the monitor says that there is nothing at the address it was asked for: an answer without the data. */
export function refusesM400({ type, address, size }: M400Question, packet: M400Packet): boolean {
  if (packet.type === (m400Type.end | replyBit)) return true;
  return packet.type === type && packet.address === address && packet.data.length < size;
}

/** The model's number, such as `HEM-7322U`, out of the answer to the start; `null` where it names none. */
export function m400ModelName(data: Uint8Array): string | null {
  const text = String.fromCharCode(...data.map((byte) => (byte >= 0x20 && byte <= 0x7e ? byte : 0x20)));
  return /HEM-\d{4}[A-Z]{0,3}/.exec(text)?.[0] ?? null;
}

/** What stands in one record's place. */
export type M400Slot =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'measured';
      readonly monitorTime: MonitorTime;
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly pulsePerMin: number;
      readonly flags: readonly ReadingFlag[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What the monitor subtracts from the systolic pressure to fit it into a byte. */
const systolicOffsetMmHg = 25;

/**
 * Decodes the 14 bytes of one record's place; FF throughout is an empty one. Pressures in mmHg. The second may read up to
 * 63 and then stands for 59; the meaning of the last six bytes is not known.
 */
export function decodeM400Slot(bytes: Uint8Array): M400Slot {
  if (bytes.length === m400SlotBytes && bytes.every((byte) => byte === 0xff)) return { kind: 'empty' };
  const [diastolic, systolic, year, pulse, dateHigh, dateLow, timeHigh, timeLow] = bytes;
  if (
    bytes.length !== m400SlotBytes ||
    diastolic === undefined ||
    systolic === undefined ||
    year === undefined ||
    pulse === undefined ||
    dateHigh === undefined ||
    dateLow === undefined ||
    timeHigh === undefined ||
    timeLow === undefined
  ) {
    return { kind: 'unreadable', reason: 'Its length is wrong.' };
  }
  const date = dateHigh * 256 + dateLow;
  const time = timeHigh * 256 + timeLow;
  const monitorTime = monitorTimeOf({
    year: 2000 + year,
    month: (date >> 10) & 0x0f,
    day: (date >> 5) & 0x1f,
    hour: date & 0x1f,
    minute: (time >> 6) & 0x3f,
    second: Math.min(59, time & 0x3f),
  });
  if (year > 99 || monitorTime === undefined) {
    return { kind: 'unreadable', reason: 'Its date is not one of the calendar.' };
  }
  const flags: ReadingFlag[] = [];
  if ((date & 0x4000) !== 0) flags.push('irregular-heartbeat');
  if ((date & 0x8000) !== 0) flags.push('movement');
  return {
    kind: 'measured',
    monitorTime,
    systolicMmHg: systolic + systolicOffsetMmHg,
    diastolicMmHg: diastolic,
    pulsePerMin: pulse,
    flags,
  };
}
