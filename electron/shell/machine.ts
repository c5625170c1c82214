import { readdirSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { PowerMonitor } from 'electron';

/** What pre-check looks at: mains power, free space, disk encryption. Null where the system does not say. */
export type MachineCheck = {
  readonly onMains: boolean | null;
  readonly freeDiskMb: number;
  readonly diskEncrypted: boolean | null;
};

/** Looks at the machine as it is now; `folder` is where the vault is. */
export async function checkMachine(
  powerMonitor: Pick<PowerMonitor, 'onBatteryPower'>,
  folder: string,
): Promise<MachineCheck> {
  const { bavail, bsize } = await statfs(folder);
  return {
    onMains: !powerMonitor.onBatteryPower,
    freeDiskMb: Math.floor((bavail * bsize) / 1_048_576),
    diskEncrypted: isOnEncryptedDisk(folder),
  };
}

/** Whether the folder's disk is encrypted below the file system, as far as Linux tells; null elsewhere. */
function isOnEncryptedDisk(folder: string): boolean | null {
  const { dev } = statSync(folder);
  const major = (dev >> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
  return isEncryptedDevice(join('/sys/dev/block', `${major}:${minor}`));
}

function isEncryptedDevice(device: string): boolean | null {
  const names = list(device);
  if (names === null) return null;
  const uuid = names.includes('dm') ? read(join(device, 'dm', 'uuid')) : null;
  if (uuid?.startsWith('CRYPT-')) return true;
  const below = (list(join(device, 'slaves')) ?? []).map((name) => isEncryptedDevice(join(device, 'slaves', name)));
  return below.some((encrypted) => encrypted === true);
}

function list(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch (error) {
    return absent(error);
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return absent(error);
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(String(error.code)))
    return null;
  throw error;
}
