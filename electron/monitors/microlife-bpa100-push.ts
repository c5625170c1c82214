import { toHex } from './hex.ts';
import { bpaAcknowledge, bpaPayload } from './microlife-bpa100-codec.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { type MemoryEntry, recordKey, type UserSlot } from './monitor-family.ts';

/**
 * What the monitor sends by itself: two bytes that nobody has explained, then either the seven of a result or `Er` and
 * a number. It carries no sum, so its length is all that tells a whole one.
 */
export const bpaResultBytes = 9;
const errorBytes = 5;
const headBytes = 2;

export type BpaPush =
  | { readonly kind: 'acknowledged'; readonly times: number }
  | { readonly kind: 'result'; readonly entry: MemoryEntry }
  /** The number that its display shows behind `Er`. */
  | { readonly kind: 'error'; readonly number: number };

const isError = (bytes: Uint8Array) => bytes[headBytes] === 0x45 && bytes[headBytes + 1] === 0x72;

/** Whether nothing can follow these bytes that would still make one push of them. */
export function isBpaPushWhole(bytes: Uint8Array): boolean {
  return bytes.length >= bpaResultBytes || (bytes.length >= errorBytes && isError(bytes));
}

/** What nobody can read: it is set aside, and may have been anything. */
export function isBpaPushSpoiled(push: BpaPush): boolean {
  return push.kind === 'result' && push.entry.kind === 'unreadable';
}

const isAcknowledgement = (bytes: Uint8Array) =>
  bytes.length < headBytes + 2 && bytes.every((byte) => byte === bpaAcknowledge);

/**
 * Reads the input reports that came at once, `slot` being the user chosen on the monitor. One that ends at once follows
 * its acknowledgement so closely that they come as one; that gives two. What is neither acknowledgement, result nor error
 * comes back as an unreadable result.
 */
export function readBpaPushes(reports: readonly Uint8Array[], slot: UserSlot | null): readonly BpaPush[] {
  const whole = readBpaPush(reports, slot);
  const head = reports.findIndex((report) => !isAcknowledgement(bpaPayload(report) ?? report));
  if (!isBpaPushSpoiled(whole) || head <= 0) return [whole];
  const rest = readBpaPush(reports.slice(head), slot);
  return isBpaPushSpoiled(rest) ? [whole] : [readBpaPush(reports.slice(0, head), slot), rest];
}

/** The valid bytes of several reports; `null` where one is none of the bridge's. */
export function bpaPushBytes(reports: readonly Uint8Array[]): Uint8Array | null {
  const payloads = reports.flatMap((report) => bpaPayload(report) ?? []);
  return payloads.length === reports.length
    ? Uint8Array.from(payloads.flatMap((payload) => Array.from(payload)))
    : null;
}

function readBpaPush(reports: readonly Uint8Array[], slot: UserSlot | null): BpaPush {
  const rawHex = reports.map(toHex);
  const bytes = bpaPushBytes(reports);
  if (bytes === null) return { kind: 'result', entry: unreadable('Its length is wrong.', slot, rawHex) };
  if (isAcknowledgement(bytes)) return { kind: 'acknowledged', times: bytes.length };
  const [, , , , number] = bytes;
  if (isError(bytes) && bytes.length === errorBytes && number !== undefined) return { kind: 'error', number };
  return { kind: 'result', entry: resultOf(bytes, slot, rawHex) };
}

function unreadable(reason: string, slot: UserSlot | null, rawHex: readonly string[]): MemoryEntry {
  return { kind: 'unreadable', record: { key: `raw|${slot ?? '-'}|${rawHex.join()}`, slot, reason, rawHex } };
}

function resultOf(bytes: Uint8Array, slot: UserSlot | null, rawHex: readonly string[]): MemoryEntry {
  const [systolicMmHg, diastolicMmHg, pulsePerMin, month, dayHour, hourMinute, century] = bytes.subarray(headBytes);
  if (
    bytes.length !== bpaResultBytes ||
    systolicMmHg === undefined ||
    diastolicMmHg === undefined ||
    pulsePerMin === undefined ||
    month === undefined ||
    dayHour === undefined ||
    hourMinute === undefined ||
    century === undefined
  ) {
    return unreadable('Its length is wrong.', slot, rawHex);
  }
  const monitorTime = monitorTimeOf({
    year: 2000 + (month >> 4) + 16 * (century >> 7),
    month: month & 0x0f,
    day: dayHour >> 3,
    hour: ((dayHour & 0x07) << 2) | (hourMinute >> 6),
    minute: hourMinute & 0x3f,
  });
  if (monitorTime === undefined) return unreadable('Its date is not one of the calendar.', slot, rawHex);
  const decoded = { slot, monitorTime, systolicMmHg, diastolicMmHg, pulsePerMin };
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags: [], rawHex } };
}
