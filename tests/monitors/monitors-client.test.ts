import { fork } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMonitorsClient } from '../../electron/monitors/monitors-client.ts';
import { runMonitorsService } from '../../electron/monitors/monitors-service.ts';
import type { Delivery, MonitorsState } from '../../electron/monitors/monitors-state.ts';
import { promptTime } from '../simulators/monitor-bench.ts';
import { inProcess } from '../simulators/monitors-line.ts';
import { createVirtualTimer } from '../simulators/virtual-timer.ts';

function createClient(wallNow = () => promptTime) {
  const timer = createVirtualTimer();
  const line = inProcess(timer);
  const states: MonitorsState[] = [];
  const deliveries: Delivery[] = [];
  const busy: boolean[] = [];
  const client = createMonitorsClient({ fork: line.fork, timer, wallNow });
  client.onState((state) => states.push(state));
  client.onReading((delivery) => deliveries.push(delivery));
  client.onBusy((now) => busy.push(now));
  return { timer, line, client, states, deliveries, busy };
}

const pressures = [
  { systolicMmHg: 148, diastolicMmHg: 94, pulsePerMin: 78 },
  { systolicMmHg: 126, diastolicMmHg: 82, pulsePerMin: 70 },
];
const key = 'beurer-bm55:port:simulated';

describe('a rehearsal', () => {
  test('the simulated patient measures each time it is asked, in the rehearsal’s time', async () => {
    let now = promptTime;
    const { timer, client, deliveries, busy } = createClient(() => now);
    client.start({ kind: 'simulated', pressures });
    await timer.until(() => client.state().present.length === 1);
    expect(client.state().present[0]).toMatchObject({ key, product: 'Simulated BM58 (rehearsal)', port: 'simulated' });
    client.bind(key, 'A');
    const expected = [148, 126, 126, 126];
    for (const [at, systolicMmHg] of expected.entries()) {
      const began = timer.elapsedMs();
      expect(client.busy()).toBe(false);
      now = { ...promptTime, nowWallMs: promptTime.nowWallMs + at * 60_000 };
      client.beginMeasurement(now);
      expect(client.busy()).toBe(true);
      await timer.until(() => deliveries.length > at, 20_000);
      // Busy until the reading is there, so that the rehearsal's clock stands.
      expect(client.busy()).toBe(true);
      await timer.until(() => !client.busy());
      expect(deliveries[at]).toMatchObject({ candidates: [], setAside: [], withoutSnapshot: false, clock: 'agrees' });
      expect(deliveries[at]?.fresh).toHaveLength(1);
      expect(deliveries[at]?.fresh[0]?.systolicMmHg).toBe(systolicMmHg);
      expect(deliveries[at]?.fresh[0]?.source).toMatchObject({ monitorTime: `2026-11-23T14:0${5 + at}` });
      expect(timer.elapsedMs() - began).toBeLessThan(8000);
      expect(client.state()).toMatchObject({ activity: 'idle', problem: null });
    }
    expect(busy).toEqual(expected.flatMap(() => [true, false]));
    expect(new Set(deliveries.flatMap((delivery) => delivery.fresh.map((reading) => reading.readingId))).size).toBe(4);
  });

  test('measures in the slot that was chosen, after a long pause too', async () => {
    const { timer, client, deliveries } = createClient();
    client.start({ kind: 'simulated', pressures });
    client.bind(key, 'B');
    await timer.advance(10 * 60_000);
    client.beginMeasurement(promptTime);
    await timer.until(() => deliveries.length === 1, 20_000);
    expect(deliveries[0]?.fresh[0]?.source).toMatchObject({ slot: 'B' });
    await timer.advance(30 * 60_000);
    client.beginMeasurement(promptTime);
    await timer.until(() => deliveries.length === 2, 20_000);
    expect(deliveries[1]?.fresh).toHaveLength(1);
  });

  test('old readings lie in the monitor and are never fresh', async () => {
    const { timer, client, deliveries } = createClient();
    client.start({ kind: 'simulated', pressures });
    client.bind(key, 'A');
    client.fetchNew(promptTime);
    await timer.until(() => deliveries.length === 1, 20_000);
    expect(deliveries[0]).toMatchObject({ fresh: [], withoutSnapshot: true });
    expect(deliveries[0]?.candidates).toHaveLength(2);
  });

  test('cancelled while the patient measures: nothing comes, and the next one works', async () => {
    const { timer, client, deliveries } = createClient();
    client.start({ kind: 'simulated', pressures });
    client.bind(key, 'A');
    client.beginMeasurement(promptTime);
    await timer.until(() => client.state().activity === 'waiting-for-measurement', 20_000);
    client.cancel();
    await timer.advance(20_000);
    expect(deliveries).toEqual([]);
    expect(client.busy()).toBe(false);
    client.beginMeasurement(promptTime);
    await timer.until(() => deliveries.length === 1, 30_000);
    expect(deliveries[0]?.fresh[0]?.systolicMmHg).toBe(148);
  });
});

describe('the process', () => {
  test('with no monitor plugged in, says so', async () => {
    const { timer, client } = createClient();
    client.start({ kind: 'real' });
    client.beginMeasurement(promptTime);
    await timer.until(() => client.state().problem !== null, 5000);
    expect(client.state()).toMatchObject({ activity: 'idle', problem: { code: 'monitor-none' } });
    expect(client.busy()).toBe(false);
  });

  test('comes back after a crash with the monitor still chosen; what was remembered is gone and said to be', async () => {
    const { timer, line, client, deliveries } = createClient();
    client.start({ kind: 'simulated', pressures });
    client.bind(key, 'A');
    await timer.advance(1000);
    client.beginMeasurement(promptTime);
    await timer.advance(100);
    expect(client.busy()).toBe(true);
    line.children[0]?.end(139);
    expect(client.state()).toMatchObject({ activity: 'idle', problem: { code: 'monitor-process-ended' }, busy: false });
    expect(client.pid()).toBeNull();
    await timer.advance(2000);
    expect(line.children).toHaveLength(2);
    expect(client.pid()).toBe(1002);
    expect(client.state()).toMatchObject({ bound: { key, slot: 'A' }, problem: { code: 'monitor-process-ended' } });
    client.beginMeasurement(promptTime);
    expect(client.state().problem).toBeNull();
    await timer.until(() => deliveries.length === 1, 20_000);
    expect(deliveries[0]?.fresh).toHaveLength(1);
  });

  test('one that keeps crashing is started ever more slowly', async () => {
    const timer = createVirtualTimer();
    const starts: number[] = [];
    const client = createMonitorsClient({
      timer,
      wallNow: () => promptTime,
      fork: () => {
        starts.push(timer.elapsedMs());
        return {
          pid: 1,
          postMessage() {},
          kill: () => true,
          on(event: 'message' | 'exit', listener: ((message: unknown) => void) | ((code: number) => void)) {
            if (event === 'exit') timer.after(10, () => (listener as (code: number) => void)(1));
          },
        };
      },
    });
    client.start({ kind: 'real' });
    await timer.advance(100_000);
    expect(starts.slice(0, 5)).toEqual([0, 510, 1520, 3530, 7540]);
    expect(starts.length).toBeLessThan(10);
    client.stop();
    const before = starts.length;
    await timer.advance(100_000);
    expect(starts.length).toBe(before);
  });

  test('what it does not understand, at either end, is a problem and no crash', async () => {
    const { timer, line, client } = createClient();
    client.start({ kind: 'real' });
    await timer.advance(100);
    line.children[0]?.say({ type: 'state', state: { busy: 'yes' } });
    await timer.advance(10);
    expect(client.state().problem?.code).toBe('monitor-process-confused');
    client.cancel();
    expect(client.state().problem).toBeNull();
    client.bind('', 'A');
    await timer.advance(10);
    expect(client.state()).toMatchObject({ problem: { code: 'monitor-process-confused' }, busy: false });
  });

  test('stopped, it stays stopped', async () => {
    const { timer, line, client } = createClient();
    client.start({ kind: 'real' });
    client.stop();
    await timer.advance(60_000);
    expect(line.children).toHaveLength(1);
    expect(client.state().problem).toBeNull();
  });

  test('any message at either end is taken or refused, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.anything(), { maxLength: 5 }), async (messages) => {
        const { timer, line, client } = createClient();
        client.start({ kind: 'real' });
        const posted: unknown[] = [];
        let toService: ((event: { data: unknown }) => void) | null = null;
        runMonitorsService({
          port: {
            postMessage: (message) => posted.push(message),
            on(_event, listener) {
              toService = listener;
            },
          },
          timer,
          openRealBus: () => expect.fail(),
          newReadingId: () => 'id',
        });
        for (const message of messages) {
          (toService as ((event: { data: unknown }) => void) | null)?.({ data: message });
          try {
            structuredClone(message);
          } catch {
            continue;
          }
          line.children[0]?.say(message);
        }
        await timer.advance(10);
        expect(posted).toHaveLength(messages.length);
        client.stop();
      }),
      { numRuns: 300 },
    );
  });
});

test('the real entry, in a process of its own, looks for real monitors through node-hid', async () => {
  // As much of Electron's parent port as the entry needs, over the channel that Node gives a forked process.
  const shim = `process.parentPort = {
    postMessage: (message) => process.send(message),
    on: (event, listener) => process.on('message', (data) => listener({ data })),
  };`;
  const child = fork(join(import.meta.dirname, '../../electron/monitors/monitors-process.ts'), {
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(shim)}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const client = createMonitorsClient({
      timer: {
        after(delayMs, run) {
          const handle = setTimeout(run, delayMs);
          return () => clearTimeout(handle);
        },
      },
      wallNow: () => promptTime,
      fork: () => ({
        pid: child.pid,
        postMessage: (message: unknown) => void child.send(message as object),
        on(event: 'message' | 'exit', listener: (argument: never) => void) {
          child.on(event, listener as (argument: unknown) => void);
        },
        kill: () => child.kill(),
      }),
    });
    client.start({ kind: 'real' });
    client.beginMeasurement(promptTime);
    const settled = Promise.withResolvers<MonitorsState>();
    client.onState((state) => {
      if (!state.busy && state.problem !== null) settled.resolve(state);
    });
    const state = await settled.promise;
    expect(['monitor-none', 'monitor-not-chosen', 'monitor-several']).toContain(state.problem?.code);
    expect(state.activity).toBe('idle');
    client.stop();
  } finally {
    child.kill('SIGKILL');
  }
});
