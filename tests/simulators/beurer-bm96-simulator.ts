import type { UserSlot } from '../../electron/monitors/monitor-family.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type HidFacts, type MonitorWire, type VirtualCable } from './virtual-cable.ts';

const outputBytes = 8;
const inputBytes = 64;
const padding = 0xf4;
/** Left alone for so long, it no longer listens to the cable. */
const idleLimitMs = 60_000;

/** The monitor as the system sees it: reports without ids, eight bytes out and 64 in. */
export const bm96Hid: HidFacts = {
  vendorId: 0x314a,
  productId: 0x0102,
  product: 'BM96',
  input: [{ id: null, bytes: inputBytes }],
  output: [{ id: null, bytes: outputBytes }],
  feature: [],
};

export type Bm96Pressure = {
  /** `null` as a clock that was never set writes it: no month, no day. */
  readonly localMs: number | null;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  readonly flagByte?: number;
};

export type Bm96SimulatorOptions = {
  readonly name?: string;
  /** What it answers to the handshake. */
  readonly handshakeReply?: number;
  /** Whether it listens to the cable when it is plugged in. */
  readonly awake?: boolean;
  /** Which row is the newest: no description says. */
  readonly newestRow?: 'first' | 'last';
  /** An empty report before every nth reply; 0 for none. */
  readonly emptyBeforeEvery?: number;
};

/** What can be put into its memory. */
type Bm96Memory = {
  store(slot: UserSlot, pressure: Bm96Pressure): void;
  storeElectrocardiogram(slot: UserSlot, localMs: number): void;
  /** A row as raw bytes, from the kind on. */
  storeRaw(slot: UserSlot, bytes: readonly number[]): void;
};

export type Bm96Wire = MonitorWire &
  Bm96Memory & {
    /** As after being plugged in. */
    plug(): void;
    /** As after being left alone for a minute. */
    fallAsleep(): void;
  };

export type Bm96Simulator = VirtualCable & Bm96Memory;

/** A BM96 without any time: exact write sizes, replies padded to 64 bytes with F4. */
export function createBm96Wire(options: Bm96SimulatorOptions = {}): Bm96Wire {
  const { name = 'BM96', handshakeReply = 0x55, awake = true, newestRow = 'first', emptyBeforeEvery = 5 } = options;
  const memory: Record<UserSlot, number[][]> = { A: [], B: [] };
  let listens = awake;
  let endSeen = false;
  let replies = 0;

  const report = (bytes: readonly number[]) => {
    const whole = new Uint8Array(inputBytes).fill(padding);
    whole.set(bytes);
    return whole;
  };

  const answer = ([opcode, user, row]: Uint8Array): Uint8Array | null => {
    switch (opcode) {
      case 0xaa:
        return report([handshakeReply]);
      case 0xa1:
        return report(Array.from(name, (letter) => letter.charCodeAt(0)));
      case 0xa2:
        return report([memory.A.length, memory.B.length]);
      case 0xa3: {
        const stored = user === 0 || user === 1 ? memory[user === 0 ? 'A' : 'B'][row ?? 0] : undefined;
        return stored === undefined ? null : report([user ?? 0, row ?? 0, 0, ...stored]);
      }
      case 0xf7:
        endSeen = true;
        return null;
      case 0xf6:
        if (endSeen) listens = false;
        return null;
      default:
        throw new Error(`command ${opcode}`);
    }
  };

  const put = (slot: UserSlot, row: number[]) => {
    if (newestRow === 'first') memory[slot].unshift(row);
    else memory[slot].push(row);
  };
  const dateOf = (localMs: number | null): readonly number[] => {
    if (localMs === null) return [0, 0, 0, 0, 0];
    const at = new Date(localMs);
    const date = [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCFullYear() - 2000];
    return [at.getUTCHours(), at.getUTCMinutes(), ...date];
  };
  return {
    output(output) {
      if (output.length !== 1 + outputBytes) throw new Error(`a write of ${output.length} bytes`);
      if (output[0] !== 0) throw new Error(`report id ${output[0]}`);
      if (!listens) return [];
      const reply = answer(output.subarray(1));
      if (reply === null) return [];
      replies += 1;
      const afterMs = 10 + ((replies * 17) % 51);
      const empty = emptyBeforeEvery > 0 && replies % emptyBeforeEvery === 0;
      return [...(empty ? [{ afterMs, report: report([]) }] : []), { afterMs, report: reply }];
    },
    feature() {
      throw new Error('this monitor has no feature reports');
    },
    store(slot, { localMs, systolicMmHg, diastolicMmHg, pulsePerMin, flagByte = 2 }) {
      put(slot, [1, ...dateOf(localMs), flagByte, 0, systolicMmHg, diastolicMmHg, pulsePerMin]);
    },
    storeElectrocardiogram(slot, localMs) {
      put(slot, [2, ...dateOf(localMs), 2, 0, 71, 0, 0]);
    },
    storeRaw: (slot, bytes) => put(slot, [...bytes]),
    plug() {
      listens = awake;
      endSeen = false;
    },
    fallAsleep() {
      listens = false;
    },
  };
}

/** The same on a cable in virtual time. */
export function createBm96Simulator(timer: Timer, options: Bm96SimulatorOptions = {}): Bm96Simulator {
  const { plug, fallAsleep, ...wire } = createBm96Wire(options);
  let stopIdle: (() => void) | null = null;
  const untilIdle: MonitorWire = {
    output(report) {
      stopIdle?.();
      stopIdle = timer.after(idleLimitMs, fallAsleep);
      return wire.output(report);
    },
    feature: wire.feature,
  };
  const { vendorId, productId, product } = bm96Hid;
  const listing = { vendorId, productId, product, serial: null, port: '1-4' };
  const cable = createVirtualCable(timer, listing, untilIdle, () => {
    stopIdle?.();
    stopIdle = null;
    plug();
  });
  return {
    ...cable,
    store: wire.store,
    storeElectrocardiogram: wire.storeElectrocardiogram,
    storeRaw: wire.storeRaw,
  };
}
