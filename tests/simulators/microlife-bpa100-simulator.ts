import type { UserSlot } from '../../electron/monitors/monitor-family.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createVirtualCable, type HidFacts, type MonitorWire, type Sent, type VirtualCable } from './virtual-cable.ts';

const reportBytes = 8;

/** The monitor as the system sees it: the bridge's own names, reports without ids. */
export const bpaHid: HidFacts = {
  vendorId: 0x04b4,
  productId: 0x5500,
  product: 'USB to Serial',
  input: [{ id: null, bytes: reportBytes }],
  output: [{ id: null, bytes: reportBytes }],
  feature: [],
};

export type BpaPressure = {
  /** `null` as a clock that was never set writes it: the year 15, no month, no day. */
  readonly localMs: number | null;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  /** The mark for an average of several. */
  readonly averaged?: boolean;
};

/** What is on the other side of the bridge. */
export type BehindTheCypress =
  | 'monitor'
  /** Answers no question for the user slots, only for the patient's id. */
  | 'one-user'
  | 'switched-off'
  /** Something else: it gives back what it is sent, or answers everything in words. */
  | 'echo'
  | 'words';

export type BpaSimulatorOptions = {
  readonly behind?: BehindTheCypress;
  /** How many readings it keeps for each user. */
  readonly perUser?: number;
  /** What it does without saying `06`: commands, 0 for being woken. */
  readonly unacknowledged?: readonly number[];
  /** Valid bytes of each report; shorter reports may come anywhere. */
  readonly chunkBytes?: number;
  /** How a measurement that was started goes; `null` where it never ends by itself. */
  readonly measurement?: { readonly tookMs: number; readonly result: BpaPressure | { readonly error: number } } | null;
};

export type BpaMemory = {
  store(slot: UserSlot, pressure: BpaPressure): void;
  /** A record as 32 characters. */
  storeRaw(slot: UserSlot, text: string): void;
  /** Chooses the user whose memory it gives. */
  choose(slot: UserSlot): void;
};

export type BpaWire = MonitorWire &
  BpaMemory & {
    plug(): void;
    /** How often it was started over the cable. */
    starts(): number;
    isMeasuring(): boolean;
    /** The patient presses the monitor's own button. */
    press(): void;
    /** Ends the measurement that is under way: stores it, and gives what is sent. */
    finish(result: BpaPressure | { readonly error: number }): readonly Sent[];
  };

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
const two = (value: number) => String(value).padStart(2, '0');
const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

/** The 32 characters of a reading as the monitor stores it. */
export function bpaRecordText({ localMs, systolicMmHg, diastolicMmHg, pulsePerMin, averaged }: BpaPressure): string {
  const at = new Date(localMs ?? 0);
  const date =
    localMs === null
      ? '1500000000'
      : [at.getUTCFullYear() - 2000, at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()]
          .map(two)
          .join('');
  const word = hex(pulsePerMin * 2 ** 20 + diastolicMmHg * 2 ** 10 + systolicMmHg, 8);
  return `${date}${averaged === true ? '2' : '0'}00000${word}${word}`;
}

/** What it sends after a measurement: two bytes of its own, then the result or its error. */
export function bpaPushBytes(result: BpaPressure | { readonly error: number }): readonly number[] {
  if ('error' in result) return [0, 0, 0x45, 0x72, result.error];
  const at = new Date(result.localMs ?? Date.UTC(2015, 0, 1));
  const year = at.getUTCFullYear() - 2000;
  const month = result.localMs === null ? 0 : at.getUTCMonth() + 1;
  const day = result.localMs === null ? 0 : at.getUTCDate();
  const hour = at.getUTCHours();
  const numbers = [result.systolicMmHg, result.diastolicMmHg, result.pulsePerMin];
  const time = [((year % 16) << 4) | month, (day << 3) | (hour >> 2), ((hour % 4) << 6) | at.getUTCMinutes()];
  return [0, 0, ...numbers, ...time, year >= 16 ? 0x80 : 0x00];
}

/** The monitor without any time: exact writes, waking and linking before what needs it, stale bytes behind the valid. */
export function createBpaWire(options: BpaSimulatorOptions = {}): BpaWire {
  const { behind = 'monitor', perUser = 99, unacknowledged = [], chunkBytes = 7 } = options;
  const memory: Record<UserSlot, string[]> = { A: [], B: [] };
  const buffer = new Uint8Array(reportBytes).fill(0x5a);
  let chosen: UserSlot = 'A';
  let awake = false;
  let linked = false;
  let measuring = false;
  let starts = 0;
  let answers = 0;

  const reportsOf = (bytes: readonly number[], firstAfterMs: number): readonly Sent[] => {
    const sent: Sent[] = [];
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      const part = bytes.slice(from, from + chunkBytes);
      buffer.set([0xf0 | part.length, ...part]);
      sent.push({ afterMs: firstAfterMs + 10 * sent.length, report: Uint8Array.from(buffer) });
    }
    return sent;
  };
  const afterMs = () => {
    answers += 1;
    return 25 + ((answers * 13) % 31);
  };
  const answer = (text: readonly number[]) => {
    const sum = text.reduce((total, byte) => (total + byte) % 256, 0);
    return reportsOf([0x06, ...text, ...ascii(hex(sum, 2))], afterMs());
  };
  const acknowledge = (command: number) => (unacknowledged.includes(command) ? [] : reportsOf([0x06], afterMs()));

  const obey = (command: number): readonly Sent[] => {
    const question = command === 0x22 || command === 0x24 || command === 0x28;
    if (measuring && command !== 0x21 && command !== 0x19) throw new Error(`command ${command} while it measures`);
    if (!question && !awake) throw new Error(`command ${command} before it was woken`);
    if (!question && command !== 0x21 && !linked) throw new Error(`command ${command} before it was linked`);
    switch (command) {
      case 0x28:
        return behind === 'one-user' ? [] : answer([0x12, 0x16, 0x18, 0x28, ...ascii(chosen === 'A' ? '21' : '22')]);
      case 0x24:
        return answer(ascii('9999999999999999999999,05.00\r\n'));
      case 0x22: {
        const records = memory[chosen];
        return answer(ascii(`${hex(records.length, 4)}0001${'9'.repeat(22)}00${records.join('')}`));
      }
      case 0x21:
        linked = true;
        return acknowledge(command);
      case 0x25:
        starts += 1;
        measuring = true;
        return acknowledge(command);
      case 0x19:
        measuring = false;
        return acknowledge(command);
      default:
        throw new Error(`command ${command}`);
    }
  };

  return {
    output(report) {
      const [id, count = 0, ...rest] = report;
      if (id !== 0) throw new Error(`report id ${id}`);
      if (report.length !== 1 + reportBytes) throw new Error(`a write of ${report.length} bytes`);
      if (count < 1 || count > 7) throw new Error(`a report with ${count} valid bytes`);
      if (rest.slice(count).some((byte) => byte !== 0)) throw new Error('a report that is not padded with zeros');
      const bytes = rest.slice(0, count);
      if (behind === 'switched-off') return [];
      if (behind === 'echo') return reportsOf(bytes, afterMs());
      if (behind === 'words') return reportsOf(ascii('ERROR: unknown command\r\n'), afterMs());
      if (count === 5 && bytes.every((byte) => byte === 0)) {
        awake = true;
        return acknowledge(0);
      }
      if (count !== 4 || bytes[0] !== 0x12 || bytes[1] !== 0x16 || bytes[2] !== 0x18) {
        throw new Error(`not a command: ${bytes.join(' ')}`);
      }
      return obey(bytes[3] ?? 0);
    },
    feature() {
      throw new Error('this monitor has no feature reports');
    },
    store(slot, pressure) {
      memory[slot] = [...memory[slot], bpaRecordText(pressure)].slice(-perUser);
    },
    storeRaw(slot, text) {
      if (text.length !== 32) throw new Error('not 32 characters');
      memory[slot] = [...memory[slot], text].slice(-perUser);
    },
    choose(slot) {
      chosen = slot;
    },
    plug() {
      awake = false;
      linked = false;
      measuring = false;
    },
    starts: () => starts,
    isMeasuring: () => measuring,
    press() {
      measuring = true;
    },
    finish(result) {
      if (!measuring) return [];
      measuring = false;
      if (!('error' in result)) memory[chosen] = [...memory[chosen], bpaRecordText(result)].slice(-perUser);
      return reportsOf(bpaPushBytes(result), 0);
    },
  };
}

export type BpaSimulator = VirtualCable &
  BpaMemory & {
    starts(): number;
    isMeasuring(): boolean;
    /** The patient presses the monitor's own button and is done after `tookMs`. */
    measureByItself(tookMs: number, result: BpaPressure | { readonly error: number }): void;
  };

/** The same on a cable in virtual time. */
export function createBpaSimulator(timer: Timer, options: BpaSimulatorOptions = {}): BpaSimulator {
  const wire = createBpaWire(options);
  const { vendorId, productId, product } = bpaHid;
  const listing = { vendorId, productId, product, serial: null, port: '1-8' };
  const after = (tookMs: number, result: BpaPressure | { readonly error: number }) =>
    timer.after(tookMs, () => cable.send(wire.finish(result)));
  const output = (report: Uint8Array): readonly Sent[] => {
    const before = wire.starts();
    const sent = wire.output(report);
    const { measurement = null } = options;
    if (wire.starts() > before && measurement !== null) after(measurement.tookMs, measurement.result);
    return sent;
  };
  const cable = createVirtualCable(timer, listing, { output, feature: wire.feature }, wire.plug);
  return {
    ...cable,
    store: wire.store,
    storeRaw: wire.storeRaw,
    choose: wire.choose,
    starts: wire.starts,
    isMeasuring: wire.isMeasuring,
    measureByItself(tookMs, result) {
      wire.press();
      after(tookMs, result);
    },
  };
}
