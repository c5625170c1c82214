import type { Outcome, Problem } from '../../shared/problem.ts';
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
  /**
   * `stored-only`: the patient measures with the monitor's own button; Vigil reads its memory before and after.
   * `live`: Vigil listens, may start and stop the monitor on the therapist's press, and the monitor pushes its result.
   */
  readonly measuring: 'stored-only' | 'live';
  /** Whether the monitor must be plugged in again before it can be read a second time. */
  readonly needsReplugBetweenReads: boolean;
  /** User slots that the therapist chooses from. */
  readonly slots: readonly UserSlot[];
};

/** How a live exchange ended when nothing was wrong with the cable. */
export type LiveEnd =
  /** The monitor pushed its result, or an entry that its layout does not allow. */
  | { readonly kind: 'measured'; readonly model: string; readonly entry: MemoryEntry }
  /** The monitor pushed an error of its own, such as a cuff that leaks or an arm that moved. */
  | { readonly kind: 'failed'; readonly problem: Problem; readonly rawHex: readonly string[] }
  /** The therapist stopped it. Unacknowledged: only the monitor's own button is sure to let the air out. */
  | { readonly kind: 'stopped'; readonly acknowledged: boolean };

/** Where a live exchange stands. */
export type LiveStage = 'preparing' | 'listening' | 'measuring' | 'stopping';

export type LiveExchange = {
  readonly transport: HidTransport;
  readonly timer: Timer;
  /**
   * What the therapist asked for since the last call, and then `null`; asked at least every 100 ms while listening.
   * `start` is handed out once for each press and never by itself.
   */
  readonly takeWish: () => 'start' | 'stop' | null;
  /** Told at every change of stage; `measuring` only after the therapist's own start. */
  readonly onStage: (stage: LiveStage) => void;
};

/** Listening to a monitor that can be started over the cable. */
export type LiveMeasuring = {
  /**
   * Handshake first, then listens for a result, which also comes when the patient presses the monitor's own button.
   * Starts only on the wish to, once for each; while it measures nothing but stop is sent. 120 s after a start without a
   * result it sends stop by itself and ends in `monitor-live-overdue`. Trouble ends within five seconds in a problem; a
   * fault of the transport is thrown as `HidFault`.
   */
  listen(exchange: LiveExchange): Promise<Outcome<LiveEnd>>;
};

/** Which driver of node-hid reaches the monitor on Linux; elsewhere there is only one. */
export type LinuxDriver = 'hidraw' | 'libusb';

/** One kind of monitor: everything that is particular to its protocol. */
export type MonitorFamily = {
  readonly id: MonitorFamilyId;
  readonly name: string;
  /** Ids are shared with unrelated products: they make a family try, never trust. */
  readonly usbIds: readonly UsbId[];
  /** How far this driver has been proven, in words the therapist reads. */
  readonly honestStatus: string;
  readonly capabilities: FamilyCapabilities;
  readonly linuxDriver: LinuxDriver;
  /** `null` where the monitor only stores. */
  readonly live: LiveMeasuring | null;
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
