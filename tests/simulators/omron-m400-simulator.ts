import type { UserSlot } from '../../electron/monitors/monitor-family.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type HidFacts, type MonitorWire, type VirtualCable } from './virtual-cable.ts';

const outputId = 2;
const outputBytes = 8;
const inputId = 1;
const inputBytes = 63;
const firstAddress = 0x02ac;
const slotBytes = 14;

/** The monitor as the system sees it: report 2 out, report 1 in; 64 bytes with its number. */
export const m400Hid: HidFacts = {
  vendorId: 0x0590,
  productId: 0x0090,
  product: 'OMRON Blood pressure monitor',
  input: [{ id: inputId, bytes: inputBytes }],
  output: [{ id: outputId, bytes: outputBytes }],
  feature: [],
};

export type M400Pressure = {
  /** `null` as a clock that was never set writes it: no month, no day. */
  readonly localMs: number | null;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  readonly irregularHeartbeat?: boolean;
  readonly movement?: boolean;
};

/** What the smaller monitor answers to a question for memory that it does not have. */
export type BeyondTheMemory =
  /** Nothing; the end of the transmission with an error; an answer without data. */
  | 'silent'
  | 'error'
  | 'short'
  /** Other contents: as many bytes as given, from the address behind the memory on, FF after them. */
  | readonly number[];

export type M400SimulatorOptions = {
  /** How many readings it keeps for each user. */
  readonly perUser: 60 | 100;
  /** The 16 bytes of the answer to the start as text; some may name the model in it. */
  readonly about?: string;
  readonly inputId?: number;
  readonly beyond?: BeyondTheMemory;
  /** Whether it answers when it is plugged in. */
  readonly awake?: boolean;
  /** Whether it goes to sleep at the end of a transmission, until it measures or is plugged in again. */
  readonly sleepsAfterEnd?: boolean;
};

/** What can be put into its memory. */
export type M400Memory = {
  /** Measures: the next place of the user's ring. */
  store(slot: UserSlot, pressure: M400Pressure): void;
  /** The next place of the user's ring as raw bytes. */
  storeRaw(slot: UserSlot, bytes: readonly number[]): void;
  /** Clears a user's readings; `keepPlace`: the next one goes where it would have gone. */
  clear(slot: UserSlot, keepPlace: boolean): void;
};

export type M400Wire = MonitorWire & M400Memory & { plug(): void };
export type M400Simulator = VirtualCable & M400Memory;

/** The 14 bytes of a reading as the monitor stores it. */
export function m400Record(pressure: M400Pressure): readonly number[] {
  const { localMs, systolicMmHg, diastolicMmHg, pulsePerMin, irregularHeartbeat, movement } = pressure;
  const at = new Date(localMs ?? Date.UTC(2014, 0, 1));
  const date = localMs === null ? 0 : ((at.getUTCMonth() + 1) << 10) | (at.getUTCDate() << 5) | at.getUTCHours();
  const time = localMs === null ? 0 : (at.getUTCMinutes() << 6) | at.getUTCSeconds();
  const flags = (movement === true ? 0x80 : 0) | (irregularHeartbeat === true ? 0x40 : 0);
  const numbers = [diastolicMmHg, systolicMmHg - 25, at.getUTCFullYear() - 2000, pulsePerMin];
  return [...numbers, (date >> 8) | flags, date & 0xff, time >> 8, time & 0xff, 0, 0, 0, 0, 0, 0];
}

/** The monitor without any time: exact write sizes, checksums, what a report held before behind the packet. */
export function createM400Wire(options: M400SimulatorOptions): M400Wire {
  const { perUser, about = '', inputId: id = inputId, beyond = [], awake = true, sleepsAfterEnd = false } = options;
  const memory = new Uint8Array(2 * perUser * slotBytes).fill(0xff);
  const next: Record<UserSlot, number> = { A: 0, B: 0 };
  const buffer = new Uint8Array(1 + inputBytes).fill(0x5a);
  let listens = awake;
  let begun = false;
  let answers = 0;

  const xor = (bytes: Iterable<number>) => [...bytes].reduce((sum, byte) => sum ^ byte, 0);
  const packet = (type: number, address: number, data: readonly number[]): Uint8Array => {
    const body = [8 + data.length, type >> 8, type & 255, address >> 8, address & 255, data.length, ...data, 0];
    buffer.set([id, ...body, xor(body)]);
    return Uint8Array.from(buffer);
  };
  const read = (address: number, size: number): Uint8Array | null => {
    const from = address - firstAddress;
    if (from < 0) throw new Error(`a read at ${address}`);
    if (from < memory.length) return packet(0x8100, address, Array.from(memory.subarray(from, from + size)));
    if (beyond === 'silent') return null;
    if (beyond === 'error') return packet(0x8f00, 0, [1]);
    if (beyond === 'short') return packet(0x8100, address, []);
    return packet(
      0x8100,
      address,
      Array.from({ length: size }, (_, at) => beyond[from - memory.length + at] ?? 0xff),
    );
  };
  const answer = (report: Uint8Array): Uint8Array | null => {
    const [, length, typeHigh = 0, typeLow = 0, addressHigh = 0, addressLow = 0, size = 0] = report;
    if (length !== 8 || xor(report.subarray(1)) !== 0) throw new Error('a packet with a wrong length or checksum');
    const address = addressHigh * 256 + addressLow;
    switch (typeHigh * 256 + typeLow) {
      case 0x0000: {
        begun = true;
        return packet(
          0x8000,
          0,
          Array.from({ length: size }, (_, at) => about.charCodeAt(at) || 0),
        );
      }
      case 0x0100:
        if (!begun) throw new Error('a read before the start');
        return read(address, size);
      case 0x0f00:
        begun = false;
        listens = awake && !sleepsAfterEnd;
        return packet(0x8f00, 0, []);
      default:
        throw new Error(`a packet of type ${typeHigh}, ${typeLow}`);
    }
  };
  const storeRaw = (slot: UserSlot, bytes: readonly number[]) => {
    if (bytes.length !== slotBytes) throw new Error('not 14 bytes');
    memory.set(bytes, ((slot === 'A' ? 0 : perUser) + next[slot]) * slotBytes);
    next[slot] = (next[slot] + 1) % perUser;
    // Measuring wakes it.
    listens = awake;
  };
  return {
    output(report) {
      if (report.length !== 1 + outputBytes) throw new Error(`a write of ${report.length} bytes`);
      if (report[0] !== outputId) throw new Error(`report id ${report[0]}`);
      if (!listens) return [];
      const reply = answer(report);
      answers += 1;
      return reply === null ? [] : [{ afterMs: 15 + ((answers * 7) % 21), report: reply }];
    },
    feature() {
      throw new Error('this monitor has no feature reports');
    },
    store: (slot, pressure) => storeRaw(slot, m400Record(pressure)),
    storeRaw,
    clear(slot, keepPlace) {
      const from = slot === 'A' ? 0 : perUser;
      memory.fill(0xff, from * slotBytes, (from + perUser) * slotBytes);
      if (!keepPlace) next[slot] = 0;
    },
    plug() {
      listens = awake;
      begun = false;
    },
  };
}

/** The same on a cable in virtual time. */
export function createM400Simulator(timer: Timer, options: M400SimulatorOptions): M400Simulator {
  const { plug, store, storeRaw, clear, ...wire } = createM400Wire(options);
  const { vendorId, productId, product } = m400Hid;
  const listing = { vendorId, productId, product, serial: null, port: '1-6' };
  return { ...createVirtualCable(timer, listing, wire, plug), store, storeRaw, clear };
}
