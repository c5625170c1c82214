import { describe, expect, test } from 'vitest';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import { type FaultKind, faultKinds } from '../simulators/faults.ts';
import {
  type Bench,
  benchMonitors,
  bringBack,
  createBench,
  measureAndFetch,
  promptLocalMs,
  promptTime,
} from '../simulators/monitor-bench.ts';

/**
 * Family x fault x step x exchange, every cell generated: what a fault does to the memory before the measurement, and
 * to the reading after it, at every single report of the exchange.
 */
const dayMs = 24 * 60 * 60_000;
const stored = [
  { localMs: promptLocalMs - 8 * dayMs, systolicMmHg: 141, diastolicMmHg: 92, pulsePerMin: 80 },
  { localMs: promptLocalMs - 3 * dayMs, systolicMmHg: 133, diastolicMmHg: 84, pulsePerMin: 71 },
  { localMs: promptLocalMs - 3 * dayMs, systolicMmHg: 133, diastolicMmHg: 84, pulsePerMin: 71 },
];
const measured = { localMs: promptLocalMs + 30_000, systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 66 };
const named = new Set(
  Object.values(monitorProblem).map((make) => make({ vendorId: 1, productId: 1 } as never, 'hidraw' as never).code),
);
/** One of these is healed within the exchange: it ends in the reading, without doubt and without a problem. */
const healed: readonly FaultKind[] = ['doubled', 'doubled-after-next-command', 'dropped', 'late', 'unsolicited'];
const isWriteFault = (kind: FaultKind) => kind === 'hanging-write' || kind === 'unplugged-at-write';

async function plugged(make: (typeof benchMonitors)[string]): Promise<Bench> {
  const bench = await createBench(make);
  for (const pressure of stored) bench.monitor.store('A', pressure);
  bench.monitor.store('B', { ...measured, systolicMmHg: 155, localMs: promptLocalMs - dayMs });
  return bench;
}

/** What may come of it: the true reading, something set aside or in doubt, or a problem with a name. Never another reading. */
function expectTruth(bench: Bench) {
  const single = !bench.monitor.knowsSlots;
  const truths = single ? [124, 133, 141, 155] : [124, 133, 141];
  for (const delivery of bench.deliveries) {
    for (const reading of delivery.fresh) {
      expect(reading).toMatchObject({ systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 66 });
    }
    expect(delivery.fresh.length).toBeLessThanOrEqual(1);
    for (const reading of delivery.candidates) expect(truths).toContain(reading.systolicMmHg);
  }
  const { problem } = bench.state();
  if (problem !== null) expect(named).toContain(problem.code);
}

const cells = { tried: 0, happened: 0, readings: 0, inDoubt: 0, problems: 0 };

describe.each(Object.entries(benchMonitors))('%s', (_, make) => {
  test.each(faultKinds)('%s at every step of either exchange', async (kind) => {
    const healthy = await plugged(make);
    const start = healthy.timer.elapsedMs();
    healthy.conversation.beginMeasurement(promptTime);
    await healthy.quiet();
    const snapshotMs = healthy.timer.elapsedMs() - start;
    const snapshotSteps = healthy.bus.counted();
    const fetchStart = healthy.timer.elapsedMs();
    await measureAndFetch(healthy, 'A', measured);
    const fetchMs = healthy.timer.elapsedMs() - fetchStart;
    const fetchSteps = healthy.bus.counted();
    expect(healthy.deliveries[0]?.fresh).toHaveLength(1);

    for (const exchange of ['snapshot', 'fetch'] as const) {
      const steps = exchange === 'snapshot' ? snapshotSteps : fetchSteps;
      const count = isWriteFault(kind) ? steps.writes : steps.reports;
      expect(count).toBeGreaterThanOrEqual(isWriteFault(kind) ? (healthy.monitor.fewestWrites ?? 9) : 9);
      for (let step = 0; step < count; step += 1) {
        cells.tried += 1;
        const bench = await plugged(make);
        const fault = { kind, step };
        if (exchange === 'snapshot') bench.bus.setFault(fault);
        const began = bench.timer.elapsedMs();
        bench.conversation.beginMeasurement(promptTime);
        await bench.quiet();
        if (exchange === 'snapshot') {
          const spent = bench.timer.elapsedMs() - began;
          if (bench.state().problem !== null) expect(spent - snapshotMs, `${kind} ${step}`).toBeLessThanOrEqual(5000);
        } else {
          bench.bus.setFault(fault);
        }
        if (bench.state().activity === 'waiting-for-measurement') {
          const fetchBegan = bench.timer.elapsedMs();
          await measureAndFetch(bench, 'A', measured);
          const spent = bench.timer.elapsedMs() - fetchBegan;
          if (bench.state().problem !== null) expect(spent - fetchMs, `${kind} ${step}`).toBeLessThanOrEqual(5000);
        } else {
          expect(bench.state().problem, `${exchange} ${kind} ${step}`).not.toBeNull();
        }
        if (bench.bus.happened()) cells.happened += 1;
        expectTruth(bench);
        const [delivery] = bench.deliveries;
        if (healed.includes(kind)) expect(delivery?.fresh, `${exchange} ${kind} ${step}`).toHaveLength(1);
        if (delivery === undefined) {
          cells.problems += 1;
          expect(bench.state().problem, `${exchange} ${kind} ${step} in silence`).not.toBeNull();
          // The cable back, the fault gone: it is read after all.
          bench.bus.setFault(null);
          const waiting = bench.state().activity === 'waiting-for-measurement';
          bench.monitor.replug();
          await bench.timer.until(() => bench.state().busy || bench.deliveries.length > 0, 10_000);
          await bench.quiet();
          if (!waiting) {
            expect(bench.state().activity, `${exchange} ${kind} ${step}`).toBe('waiting-for-measurement');
            await measureAndFetch(bench, 'A', measured);
          } else if (bench.state().problem !== null) await bringBack(bench);
          expectTruth(bench);
          expect(bench.deliveries.length, `${exchange} ${kind} ${step} does not heal`).toBeGreaterThan(0);
        } else if (delivery.fresh.length > 0) cells.readings += 1;
        else cells.inDoubt += 1;
      }
    }
  });
});

test('all cells were tried, and every fault came to pass', () => {
  console.log(`fault matrix: ${JSON.stringify(cells)}`);
  expect(cells.tried).toBeGreaterThan(1000);
  expect(cells.happened / cells.tried).toBeGreaterThan(0.95);
  expect(cells.readings).toBeGreaterThan(0);
  expect(cells.problems).toBeGreaterThan(0);
});
