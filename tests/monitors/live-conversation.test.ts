import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConversation } from '../../electron/monitors/conversation.ts';
import { createMonitorsClient } from '../../electron/monitors/monitors-client.ts';
import type { MonitorsState, RawDelivery } from '../../electron/monitors/monitors-state.ts';
import { laterBy, promptTime } from '../simulators/monitor-bench.ts';
import { inProcess } from '../simulators/monitors-line.ts';
import { createScriptedLiveMonitor, scriptedError, storedEntry, wire } from '../simulators/scripted-live-monitor.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

async function liveBench() {
  const timer = createVirtualTimer();
  const monitor = createScriptedLiveMonitor(timer);
  const states: MonitorsState[] = [];
  const deliveries: RawDelivery[] = [];
  const lists: number[] = [];
  let ids = 0;
  const conversation = createConversation({
    bus: {
      ...monitor.bus,
      list: () => {
        lists.push(timer.elapsedMs());
        return monitor.bus.list();
      },
    },
    timer,
    families: [monitor.family],
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
  conversation.bind(monitor.key, 'A');
  const state = () => conversation.state();
  return { timer, monitor, conversation, states, deliveries, lists, state };
}
type LiveBench = Awaited<ReturnType<typeof liveBench>>;

async function listening(): Promise<LiveBench> {
  const bench = await liveBench();
  bench.conversation.beginMeasurement(promptTime);
  await bench.timer.until(() => bench.state().activity === 'live-listening', 5000);
  return bench;
}
async function measuring(): Promise<LiveBench> {
  const bench = await listening();
  bench.conversation.startMonitor();
  await bench.timer.advance(500);
  expect(bench.state().activity).toBe('live-measuring');
  expect(bench.monitor.starts()).toBe(1);
  return bench;
}
const fresh = ({ deliveries }: LiveBench) => deliveries.flatMap((delivery) => delivery.fresh);
const cuff = /cuff is still tight, press the monitor's own button/;

describe('a result that the monitor sends by itself', () => {
  test('after the therapist’s start it is a fresh reading', async () => {
    const bench = await measuring();
    bench.monitor.push(wire.result);
    await bench.timer.until(() => bench.deliveries.length > 0, 1000);
    expect(bench.deliveries).toHaveLength(1);
    expect(bench.deliveries[0]).toMatchObject({
      candidates: [],
      setAside: [],
      withoutSnapshot: false,
      promptedAt: promptTime,
    });
    expect(fresh(bench)).toMatchObject([
      {
        systolicMmHg: 124,
        diastolicMmHg: 80,
        source: { model: 'Scripted', monitorTime: '2026-11-23T14:05', rawHex: ['05'] },
      },
    ]);
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: null, busy: false });
    expect(bench.states.map((state) => state.activity)).toEqual(
      expect.arrayContaining(['live-preparing', 'live-listening', 'live-measuring', 'idle']),
    );
    expect(bench.monitor.written()).toEqual([wire.hello, wire.start]);
  });

  test('after the patient’s own press it is one too, and nothing was sent', async () => {
    const bench = await listening();
    await bench.timer.advance(600_000);
    bench.monitor.push(wire.result);
    await bench.timer.until(() => bench.deliveries.length > 0, 1000);
    expect(fresh(bench)).toHaveLength(1);
    expect(bench.monitor.written()).toEqual([wire.hello]);
  });

  test.each([
    ['implausible', storedEntry(81, '2026-11-23T14:05')],
    ['of the other slot', storedEntry(124, '2026-11-23T14:05', 'B')],
    [
      'unreadable',
      { kind: 'unreadable', record: { key: 'x', slot: null, reason: 'No such day.', rawHex: ['05'] } } as const,
    ],
  ])('%s is set aside, and the therapist is told', async (_, entry) => {
    const bench = await measuring();
    bench.monitor.result = entry;
    bench.monitor.push(wire.result);
    await bench.timer.until(() => bench.deliveries.length > 0, 1000);
    expect(fresh(bench)).toEqual([]);
    expect(bench.deliveries[0]?.setAside).toMatchObject([{ rawHex: ['05'] }]);
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: { code: 'monitor-only-set-aside' } });
  });

  test('the monitor’s own error is the problem, with its bytes kept', async () => {
    const bench = await measuring();
    bench.monitor.push(wire.error);
    await bench.timer.until(() => bench.state().problem !== null, 1000);
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: scriptedError });
    expect(bench.deliveries[0]?.setAside).toMatchObject([{ reason: scriptedError.sentence, rawHex: ['06'] }]);
    await bench.timer.advance(300_000);
    expect(bench.monitor.starts()).toBe(1);
  });
});

describe('start', () => {
  test('pressed again and again leaves once', async () => {
    const bench = await listening();
    for (let press = 0; press < 5; press += 1) bench.conversation.startMonitor();
    await bench.timer.advance(50);
    for (let press = 0; press < 5; press += 1) {
      bench.conversation.startMonitor();
      await bench.timer.advance(700);
    }
    expect(bench.monitor.starts()).toBe(1);
  });

  test('before Vigil listens is refused, and not remembered', async () => {
    const bench = await liveBench();
    bench.conversation.startMonitor();
    expect(bench.state().problem?.code).toBe('monitor-not-listening');
    bench.conversation.beginMeasurement(promptTime);
    bench.conversation.startMonitor();
    await bench.timer.until(() => bench.state().activity === 'live-listening', 5000);
    await bench.timer.advance(5000);
    expect(bench.monitor.starts()).toBe(0);
  });

  test('taken back before it left, it never leaves', async () => {
    const bench = await listening();
    bench.conversation.startMonitor();
    bench.conversation.stopMonitor();
    await bench.timer.advance(5000);
    expect(bench.monitor.written()).toEqual([wire.hello, wire.stop]);
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: null });
  });

  test('is not repeated after the cable was pulled and plugged in again', async () => {
    const bench = await measuring();
    bench.monitor.unplug();
    await bench.timer.until(() => bench.state().problem !== null, 5000);
    bench.monitor.plugIn();
    await bench.timer.advance(60_000);
    expect(bench.monitor.starts()).toBe(1);
    expect(bench.state().activity).toBe('idle');
  });

  test('is not repeated when listening goes on by itself after plugging in', async () => {
    const bench = await listening();
    bench.monitor.unplug();
    await bench.timer.until(() => bench.state().problem !== null, 5000);
    expect(bench.state()).toMatchObject({ problem: { code: 'monitor-unplugged-listening' }, readsOnArrival: true });
    expect(bench.state().problem?.remedy).not.toMatch(cuff);
    await bench.timer.advance(3000);
    bench.monitor.plugIn();
    await bench.timer.until(() => bench.state().activity === 'live-listening', 5000);
    await bench.timer.advance(60_000);
    expect(bench.monitor.starts()).toBe(0);
    bench.monitor.push(wire.result);
    await bench.timer.until(() => bench.deliveries.length > 0, 1000);
    expect(fresh(bench)).toHaveLength(1);
  });

  test('never leaves more often than it was pressed while listening, whatever else happens', async () => {
    const acts = ['start', 'stop', 'begin', 'fetch', 'cancel', 'unplug', 'plug', 'result', 'error', 'wait'] as const;
    const act = fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...acts) },
      { weight: 1, arbitrary: fc.constant('start') },
    );
    let startsSeen = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(act, fc.nat(4000)), { minLength: 3, maxLength: 25 }), async (steps) => {
        const bench = await listening();
        const { conversation, monitor } = bench;
        let presses = 0;
        for (const [done, ms] of steps) {
          if (done === 'start') {
            if (bench.state().activity === 'live-listening') presses += 1;
            conversation.startMonitor();
          } else if (done === 'stop') conversation.stopMonitor();
          else if (done === 'begin') conversation.beginMeasurement(promptTime);
          else if (done === 'fetch') conversation.fetchNew(promptTime);
          else if (done === 'cancel') conversation.cancel();
          else if (done === 'unplug') monitor.unplug();
          else if (done === 'plug') monitor.plugIn();
          else if (done === 'result') monitor.push(wire.result);
          else if (done === 'error') monitor.push(wire.error);
          await bench.timer.advance(ms);
          expect(monitor.starts()).toBeLessThanOrEqual(presses);
        }
        startsSeen += monitor.starts();
        // Whatever was started was stopped, ended by itself, or is said to be perhaps still tight.
        await bench.timer.advance(140_000);
        expect(bench.state().activity).not.toBe('live-measuring');
        conversation.stop();
      }),
      { numRuns: 200 },
    );
    expect(startsSeen).toBeGreaterThan(50);
  });
});

describe('stop', () => {
  test('acknowledged, it is over', async () => {
    const bench = await measuring();
    bench.conversation.stopMonitor();
    expect(bench.state().activity).toBe('live-stopping');
    await bench.timer.until(() => bench.state().activity === 'idle', 2000);
    expect(bench.monitor.written()).toEqual([wire.hello, wire.start, wire.stop]);
    expect(bench.state()).toMatchObject({ problem: null });
  });

  test('unacknowledged, the monitor’s own button is named within five seconds', async () => {
    const bench = await measuring();
    bench.monitor.acknowledges = false;
    const before = bench.timer.elapsedMs();
    bench.conversation.stopMonitor();
    await bench.timer.until(() => bench.state().problem !== null, 10_000);
    expect(bench.timer.elapsedMs() - before).toBeLessThanOrEqual(5000);
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: { code: 'monitor-stop-unconfirmed' } });
    expect(bench.state().problem?.remedy).toMatch(cuff);
  });

  test('that hangs is given up within five seconds, with the same words', async () => {
    const bench = await measuring();
    bench.monitor.hang();
    const before = bench.timer.elapsedMs();
    bench.conversation.stopMonitor();
    await bench.timer.until(() => bench.state().problem !== null, 10_000);
    expect(bench.timer.elapsedMs() - before).toBeLessThanOrEqual(5000);
    expect(bench.state().problem?.remedy).toMatch(cuff);
  });

  test('cancelling, choosing another and reading its memory do not leave a monitor that was started alone', async () => {
    const bench = await measuring();
    bench.conversation.bind(bench.monitor.key, 'B');
    expect(bench.state()).toMatchObject({ bound: { slot: 'A' }, problem: { code: 'monitor-measuring' } });
    bench.conversation.fetchNew(promptTime);
    expect(bench.state()).toMatchObject({ activity: 'live-measuring', problem: { code: 'monitor-measuring' } });
    bench.conversation.beginMeasurement(promptTime);
    expect(bench.state()).toMatchObject({ activity: 'live-measuring', problem: { code: 'monitor-measuring' } });
    bench.conversation.cancel();
    expect(bench.state().activity).toBe('live-stopping');
    await bench.timer.advance(1000);
    expect(bench.monitor.written()).toEqual([wire.hello, wire.start, wire.stop]);
  });
});

describe('trouble while it measures', () => {
  test('the cable pulled: within five seconds the therapist hears of the cuff', async () => {
    const bench = await measuring();
    const before = bench.timer.elapsedMs();
    bench.monitor.unplug();
    await bench.timer.until(() => bench.state().problem !== null, 10_000);
    expect(bench.timer.elapsedMs() - before).toBeLessThanOrEqual(5000);
    expect(bench.state().problem?.code).toBe('monitor-unplugged-measuring');
    expect(bench.state().problem?.remedy).toMatch(cuff);
  });

  test('a driver that hangs: the same', async () => {
    const bench = await measuring();
    const before = bench.timer.elapsedMs();
    bench.monitor.hang();
    await bench.timer.until(() => bench.state().problem !== null, 10_000);
    expect(bench.timer.elapsedMs() - before).toBeLessThanOrEqual(5000);
    expect(bench.state().problem?.remedy).toMatch(cuff);
  });

  test.each([
    [119_000, 'live-measuring'],
    [122_000, 'idle'],
  ])('no result %i ms after the start: %s', async (ms, activity) => {
    const bench = await measuring();
    await bench.timer.advance(ms - 500);
    expect(bench.state().activity).toBe(activity);
    if (activity === 'live-measuring') return;
    expect(bench.monitor.written().at(-1)).toBe(wire.stop);
    expect(bench.state().problem?.code).toBe('monitor-live-overdue');
    expect(bench.state().problem?.remedy).toMatch(cuff);
  });

  test('nothing is listed from the first handshake to the end', async () => {
    const bench = await listening();
    const before = bench.lists.length;
    await bench.timer.advance(20_000);
    bench.conversation.startMonitor();
    await bench.timer.advance(40_000);
    expect(bench.lists).toHaveLength(before);
    bench.monitor.push(wire.result);
    await bench.timer.advance(5000);
    expect(bench.lists.length).toBeGreaterThan(before);
  });
});

describe('its memory', () => {
  test('is read where the result did not come; what came is not taken a second time', async () => {
    const bench = await measuring();
    bench.monitor.push(wire.result);
    await bench.timer.until(() => bench.deliveries.length > 0, 1000);
    bench.monitor.memory = [bench.monitor.result];
    bench.conversation.fetchNew(laterBy(60_000));
    await bench.timer.until(() => bench.state().problem !== null, 5000);
    expect(bench.state().problem?.code).toBe('monitor-nothing-new');
    expect(bench.deliveries).toHaveLength(1);
  });

  test('a second measurement of the same minute with the same numbers is another one', async () => {
    const bench = await measuring();
    bench.monitor.push(wire.result);
    await bench.timer.until(() => bench.deliveries.length > 0, 1000);
    bench.monitor.memory = [bench.monitor.result, bench.monitor.result];
    bench.conversation.fetchNew(laterBy(60_000));
    await bench.timer.until(() => bench.deliveries.length > 1, 5000);
    const [, second] = bench.deliveries;
    expect([...(second?.fresh ?? []), ...(second?.candidates ?? [])]).toHaveLength(1);
  });

  test('listening ends for it, and what is new since it was read last is fresh', async () => {
    const bench = await listening();
    const old = storedEntry(140, '2026-11-20T09:00');
    bench.monitor.memory = [old];
    bench.conversation.fetchNew(promptTime);
    await bench.timer.until(() => bench.deliveries.length > 0, 5000);
    expect(bench.deliveries[0]).toMatchObject({ fresh: [], withoutSnapshot: true });
    bench.conversation.beginMeasurement(promptTime);
    await bench.timer.until(() => bench.state().activity === 'live-listening', 5000);
    bench.monitor.memory = [bench.monitor.result, old];
    bench.conversation.fetchNew(laterBy(90_000));
    await bench.timer.until(() => bench.deliveries.length > 1, 5000);
    expect(bench.deliveries[1]?.fresh.map((reading) => reading.systolicMmHg)).toEqual([124]);
    expect(bench.monitor.starts()).toBe(0);
  });
});

test('leaving while it only listens sends nothing, and the next measurement works', async () => {
  const bench = await listening();
  bench.conversation.cancel();
  expect(bench.state()).toMatchObject({ activity: 'idle', problem: null });
  await bench.timer.advance(1000);
  expect(bench.monitor.written()).toEqual([wire.hello]);
  bench.conversation.beginMeasurement(promptTime);
  await bench.timer.until(() => bench.state().activity === 'live-listening', 5000);
  expect(bench.monitor.openings()).toBe(2);
});

describe('the process', () => {
  async function client() {
    const timer = createVirtualTimer();
    const monitor = createScriptedLiveMonitor(timer);
    const line = inProcess(timer, { bus: monitor.bus, families: [monitor.family] });
    const made = createMonitorsClient({ fork: line.fork, timer, wallNow: () => promptTime });
    made.start({ kind: 'real' });
    await timer.advance(100);
    made.bind(monitor.key, 'A');
    made.beginMeasurement(promptTime);
    await timer.until(() => made.state().activity === 'live-listening', 5000);
    return { timer, monitor, line, client: made };
  }

  test('ending while the monitor measures is said at once, with the cuff; nothing is started again', async () => {
    const bench = await client();
    bench.client.startMonitor();
    await bench.timer.until(() => bench.client.state().activity === 'live-measuring', 1000);
    await bench.timer.advance(500);
    expect(bench.monitor.starts()).toBe(1);
    bench.line.children[0]?.end(139);
    expect(bench.client.state()).toMatchObject({ problem: { code: 'monitor-process-ended-measuring' } });
    expect(bench.client.state().problem?.remedy).toMatch(cuff);
    await bench.timer.advance(60_000);
    expect(bench.line.children).toHaveLength(2);
    expect(bench.client.state().bound).toMatchObject({ key: bench.monitor.key, slot: 'A' });
    expect(bench.client.state()).toMatchObject({
      activity: 'idle',
      problem: { code: 'monitor-process-ended-measuring' },
    });
    // The first process still holds the simulated cable, as a crashed one would not: only its own start is counted.
    expect(bench.monitor.starts()).toBe(1);
  });

  test('ending with the start on its way to it is taken for measuring', async () => {
    const bench = await client();
    bench.client.startMonitor();
    bench.line.children[0]?.end(139);
    expect(bench.client.state().problem?.remedy).toMatch(cuff);
  });

  test('ending while it only listens is not', async () => {
    const bench = await client();
    bench.line.children[0]?.end(139);
    expect(bench.client.state().problem?.code).toBe('monitor-process-ended');
    await bench.timer.advance(60_000);
    expect(bench.monitor.starts()).toBe(0);
  });

  test('a double press over the line starts it once', async () => {
    const bench = await client();
    bench.client.startMonitor();
    bench.client.startMonitor();
    await bench.timer.advance(5000);
    expect(bench.monitor.starts()).toBe(1);
    bench.client.stopMonitor();
    await bench.timer.until(() => bench.client.state().activity === 'idle', 5000);
    expect(bench.monitor.written().at(-1)).toBe(wire.stop);
  });
});
