import { access, constants, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Device, HIDAsync } from 'node-hid';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { type HidBus, HidFault, type HidListing, type HidTransport } from './hid-transport.ts';
import type { LinuxDriver, UsbId } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';

/** The two things of node-hid that are used here. */
export type NodeHid = {
  devicesAsync(vendorId?: number, productId?: number): Promise<Device[]>;
  readonly HIDAsync: { open(path: string): Promise<OpenHid> };
};
export type OpenHid = Pick<HIDAsync, 'write' | 'sendFeatureReport' | 'close'> & {
  /** Resolves with an empty buffer when nothing came in time. */
  read(timeoutMs: number): Promise<Uint8Array | undefined>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
};

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** node-hid keeps one queue per interface: a long read would hold up closing, so it is asked in slices of this. */
const readSliceMs = 100;

/** An open interface of node-hid behind our own transport. */
export function nodeHidTransport(hid: OpenHid): HidTransport {
  const listeners = new Set<(fault: HidFault) => void>();
  let gone: HidFault | null = null;
  let closed = false;
  const unplugged = (error: unknown) => {
    gone ??= new HidFault('unplugged', messageOf(error));
    return gone;
  };
  // Without a listener an error event would end the whole process.
  hid.on('error', (error) => {
    const fault = unplugged(error);
    for (const listener of listeners) listener(fault);
  });
  const attempt = async <Value>(run: () => Promise<Value>): Promise<Value> => {
    if (gone !== null) throw gone;
    try {
      return await run();
    } catch (error) {
      throw unplugged(error);
    }
  };
  return {
    async write(report) {
      await attempt(() => hid.write(Array.from(report)));
    },
    async sendFeature(report) {
      await attempt(() => hid.sendFeatureReport(Array.from(report)));
    },
    async read(timeoutMs) {
      for (let left = timeoutMs; ; left -= readSliceMs) {
        const report = await attempt(() => hid.read(Math.max(1, Math.min(readSliceMs, left))));
        if (report !== undefined && report.length > 0) return Uint8Array.from(report);
        if (left <= readSliceMs) return new Uint8Array(0);
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      // After an unplugging closing may fail; there is nothing left to close then.
      await hid.close().catch(() => undefined);
    },
    onError(listener) {
      listeners.add(listener);
    },
  };
}

/** What an error of loading or listing means. */
export function problemOfLoading(error: unknown, platform: NodeJS.Platform): Problem {
  const missing = /cannot open shared object|libudev|libusb|No native build|Cannot find (module|package)|dlopen/i;
  return missing.test(messageOf(error)) ? monitorProblem.driverMissing(platform) : monitorProblem.listFailed();
}

/** What an error of opening means. */
export function problemOfOpening(error: unknown, listing: HidListing): Problem {
  const message = messageOf(error);
  if (/permission denied|access is denied/i.test(message)) return monitorProblem.permissionDenied(listing, 'hidraw');
  if (/no such file|no hid devices|no such device/i.test(message)) return monitorProblem.chosenMissing();
  return monitorProblem.openFailed();
}

/** The socket in a path of Linux' sysfs, such as `1-2.3`, or in a Windows device path; `null` where neither tells. */
export function portOfPath(devicePath: string): string | null {
  // Under hidraw in the middle of a path of sysfs; libusb's own path is nothing else.
  const linux = /(?:^|\/)(\d+-\d+(?:\.\d+)*):\d+\.\d+(?:\/|$)/.exec(devicePath);
  if (linux?.[1] !== undefined) return linux[1];
  const windows = /^\\\\\?\\hid#[^#]+#([^#]+)#/i.exec(devicePath);
  return windows?.[1] ?? null;
}

async function portOf(devicePath: string, platform: NodeJS.Platform): Promise<string | null> {
  if (platform !== 'linux' || !devicePath.startsWith('/')) return portOfPath(devicePath);
  try {
    return portOfPath(await realpath(`/sys/class/hidraw/${path.basename(devicePath)}/device`));
  } catch {
    return null;
  }
}

/** Where Linux keeps the USB devices' descriptions and their nodes, and how one asks whether a node may be used. */
export type UsbPlaces = {
  readonly sysfs: string;
  readonly nodes: string;
  readonly access: (file: string) => Promise<void>;
};
const usbPlaces: UsbPlaces = {
  sysfs: '/sys/bus/usb/devices',
  nodes: '/dev/bus/usb',
  access: (file) => access(file, constants.R_OK | constants.W_OK),
};

/** Whether Linux keeps this user from the USB device at a socket: libusb's driver does not say why it could not open one. */
async function isForbidden(port: string | null, places: UsbPlaces): Promise<boolean> {
  if (port === null) return false;
  try {
    const numberIn = async (file: string) =>
      (await readFile(path.join(places.sysfs, port, file), 'utf8')).trim().padStart(3, '0');
    await places.access(path.join(places.nodes, await numberIn('busnum'), await numberIn('devnum')));
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
  }
}

const loaderOf = (driver: LinuxDriver | null) => async (): Promise<NodeHid> => {
  const module = await import('node-hid');
  // One process holds one driver; which one must be said before anything else.
  if (driver !== null) module.setDriverType(driver);
  return {
    devicesAsync: (vendorId, productId) =>
      vendorId === undefined || productId === undefined
        ? module.devicesAsync()
        : module.devicesAsync(vendorId, productId),
    HIDAsync: { open: (devicePath) => module.HIDAsync.open(devicePath) },
  };
};
const loadNodeHid = loaderOf(null);

async function listingsOf(devices: readonly Device[], platform: NodeJS.Platform): Promise<HidListing[]> {
  const listings: HidListing[] = [];
  for (const device of devices) {
    // Every monitor known here speaks on its first interface; -1 is a system that does not count them.
    if (device.path === undefined || device.path === '' || device.interface > 0) continue;
    listings.push({
      vendorId: device.vendorId,
      productId: device.productId,
      path: device.path,
      serial: device.serialNumber?.trim() || null,
      product: device.product?.trim() ?? '',
      port: await portOf(device.path, platform),
    });
  }
  return listings;
}

/**
 * The bus over node-hid's second Linux driver, for monitors that the kernel keeps from its HID driver. Asks for these ids
 * alone: this driver opens whatever it lists, and must not disturb a monitor that another process is reading.
 */
export function createLibusbBus(
  ids: readonly UsbId[],
  load: () => Promise<NodeHid> = loaderOf('libusb'),
  places: UsbPlaces = usbPlaces,
): HidBus {
  let loaded: NodeHid | null = null;
  const nodeHid = async () => {
    loaded ??= await load();
    return loaded;
  };
  return {
    async list(): Promise<Outcome<readonly HidListing[]>> {
      try {
        const hid = await nodeHid();
        const devices: Device[] = [];
        for (const { vendorId, productId } of ids) devices.push(...(await hid.devicesAsync(vendorId, productId)));
        return { ok: true, value: await listingsOf(devices, 'linux') };
      } catch (error) {
        return { ok: false, problem: problemOfLoading(error, 'linux') };
      }
    },
    async open(listing) {
      try {
        return { ok: true, value: nodeHidTransport(await (await nodeHid()).HIDAsync.open(listing.path)) };
      } catch (error) {
        if (await isForbidden(listing.port, places)) {
          return { ok: false, problem: monitorProblem.permissionDenied(listing, 'libusb') };
        }
        return { ok: false, problem: problemOfOpening(error, listing) };
      }
    },
  };
}

/**
 * The real USB-HID bus over node-hid. The native part is loaded at the first listing, so that a missing system
 * library is a problem with its remedy and not a crash.
 */
export function createNodeHidBus(platform: NodeJS.Platform, load: () => Promise<NodeHid> = loadNodeHid): HidBus {
  let loaded: NodeHid | null = null;
  const nodeHid = async () => {
    loaded ??= await load();
    return loaded;
  };
  return {
    async list(): Promise<Outcome<readonly HidListing[]>> {
      try {
        const devices = await (await nodeHid()).devicesAsync();
        return { ok: true, value: await listingsOf(devices, platform) };
      } catch (error) {
        return { ok: false, problem: problemOfLoading(error, platform) };
      }
    },
    async open(listing) {
      try {
        return { ok: true, value: nodeHidTransport(await (await nodeHid()).HIDAsync.open(listing.path)) };
      } catch (error) {
        return { ok: false, problem: problemOfOpening(error, listing) };
      }
    },
  };
}
