import { type HidBus, HidFault, type HidListing, type HidTransport } from '../../electron/monitors/hid-transport.ts';
import type { LiveEnd, MemoryEntry, MonitorFamily } from '../../electron/monitors/monitor-family.ts';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import { startDeadline, type Timer } from '../../electron/monitors/timer.ts';
import type { Outcome } from '../../shared/problem.ts';

/** Reports of a made-up protocol: its first byte behind the report id says what it is. */
export const wire = { hello: 1, start: 2, stop: 3, acknowledged: 4, result: 5, error: 6 } as const;

export const scriptedError = { code: 'scripted-error', sentence: 'The arm moved.', remedy: 'Measure again.' };
const key = 'beurer-bm96:port:1-9';
const listing: HidListing = {
  vendorId: 0x1234,
  productId: 0x5678,
  path: 'live-1',
  serial: null,
  product: 'Scripted',
  port: '1-9',
};

export function storedEntry(
  systolicMmHg: number,
  monitorTime: string | null,
  slot: 'A' | 'B' | null = null,
): MemoryEntry {
  const numbers = { slot, monitorTime, systolicMmHg, diastolicMmHg: 80, pulsePerMin: 70 };
  return { kind: 'record', record: { ...numbers, key: Object.values(numbers).join('|'), flags: [], rawHex: ['05'] } };
}

export type ScriptedLiveMonitor = {
  readonly key: string;
  readonly bus: HidBus;
  readonly family: MonitorFamily;
  /** Whether it answers a stop. */
  acknowledges: boolean;
  /** Its memory, newest first. */
  memory: MemoryEntry[];
  /** Everything that was written, one first byte each. */
  written(): readonly number[];
  starts(): number;
  push(report: number): void;
  /** What `push(wire.result)` stands for. */
  result: MemoryEntry;
  unplug(): void;
  plugIn(): void;
  /** No operation returns any more. */
  hang(): void;
  openings(): number;
};

/** A monitor that can be listened to, started and stopped, with a family of its own; counts what reaches the wire. */
export function createScriptedLiveMonitor(timer: Timer): ScriptedLiveMonitor {
  const written: number[] = [];
  let queue: number[] = [];
  let plugged = true;
  let hanging = false;
  let openings = 0;
  let path = 1;
  const never = new Promise<never>(() => undefined);
  const alive = () => {
    if (!plugged) throw new HidFault('unplugged', 'could not read data from device');
  };

  const transport = (): HidTransport => ({
    async write(report) {
      if (hanging) return never;
      alive();
      const [, what = 0] = report;
      written.push(what);
      if (what === wire.hello) queue.push(wire.acknowledged);
      if (what === wire.stop && monitor.acknowledges) queue.push(wire.acknowledged);
    },
    async read(timeoutMs) {
      if (hanging) return never;
      alive();
      if (queue.length === 0) await new Promise<void>((resolve) => timer.after(timeoutMs, resolve));
      alive();
      const report = queue.shift();
      return report === undefined ? new Uint8Array(0) : Uint8Array.of(report);
    },
    sendFeature: () => Promise.reject(new HidFault('stuck', 'has no features')),
    close: () => Promise.resolve(),
    onError: () => undefined,
  });

  async function listen(exchange: {
    readonly transport: HidTransport;
    readonly timer: Timer;
    readonly takeWish: () => 'start' | 'stop' | null;
    readonly onStage: (stage: 'listening' | 'measuring' | 'stopping') => void;
  }): Promise<Outcome<LiveEnd>> {
    const { transport: line } = exchange;
    await line.write(Uint8Array.of(0, wire.hello));
    if ((await line.read(1000))[0] !== wire.acknowledged) return { ok: false, problem: monitorProblem.silent() };
    exchange.onStage('listening');
    let overdue = startDeadline(exchange.timer, Number.MAX_SAFE_INTEGER);
    for (;;) {
      const wish = exchange.takeWish();
      if (wish === 'start') {
        await line.write(Uint8Array.of(0, wire.start));
        exchange.onStage('measuring');
        overdue = startDeadline(exchange.timer, 120_000);
      }
      if (wish === 'stop' || overdue.passed()) {
        await line.write(Uint8Array.of(0, wire.stop));
        const acknowledged = (await line.read(1000))[0] === wire.acknowledged;
        if (wish === null) return { ok: false, problem: monitorProblem.liveOverdue() };
        return { ok: true, value: { kind: 'stopped', acknowledged } };
      }
      const [report] = await line.read(100);
      if (report === wire.result) {
        return { ok: true, value: { kind: 'measured', model: 'Scripted', entry: monitor.result } };
      }
      if (report === wire.error) {
        return { ok: true, value: { kind: 'failed', problem: scriptedError, rawHex: ['06'] } };
      }
    }
  }

  const monitor: ScriptedLiveMonitor = {
    key,
    acknowledges: true,
    memory: [],
    result: storedEntry(124, '2026-11-23T14:05'),
    bus: {
      list: async () => ({ ok: true, value: plugged ? [{ ...listing, path: `live-${path}` }] : [] }),
      open: async () => {
        openings += 1;
        return plugged ? { ok: true, value: transport() } : { ok: false, problem: monitorProblem.chosenMissing() };
      },
    },
    family: {
      id: 'beurer-bm96',
      name: 'Scripted',
      usbIds: [listing],
      honestStatus: 'Made up.',
      capabilities: { measuring: 'live', needsReplugBetweenReads: false, slots: ['A', 'B'] },
      linuxDriver: 'libusb',
      live: { listen },
      settleAfterArrivalMs: 100,
      readAll: async ({ transport: line }) => {
        await line.write(Uint8Array.of(0, wire.hello));
        return { ok: true, value: { model: 'Scripted', clock: null, entries: monitor.memory } };
      },
    },
    written: () => written,
    starts: () => written.filter((what) => what === wire.start).length,
    push: (report) => queue.push(report),
    unplug() {
      plugged = false;
      queue = [];
    },
    plugIn() {
      plugged = true;
      path += 1;
      queue = [];
    },
    hang() {
      hanging = true;
    },
    openings: () => openings,
  };
  return monitor;
}
