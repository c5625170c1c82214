import type { Outcome } from '../../shared/problem.ts';
import type { MonitorFamilyId, MonitorTime, ReadingFlag } from '../../shared/vitals/reading.ts';
import type { HidTransport } from './hid-transport.ts';
import type { Timer } from './timer.ts';

export type UsbId = { readonly vendorId: number; readonly productId: number };

/** A user's memory inside a monitor: A is the first user, B the second. */
export type UserSlot = 'A' | 'B';

/** A measurement as it lies in a monitor's memory, decoded but not yet judged. */
export type StoredRecord = {
  /** Same slot, time, pressures and pulse give the same key; two of one key in one memory are legal. */
  readonly key: string;
  /** `null` where the monitor knows only one user. */
  readonly slot: UserSlot | null;
  readonly monitorTime: MonitorTime;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  readonly flags: readonly ReadingFlag[];
  /** Input reports as they came, one hex string each. */
  readonly rawHex: readonly string[];
};

/** Something in a monitor's memory that its layout does not allow. */
export type UnreadableRecord = {
  readonly key: string;
  readonly slot: UserSlot | null;
  readonly reason: string;
  readonly rawHex: readonly string[];
};

export type MemoryEntry =
  | { readonly kind: 'record'; readonly record: StoredRecord }
  | { readonly kind: 'unreadable'; readonly record: UnreadableRecord };

/** All that was read out of a monitor in one exchange. */
export type MemoryContents = {
  /** What the monitor calls itself. */
  readonly model: string;
  /** The monitor's own clock at the time of reading; `null` where it cannot be read. */
  readonly clock: MonitorTime;
  /** Newest first within each slot. */
  readonly entries: readonly MemoryEntry[];
};

export type FamilyExchange = {
  readonly transport: HidTransport;
  readonly timer: Timer;
  /**
   * Keys already seen in an earlier reading of this memory. Every record that is not among them is asked for a second
   * time and must come the same; `null` where nothing is known and nothing need be confirmed.
   */
  readonly known: ReadonlySet<string> | null;
};

/** What a family can do besides having its memory read. */
export type FamilyCapabilities = {
  /** The patient measures with the monitor's own button; Vigil reads its memory before and after. */
  readonly measuring: 'stored-only';
  /** Whether the monitor must be plugged in again before it can be read a second time. */
  readonly needsReplugBetweenReads: boolean;
  /** User slots that the therapist chooses from. */
  readonly slots: readonly UserSlot[];
};

/** One kind of monitor: everything that is particular to its protocol. */
export type MonitorFamily = {
  readonly id: MonitorFamilyId;
  readonly name: string;
  /** Ids are shared with unrelated products: they make a family try, never trust. */
  readonly usbIds: readonly UsbId[];
  /** How far this driver has been proven, in words the therapist reads. */
  readonly honestStatus: string;
  readonly capabilities: FamilyCapabilities;
  /** How long the monitor needs after plugging in before it answers. */
  readonly settleAfterArrivalMs: number;
  /**
   * Handshake first, then the whole memory, then a proper end. Writes nothing into the monitor's memory. Trouble ends
   * within five seconds in a problem; a fault of the transport is thrown as `HidFault`.
   */
  readAll(exchange: FamilyExchange): Promise<Outcome<MemoryContents>>;
};

/** The key of a stored record. */
export function recordKey(record: Omit<StoredRecord, 'key' | 'flags' | 'rawHex'>): string {
  return [
    record.slot ?? '-',
    record.monitorTime ?? '-',
    record.systolicMmHg,
    record.diastolicMmHg,
    record.pulsePerMin,
  ].join('|');
}
