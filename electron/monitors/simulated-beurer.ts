import {
  beurerCommand,
  beurerHandshakeReply,
  beurerPadding,
  beurerPressureOffsetMmHg,
  beurerReportBytes,
} from './beurer-bm55-codec.ts';
import { type HidBus, HidFault, type HidListing, type HidTransport } from './hid-transport.ts';
import type { UserSlot } from './monitor-family.ts';
import type { Timer } from './timer.ts';

/** What the simulated monitor stores: already in the monitor's own time. */
export type SimulatedRecord = {
  readonly slot: UserSlot;
  /** Local time in ms, as if it were UTC; the monitor keeps minutes. */
  readonly localMs: number;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  readonly irregularHeartbeat?: boolean;
  readonly notAtRest?: boolean;
};

export type SimulatedBeurer = {
  readonly bus: HidBus;
  /** The patient measured: the record becomes the newest of its slot. */
  store(record: SimulatedRecord): void;
  /** The cable is pulled and plugged in again: a new path, and the monitor listens once more. */
  replug(): void;
  /** The cable is pulled. */
  unplug(): void;
  /** Whether it listens to the cable. */
  inPcMode(): boolean;
};

/** The name by which everybody can tell that no patient was measured. */
export const simulatedProductName = 'Simulated BM58 (rehearsal)';
const nameText = 'Andon Blood Pressure Meter KD001';
const idleLimitMs = 60_000;

function recordBytes(record: SimulatedRecord): number[] {
  const time = new Date(record.localMs);
  return [
    record.systolicMmHg - beurerPressureOffsetMmHg,
    record.diastolicMmHg - beurerPressureOffsetMmHg,
    record.pulsePerMin,
    (time.getUTCMonth() + 1) | (record.notAtRest === true ? 0x80 : 0),
    time.getUTCDate() | (record.slot === 'B' ? 0x80 : 0),
    time.getUTCHours(),
    time.getUTCMinutes(),
    (time.getUTCFullYear() - 2000) | (record.irregularHeartbeat === true ? 0x80 : 0),
  ].map((byte) => byte & 0xff);
}

/**
 * A Beurer BM58 behind the transport, speaking the monitor's bytes. For rehearsals; it is also what the driver is
 * tried against. It leaves its PC mode after F7 and F6 or after a minute without a command, and then answers nothing
 * until it is plugged in again. `latencyMs` says how long it takes for its nth reply.
 */
export function createSimulatedBeurer(
  timer: Timer,
  latencyMs: (replyNumber: number) => number = (replyNumber) => 10 + ((replyNumber * 17) % 51),
): SimulatedBeurer {
  const memory: Record<UserSlot, number[][]> = { A: [], B: [] };
  let plugging = 0;
  let pluggedIn = true;
  let pcMode = true;
  let endSeen = false;
  let replies = 0;
  let stopIdle: (() => void) | null = null;
  let unplugOpen: (() => void) | null = null;

  const path = () => `simulated-${plugging}`;
  const padded = (bytes: readonly number[]) => {
    const report = new Uint8Array(beurerReportBytes).fill(beurerPadding);
    report.set(bytes);
    return report;
  };
  const leavePcMode = () => {
    pcMode = false;
    stopIdle?.();
    stopIdle = null;
  };

  const answer = (command: Uint8Array): Uint8Array | null => {
    const [opcode = 0, argument = 0] = command;
    const namePart = beurerCommand.name.indexOf(opcode);
    if (namePart >= 0) {
      const text = nameText.slice(namePart * beurerReportBytes, (namePart + 1) * beurerReportBytes);
      return padded(Array.from(text, (letter) => letter.charCodeAt(0)));
    }
    const stored = [...memory.A, ...memory.B];
    switch (opcode) {
      case beurerCommand.handshake:
        return padded([beurerHandshakeReply]);
      case beurerCommand.count:
        return padded([stored.length]);
      case beurerCommand.record:
        return padded(stored[argument - 1] ?? [0xa9]);
      case beurerCommand.endFirst:
        endSeen = true;
        return null;
      case beurerCommand.endSecond:
        if (endSeen) leavePcMode();
        return null;
      default:
        return null;
    }
  };

  const open = (): HidTransport => {
    const queue: Uint8Array[] = [];
    let waiting: (() => void) | null = null;
    let closed = false;
    let gone = false;
    let pending = false;
    unplugOpen = () => {
      gone = true;
      waiting?.();
    };
    const alive = () => {
      if (closed) throw new Error('an operation on a closed transport');
      if (pending) throw new Error('two operations at once');
      if (gone) throw new HidFault('unplugged', 'could not read data from device');
    };
    return {
      async write(report) {
        alive();
        if (report.length !== 1 + beurerReportBytes) throw new Error(`a write of ${report.length} bytes`);
        if (report[0] !== 0) throw new Error(`report id ${report[0]}`);
        if (!pcMode) return;
        stopIdle?.();
        stopIdle = timer.after(idleLimitMs, leavePcMode);
        const reply = answer(report.subarray(1));
        if (reply === null) return;
        replies += 1;
        timer.after(latencyMs(replies), () => {
          if (gone || closed) return;
          queue.push(reply);
          waiting?.();
        });
      },
      async read(timeoutMs) {
        alive();
        if (queue.length === 0) {
          pending = true;
          await new Promise<void>((resolve) => {
            const stop = timer.after(timeoutMs, resolve);
            waiting = () => {
              stop();
              resolve();
            };
          });
          waiting = null;
          pending = false;
          if (gone) throw new HidFault('unplugged', 'could not read data from device');
        }
        return queue.shift() ?? new Uint8Array(0);
      },
      async sendFeature() {
        throw new Error('this monitor has no feature reports');
      },
      async close() {
        closed = true;
        waiting?.();
      },
      onError() {
        // It reports an unplugging through the operation under way, as node-hid does while nobody listens for data.
      },
    };
  };

  const unplug = () => {
    pluggedIn = false;
    leavePcMode();
    unplugOpen?.();
    unplugOpen = null;
  };

  const listing = (): HidListing => ({
    vendorId: 0x0c45,
    productId: 0x7406,
    path: path(),
    serial: null,
    product: simulatedProductName,
    port: 'simulated',
  });

  return {
    bus: {
      async list() {
        return { ok: true, value: pluggedIn ? [listing()] : [] };
      },
      async open(wanted) {
        if (!pluggedIn || wanted.path !== path()) {
          return {
            ok: false,
            problem: {
              code: 'monitor-chosen-missing',
              sentence: 'The simulated monitor is not plugged in.',
              remedy: 'Wait until it is plugged in again.',
            },
          };
        }
        return { ok: true, value: open() };
      },
    },
    store(record) {
      memory[record.slot].unshift(recordBytes(record));
    },
    replug() {
      unplug();
      plugging += 1;
      pluggedIn = true;
      pcMode = true;
      endSeen = false;
    },
    unplug,
    inPcMode: () => pcMode,
  };
}
