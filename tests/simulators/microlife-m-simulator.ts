import { HidFault } from '../../electron/monitors/hid-transport.ts';
import type { MicrolifeFraming } from '../../electron/monitors/microlife-m-codec.ts';
import type { UserSlot } from '../../electron/monitors/monitor-family.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type HidFacts, type MonitorWire, type Sent, type VirtualCable } from './virtual-cable.ts';

const reportBytes = 8;
/** The bridge that takes whole frames has room for the longest question, with its count. */
const wholeBytes = 14;

/** The monitor as the system sees it: reports without ids; which of the two its bridge is, nobody has written down. */
export function microlifeMHid(framing: MicrolifeFraming): HidFacts {
  return {
    vendorId: 0x04d9,
    productId: 0xb554,
    product: 'USB HID UART Bridge',
    input: [{ id: null, bytes: reportBytes }],
    output: [{ id: null, bytes: framing === 'whole' ? wholeBytes : reportBytes }],
    feature: [],
  };
}

export type MicrolifePressure = {
  /** `null` as a clock that was never set writes it: a year, no month, no day. */
  readonly localMs: number | null;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  /** By default a cuff that fits. */
  readonly flagByte?: number;
};

/** What is on the other side of the bridge. */
export type BehindTheHoltek =
  | 'monitor'
  /** Says that it is busy, once alone and once in the report in which its answer begins. */
  | 'busy-monitor'
  | 'older-monitor'
  | 'switched-off'
  /** Something else: it gives back what it is sent, or answers everything in words. */
  | 'echo'
  | 'words';

export type MicrolifeSimulatorOptions = {
  readonly framing?: MicrolifeFraming;
  readonly behind?: BehindTheHoltek;
  /** How many readings it keeps for each user. */
  readonly perUser?: number;
};

/** What can be done to it. */
export type MicrolifeMemory = {
  store(slot: UserSlot, pressure: MicrolifePressure): void;
  /** A record as raw bytes. */
  storeRaw(slot: UserSlot, bytes: readonly number[]): void;
  /** Chooses the user whose memory it gives; 1 and 2 are A and B. */
  choose(user: number): void;
};
export type MicrolifeWire = MonitorWire & MicrolifeMemory & { plug(): void };
export type MicrolifeSimulator = VirtualCable & MicrolifeMemory;

const sum = (bytes: readonly number[]) => bytes.reduce((total, byte) => total + byte, 0) % 256;

/** The ten bytes of a reading as the monitor stores it. */
function recordOf({ localMs, systolicMmHg, diastolicMmHg, pulsePerMin, flagByte = 0x80 }: MicrolifePressure) {
  const at = new Date(localMs ?? 0);
  const date =
    localMs === null
      ? [17, 0, 0, 0, 0]
      : [at.getUTCFullYear() - 2000, at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return [systolicMmHg, diastolicMmHg, pulsePerMin, ...date, flagByte, 0];
}

/** The monitor without any time: exact writes in one framing, frames with their sums, stale bytes behind the valid ones. */
export function createMicrolifeMWire(options: MicrolifeSimulatorOptions = {}): MicrolifeWire {
  const { framing = 'split', behind = 'monitor', perUser = 99 } = options;
  const memory: Record<UserSlot, (readonly number[])[]> = { A: [], B: [] };
  const buffer = new Uint8Array(reportBytes).fill(0x5a);
  let user = 1;
  let heard: number[] = [];
  let answers = 0;

  const frame = (mark: number, body: readonly number[]): readonly number[] => {
    const length = body.length + 1;
    const whole = [0x4d, mark, length >> 8, length & 255, ...body];
    return [...whole, sum(whole)];
  };
  const history = (mark: number): readonly number[] => {
    const records = user === 1 || user === 2 ? memory[user === 1 ? 'A' : 'B'] : memory.A;
    const head = [0, 0, 0, records.length, user, 0];
    return frame(mark, [...head, ...new Array<number>(32).fill(0), ...records.flat()]);
  };
  /** A run of bytes as it leaves the bridge. */
  const reportsOf = (bytes: readonly number[], firstAfterMs: number): readonly Sent[] => {
    const sent: Sent[] = [];
    for (let from = 0; from < bytes.length; from += reportBytes - 1) {
      const part = bytes.slice(from, from + reportBytes - 1);
      buffer.set([0xf0 | part.length, ...part]);
      sent.push({ afterMs: firstAfterMs + 10 * sent.length, report: Uint8Array.from(buffer) });
    }
    return sent;
  };
  const answer = (question: readonly number[]): readonly Sent[] => {
    answers += 1;
    const afterMs = 60 + ((answers * 13) % 31);
    switch (behind) {
      case 'switched-off':
        return [];
      case 'echo':
        return reportsOf(question, afterMs);
      case 'words':
        return reportsOf(Array.from(new TextEncoder().encode('ERROR: unknown command\r\n')), afterMs);
      case 'busy-monitor': {
        const busy = frame(0x3a, [0x91]);
        return [...reportsOf(busy, afterMs), ...reportsOf([...busy, ...history(0x3a)], afterMs + 400)];
      }
      case 'older-monitor':
        return reportsOf(history(0x31), afterMs);
      case 'monitor':
        return reportsOf(history(0x3a), afterMs);
    }
  };
  const question = (bytes: readonly number[]): readonly Sent[] => {
    const [start, mark, high = 0, low = 0, command] = bytes;
    if (start !== 0x4d || mark !== 0xff) throw new Error('not a frame of the host');
    if (bytes.length !== 4 + high * 256 + low || bytes.at(-1) !== sum(bytes.slice(0, -1))) {
      throw new Error('a frame with a wrong length or sum');
    }
    if (command !== 0) throw new Error(`command ${command}`);
    return answer(bytes);
  };

  return {
    output(report) {
      const [id, count = 0] = report;
      if (id !== 0) throw new Error(`report id ${id}`);
      if (framing === 'whole') {
        // A part of a question is none, and waited over.
        if (count < 13 && report.length === 1 + reportBytes) return [];
        if (report.length !== 2 + count) throw new Error(`a write of ${report.length} bytes for ${count}`);
        return question(Array.from(report.subarray(2)));
      }
      if (report.length === 2 + count && count > reportBytes - 1) return [];
      if (report.length !== 1 + reportBytes) throw new Error(`a write of ${report.length} bytes`);
      if (count < 1 || count > reportBytes - 1) throw new Error(`a report with ${count} valid bytes`);
      heard.push(...report.subarray(2, 2 + count));
      const [, , high, low] = heard;
      if (high === undefined || low === undefined || heard.length < 4 + high * 256 + low) return [];
      const whole = heard;
      heard = [];
      return question(whole);
    },
    feature() {
      throw new Error('this monitor has no feature reports');
    },
    store(slot, pressure) {
      memory[slot] = [...memory[slot], recordOf(pressure)].slice(-perUser);
    },
    storeRaw(slot, bytes) {
      memory[slot] = [...memory[slot], bytes].slice(-perUser);
    },
    choose(chosen) {
      user = chosen;
    },
    plug() {
      heard = [];
    },
  };
}

export type MicrolifeCableOptions = MicrolifeSimulatorOptions & {
  /** Whether the system refuses a write that is longer than the bridge's report, as Windows does. */
  readonly refusesLongWrites?: boolean;
};

/** The same on a cable in virtual time. */
export function createMicrolifeMSimulator(timer: Timer, options: MicrolifeCableOptions = {}): MicrolifeSimulator {
  const { plug, store, storeRaw, choose, ...wire } = createMicrolifeMWire(options);
  const { vendorId, productId, product } = microlifeMHid(options.framing ?? 'split');
  const listing = { vendorId, productId, product, serial: null, port: '1-7' };
  const cable = createVirtualCable(timer, listing, wire, plug);
  const bus: VirtualCable['bus'] = {
    list: cable.bus.list,
    async open(wanted) {
      const opened = await cable.bus.open(wanted);
      if (!opened.ok || options.refusesLongWrites !== true) return opened;
      let gone = false;
      const alive = () => {
        if (gone) throw new HidFault('unplugged', 'Cannot write to hid device');
      };
      const { write, read } = opened.value;
      return {
        ok: true,
        value: {
          ...opened.value,
          async write(report) {
            gone ||= report.length > 1 + reportBytes;
            alive();
            await write(report);
          },
          async read(timeoutMs) {
            alive();
            return read(timeoutMs);
          },
        },
      };
    },
  };
  return { ...cable, bus, store, storeRaw, choose };
}
