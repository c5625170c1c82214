import { type Conversation, createConversation } from '../../electron/monitors/conversation.ts';
import type { HidBus } from '../../electron/monitors/hid-transport.ts';
import { microlifeBpa100 } from '../../electron/monitors/microlife-bpa100.ts';
import type { MonitorFamily } from '../../electron/monitors/monitor-family.ts';
import type { MonitorsState, RawDelivery, WallTime } from '../../electron/monitors/monitors-state.ts';
import { createSimulatedBeurer } from '../../electron/monitors/simulated-beurer.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { createBm96Simulator } from './beurer-bm96-simulator.ts';
import { createFaultyBus, type FaultyBus } from './faults.ts';
import { createBpaSimulator } from './microlife-bpa100-simulator.ts';
import { createMicrolifeMSimulator } from './microlife-m-simulator.ts';
import { createOmronSimulator } from './omron-classic-simulator.ts';
import { createM400Simulator } from './omron-m400-simulator.ts';
import { createTaidocSimulator } from './taidoc-cp2110-simulator.ts';
import { createVirtualTimer, type VirtualTimer } from './virtual-timer.ts';

/** 2026-11-23 14:05:20 in a zone two hours east. */
export const promptTime: WallTime = { nowWallMs: Date.UTC(2026, 10, 23, 12, 5, 20), utcOffsetMinutes: 120 };
export const promptLocalMs = Date.UTC(2026, 10, 23, 14, 5, 20);
export const laterBy = (ms: number): WallTime => ({ ...promptTime, nowWallMs: promptTime.nowWallMs + ms });

export type MeasuredPressure = {
  readonly localMs: number;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number;
};

/** A simulated monitor of any family, with what a patient does to it. */
export type MonitorOnBench = {
  readonly name: string;
  readonly bus: HidBus;
  readonly key: string;
  readonly needsReplug: boolean;
  readonly knowsSlots: boolean;
  /** How many writes an exchange has at least, where that is fewer than nine. */
  readonly fewestWrites?: number;
  /** The families that are looked for; absent: all. */
  readonly families?: readonly MonitorFamily[];
  store(slot: 'A' | 'B', pressure: MeasuredPressure): void;
  replug(): void;
  unplug(): void;
};

export const benchMonitors: Readonly<Record<string, (timer: Timer) => MonitorOnBench>> = {
  'beurer-bm55': (timer) => {
    const beurer = createSimulatedBeurer(timer);
    return {
      name: 'beurer-bm55',
      bus: beurer.bus,
      key: 'beurer-bm55:port:simulated',
      needsReplug: true,
      knowsSlots: true,
      store: (slot, pressure) => beurer.store({ ...pressure, slot }),
      replug: beurer.replug,
      unplug: beurer.unplug,
    };
  },
  'beurer-bm96': (timer) => {
    const beurer = createBm96Simulator(timer);
    return {
      name: 'beurer-bm96',
      bus: beurer.bus,
      key: 'beurer-bm96:port:1-4',
      needsReplug: true,
      knowsSlots: true,
      store: (slot, pressure) => beurer.store(slot, pressure),
      replug: beurer.replug,
      unplug: beurer.unplug,
    };
  },
  'microlife-bpa100 memory': (timer) => bpaOnBench(timer),
  'microlife-m split': (timer) => microlifeOnBench(timer, 'split'),
  'microlife-m whole': (timer) => microlifeOnBench(timer, 'whole'),
  'omron-classic banks': (timer) => omronOnBench(timer, 'banks'),
  'omron-classic single': (timer) => omronOnBench(timer, 'single'),
  'omron-m400 60': (timer) => m400OnBench(timer, 60),
  'omron-m400 100': (timer) => m400OnBench(timer, 100),
  'taidoc-cp2110': (timer) => {
    const taidoc = createTaidocSimulator(timer);
    return {
      name: 'taidoc-cp2110',
      bus: taidoc.bus,
      key: 'taidoc-cp2110:port:1-5',
      needsReplug: false,
      knowsSlots: false,
      store: (_slot, pressure) => taidoc.store(pressure),
      replug: taidoc.replug,
      unplug: taidoc.unplug,
    };
  },
};

/** Only its memory, as of a monitor that cannot be listened to; what it sends by itself is tried apart. */
function bpaOnBench(timer: Timer): MonitorOnBench {
  const bpa = createBpaSimulator(timer);
  return {
    name: 'microlife-bpa100 memory',
    bus: bpa.bus,
    key: 'microlife-bpa100:port:1-8',
    needsReplug: false,
    knowsSlots: true,
    fewestWrites: 2,
    families: [
      { ...microlifeBpa100, live: null, capabilities: { ...microlifeBpa100.capabilities, measuring: 'stored-only' } },
    ],
    store: (slot, pressure) => bpa.store(slot, pressure),
    replug: bpa.replug,
    unplug: bpa.unplug,
  };
}

function microlifeOnBench(timer: Timer, framing: 'split' | 'whole'): MonitorOnBench {
  const microlife = createMicrolifeMSimulator(timer, { framing });
  return {
    name: `microlife-m ${framing}`,
    bus: microlife.bus,
    key: 'microlife-m:port:1-7',
    needsReplug: false,
    knowsSlots: true,
    fewestWrites: 2,
    store: (slot, pressure) => microlife.store(slot, pressure),
    replug: microlife.replug,
    unplug: microlife.unplug,
  };
}

function m400OnBench(timer: Timer, perUser: 60 | 100): MonitorOnBench {
  const omron = createM400Simulator(timer, { perUser });
  return {
    name: `omron-m400 ${perUser}`,
    bus: omron.bus,
    key: 'omron-m400:port:1-6',
    needsReplug: false,
    knowsSlots: true,
    store: (slot, pressure) => omron.store(slot, pressure),
    replug: omron.replug,
    unplug: omron.unplug,
  };
}

function omronOnBench(timer: Timer, dialect: 'banks' | 'single'): MonitorOnBench {
  const omron = createOmronSimulator(timer, { dialect, firstWake: 'not-ready', noToFirstRecords: 1 });
  omron.clock.time = [26, 11, 23, 14, 6, 0];
  return {
    name: `omron-classic ${dialect}`,
    bus: omron.bus,
    key: 'omron-classic:port:1-3',
    needsReplug: false,
    knowsSlots: dialect === 'banks',
    store(slot, pressure) {
      const at = new Date(pressure.localMs);
      omron.store(dialect === 'banks' && slot === 'B' ? 1 : 0, {
        time: [
          at.getUTCFullYear() - 2000,
          at.getUTCMonth() + 1,
          at.getUTCDate(),
          at.getUTCHours(),
          at.getUTCMinutes(),
          at.getUTCSeconds(),
        ],
        systolicMmHg: pressure.systolicMmHg,
        diastolicMmHg: pressure.diastolicMmHg,
        pulsePerMin: pressure.pulsePerMin,
      });
    },
    replug: omron.replug,
    unplug: omron.unplug,
  };
}

export type Bench = {
  readonly timer: VirtualTimer;
  readonly monitor: MonitorOnBench;
  readonly bus: FaultyBus;
  readonly conversation: Conversation;
  readonly states: MonitorsState[];
  readonly deliveries: RawDelivery[];
  state(): MonitorsState;
  /** Lets time pass until nothing is being exchanged. */
  quiet(): Promise<void>;
};

/** A conversation with one simulated monitor, its faults and virtual time. */
export async function createBench(
  make: (timer: VirtualTimer) => MonitorOnBench,
  bind: 'A' | 'B' | null = 'A',
  otherBus?: (bus: HidBus) => HidBus,
): Promise<Bench> {
  const timer = createVirtualTimer();
  const monitor = make(timer);
  const bus = createFaultyBus(otherBus?.(monitor.bus) ?? monitor.bus, timer);
  const states: MonitorsState[] = [];
  const deliveries: RawDelivery[] = [];
  let ids = 0;
  const conversation = createConversation({
    bus,
    timer,
    ...(monitor.families === undefined ? {} : { families: monitor.families }),
    pollEveryMs: 1500,
    busyWhileMeasuring: false,
    newReadingId: () => {
      ids += 1;
      return `reading-${ids}`;
    },
    onState: (state) => states.push(state),
    onDelivery: (delivery) => deliveries.push(delivery),
  });
  conversation.start();
  await timer.advance(10);
  if (bind !== null) conversation.bind(monitor.key, bind);
  return {
    timer,
    monitor,
    bus,
    conversation,
    states,
    deliveries,
    state: () => conversation.state(),
    quiet: () => timer.until(() => !conversation.state().busy, 120_000),
  };
}

/** The patient measured; the monitor is read again, by re-plugging or by asking. */
export async function measureAndFetch(bench: Bench, slot: 'A' | 'B', pressure: MeasuredPressure): Promise<void> {
  bench.monitor.store(slot, pressure);
  await bringBack(bench);
}

/** Whatever the family needs to be read once more. */
export async function bringBack(bench: Bench): Promise<void> {
  const before = bench.deliveries.length;
  if (bench.monitor.needsReplug) {
    bench.monitor.replug();
    await bench.timer.until(() => bench.deliveries.length > before || bench.state().busy, 5000);
  } else {
    bench.conversation.fetchNew(laterBy(60_000));
  }
  await bench.quiet();
}
