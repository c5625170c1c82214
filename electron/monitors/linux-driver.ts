import { monitorFamilies } from './families.ts';
import type { LinuxDriver, MonitorFamily } from './monitor-family.ts';

const drivers: readonly LinuxDriver[] = ['hidraw', 'libusb'];

/** The argument that tells a monitors process which driver of node-hid is its own. */
export function driverArgument(driver: LinuxDriver): string {
  return `--driver=${driver}`;
}

/** The driver that a process's arguments ask for; `null` where none does, and one process speaks with every monitor. */
export function driverAsked(argv: readonly string[]): LinuxDriver | null {
  return drivers.find((driver) => argv.includes(driverArgument(driver))) ?? null;
}

/** The families that a process with this driver speaks with; all of them where there is only one process. */
export function familiesOfDriver(driver: LinuxDriver | null): readonly MonitorFamily[] {
  return driver === null ? monitorFamilies : monitorFamilies.filter((family) => family.linuxDriver === driver);
}
