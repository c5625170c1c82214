import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UsbId } from './monitor-family.ts';

const hex4 = (value: number) => value.toString(16).padStart(4, '0');

/** Where Linux names every USB device, whatever driver has it. */
const usbDevices = '/sys/bus/usb/devices';

async function textIn(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    // An interface has no id of its own, and what is pulled meanwhile has none any more.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENODEV')) return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Another system than Linux, or a machine without USB.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Whether a device with one of these USB ids is plugged in, as Linux tells without any driver. False on other systems.
 * @param folder where Linux names the devices; another one only for trying this out
 */
export async function isPluggedIn(usbIds: readonly UsbId[], folder: string = usbDevices): Promise<boolean> {
  const wanted = usbIds.map(({ vendorId, productId }) => `${hex4(vendorId)}:${hex4(productId)}`);
  for (const name of await namesIn(folder)) {
    const id = `${await textIn(join(folder, name, 'idVendor'))}:${await textIn(join(folder, name, 'idProduct'))}`;
    if (wanted.includes(id)) return true;
  }
  return false;
}
