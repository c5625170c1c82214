import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type MonitorWire, type VirtualCable } from './virtual-cable.ts';

export type TaidocPressure = {
  readonly localMs: number;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  /** The byte behind the systolic, which means different things on different models. */
  readonly above?: number;
};

export type TaidocSimulatorOptions = {
  readonly awake?: boolean;
  /** How the nth answer of eight bytes is cut into reports; by default another way each time. */
  readonly cuts?: (answer: number) => readonly number[];
};

export type TaidocSimulator = VirtualCable & { store(pressure: TaidocPressure): void };

const waysToCut = [[8], [3, 5], [1, 1, 6], [7, 1], [2, 4, 2]];

/** A TaiDoc monitor behind its bridge: numbered reports, checksums, answers that come in fragments. */
export function createTaidocSimulator(timer: Timer, options: TaidocSimulatorOptions = {}): TaidocSimulator {
  const { awake = true, cuts = (answer) => waysToCut[answer % waysToCut.length] ?? [8] } = options;
  const memory: TaidocPressure[] = [];
  let lineOn = false;
  let answers = 0;

  const sum = (bytes: Uint8Array) => bytes.reduce((total, byte) => total + byte, 0) % 256;
  const dataOf = (command: number, index: number): readonly number[] | null => {
    if (command === 0x24) return [0x61, 0x32, 0, 0];
    if (command === 0x2b) return [memory.length % 256, Math.floor(memory.length / 256), 0, 0];
    const stored = memory[index];
    if (stored === undefined) return null;
    const at = new Date(stored.localMs);
    if (command === 0x25) {
      const day = ((at.getUTCFullYear() - 2000) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
      return [day % 256, day >> 8, at.getUTCMinutes(), at.getUTCHours()];
    }
    if (command !== 0x26) return null;
    return [stored.systolicMmHg, stored.above ?? 0, stored.diastolicMmHg, stored.pulsePerMin];
  };

  const wire: MonitorWire = {
    output(report) {
      const frame = report.subarray(1);
      if (report[0] !== 8 || report.length !== 9) throw new Error(`report ${report[0]} of ${report.length} bytes`);
      if (frame[0] !== 0x51 || frame[6] !== 0xa3 || frame[7] !== sum(frame.subarray(0, 7))) {
        throw new Error('not a question');
      }
      const data = dataOf(frame[1] ?? 0, (frame[2] ?? 0) + 256 * (frame[3] ?? 0));
      if (!awake || !lineOn || data === null) return [];
      const whole = Uint8Array.from([0x51, frame[1] ?? 0, ...data, 0xa5, 0]);
      whole[7] = sum(whole.subarray(0, 7));
      answers += 1;
      let from = 0;
      return cuts(answers).map((count, at) => {
        const part = whole.subarray(from, from + count);
        from += count;
        // The bridge's reports are 64 bytes long; what stands behind the serial bytes means nothing.
        const fragment = new Uint8Array(64).fill(0x51);
        fragment.set([count, ...part]);
        return { afterMs: 20 + ((answers * 13) % 41) + at * 15, report: fragment };
      });
    },
    feature(report) {
      if (report.length !== 2 || report[0] !== 0x41) throw new Error('not a feature report of the bridge');
      lineOn = report[1] === 1;
    },
  };
  const listing = { vendorId: 0x10c4, productId: 0xea80, serial: null, product: 'CP2110 HID UART', port: '1-5' };
  return {
    ...createVirtualCable(timer, listing, wire, () => {
      lineOn = false;
    }),
    store: (pressure) => void memory.unshift(pressure),
  };
}
