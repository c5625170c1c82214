import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bpaOverdueMs } from '../../electron/monitors/microlife-bpa100-live.ts';
import { monitorProblem } from '../../electron/monitors/monitor-problem.ts';
import { bytes } from '../simulators/bytes.ts';
import { createFaultyBus, faultKinds } from '../simulators/faults.ts';
import { cuff, endOf, inTime, listening, open } from '../simulators/microlife-bpa100-live-bench.ts';

const named = new Set(
  Object.values(monitorProblem).map((make) => make({ vendorId: 1, productId: 1 } as never, 'hidraw' as never).code),
);

/** A started measurement with one fault. */
async function withFault(kind: (typeof faultKinds)[number], step: number | null) {
  let faulty: ReturnType<typeof createFaultyBus> | null = null;
  const bench = await open(inTime, (bus, timer) => {
    faulty = createFaultyBus(bus, timer);
    if (step !== null) faulty.setFault({ kind, step });
    return faulty;
  });
  const { timer, run, stages } = bench;
  let ended = false;
  void run.result.then(() => {
    ended = true;
  });
  await timer.until(() => ended || stages.at(-1) === 'listening', 20_000);
  if (!ended) run.start();
  const outcome = await endOf(timer, run);
  const bus: ReturnType<typeof createFaultyBus> = faulty ?? expect.fail();
  return { ...bench, outcome, bus };
}

describe('every fault at every step of a started measurement', () => {
  test.each(faultKinds)('%s ends in the result, something set aside or a named problem', async (kind) => {
    const healthy = await withFault(kind, null);
    const { reports, writes } = healthy.bus.counted();
    const steps = kind === 'hanging-write' || kind === 'unplugged-at-write' ? writes : reports;
    expect(steps).toBeGreaterThanOrEqual(4);
    for (let step = 0; step < steps; step += 1) {
      const { outcome, told, timer, run, bus, simulator } = await withFault(kind, step);
      expect(bus.happened(), `${step}`).toBe(true);
      // A start is never repeated, whatever happened to the first.
      expect(told().start, `${kind} ${step}`).toBeLessThanOrEqual(1);
      // What can still be told to stop is not left measuring.
      const cutOff = kind === 'silence' || kind.startsWith('hanging') || kind.startsWith('unplugged');
      if (!cutOff) expect(simulator.isMeasuring(), `${kind} ${step}`).toBe(false);
      // Half a minute of measuring, two minutes for one whose result is lost, and 5 s for what is wrong.
      expect(timer.elapsedMs(), `${kind} ${step}`).toBeLessThan(bpaOverdueMs + 10_000);
      if (outcome.kind === 'ended' && outcome.end.kind === 'measured' && outcome.end.entry.kind === 'record') {
        expect(outcome.end.entry.record, `${kind} ${step}`).toMatchObject({
          systolicMmHg: 124,
          diastolicMmHg: 79,
          pulsePerMin: 66,
        });
        // A result carries no sum: bytes that the line turned into others of the calendar pass for its time.
        if (kind !== 'no' && kind !== 'bad-checksum') {
          expect(outcome.end.entry.record.monitorTime, `${kind} ${step}`).toBe('2026-11-23T14:06');
        }
      } else if (outcome.kind === 'problem') {
        expect(named).toContain(outcome.problem.code);
        if (run.started()) expect(outcome.problem.remedy).toMatch(cuff);
      } else {
        expect(outcome.kind, `${kind} ${step}`).toBe('ended');
      }
    }
  });
});

test('whatever is sent while it listens, in whatever pieces, ends or is passed over; nothing is started', async () => {
  const report = fc.oneof(
    fc.uint8Array({ minLength: 8, maxLength: 8 }),
    fc.uint8Array({ minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      ...['f70000805247834b', 'f285800000000000', 'f500004572020000', 'f106000000000000', 'f306060600000000'].map(
        bytes,
      ),
    ),
  );
  let results = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ afterMs: fc.nat(1500), report }), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      async (sent, start) => {
        const { timer, simulator, run, told } = await listening({ measurement: null });
        if (start) run.start();
        simulator.send(sent);
        await timer.advance(4000);
        run.stop();
        const outcome = await endOf(timer, run);
        expect(told().start).toBeLessThanOrEqual(start ? 1 : 0);
        if (outcome.kind === 'problem') expect(named).toContain(outcome.problem.code);
        if (outcome.kind !== 'ended' || outcome.end.kind !== 'measured') return;
        const { entry } = outcome.end;
        if (entry.kind === 'unreadable') return;
        results += 1;
        const line = entry.record.rawHex.flatMap((hex) => {
          const raw = bytes(hex);
          return Array.from(raw.subarray(1, 1 + ((raw[0] ?? 0) % 8)));
        });
        expect(line).toHaveLength(9);
        const { systolicMmHg, diastolicMmHg, pulsePerMin } = entry.record;
        expect(line.slice(2, 5)).toEqual([systolicMmHg, diastolicMmHg, pulsePerMin]);
      },
    ),
    { numRuns: 3_000 },
  );
  expect(results).toBeGreaterThan(10);
}, 120_000);
