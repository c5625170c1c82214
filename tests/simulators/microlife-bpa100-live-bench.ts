import type { HidBus, HidTransport } from '../../electron/monitors/hid-transport.ts';
import { type LiveRun, startLiveExchange } from '../../electron/monitors/live-exchange.ts';
import { microlifeBpa100 } from '../../electron/monitors/microlife-bpa100.ts';
import { bpaLive } from '../../electron/monitors/microlife-bpa100-live.ts';
import type { LiveStage } from '../../electron/monitors/monitor-family.ts';
import { type BpaSimulatorOptions, createBpaSimulator } from './microlife-bpa100-simulator.ts';
import { createVirtualTimer, type VirtualTimer } from './virtual-timer.ts';

/** What it measured, on 2026-11-23 at 14:06. */
export const result = {
  localMs: Date.UTC(2026, 10, 23, 14, 6),
  systolicMmHg: 124,
  diastolicMmHg: 79,
  pulsePerMin: 66,
};
/** A measurement that takes as long as most. */
export const inTime: BpaSimulatorOptions = { measurement: { tookMs: 35_000, result } };
export const cuff = /cuff is still tight, press the monitor's own button/;

/** A live exchange with a simulated monitor that has begun, everything counted that was written. */
export async function open(
  options: BpaSimulatorOptions,
  change: (bus: HidBus, timer: VirtualTimer) => HidBus = (bus) => bus,
) {
  const timer = createVirtualTimer();
  const simulator = createBpaSimulator(timer, options);
  const written: number[] = [];
  const counting: HidBus = {
    list: simulator.bus.list,
    async open(wanted) {
      const opened = await simulator.bus.open(wanted);
      if (!opened.ok) return opened;
      const { value } = opened;
      const transport: HidTransport = {
        ...value,
        async write(report) {
          written.push(report[5] ?? 0);
          await value.write(report);
        },
      };
      return { ok: true, value: transport };
    },
  };
  const bus = change(counting, timer);
  const listed = await bus.list();
  const [listing] = listed.ok ? listed.value : [];
  if (listing === undefined) throw new Error('nothing is plugged in');
  const stages: LiveStage[] = [];
  const claimed = { key: 'k', family: microlifeBpa100, listing };
  const run = startLiveExchange(bus, claimed, bpaLive, timer, (stage) => stages.push(stage));
  const until = (stage: LiveStage) => timer.until(() => stages.at(-1) === stage, 10_000);
  /** How often it was told to start and to stop. */
  const told = () => ({
    start: written.filter((command) => command === 0x25).length,
    stop: written.filter((command) => command === 0x19).length,
  });
  return { timer, simulator, run, stages, until, told };
}

/** The same once it is listened to. */
export async function listening(options: BpaSimulatorOptions = inTime) {
  const bench = await open(options);
  await bench.until('listening');
  return bench;
}
export const endOf = async (timer: VirtualTimer, run: LiveRun) => timer.settle(run.result, 200_000);
