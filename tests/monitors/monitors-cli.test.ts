import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { familyOf, monitorFamilies } from '../../electron/monitors/families.ts';
import type { HidBus, HidListing, HidTransport } from '../../electron/monitors/hid-transport.ts';
import { childReport } from '../../electron/monitors/libusb-report.ts';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import { type MonitorsLine, monitorsLineSchema, textOfLine } from '../../electron/monitors/monitors-lines.ts';
import { type MonitorsReport, reportMonitors } from '../../electron/monitors/monitors-report.ts';
import { hexWithoutSerial, recordBus } from '../../electron/monitors/recorded-transport.ts';
import { isPluggedIn } from '../../electron/monitors/usb-ids.ts';
import { bytes } from '../simulators/bytes.ts';
import { benchMonitors, promptLocalMs } from '../simulators/monitor-bench.ts';
import { createVirtualTimer, type VirtualTimer } from '../simulators/virtual-timer.ts';

/** A report over a bus in virtual time, its lines as the command would print them. */
async function reported(
  bus: HidBus,
  timer: VirtualTimer = createVirtualTimer(),
): Promise<MonitorsReport & { readonly lines: readonly MonitorsLine[] }> {
  const printed: string[] = [];
  const report = await timer.settle(
    reportMonitors({
      bus,
      timer,
      nowMs: () => Math.round(timer.elapsedMs()),
      families: monitorFamilies,
      tell: (line) => printed.push(JSON.stringify(line)),
    }),
  );
  return { ...report, lines: printed.map((text) => monitorsLineSchema.parse(JSON.parse(text))) };
}

const errorsIn = (lines: readonly MonitorsLine[]) =>
  lines.flatMap((line) => ('error' in line ? [[line.error.family, line.error.code]] : []));
const readingsIn = (lines: readonly MonitorsLine[]) =>
  lines.flatMap((line) => ('reading' in line ? [line.reading] : []));
const trafficIn = (lines: readonly MonitorsLine[]) =>
  lines.flatMap((line) => ('traffic' in line ? [line.traffic] : []));

const listed = (listings: readonly HidListing[], open: HidBus['open']): HidBus => ({
  list: async () => ({ ok: true, value: listings }),
  open,
});
const omronListing: HidListing = {
  vendorId: 0x0590,
  productId: 0x0028,
  path: '/dev/hidraw7',
  serial: null,
  product: 'Omron',
  port: null,
};
const silent = (answer: () => Uint8Array | null, timer: VirtualTimer): HidTransport => ({
  write: async () => {},
  read: (timeoutMs) =>
    new Promise((resolve) => {
      const report = answer();
      timer.after(report === null ? timeoutMs : 1, () => resolve(report ?? new Uint8Array(0)));
    }),
  sendFeature: async () => {},
  close: async () => {},
  onError: () => {},
});

describe.each(Object.entries(benchMonitors))('%s', (name, make) => {
  test('its readings, what is set aside, and its traffic', async () => {
    const timer = createVirtualTimer();
    const monitor = make(timer);
    monitor.store('A', { localMs: promptLocalMs - 60_000, systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 });
    monitor.store('A', { localMs: promptLocalMs, systolicMmHg: 100, diastolicMmHg: 95, pulsePerMin: 70 });
    const { lines, found, allRead } = await reported(monitor.bus, timer);
    const family = name.split(' ')[0];
    expect({ found, allRead }).toEqual({ found: 1, allRead: true });
    expect(lines[0]).toMatchObject({ monitor: { family } });
    expect(readingsIn(lines)).toEqual([
      {
        family,
        systolicMmHg: 128,
        diastolicMmHg: 82,
        pulsePerMin: 71,
        takenAt: expect.stringMatching(/^2026-11-23T14:04/),
        slot: monitor.knowsSlots ? 'A' : null,
        flags: [],
      },
    ]);
    expect(lines).toContainEqual({
      refused: { family, reason: 'In 100/95 systolic and diastolic are less than 10 mmHg apart.' },
    });
    const traffic = trafficIn(lines);
    expect(new Set(traffic.map(({ direction }) => direction))).toContain('TX');
    expect(traffic[0]?.atMs).toBeLessThan(300);
    const times = traffic.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('unplugged before it is opened: the problem, and nothing read', async () => {
    const timer = createVirtualTimer();
    const monitor = make(timer);
    const gone: HidBus = {
      list: () => monitor.bus.list(),
      open: (listing) => {
        monitor.unplug();
        return monitor.bus.open(listing);
      },
    };
    const { lines, allRead } = await reported(gone, timer);
    expect(allRead).toBe(false);
    expect(errorsIn(lines)).toEqual([[name.split(' ')[0], 'monitor-chosen-missing']]);
  });
});

test('nothing plugged in: nothing found, nothing failed', async () => {
  const keyboard = { ...omronListing, vendorId: 0x046d, productId: 0xc31c };
  const { lines, ...report } = await reported(listed([keyboard], () => expect.fail()));
  expect(report).toEqual({ found: 0, allRead: true, listed: true });
  expect(lines).toEqual([]);
});

test('a system that does not list is a problem of no monitor in particular', async () => {
  const bus: HidBus = {
    list: async () => ({ ok: false, problem: monitorProblem.driverMissing('linux') }),
    open: () => expect.fail(),
  };
  const { lines, ...report } = await reported(bus);
  expect(report).toEqual({ found: 0, allRead: false, listed: false });
  expect(errorsIn(lines)).toEqual([[null, 'monitor-driver-missing']]);
});

test('a monitor that may not be opened: the rule to copy stands in the message, and the next one is read still', async () => {
  const timer = createVirtualTimer();
  const asleep = { ...omronListing, path: '/dev/hidraw8' };
  const { lines, found, allRead } = await reported(
    listed([omronListing, asleep], async (listing) =>
      listing.path === asleep.path
        ? { ok: true, value: silent(() => null, timer) }
        : { ok: false, problem: monitorProblem.permissionDenied(listing, 'hidraw') },
    ),
    timer,
  );
  expect({ found, allRead }).toEqual({ found: 2, allRead: false });
  expect(errorsIn(lines)).toEqual([
    ['omron-classic', 'monitor-permission-denied'],
    ['omron-classic', 'monitor-asleep'],
  ]);
  const [denied] = lines.flatMap((line) => ('error' in line ? [line.error.message] : []));
  expect(denied).toContain('ATTRS{idVendor}=="0590", ATTRS{idProduct}=="0028"');
});

test('a monitor that another process reaches is left to it', async () => {
  const timer = createVirtualTimer();
  const bus = listed([omronListing], () => expect.fail());
  const report = reportMonitors({ bus, timer, nowMs: () => 0, families: [], tell: () => expect.fail() });
  expect(await report).toEqual({ found: 0, allRead: true, listed: true });
});

test('whatever a monitor sends, every line is one of the command’s and the report ends', async () => {
  const ids = monitorFamilies.flatMap(({ usbIds }) => usbIds);
  const reports = fc.array(fc.option(fc.uint8Array({ maxLength: 64 })), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ids),
      reports,
      fc.option(fc.string({ maxLength: 12 })),
      async (id, sent, serial) => {
        const timer = createVirtualTimer();
        const waiting = [...sent];
        const listing = { ...omronListing, ...id, serial };
        expect(familyOf(listing)).not.toBeNull();
        const transport = silent(() => waiting.shift() ?? null, timer);
        const { found } = await reported(
          listed([listing], async () => ({ ok: true, value: transport })),
          timer,
        );
        expect(found).toBe(1);
      },
    ),
    { numRuns: 150 },
  );
});

test('every line has words for a person', () => {
  const lines: readonly MonitorsLine[] = [
    { monitor: { family: 'omron-classic', vendorId: 0x0590, productId: 0x28, path: '/dev/hidraw0' } },
    { traffic: { family: 'omron-classic', path: '/dev/hidraw0', atMs: 1234, direction: 'RX', hex: '02 4f 4b' } },
    {
      reading: {
        family: 'omron-classic',
        ...{ systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 },
        ...{ takenAt: '2026-11-23T14:05:20', slot: 'B', flags: ['movement'] },
      },
    },
    { refused: { family: 'omron-classic', reason: 'Why.' } },
    { error: { family: null, code: 'monitor-none', message: 'None. Plug one in.' } },
  ];
  expect(lines.map(textOfLine)).toEqual([
    'omron-classic  0590:0028  /dev/hidraw0',
    '     1234 ms  RX       02 4f 4b',
    '  2026-11-23T14:05:20  128/82 mmHg  pulse 71  slot B  movement',
    '  set aside: Why.',
    'monitor-none: None. Plug one in.',
  ]);
});

describe('serial numbers in the traffic', () => {
  // "SN" and "AB12345" in ASCII around other bytes.
  const report = bytes('07 53 41 42 31 32 33 34 35 00');
  test.each([
    ['the whole number', 'AB12345', '07 53 ** ** ** ** ** ** ** 00'],
    ['four bytes of it', '2345', '07 53 41 42 31 ** ** ** ** 00'],
    ['three bytes of a longer one say nothing', '345Z', '07 53 41 42 31 32 33 34 35 00'],
    ['a number shorter than four', '45', '07 53 41 42 31 32 33 ** ** 00'],
    ['none', null, '07 53 41 42 31 32 33 34 35 00'],
    ['an empty one', '', '07 53 41 42 31 32 33 34 35 00'],
  ])('%s', (_, serial, hex) => {
    expect(hexWithoutSerial(report, serial)).toBe(hex);
  });

  test('one byte again and again tells nothing', () => {
    expect(hexWithoutSerial(bytes('30 30 30 30 31'), '0000001')).toBe('30 ** ** ** **');
    expect(hexWithoutSerial(bytes('30 30 30 30'), '00000')).toBe('30 30 30 30');
  });

  test('a listed serial number is in no line of traffic', async () => {
    const timer = createVirtualTimer();
    const entries: string[] = [];
    const transport = { ...silent(() => bytes('02 41 42 31 32'), timer) };
    const bus = recordBus(
      listed([], async () => ({ ok: true, value: transport })),
      () => 5,
      ({ direction, atMs, hex }) => entries.push(`${direction} ${atMs} ${hex}`),
    );
    const opened = await bus.open({ ...omronListing, serial: 'AB12' });
    if (!opened.ok) return expect.fail();
    await opened.value.write(bytes('00 41 42 31 32'));
    await opened.value.sendFeature(bytes('00 01'));
    await timer.settle(opened.value.read(50));
    expect(entries).toEqual(['TX 0 00 ** ** ** **', 'FEATURE 0 00 01', 'RX 0 02 ** ** ** **']);
  });
});

describe('the second process', () => {
  const monitor = '{"monitor":{"family":"omron-classic","vendorId":1424,"productId":40,"path":"1-2:1.0"}}';
  const running = async (script: string) => {
    const lines: MonitorsLine[] = [];
    const report = await childReport([process.execPath, '--eval', script], (line) => lines.push(line));
    return { ...report, codes: errorsIn(lines).map(([, code]) => code), lines };
  };
  const ended = 'monitor-process-ended';

  test.each([
    ['all read', `console.log('${monitor}')`, { found: 1, allRead: true, codes: [] }],
    ['not all read', `console.log('${monitor}'); process.exitCode = 1`, { found: 1, allRead: false, codes: [] }],
    ['another exit code', 'process.exitCode = 3', { found: 0, allRead: false, codes: [ended] }],
    ['killed', "process.kill(process.pid, 'SIGKILL')", { found: 0, allRead: false, codes: [ended] }],
    ['no JSON', "console.log('{')", { found: 0, allRead: false, codes: [ended] }],
    ['another JSON', "console.log('{}')", { found: 0, allRead: false, codes: [ended] }],
  ])('%s', async (_, script, expected) => {
    expect(await running(script)).toMatchObject(expected);
  });

  test('a program that is not there', async () => {
    const lines: MonitorsLine[] = [];
    const report = await childReport(['/nowhere/at-all'], (line) => lines.push(line));
    expect(report).toEqual({ found: 0, allRead: false });
    expect(errorsIn(lines).map(([, code]) => code)).toContain(ended);
  });
});

describe('USB ids as Linux tells them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-usb-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const device = (name: string, vendor: string | null, product: string | null) => {
    mkdirSync(join(folder, name), { recursive: true });
    if (vendor !== null) writeFileSync(join(folder, name, 'idVendor'), `${vendor}\n`);
    if (product !== null) writeFileSync(join(folder, name, 'idProduct'), `${product}\n`);
  };
  const omron = [{ vendorId: 0x0590, productId: 0x0028 }];

  test('there, not there, half there, and a system without them', async () => {
    device('usb1', '1d6b', '0002');
    device('1-1:1.0', null, null);
    device('1-2', '0590', null);
    expect(await isPluggedIn(omron, folder)).toBe(false);
    device('1-3', '0590', '0028');
    expect(await isPluggedIn(omron, folder)).toBe(true);
    expect(await isPluggedIn([{ vendorId: 0x0028, productId: 0x0590 }], folder)).toBe(false);
    expect(await isPluggedIn(omron, join(folder, 'none'))).toBe(false);
  });
});

test.each([
  [['--help'], 0],
  [['--driver', 'other'], 2],
  [['--unknown'], 2],
  [['something'], 2],
])('the program called with %j says how to call it and exits with %i', (args, exitCode) => {
  const program = join(import.meta.dirname, '../../electron/monitors/monitors-cli.ts');
  const run = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  expect(run.stdout + run.stderr).toContain('npm run monitors [-- --json [--traffic]]');
  expect(run.status).toBe(exitCode);
});
