import { toHex } from './hex.ts';
import type { HidBus, HidTransport } from './hid-transport.ts';

/** One report that went over the cable. */
export type TrafficEntry = {
  /** Real milliseconds since the transport was opened. */
  readonly atMs: number;
  /** `TX` and `RX` are output and input reports, `FEATURE` a feature report that was sent. */
  readonly direction: 'TX' | 'RX' | 'FEATURE';
  /** The bytes, two hexadecimal digits each, a space between; `**` where a serial number stood. */
  readonly hex: string;
};

/** As many bytes in a row that spell a part of a serial number are taken for it. */
const tellingBytes = 4;

/**
 * Bytes as spaced hexadecimal digits, without the serial number as far as it can be told: runs of four bytes or more
 * that spell a part of it in ASCII. A run of one repeated byte tells nothing and stays. `serial` is `null` where the
 * system names none.
 */
export function hexWithoutSerial(bytes: Uint8Array, serial: string | null): string {
  const pairs = Array.from(bytes, (byte) => toHex([byte]));
  const length = Math.min(tellingBytes, serial?.length ?? 0);
  for (let at = 0; serial !== null && length > 0 && at + length <= bytes.length; at += 1) {
    const run = bytes.subarray(at, at + length);
    const repeated = length > 1 && run.every((byte) => byte === run[0]);
    if (!repeated && serial.includes(String.fromCharCode(...run))) pairs.fill('**', at, at + length);
  }
  return pairs.join(' ');
}

/**
 * Tells `log` every report as it goes over the cable, for bug reports. A read that ends without a report is not told.
 * `nowMs` is real time that never runs backwards.
 */
function recordTransport(
  transport: HidTransport,
  nowMs: () => number,
  serial: string | null,
  log: (entry: TrafficEntry) => void,
): HidTransport {
  const openedMs = nowMs();
  const tell = (direction: TrafficEntry['direction'], report: Uint8Array) =>
    log({ atMs: nowMs() - openedMs, direction, hex: hexWithoutSerial(report, serial) });
  return {
    ...transport,
    async write(report) {
      tell('TX', report);
      await transport.write(report);
    },
    async sendFeature(report) {
      tell('FEATURE', report);
      await transport.sendFeature(report);
    },
    async read(timeoutMs) {
      const report = await transport.read(timeoutMs);
      if (report.length > 0) tell('RX', report);
      return report;
    },
  };
}

/** A bus of which every transport's traffic is told to `log`. */
export function recordBus(bus: HidBus, nowMs: () => number, log: (entry: TrafficEntry) => void): HidBus {
  return {
    list: () => bus.list(),
    async open(listing) {
      const opened = await bus.open(listing);
      if (!opened.ok) return opened;
      return { ok: true, value: recordTransport(opened.value, nowMs, listing.serial, log) };
    },
  };
}
