import type { Outcome } from '../../shared/problem.ts';

/** One HID interface as the system lists it, before anybody spoke with it. */
export type HidListing = {
  readonly vendorId: number;
  readonly productId: number;
  /** What `open` takes. May be another one after every plugging in. */
  readonly path: string;
  readonly serial: string | null;
  readonly product: string;
  /** Where it is plugged in, where the system tells; the same after re-plugging into the same socket. */
  readonly port: string | null;
};

/** Why an exchange that was under way ended. */
export type HidFaultKind = 'unplugged' | 'stuck' | 'watchdog' | 'cancelled';

/** Thrown by a transport in the middle of an exchange; caught in one place and turned into a problem. */
export class HidFault extends Error {
  readonly kind: HidFaultKind;
  constructor(kind: HidFaultKind, detail: string) {
    super(detail);
    this.name = 'HidFault';
    this.kind = kind;
  }
}

/**
 * An open HID interface. One operation at a time: the real one has a single queue, in which a long read holds up
 * everything behind it, so reads are short.
 */
export type HidTransport = {
  /** Sends one output report; the first byte is the report's id (0 where reports have none), then the whole report. */
  write(report: Uint8Array): Promise<void>;
  /** The next input report, or an empty array when none came within `timeoutMs`. Throws `HidFault` when unplugged. */
  read(timeoutMs: number): Promise<Uint8Array>;
  /** Sends one feature report, id first. */
  sendFeature(report: Uint8Array): Promise<void>;
  /** May be called again; never throws. */
  close(): Promise<void>;
  /** Told when the system reports an error between two operations. */
  onError(listener: (fault: HidFault) => void): void;
};

/** What is plugged in. */
export type HidBus = {
  /** Listing is expensive: at a civil pace, and never while a transport is open. */
  list(): Promise<Outcome<readonly HidListing[]>>;
  open(listing: HidListing): Promise<Outcome<HidTransport>>;
};
