import type { ReadingFlag } from '../../shared/vitals/reading.ts';
import { beurerPadding } from './beurer-bm55-codec.ts';
import { toHex } from './hex.ts';
import { monitorTimeOf } from './monitor-date.ts';
import { type MemoryEntry, recordKey, type UserSlot } from './monitor-family.ts';

/**
 * The byte format of the Beurer BM96 Cardio: commands of eight bytes, input reports of up to 64, both filled up with F4.
 * Handshake and end are those of its kin; name, counts and records have commands of their own.
 */
export const bm96Command = { name: 0xa1, counts: 0xa2, record: 0xa3 } as const;

/** Where a record lies: user 0 or 1, row from 0. */
export type Bm96Place = { readonly user: 0 | 1; readonly row: number };

const recordBytes = 14;
const pressureKind = 1;
const electrocardiogramKind = 2;

/** The monitor's name out of its reply, up to the first padding; `null` where it is not printable. */
export function decodeBm96Name(reply: Uint8Array): string | null {
  const end = reply.indexOf(beurerPadding);
  const bytes = Array.from(end < 0 ? reply : reply.subarray(0, end)).filter((byte) => byte !== 0);
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x20 || byte > 0x7e)) return null;
  const name = String.fromCharCode(...bytes).trim();
  return name === '' ? null : name;
}

/** How many rows each user has, pressures and electrocardiograms together; `null` where it is no such reply. */
export function decodeBm96Counts(reply: Uint8Array): readonly [number, number] | null {
  const [first, second] = reply;
  if (first === undefined || second === undefined || first === beurerPadding || second === beurerPadding) return null;
  return reply.length > 2 && reply.subarray(2).every((byte) => byte === beurerPadding) ? [first, second] : null;
}

export type Bm96RecordReply =
  | MemoryEntry
  /** A row that holds an electrocardiogram: no reading. */
  | { readonly kind: 'electrocardiogram'; readonly rawHex: string }
  /** Cannot be an answer to this command: the exchange is out of step. */
  | { readonly kind: 'out-of-step' };

/**
 * Values of the flag byte, from a single description that offers them as guesses. Only those are taken that make the
 * therapist look again; 02, "at rest", and every other value are said nothing of.
 */
const flagsOf: Readonly<Record<number, readonly ReadingFlag[]>> = {
  3: ['not-at-rest'],
  9: ['possible-atrial-fibrillation'],
  13: ['possible-atrial-fibrillation', 'irregular-heartbeat'],
};

/** Decodes the reply to "record of this user and row", which repeats both. Pressures are stored as they are, in mmHg. */
export function decodeBm96Record(reply: Uint8Array, place: Bm96Place): Bm96RecordReply {
  const [user, row, , kind, hour, minute, day, month, year, flagByte, , systolic, diastolic, pulse] = reply;
  if (
    user !== place.user ||
    row !== place.row ||
    hour === undefined ||
    minute === undefined ||
    day === undefined ||
    month === undefined ||
    year === undefined ||
    flagByte === undefined ||
    systolic === undefined ||
    diastolic === undefined ||
    pulse === undefined ||
    !reply.subarray(recordBytes).every((byte) => byte === beurerPadding)
  ) {
    return { kind: 'out-of-step' };
  }
  const hex = toHex(reply);
  if (kind === electrocardiogramKind) return { kind: 'electrocardiogram', rawHex: hex };
  const slot: UserSlot = user === 0 ? 'A' : 'B';
  const unreadable = (reason: string) =>
    ({ kind: 'unreadable', record: { key: `raw|${hex}`, slot, reason, rawHex: [hex] } }) as const;
  if (kind !== pressureKind) return unreadable('It is neither a blood pressure nor an electrocardiogram.');
  const monitorTime = year > 99 ? undefined : monitorTimeOf({ year: 2000 + year, month, day, hour, minute });
  if (monitorTime === undefined) return unreadable('Its date is not one of the calendar.');
  const decoded = { slot, monitorTime, systolicMmHg: systolic, diastolicMmHg: diastolic, pulsePerMin: pulse };
  const flags = flagsOf[flagByte] ?? [];
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags, rawHex: [hex] } };
}
