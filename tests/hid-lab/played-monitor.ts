import { setTimeout as pause } from 'node:timers/promises';
import type { HidBus, HidListing, HidTransport } from '../../electron/monitors/hid-transport.ts';
import { plugInVirtualHid } from './virtual-hid.ts';

export type PlayedMonitor = {
  readonly listing: HidListing;
  /** What the simulator found wrong with what the host sent. */
  readonly faults: readonly string[];
  /** The cable is pulled, now. */
  unplug(): void;
};

export type PlayOptions = {
  readonly phys: string;
  readonly serial?: string;
  readonly descriptor: Uint8Array;
  /** Pulls the cable when the host has written so many reports. */
  readonly unplugAtWrite?: number;
};

/** What the simulator does next, one operation at a time as its own transport wants it. */
type Job = (transport: HidTransport) => Promise<void>;

/** How long the simulator is listened to before the host's next report is looked for, in ms. */
const listenMs = 4;
/** A simulator that has said nothing so often in a row says nothing more before it is asked again: about a second. */
const silentReads = 250;
const drowsyMs = 50;
const unplugAfterMs = 30;

/**
 * Plugs a simulated monitor into the kernel: what the host writes goes to the simulator, what the simulator sends becomes
 * an input report. The simulator runs on real time.
 */
export async function playMonitor(bus: HidBus, options: PlayOptions): Promise<PlayedMonitor> {
  const listed = await bus.list();
  const listing = listed.ok ? listed.value[0] : undefined;
  if (listing === undefined) throw new Error('the simulator lists no monitor');
  const opened = await bus.open(listing);
  if (!opened.ok) throw new Error(opened.problem.sentence);
  const transport = opened.value;

  const jobs: Job[] = [];
  const faults: string[] = [];
  let writes = 0;
  let pluggedIn = true;
  const unplug = () => {
    if (!pluggedIn) return;
    pluggedIn = false;
    hid.unplug();
  };
  const hid = plugInVirtualHid({
    name: listing.product,
    phys: options.phys,
    serial: options.serial ?? null,
    vendorId: listing.vendorId,
    productId: listing.productId,
    descriptor: options.descriptor,
    onOutput(report) {
      writes += 1;
      // The host waits for its answer by then.
      if (writes === options.unplugAtWrite) setTimeout(unplug, unplugAfterMs);
      else jobs.push((simulated) => simulated.write(report));
    },
    onFeature: (report) => void jobs.push((simulated) => simulated.sendFeature(report)),
  });

  const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const play = async () => {
    let silences = 0;
    while (pluggedIn) {
      if (jobs.length > 0) silences = 0;
      if (silences > silentReads) {
        await pause(drowsyMs);
        continue;
      }
      // A report that breaks the monitor's format is a fault to be told, and the monitor goes on.
      await jobs
        .shift()?.(transport)
        .catch((error: unknown) => faults.push(messageOf(error)));
      const report = await transport.read(listenMs);
      silences += 1;
      if (report.length === 0 || !pluggedIn) continue;
      silences = 0;
      hid.input(report);
    }
    await transport.close();
  };
  play().catch((error: unknown) => faults.push(messageOf(error)));
  return { listing, faults, unplug };
}
