import { setTimeout as pause } from 'node:timers/promises';
import { fromMonitorsSchema, type ToMonitors } from '../../electron/monitors/monitors-messages.ts';
import { runMonitorsService } from '../../electron/monitors/monitors-service.ts';
import { initialMonitorsState, type MonitorsState, type RawDelivery } from '../../electron/monitors/monitors-state.ts';
import { createNodeHidBus } from '../../electron/monitors/node-hid-bus.ts';
import type { Timer } from '../../electron/monitors/timer.ts';
import { type Check, expectSame, expectThat } from './checks.ts';

/** A monitor that is plugged in, and what its patient does. */
export type MeasuredMonitor = {
  readonly path: string;
  /** The patient measures 133/84 with a pulse of 69. */
  readonly measure: () => void;
};

const now = { nowWallMs: Date.UTC(2026, 10, 23, 12, 20, 0), utcOffsetMinutes: 120 };

/**
 * The service of the app on the real bus, with several monitors plugged in: it refuses to measure before one of them is
 * chosen; then a whole measurement on the chosen one of two of a kind.
 */
export async function checkConversation(timer: Timer, monitor: MeasuredMonitor): Promise<readonly Check[]> {
  let state: MonitorsState = initialMonitorsState;
  const deliveries: RawDelivery[] = [];
  let hear: (event: { readonly data: unknown }) => void = () => {};
  let readings = 0;
  runMonitorsService({
    timer,
    openRealBus: () => createNodeHidBus(process.platform),
    newReadingId: () => {
      readings += 1;
      return `reading-${readings}`;
    },
    port: {
      postMessage(message) {
        const told = fromMonitorsSchema.parse(message);
        if (told.type === 'state') state = told.state;
        if (told.type === 'delivery') deliveries.push(told.delivery);
      },
      on(_event, listener) {
        hear = listener;
      },
    },
  });
  let commands = 0;
  const say = (command: Omit<ToMonitors, 'commandId'>) => {
    commands += 1;
    hear({ data: { ...command, commandId: commands } });
  };
  const until = async (holds: () => boolean) => {
    for (let waitedMs = 0; !holds() && waitedMs < 20_000; waitedMs += 50) await pause(50);
    return holds();
  };
  const kin = () => state.present.filter(({ family }) => family === 'omron-classic');

  say({ type: 'start', mode: { kind: 'real' } } as Omit<ToMonitors, 'commandId'>);
  await until(() => kin().length > 1);
  say({ type: 'begin', now } as Omit<ToMonitors, 'commandId'>);
  await until(() => state.problem !== null);
  const refusal: Check = {
    name: 'with several monitors and none chosen nothing is measured',
    faults: [
      ...expectThat(new Set(kin().map(({ key }) => key)).size > 1, 'two of a kind have one key'),
      ...expectSame('problem', state.problem?.code, 'monitor-several'),
      ...expectSame('activity', state.activity, 'idle'),
    ],
  };

  const key = kin().find((candidate) => candidate.key.endsWith(`:${monitor.path}`))?.key;
  say({ type: 'bind', monitorKey: key, slot: 'A' } as Omit<ToMonitors, 'commandId'>);
  say({ type: 'begin', now } as Omit<ToMonitors, 'commandId'>);
  const remembered = await until(() => state.activity === 'waiting-for-measurement');
  monitor.measure();
  say({ type: 'fetch', now } as Omit<ToMonitors, 'commandId'>);
  await until(() => deliveries.length > 0);
  const fresh = deliveries.flatMap((delivery) => delivery.fresh);
  const measured: Check = {
    name: 'the chosen one of two of a kind delivers what was measured, and nothing older',
    faults: [
      ...expectThat(remembered, `the memory was not read before: ${state.activity}, ${state.problem?.code}`),
      ...expectSame(
        'fresh',
        fresh.map(({ systolicMmHg, diastolicMmHg, pulsePerMin }) => [systolicMmHg, diastolicMmHg, pulsePerMin]),
        [[133, 84, 69]],
      ),
      ...expectSame('problem', state.problem, null),
    ],
  };
  return [refusal, measured];
}
