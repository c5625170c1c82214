/**
 * Runs inside the virtual machine, as root: plays monitors through the kernel and reads them with the real node-hid, by the
 * command that people run and by the service that the app runs. Prints a line for each check and exits 0 when it got to
 * its end; whether the checks passed is for whoever reads them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MonitorsLine } from '../../electron/monitors/monitors-lines.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createOmronSimulator } from '../simulators/omron-classic-simulator.ts';
import { type Check, expectSame, expectThat, lineOfCheck } from './checks.ts';
import { checkConversation } from './conversation-check.ts';
import { expectedReadings, expectedRefusal, filled, type LabMonitor, labMonitors } from './lab-monitors.ts';
import { byMonitor, type CommandRun, runMonitorsCommand } from './monitors-command.ts';
import { type PlayedMonitor, playMonitor } from './played-monitor.ts';
import { reportDescriptor, unnumbered } from './report-descriptors.ts';
import { plugInVirtualHid } from './virtual-hid.ts';

const timer: Timer = {
  after(delayMs, run) {
    const handle = setTimeout(run, delayMs);
    return () => clearTimeout(handle);
  },
};
const tell = (check: Check) => console.log(lineOfCheck(check));
/** Nobody: may open no monitor. */
const unprivilegedUser = 65_534;

/** How long the kernel may take to make its files. */
const patienceMs = 20_000;

/** The file by which the kernel names the interface that was plugged in with this `phys`, once it has made one. */
async function pathOf(phys: string): Promise<string> {
  const folder = '/sys/class/hidraw';
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
    const name = readdirSync(folder).find((entry) =>
      readFileSync(join(folder, entry, 'device', 'uevent'), 'utf8')
        .split('\n')
        .includes(`HID_PHYS=${phys}`),
    );
    if (name !== undefined && existsSync(`/dev/${name}`)) return `/dev/${name}`;
    await pause(50);
  }
  throw new Error(`the kernel made no interface for ${phys}`);
}

/** Everything the command told of the monitor on this path. */
const toldOf = (run: CommandRun, path: string): readonly MonitorsLine[] | null =>
  byMonitor(run.lines).find((told) => told.path === path)?.lines ?? null;

const codesIn = (lines: readonly MonitorsLine[] | null) =>
  lines?.flatMap((line) => ('error' in line ? [line.error.code] : [])) ?? [];

const readingsIn = (lines: readonly MonitorsLine[] | null) =>
  lines
    ?.flatMap((line) => ('reading' in line ? [line.reading] : []))
    .map(({ takenAt, systolicMmHg, diastolicMmHg, pulsePerMin, slot }) => {
      return `${takenAt?.slice(0, 16)} ${systolicMmHg}/${diastolicMmHg} ${pulsePerMin} ${slot ?? '-'}`;
    })
    .sort() ?? [];

/** How often a command is run that the machine was too slow for. */
const attempts = 3;

/**
 * Runs the command again where it gave up listing: a machine made of software on a busy one may take longer than the
 * three seconds that listing may take. Nothing has been opened by then.
 */
async function untilListed(run: () => Promise<CommandRun>): Promise<CommandRun> {
  for (let attempt = 1; ; attempt += 1) {
    const done = await run();
    if (attempt === attempts || !codesIn(done.lines).includes('monitor-list-failed')) return done;
  }
}

const runFaults = (run: CommandRun, exitCode: number) => [
  ...expectSame(
    'problems of no monitor',
    codesIn(run.lines.filter((line) => 'error' in line && line.error.family === null)),
    [],
  ),
  ...expectSame('exit code', run.exitCode, exitCode),
  ...expectSame('what is not one of its lines', run.strange, []),
];

type Plugged = LabMonitor & {
  readonly phys: string;
  /** Empty until the kernel has made its file. */
  path: string;
  readonly played: PlayedMonitor;
  /** The patient measures 133/84 with a pulse of 69. */
  readonly measure: () => void;
};

async function plugIn(monitor: LabMonitor, phys: string): Promise<Plugged> {
  const made = filled(monitor.make(timer));
  const played = await playMonitor(made.bus, { phys, descriptor: reportDescriptor(monitor.reports) });
  const newest = { localMs: Date.UTC(2026, 10, 23, 14, 21, 0), systolicMmHg: 133, diastolicMmHg: 84, pulsePerMin: 69 };
  return { ...monitor, phys, played, path: '', measure: () => made.store('A', newest) };
}

/** An interface with a monitor's id that answers every output report in its own way. */
function gadget(phys: string, vendorId: number, productId: number, answer: (report: Uint8Array) => Uint8Array | null) {
  const hid = plugInVirtualHid({
    ...{ name: 'Gadget', phys, serial: null, vendorId, productId },
    descriptor: reportDescriptor(unnumbered(8, 8, 2)),
    onOutput(report) {
      const reply = answer(report);
      if (reply !== null) hid.input(reply);
    },
    onFeature: () => {},
  });
  return hid;
}

/** Everything that is plugged in at once: monitors as they should be, two of one kind, and every kind of trouble. */
async function plugAllIn() {
  const kinds = labMonitors;
  const [twinKind] = kinds.filter(({ family }) => family === 'omron-classic');
  if (twinKind === undefined) throw new Error('the lab has no Omron');
  const healthy = await Promise.all(kinds.map((monitor, at) => plugIn(monitor, `lab/healthy${at}`)));
  const twin = await plugIn(twinKind, 'lab/twin');

  const gadgets = [
    gadget('lab/asleep', 0x0590, 0x0028, () => null),
    gadget('lab/echo', 0x0c45, 0x7406, ([, command]) => new Uint8Array(8).fill(command === 0xaa ? 0x55 : 0x01)),
  ];
  const pedometer = createOmronSimulator(timer, { dialect: 'banks', version: 'HJ-720IT' });
  const others = [
    await playMonitor(pedometer.bus, { phys: 'lab/pedometer', descriptor: reportDescriptor(unnumbered(8, 8, 2)) }),
  ];
  for (const { name, reports, make, pullAtWrite } of kinds) {
    const descriptor = reportDescriptor(reports);
    const bus = filled(make(timer)).bus;
    others.push(await playMonitor(bus, { phys: pulled(name), descriptor, unplugAtWrite: pullAtWrite }));
  }
  return { kinds, healthy: [...healthy, twin], twin, troubled: [...gadgets, ...others] };
}

const pulled = (name: string) => `lab/pulled ${name}`;

function deniedCheck(denied: CommandRun, healthy: readonly Plugged[]): Check {
  return {
    name: 'whoever may not open a monitor is told the rule that lets them',
    faults: [
      ...runFaults(denied, 1),
      ...healthy.flatMap(({ name, path, played: { listing } }) => {
        const lines = toldOf(denied, path);
        const message = lines?.map((line) => ('error' in line ? line.error.message : '')).join() ?? '';
        const rule = `ATTRS{idVendor}=="${listing.vendorId.toString(16).padStart(4, '0')}"`;
        return [
          ...expectSame(name, codesIn(lines), ['monitor-permission-denied']),
          ...expectThat(message.includes(rule), `${name}: no rule with ${rule} in ${message}`),
        ];
      }),
    ],
  };
}

function readCheck(read: CommandRun, { name, family, path, played, users }: Plugged): Check {
  const lines = toldOf(read, path);
  const refused = lines?.flatMap((line) => ('refused' in line ? [line.refused.reason] : [])) ?? [];
  const directions = new Set(lines?.flatMap((line) => ('traffic' in line ? [line.traffic.direction] : [])));
  const families = new Set(lines?.flatMap((line) => Object.values(line).map((told) => told.family)));
  return {
    name: `${name} is read through the kernel, on ${path}`,
    faults: [
      ...expectSame('readings', readingsIn(lines), expectedReadings[users]),
      ...expectSame('set aside', refused, [expectedRefusal]),
      ...expectSame('problems', codesIn(lines), []),
      ...expectThat(directions.has('TX') && directions.has('RX'), `traffic only ${[...directions].join()}`),
      ...expectSame('families', [...families], [family]),
      ...expectSame('what the monitor found wrong on the cable', played.faults, []),
    ],
  };
}

async function runLab(): Promise<void> {
  const { kinds, healthy, twin, troubled } = await plugAllIn();
  for (const monitor of healthy) monitor.path = await pathOf(monitor.phys);
  const troubles = [
    { name: 'a monitor that is asleep', phys: 'lab/asleep', code: 'monitor-asleep' },
    { name: 'a gadget with the id of a Beurer is refused', phys: 'lab/echo', code: 'monitor-foreign' },
    { name: 'a pedometer with the id of an Omron is refused', phys: 'lab/pedometer', code: 'monitor-foreign' },
    ...kinds.map(({ name }) => {
      return { name: `${name} is unplugged while it is read`, phys: pulled(name), code: 'monitor-unplugged' };
    }),
  ];
  const pathOfTrouble = new Map<string, string>();
  for (const { phys } of troubles) pathOfTrouble.set(phys, await pathOf(phys));

  const [denied, read] = await Promise.all([
    untilListed(() => runMonitorsCommand('program', ['--json'], unprivilegedUser)),
    untilListed(() => runMonitorsCommand('script', ['--json', '--traffic'])),
  ]);
  tell(deniedCheck(denied, healthy));
  for (const monitor of healthy) tell(readCheck(read, monitor));
  for (const { name, phys, code } of troubles) {
    const lines = toldOf(read, pathOfTrouble.get(phys) ?? '');
    tell({
      name,
      faults: [...expectSame('problems', codesIn(lines), [code]), ...expectSame('readings', readingsIn(lines), [])],
    });
  }
  const paths = new Set(byMonitor(read.lines).map(({ path }) => path));
  tell({
    name: 'everything is listed once, on a path of its own; where not all was read it ends with 1',
    faults: [
      ...expectSame('monitors', paths.size, healthy.length + troubled.length),
      ...expectSame('monitor lines', byMonitor(read.lines).length, paths.size),
      ...runFaults(read, 1),
    ],
  });

  for (const { unplug } of troubled) unplug();
  const checks = await checkConversation(timer, { path: twin.path, measure: twin.measure });
  for (const check of checks) tell(check);
}

if (import.meta.main) {
  await runLab();
  process.exit(0);
}
