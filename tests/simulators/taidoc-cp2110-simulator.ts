import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type HidFacts, type MonitorWire, type VirtualCable } from './virtual-cable.ts';

const lineReports = Array.from({ length: 63 }, (_, at) => ({ id: at + 1, bytes: at + 1 }));

/** The bridge as the system sees it: report n carries n bytes, both ways; feature 41 switches its line on and off. */
export const taidocHid: HidFacts = {
  vendorId: 0x10c4,
  productId: 0xea80,
  product: 'CP2110 HID UART',
  input: lineReports,
  output: lineReports,
  feature: [{ id: 0x41, bytes: 1 }],
};

export type TaidocPressure = {
  /** `null` as a clock that was never set writes it: no month, no day. */
  readonly localMs: number | null;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  /** The byte behind the systolic on a model where it is not the high byte. */
  readonly above?: number;
};

/** What is on the other side of the bridge. */
export type BehindTheBridge =
  /** The byte behind the systolic is whatever was stored, or the high byte. */
  | 'monitor'
  | 'monitor-with-high-byte'
  | 'switched-off'
  /** Something else: it gives back what it is sent, or answers everything in words. */
  | 'echo'
  | 'words';

export type TaidocSimulatorOptions = {
  readonly behind?: BehindTheBridge;
  /** How the nth answer is cut into reports; by default at random, another way each time. */
  readonly cuts?: (answer: number) => readonly number[];
  /** Repeats the cuts and the delays. */
  readonly seed?: number;
  /** Whether reports are filled up to 64 bytes with what was there before, as Windows hands them on. */
  readonly padded?: boolean;
};

export type TaidocWire = MonitorWire & {
  store(pressure: TaidocPressure): void;
  /** As after being plugged in: the line is off. */
  plug(): void;
};

export type TaidocSimulator = VirtualCable & {
  store(pressure: TaidocPressure): void;
  /** Every write and feature report that came, as hex. */
  readonly heard: readonly string[];
};

/** Whole numbers from 0 below a limit, the same again for the same seed (a linear congruence, Numerical Recipes). */
function createDice(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Cuts `total` bytes at random into parts of at least one. */
function randomCuts(total: number, dice: (limit: number) => number): readonly number[] {
  const parts: number[] = [];
  for (let left = total; left > 0; left -= parts.at(-1) ?? left) parts.push(1 + dice(left));
  return parts;
}

/** A TaiDoc monitor behind its bridge, without any time: numbered reports, checksums, answers in fragments. */
export function createTaidocWire(options: TaidocSimulatorOptions = {}): TaidocWire {
  const { behind = 'monitor', seed = 1, padded = true } = options;
  const dice = createDice(seed);
  const memory: TaidocPressure[] = [];
  let lineOn = false;
  let answers = 0;

  const sum = (bytes: Uint8Array) => bytes.reduce((total, byte) => total + byte, 0) % 256;
  const dateOf = (localMs: number | null): readonly number[] => {
    if (localMs === null) return [0, 0, 0, 0];
    const at = new Date(localMs);
    const day = ((at.getUTCFullYear() - 2000) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
    return [day % 256, day >> 8, at.getUTCMinutes(), at.getUTCHours()];
  };
  const dataOf = (command: number, index: number): readonly number[] | null => {
    if (command === 0x24) return [0x61, 0x32, 0, 0];
    if (command === 0x2b) return [memory.length % 256, Math.floor(memory.length / 256), 0, 0];
    const stored = memory[index];
    if (stored === undefined) return null;
    if (command === 0x25) return dateOf(stored.localMs);
    if (command !== 0x26) return null;
    const above = behind === 'monitor-with-high-byte' ? stored.systolicMmHg >> 8 : (stored.above ?? 0);
    return [stored.systolicMmHg % 256, above, stored.diastolicMmHg, stored.pulsePerMin];
  };
  const frameOf = (question: Uint8Array): Uint8Array | null => {
    if (question.length !== 8 || question[0] !== 0x51 || question[6] !== 0xa3) throw new Error('not a question');
    if (question[7] !== sum(question.subarray(0, 7))) throw new Error('a wrong checksum');
    const data = dataOf(question[1] ?? 0, (question[2] ?? 0) + 256 * (question[3] ?? 0));
    if (data === null) return null;
    const frame = Uint8Array.from([0x51, question[1] ?? 0, ...data, 0xa5, 0]);
    frame[7] = sum(frame.subarray(0, 7));
    return frame;
  };
  const answerTo = (question: Uint8Array): Uint8Array | null => {
    switch (behind) {
      case 'monitor':
      case 'monitor-with-high-byte':
        return frameOf(question);
      case 'switched-off':
        return null;
      case 'echo':
        return question;
      case 'words':
        return new TextEncoder().encode('ERROR: unknown command\r\n');
    }
  };

  return {
    output(report) {
      const [count = 0] = report;
      if (count < 1 || count > 63 || report.length !== 1 + count) {
        throw new Error(`report ${count} of ${report.length} bytes`);
      }
      if (!lineOn) return [];
      const answer = answerTo(report.slice(1));
      if (answer === null) return [];
      answers += 1;
      let from = 0;
      let afterMs = 20 + dice(41);
      return (options.cuts?.(answers) ?? randomCuts(answer.length, dice)).map((size) => {
        // What stands behind the serial bytes means nothing.
        const fragment = padded ? new Uint8Array(64).fill(0x51) : new Uint8Array(1 + size);
        fragment.set([size, ...answer.subarray(from, from + size)]);
        from += size;
        const sent = { afterMs, report: fragment };
        afterMs += dice(20);
        return sent;
      });
    },
    feature(report) {
      if (report.length !== 2 || report[0] !== 0x41) throw new Error('not a feature report of the bridge');
      lineOn = report[1] === 1;
    },
    store: (pressure) => void memory.unshift(pressure),
    plug() {
      lineOn = false;
    },
  };
}

/** The same on a cable in virtual time. */
export function createTaidocSimulator(timer: Timer, options: TaidocSimulatorOptions = {}): TaidocSimulator {
  const wire = createTaidocWire(options);
  const heard: string[] = [];
  const note = (report: Uint8Array) => void heard.push(Buffer.from(report).toString('hex'));
  const noted: MonitorWire = {
    output(report) {
      note(report);
      return wire.output(report);
    },
    feature(report) {
      note(report);
      wire.feature(report);
    },
  };
  const { vendorId, productId, product } = taidocHid;
  const listing = { vendorId, productId, product, serial: null, port: '1-5' };
  return { ...createVirtualCable(timer, listing, noted, wire.plug), store: wire.store, heard };
}
