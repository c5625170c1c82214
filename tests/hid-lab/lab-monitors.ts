import { monitorFamilies } from '../../electron/monitors/families.ts';
import type { HidBus } from '../../electron/monitors/hid-transport.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import type { MonitorFamilyId } from '../../shared/vitals/reading.ts';
import { bm96Hid } from '../simulators/beurer-bm96-simulator.ts';
import { createMicrolifeMSimulator, microlifeMHid } from '../simulators/microlife-m-simulator.ts';
import { benchMonitors, type MeasuredPressure } from '../simulators/monitor-bench.ts';
import { createM400Simulator, m400Hid } from '../simulators/omron-m400-simulator.ts';
import { taidocHid } from '../simulators/taidoc-cp2110-simulator.ts';
import { type Reports, unnumbered } from './report-descriptors.ts';

/** A simulated monitor as the lab uses it. */
export type Simulated = {
  readonly bus: HidBus;
  store(slot: 'A' | 'B', pressure: MeasuredPressure): void;
};

export type LabMonitor = {
  readonly name: string;
  readonly family: MonitorFamilyId;
  readonly reports: Reports;
  /** The host's report at which the cable is pulled in the middle of a reading. */
  readonly pullAtWrite: number;
  /** `chosen`: only the chosen user's readings come; `one`: it knows one user, and all are theirs. */
  readonly users: 'both' | 'chosen' | 'one';
  make(timer: Timer): Simulated;
};

const fromBench = (name: string) => (timer: Timer) => {
  const make = benchMonitors[name];
  if (make === undefined) throw new Error(`there is no simulated ${name}`);
  return make(timer);
};

const omronReports = unnumbered(8, 8, 2);

const everyMonitor: readonly LabMonitor[] = [
  {
    ...{ name: 'beurer-bm55', family: 'beurer-bm55', reports: unnumbered(8, 8), pullAtWrite: 9, users: 'both' },
    make: fromBench('beurer-bm55'),
  },
  {
    ...{ name: 'beurer-bm96', family: 'beurer-bm96', reports: bm96Hid, pullAtWrite: 5, users: 'both' },
    make: fromBench('beurer-bm96'),
  },
  {
    ...{ name: 'omron-classic banks', family: 'omron-classic', reports: omronReports, pullAtWrite: 16, users: 'both' },
    make: fromBench('omron-classic banks'),
  },
  {
    ...{ name: 'omron-classic single', family: 'omron-classic', reports: omronReports, pullAtWrite: 16, users: 'one' },
    make: fromBench('omron-classic single'),
  },
  {
    ...{ name: 'taidoc-cp2110', family: 'taidoc-cp2110', reports: taidocHid, pullAtWrite: 5, users: 'one' },
    make: fromBench('taidoc-cp2110'),
  },
  {
    ...{ name: 'omron-m400', family: 'omron-m400', reports: m400Hid, pullAtWrite: 20, users: 'both' },
    make: (timer) => createM400Simulator(timer, { perUser: 60 }),
  },
  {
    ...{ name: 'microlife-m', family: 'microlife-m', reports: microlifeMHid('whole'), pullAtWrite: 1, users: 'chosen' },
    make: (timer) => createMicrolifeMSimulator(timer, { framing: 'whole' }),
  },
];

/** Every monitor that Linux' own HID driver gives to programs, and that Vigil reads. */
export const labMonitors = everyMonitor.filter(({ family }) => monitorFamilies.some(({ id }) => id === family));

const at = (hour: number, minute: number) => Date.UTC(2026, 10, 23, hour, minute, 0);

/** What the monitors of the lab remember; the last is no reading, its pressures being too close together. */
const remembered = [
  { slot: 'A', localMs: at(14, 5), systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 },
  { slot: 'A', localMs: at(14, 9), systolicMmHg: 142, diastolicMmHg: 91, pulsePerMin: 64 },
  { slot: 'B', localMs: at(14, 12), systolicMmHg: 119, diastolicMmHg: 76, pulsePerMin: 80 },
  { slot: 'A', localMs: at(14, 15), systolicMmHg: 100, diastolicMmHg: 95, pulsePerMin: 70 },
] as const;

/** What is to be read of them: time to the minute, pressures, pulse, slot. */
export const expectedReadings: Readonly<Record<LabMonitor['users'], readonly string[]>> = {
  both: ['2026-11-23T14:05 128/82 71 A', '2026-11-23T14:09 142/91 64 A', '2026-11-23T14:12 119/76 80 B'],
  chosen: ['2026-11-23T14:05 128/82 71 A', '2026-11-23T14:09 142/91 64 A'],
  one: ['2026-11-23T14:05 128/82 71 -', '2026-11-23T14:09 142/91 64 -', '2026-11-23T14:12 119/76 80 -'],
};
export const expectedRefusal = 'In 100/95 systolic and diastolic are less than 10 mmHg apart.';

/** A monitor that holds what the lab's monitors remember. */
export function filled(monitor: Simulated): Simulated {
  for (const { slot, ...pressure } of remembered) monitor.store(slot, pressure);
  return monitor;
}
