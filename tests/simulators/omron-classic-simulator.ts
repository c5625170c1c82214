import { type HidBus, HidFault, type HidListing, type HidTransport } from '../../electron/monitors/hid-transport.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { bytes } from './bytes.ts';

export type OmronStored = {
  readonly time: readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
  readonly flags?: number;
};

export type OmronSimulatorOptions = {
  /** Two users' banks (GDC, GME) or the single-user dialect (CNT, MES, GCL). */
  readonly dialect: 'banks' | 'single';
  readonly version?: string;
  /** A record without the two flag bytes. */
  readonly shortRecords?: boolean;
  /** How it answers to the first attempt to wake it. */
  readonly firstWake?: 'awake' | 'not-ready' | 'silent';
  /** How often the first question for a record is answered with "NO". */
  readonly noToFirstRecords?: number;
  readonly port?: string;
};

export type OmronSimulator = {
  readonly bus: HidBus;
  store(bank: number, record: OmronStored): void;
  replug(): void;
  unplug(): void;
  readonly clock: { time: OmronStored['time'] };
  isAwake(): boolean;
};

const xor = (data: readonly number[]) => data.reduce((sum, byte) => sum ^ byte, 0);
const ok = [0x4f, 0x4b];
const no = [0x4e, 0x4f];
/** Bytes of a whole command, by its letters. */
const commandLength: Readonly<Record<string, number>> = {
  VER: 5,
  PRF: 5,
  SRL: 5,
  CNT: 5,
  GCL: 5,
  END: 5,
  GDC: 8,
  GME: 8,
  MES: 7,
};

/**
 * An Omron classic IT monitor behind the transport: holds the wire format (exact write size, report id, one operation
 * at a time), pads with what was in its buffer before, takes as long as the recorded ones do, sleeps until woken.
 */
export function createOmronSimulator(timer: Timer, options: OmronSimulatorOptions): OmronSimulator {
  const banks: OmronStored[][] = [[], []];
  const clock: OmronSimulator['clock'] = { time: [26, 11, 23, 14, 0, 0] };
  let plugging = 0;
  let pluggedIn = true;
  let awake = false;
  let wakes = 0;
  let noLeft = options.noToFirstRecords ?? 0;
  let answered = 0;
  // Left over in its buffer from some earlier life.
  let buffer = bytes('034f4b45007b4e57');
  let unplugOpen: (() => void) | null = null;

  const withChecksum = (data: readonly number[]) => [...ok, ...data, xor(data)];
  const record = (stored: OmronStored | undefined): number[] => {
    if (stored === undefined) return no;
    return withChecksum([
      0,
      ...stored.time,
      0,
      stored.systolicMmHg >> 8,
      stored.systolicMmHg & 0xff,
      stored.diastolicMmHg,
      stored.pulsePerMin,
      ...(options.shortRecords === true ? [] : [0, stored.flags ?? 0]),
    ]);
  };

  const answer = (command: readonly number[]): number[][] => {
    const letters = String.fromCharCode(...command.slice(0, 3));
    const data = command.slice(3, -1);
    if (xor(data) !== command.at(-1)) return [no];
    const single = options.dialect === 'single';
    switch (letters) {
      case 'VER': {
        const text = (options.version ?? 'M7080IT 207').padEnd(11).slice(0, 11);
        return [withChecksum([0, ...Array.from(text, (letter) => letter.charCodeAt(0))])];
      }
      case 'GDC': {
        const bank = banks[data[1] ?? 9];
        return single || bank === undefined ? [no] : [withChecksum([0, 0, 0x14, 0, bank.length])];
      }
      case 'CNT':
        return single ? [withChecksum([0, 0, banks[0]?.length ?? 0])] : [no];
      case 'GCL':
        return single ? [withChecksum([0, ...clock.time])] : [no];
      case 'GME':
      case 'MES': {
        if ((letters === 'MES') !== single) return [no];
        if (noLeft > 0) {
          noLeft -= 1;
          return [no];
        }
        return [record(single ? banks[0]?.[data[2] ?? 255] : banks[data[1] ?? 9]?.[data[3] ?? 255])];
      }
      case 'END':
        awake = false;
        return [ok, [0x4f, 0x46, 0x46, 0x0d, 0x0a]];
      default:
        return [no];
    }
  };

  const open = (): HidTransport => {
    const queue: Uint8Array[] = [];
    let waiting: (() => void) | null = null;
    let pending = false;
    let closed = false;
    let gone = false;
    let heard: number[] = [];
    let zeros = 0;
    let readyAfterMs = 0;
    unplugOpen = () => {
      gone = true;
      waiting?.();
    };
    const alive = () => {
      if (closed) throw new Error('an operation on a closed transport');
      if (pending) throw new Error('two operations at once');
      if (gone) throw new HidFault('unplugged', 'could not read data from device');
    };
    const deliver = (count: number, payload: readonly number[]) => {
      timer.after(readyAfterMs, () => {
        if (gone || closed) return;
        const report = Uint8Array.from(buffer);
        report[0] = count;
        report.set(payload, 1);
        buffer = report;
        queue.push(report);
        waiting?.();
      });
    };
    const reply = (reply: readonly number[]) => {
      answered += 1;
      readyAfterMs = 60 + ((answered * 13) % 51);
      for (let at = 0; at < reply.length; at += 7) {
        const part = reply.slice(at, at + 7);
        deliver(part.length, part);
        readyAfterMs += 15 + ((answered * 7) % 16);
      }
    };
    const wakeBlock = () => {
      wakes += 1;
      if (wakes === 1 && options.firstWake === 'silent') return;
      if (wakes === 1 && options.firstWake === 'not-ready') {
        readyAfterMs = 140;
        deliver(8, [0x60, 0, 0, 0, 0, 0, 0]);
        return;
      }
      awake = true;
      reply(ok);
    };

    return {
      async write(report) {
        alive();
        if (report.length !== 9) throw new Error(`a write of ${report.length} bytes`);
        if (report[0] !== 0) throw new Error(`report id ${report[0]}`);
        const count = report[1] ?? 0;
        if (count < 1 || count > 7) throw new Error(`a report with ${count} valid bytes`);
        const payload = Array.from(report.subarray(2, 2 + count));
        if (heard.length === 0 && payload.every((byte) => byte === 0)) {
          zeros += count;
          if (zeros >= 30) {
            zeros = 0;
            wakeBlock();
          }
          return;
        }
        zeros = 0;
        if (!awake) return;
        heard.push(...payload);
        const wanted = commandLength[String.fromCharCode(...heard.slice(0, 3))] ?? heard.length;
        if (heard.length < wanted) return;
        const command = heard;
        heard = [];
        for (const part of answer(command)) reply(part);
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
      async sendFeature(report) {
        alive();
        if (report.length !== 3) throw new Error(`a feature report of ${report.length} bytes`);
      },
      async close() {
        closed = true;
        waiting?.();
      },
      onError() {},
    };
  };

  const path = () => `/dev/hidraw${plugging}`;
  const listing = (): HidListing => ({
    vendorId: 0x0590,
    productId: 0x0028,
    path: path(),
    serial: null,
    product: 'Omron',
    port: options.port ?? '1-3',
  });
  const unplug = () => {
    pluggedIn = false;
    awake = false;
    unplugOpen?.();
    unplugOpen = null;
  };
  return {
    bus: {
      async list() {
        return { ok: true, value: pluggedIn ? [listing()] : [] };
      },
      async open(wanted) {
        if (pluggedIn && wanted.path === path()) return { ok: true, value: open() };
        return {
          ok: false,
          problem: { code: 'monitor-chosen-missing', sentence: 'It is gone.', remedy: 'Plug it in.' },
        };
      },
    },
    store(bank, stored) {
      banks[bank]?.unshift(stored);
    },
    unplug,
    replug() {
      unplug();
      plugging += 1;
      pluggedIn = true;
      wakes = 0;
    },
    clock,
    isAwake: () => awake,
  };
}
