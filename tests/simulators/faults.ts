import { type HidBus, HidFault, type HidTransport } from '../../electron/monitors/hid-transport.ts';
import { sleep, type Timer } from '../../electron/monitors/timer.ts';
import { bytes } from './bytes.ts';

export const faultKinds = [
  'no',
  'bad-checksum',
  'dropped',
  'doubled',
  'doubled-after-next-command',
  'truncated',
  'garbage',
  'late',
  'unsolicited',
  'babble',
  'silence',
  'hanging-read',
  'hanging-write',
  'unplugged-at-write',
  'unplugged-at-read',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One thing that goes wrong in one exchange: at its nth input report, or for those that say so its nth write. */
export type Fault = { readonly kind: FaultKind; readonly step: number };

export type FaultyBus = HidBus & {
  /** From the next opening on. `null` heals. */
  setFault(fault: Fault | null): void;
  /** How many input reports and writes the last exchange had. */
  counted(): { readonly reports: number; readonly writes: number };
  /** Whether the fault came to pass since it was set. */
  happened(): boolean;
};

/** Puts scripted faults between a monitor and its driver. */
export function createFaultyBus(inner: HidBus, timer: Timer): FaultyBus {
  let fault: Fault | null = null;
  let reports = 0;
  let writes = 0;
  let happened = false;

  const wrap = (transport: HidTransport): HidTransport => {
    const active = fault;
    const waiting: Uint8Array[] = [];
    /** Comes as soon as an answer to the next command is awaited, before that answer. */
    let overtaking: Uint8Array | null = null;
    let babbling = false;
    let silent = false;
    let gone = false;
    reports = 0;
    writes = 0;
    const alive = () => {
      if (gone) throw new HidFault('unplugged', 'could not read data from device');
    };
    const pull = () => {
      happened = true;
      gone = true;
      throw new HidFault('unplugged', 'could not read data from device');
    };

    const spoil = async (report: Uint8Array, kind: FaultKind, timeoutMs: number): Promise<Uint8Array> => {
      switch (kind) {
        case 'no':
          return Uint8Array.from([2, 0x4e, 0x4f, ...report.subarray(3)]);
        case 'bad-checksum': {
          const spoiled = Uint8Array.from(report);
          spoiled[1] = (spoiled[1] ?? 0) ^ 0x04;
          return spoiled;
        }
        case 'dropped':
          return transport.read(timeoutMs);
        case 'doubled':
          waiting.push(report);
          return report;
        case 'doubled-after-next-command':
          overtaking = report;
          return report;
        case 'truncated':
          return report.subarray(0, 3);
        case 'garbage':
          return bytes('c3 91 5a 07 ee 10 00 7f');
        case 'late':
          await sleep(timer, timeoutMs);
          timer.after(30, () => waiting.push(report));
          return new Uint8Array(0);
        case 'unsolicited':
          for (const extra of ['07 12 00 45 00 7b 4e 57', '07 13 00 46 00 7b 4e 57', '03 14 00 46 00 7b 4e 57']) {
            waiting.push(bytes(extra));
          }
          waiting.push(report);
          return bytes('07 11 00 44 00 7b 4e 57');
        case 'babble':
          babbling = true;
          return report;
        case 'silence':
          silent = true;
          await sleep(timer, timeoutMs);
          return new Uint8Array(0);
        case 'hanging-read':
          return new Promise(() => undefined);
        case 'unplugged-at-read':
          return pull();
        case 'hanging-write':
        case 'unplugged-at-write':
          return report;
      }
    };

    return {
      async write(report) {
        alive();
        const at = writes;
        writes += 1;
        if (active?.step === at && active.kind === 'unplugged-at-write') pull();
        if (active?.step === at && active.kind === 'hanging-write') {
          happened = true;
          return new Promise(() => undefined);
        }
        await transport.write(report);
      },
      async read(timeoutMs) {
        alive();
        if (silent) {
          await sleep(timer, timeoutMs);
          return new Uint8Array(0);
        }
        if (babbling) {
          await sleep(timer, Math.min(timeoutMs, 10));
          return bytes('07 11 00 44 00 7b 4e 57');
        }
        if (overtaking !== null && timeoutMs >= 500) {
          const early = overtaking;
          overtaking = null;
          return early;
        }
        const extra = waiting.shift();
        if (extra !== undefined) return extra;
        const report = await transport.read(timeoutMs);
        if (report.length === 0) return waiting.shift() ?? report;
        const at = reports;
        reports += 1;
        if (active === null || active.step !== at) return report;
        if (active.kind !== 'hanging-write' && active.kind !== 'unplugged-at-write') happened = true;
        return spoil(report, active.kind, timeoutMs);
      },
      sendFeature: (report) => transport.sendFeature(report),
      close: () => transport.close(),
      onError: (listener) => transport.onError(listener),
    };
  };

  return {
    list: () => inner.list(),
    async open(listing) {
      const opened = await inner.open(listing);
      return opened.ok ? { ok: true, value: wrap(opened.value) } : opened;
    },
    setFault(next) {
      fault = next;
      happened = false;
    },
    counted: () => ({ reports, writes }),
    happened: () => happened,
  };
}
