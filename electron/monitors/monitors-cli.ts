/**
 * `npm run monitors [-- --json [--traffic]]`: reads every monitor that is plugged in once and prints what is in it, for
 * support. In words it prints the traffic too, as bug reports need it; as JSON one object a line. Exits 0 where a monitor
 * was found and every one found was read, 1 otherwise, 2 where it was called wrongly. Runs in plain Node, without
 * vault or windows, and writes no file.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { awakeMs } from '../session/clock.ts';
import { type ChildReport, childReport } from './libusb-report.ts';
import { driverArgument, familiesOfDriver } from './linux-driver.ts';
import type { LinuxDriver } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { type MonitorsLine, textOfLine } from './monitors-lines.ts';
import { errorLine, reportMonitors } from './monitors-report.ts';
import { createLibusbBus, createNodeHidBus } from './node-hid-bus.ts';
import { isPluggedIn } from './usb-ids.ts';

const usage = 'Use: npm run monitors [-- --json [--traffic]]';

type Asked = {
  readonly help: boolean;
  readonly json: boolean;
  readonly traffic: boolean;
  /** node-hid's driver on Linux; this program starts itself once more for the second. */
  readonly driver: LinuxDriver;
};

function readAsked(args: readonly string[]): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        traffic: { type: 'boolean', default: false },
        driver: { type: 'string', default: 'hidraw' },
      },
    });
    const { help, json, traffic, driver } = values;
    if (driver !== 'hidraw' && driver !== 'libusb') return `There is no driver ${driver}.`;
    return { help, json, traffic, driver };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

const nothing: ChildReport = { found: 0, allRead: true };

const usbIdsOf = (driver: LinuxDriver) => familiesOfDriver(driver).flatMap(({ usbIds }) => usbIds);

/** The monitors that only the second driver reaches, where one is plugged in, in a process of its own. */
async function libusbReport(tell: (line: MonitorsLine) => void): Promise<ChildReport> {
  // The kernel keeps these away from its HID driver, so that the first driver does not even list them.
  if (!(await isPluggedIn(usbIdsOf('libusb')))) return nothing;
  const program = fileURLToPath(import.meta.url);
  return childReport([process.execPath, program, '--json', '--traffic', driverArgument('libusb')], tell);
}

async function report({ json, traffic, driver }: Asked): Promise<number> {
  const tell = (line: MonitorsLine) => {
    if ('traffic' in line && json && !traffic) return;
    console.log(json ? JSON.stringify(line) : textOfLine(line));
  };
  const onLinux = process.platform === 'linux';
  const own = await reportMonitors({
    bus: driver === 'libusb' ? createLibusbBus(usbIdsOf(driver)) : createNodeHidBus(process.platform),
    timer: {
      after(delayMs, run) {
        const handle = setTimeout(run, delayMs);
        return () => clearTimeout(handle);
      },
    },
    nowMs: awakeMs,
    families: familiesOfDriver(onLinux ? driver : null),
    tell,
  });
  if (driver === 'libusb') return own.allRead ? 0 : 1;
  const others = onLinux && own.listed ? await libusbReport(tell) : nothing;
  const found = own.found + others.found;
  const allRead = own.allRead && others.allRead;
  if (found === 0 && allRead) tell(errorLine(monitorProblem.none(), null));
  return found > 0 && allRead ? 0 : 1;
}

const asked = readAsked(process.argv.slice(2));
if (typeof asked === 'string') {
  console.error(`${asked}\n${usage}`);
  process.exitCode = 2;
} else if (asked.help) {
  console.log(usage);
} else {
  process.exitCode = await report(asked);
}
