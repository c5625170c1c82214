import { type HidBus, HidFault, type HidListing, type HidTransport } from '../../electron/monitors/hid-transport.ts';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import type { Timer } from '../../electron/monitors/timer.ts';

/** What a monitor sends, and how long after it was asked. */
export type Sent = { readonly afterMs: number; readonly report: Uint8Array };

/** One kind of report: its id, `null` where reports have none, and how many bytes stand behind the id. */
export type HidReport = { readonly id: number | null; readonly bytes: number };

/** What a virtual device must say of itself to be this monitor to the system. */
export type HidFacts = {
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string;
  readonly input: readonly HidReport[];
  readonly output: readonly HidReport[];
  readonly feature: readonly HidReport[];
};

/** A monitor as it is seen from the cable: reports in, reports out. It throws where a report breaks the wire format. */
export type MonitorWire = {
  /** The whole report, its id first. */
  output(report: Uint8Array): readonly Sent[];
  feature(report: Uint8Array): void;
};

export type VirtualCable = {
  readonly bus: HidBus;
  /** Another path each time, the same port. */
  replug(): void;
  unplug(): void;
  /** What the monitor sends without being asked; lost where nobody has it open. */
  send(sent: readonly Sent[]): void;
};

/** A monitor on a cable in virtual time: one reply queue, one operation at a time, reads that fail once unplugged. */
export function createVirtualCable(
  timer: Timer,
  listing: Omit<HidListing, 'path'>,
  wire: MonitorWire,
  onPlug: () => void = () => {},
): VirtualCable {
  let plugging = 0;
  let pluggedIn = true;
  let unplugOpen: (() => void) | null = null;
  let sendOpen: ((sent: readonly Sent[]) => void) | null = null;
  const path = () => `cable-${plugging}`;

  const open = (): HidTransport => {
    const queue: Uint8Array[] = [];
    let waiting: (() => void) | null = null;
    let gone = false;
    let closed = false;
    let reading = false;
    unplugOpen = () => {
      gone = true;
      waiting?.();
    };
    const alive = () => {
      if (closed) throw new Error('an operation on a closed transport');
      if (reading) throw new Error('two operations at once');
      if (gone) throw new HidFault('unplugged', 'could not read data from device');
    };
    const arrive = (sent: readonly Sent[]) => {
      for (const { afterMs, report } of sent) {
        timer.after(afterMs, () => {
          if (gone || closed) return;
          queue.push(report);
          waiting?.();
        });
      }
    };
    sendOpen = arrive;
    return {
      async write(report) {
        alive();
        arrive(wire.output(report));
      },
      async read(timeoutMs) {
        alive();
        if (queue.length === 0) {
          reading = true;
          await new Promise<void>((resolve) => {
            const stop = timer.after(timeoutMs, resolve);
            waiting = () => {
              stop();
              resolve();
            };
          });
          waiting = null;
          reading = false;
          if (gone) throw new HidFault('unplugged', 'could not read data from device');
        }
        return queue.shift() ?? new Uint8Array(0);
      },
      async sendFeature(report) {
        alive();
        wire.feature(report);
      },
      async close() {
        closed = true;
        waiting?.();
      },
      onError() {
        // An unplugging is told by the operation under way.
      },
    };
  };

  const unplug = () => {
    pluggedIn = false;
    unplugOpen?.();
    unplugOpen = null;
  };
  return {
    bus: {
      async list() {
        return { ok: true, value: pluggedIn ? [{ ...listing, path: path() }] : [] };
      },
      async open(wanted) {
        return pluggedIn && wanted.path === path()
          ? { ok: true, value: open() }
          : { ok: false, problem: monitorProblem.chosenMissing() };
      },
    },
    replug() {
      unplug();
      plugging += 1;
      pluggedIn = true;
      onPlug();
    },
    unplug,
    send: (sent) => sendOpen?.(sent),
  };
}
