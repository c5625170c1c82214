import type { UserSlot } from '../../electron/monitors/monitor-family.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type MonitorWire, type VirtualCable } from './virtual-cable.ts';

const outputBytes = 8;
const inputBytes = 64;
const padding = 0xf4;
/** Left alone for so long, it no longer listens to the cable. */
const idleLimitMs = 60_000;

export type Bm96Pressure = {
  readonly localMs: number;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  readonly flagByte?: number;
};

export type Bm96SimulatorOptions = {
  readonly name?: string;
  /** Which row is the newest: no description says. */
  readonly newestRow?: 'first' | 'last';
  /** An empty report before every nth reply; 0 for none. */
  readonly emptyBeforeEvery?: number;
};

export type Bm96Simulator = VirtualCable & {
  store(slot: UserSlot, pressure: Bm96Pressure): void;
  storeElectrocardiogram(slot: UserSlot, localMs: number): void;
  /** A row as raw bytes, from the kind on. */
  storeRaw(slot: UserSlot, bytes: readonly number[]): void;
};

/** A BM96: exact write sizes, replies padded to 64 bytes with F4. */
export function createBm96Simulator(timer: Timer, options: Bm96SimulatorOptions = {}): Bm96Simulator {
  const { name = 'BM96', newestRow = 'first', emptyBeforeEvery = 5 } = options;
  const memory: Record<UserSlot, number[][]> = { A: [], B: [] };
  let listens = true;
  let endSeen = false;
  let replies = 0;
  let stopIdle: (() => void) | null = null;

  const report = (bytes: readonly number[]) => {
    const whole = new Uint8Array(inputBytes).fill(padding);
    whole.set(bytes);
    return whole;
  };
  const stopListening = () => {
    listens = false;
    stopIdle?.();
    stopIdle = null;
  };

  const answer = ([opcode, user, row]: Uint8Array): Uint8Array | null => {
    switch (opcode) {
      case 0xaa:
        return report([0x55]);
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
        if (endSeen) stopListening();
        return null;
      default:
        return null;
    }
  };

  const wire: MonitorWire = {
    output(output) {
      if (output.length !== 1 + outputBytes) throw new Error(`a write of ${output.length} bytes`);
      if (output[0] !== 0) throw new Error(`report id ${output[0]}`);
      if (!listens) return [];
      stopIdle?.();
      stopIdle = timer.after(idleLimitMs, stopListening);
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
  };

  const put = (slot: UserSlot, row: number[]) => {
    if (newestRow === 'first') memory[slot].unshift(row);
    else memory[slot].push(row);
  };
  const dateOf = (localMs: number) => {
    const at = new Date(localMs);
    const date = [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCFullYear() - 2000] as const;
    return [at.getUTCHours(), at.getUTCMinutes(), ...date] as const;
  };
  const listing = { vendorId: 0x314a, productId: 0x0102, serial: null, product: 'BM96', port: '1-4' };
  const cable = createVirtualCable(timer, listing, wire, () => {
    stopListening();
    listens = true;
    endSeen = false;
  });
  return {
    ...cable,
    store(slot, { localMs, systolicMmHg, diastolicMmHg, pulsePerMin, flagByte = 2 }) {
      put(slot, [1, ...dateOf(localMs), flagByte, 0, systolicMmHg, diastolicMmHg, pulsePerMin]);
    },
    storeElectrocardiogram(slot, localMs) {
      put(slot, [2, ...dateOf(localMs), 2, 0, 71, 0, 0]);
    },
    storeRaw: (slot, bytes) => put(slot, [...bytes]),
  };
}
