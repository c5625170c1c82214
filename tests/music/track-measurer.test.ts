import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTrackMeasurer } from '../../electron/music/track-measurer.ts';
import type { DecodedTrack, MeasureOrder } from '../../shared/music/measure-messages.ts';

const found: DecodedTrack = {
  durationMs: 5_000,
  playerMs: 5_000,
  loudnessDb: -20,
  peakDb: -3,
  edges: { headDb: -21, tailDb: -22, headSilenceMs: 0, tailSilenceMs: 0 },
};
const forever = new AbortController().signal;

/** A measurer, and the page that the test plays. */
function measurerHere() {
  const orders: MeasureOrder[] = [];
  const pages: string[] = [];
  const timers = new Set<() => void>();
  const here = { may: true };
  let ids = 0;
  const measurer = createTrackMeasurer({
    openPage: () => pages.push('open'),
    closePage: () => pages.push('close'),
    send: (order) => orders.push(order),
    newId: () => {
      ids += 1;
      return `order-${ids}`;
    },
    after: (_delayMs, then) => {
      timers.add(then);
      return () => timers.delete(then);
    },
    mayMeasure: () => here.may,
  });
  const isReady = () => measurer.receive({ kind: 'ready' });
  const answer = (measureId: string) => measurer.receive({ kind: 'measured', measureId, found });
  return { measurer, orders, pages, timers, here, isReady, answer };
}

/** Lets what is settled go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the page is opened with the first track, gets one track at a time, and ends when nothing is left', async () => {
  const { measurer, orders, pages, timers, isReady, answer } = measurerHere();
  const both = [measurer.measure('a', forever), measurer.measure('b', forever)];
  await settled();
  expect([pages, orders]).toEqual([['open'], []]);
  isReady();
  expect(orders).toEqual([{ measureId: 'order-1', trackId: 'a' }]);
  measurer.rest();
  expect(pages).toEqual(['open']);
  answer('order-1');
  await settled();
  expect(orders).toHaveLength(2);
  answer('order-2');
  expect(await Promise.all(both)).toEqual([
    { ok: true, value: found },
    { ok: true, value: found },
  ]);
  measurer.rest();
  measurer.rest();
  expect(pages).toEqual(['open', 'close']);
  expect(timers.size).toBe(0);
});

test('while it may not be, nothing is measured, and what is under way is broken off with its page', async () => {
  const { measurer, orders, pages, here, isReady, answer } = measurerHere();
  const begun = measurer.measure('a', forever);
  await settled();
  isReady();
  here.may = false;
  measurer.look();
  expect(await begun).toMatchObject({ ok: false, problem: { code: 'music-measure-postponed' } });
  expect(pages).toEqual(['open', 'close']);
  answer('order-1');
  expect(await measurer.measure('b', forever)).toMatchObject({ problem: { code: 'music-measure-postponed' } });
  expect([pages.length, orders.length]).toEqual([2, 1]);
});

test('whoever does not want it any more ends it', async () => {
  const { measurer, pages } = measurerHere();
  const stop = new AbortController();
  const begun = measurer.measure('a', stop.signal);
  await settled();
  stop.abort();
  expect(await begun).toMatchObject({ ok: false, problem: { code: 'music-measure-postponed' } });
  expect(pages).toEqual(['open', 'close']);
});

test.each([
  ['crashes', ({ measurer }) => measurer.pageGone()],
  ['never answers', ({ timers }) => [...timers].map((ring) => ring())],
  ['talks nonsense', ({ measurer }) => expect(measurer.receive({ kind: 'measured', found: 1 }).ok).toBe(false)],
  [
    'says that it did not work',
    ({ measurer }) => measurer.receive({ kind: 'measure-failed', measureId: 'order-1', fault: 'not-measured' }),
  ],
] satisfies [string, (here: ReturnType<typeof measurerHere>) => unknown][])(
  'a page that %s leaves the track unmeasured, and the next one is measured',
  async (_, goWrong) => {
    const here = measurerHere();
    const begun = here.measurer.measure('a', forever);
    await settled();
    here.isReady();
    goWrong(here);
    expect(await begun).toMatchObject({ ok: false, problem: { code: 'music-not-measured' } });
    const next = here.measurer.measure('b', forever);
    await settled();
    here.isReady();
    here.answer('order-2');
    expect((await next).ok).toBe(true);
  },
);

test('what can’t be decoded is told apart from what did not work', async () => {
  const { measurer, isReady } = measurerHere();
  const begun = measurer.measure('a', forever);
  await settled();
  isReady();
  measurer.receive({ kind: 'measure-failed', measureId: 'order-1', fault: 'not-decodable' });
  expect(await begun).toMatchObject({ ok: false, problem: { code: 'music-not-decodable' } });
});

test('whatever the page says, a track ends with a measure or a Problem, and what is no measure is none', async () => {
  /** Mostly as it should be: then the one thing that is not decides. */
  const mostly = <Value, Odd>(value: Value, odd: fc.Arbitrary<Odd>) =>
    fc.oneof({ weight: 9, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd });
  const measure = fc.record({
    kind: fc.constantFrom('ready', 'measured', 'measured', 'measured', 'measure-failed', 'done'),
    measureId: mostly('order-1', fc.constantFrom('order-2', '')),
    fault: fc.constantFrom('not-decodable', 'not-measured', 'tired'),
    found: fc.record({
      durationMs: mostly(5_000, fc.double()),
      playerMs: mostly(5_000, fc.double()),
      loudnessDb: mostly(-20, fc.oneof(fc.double(), fc.constant(null))),
      peakDb: mostly(-3, fc.double()),
      edges: mostly(found.edges, fc.anything()),
    }),
  });
  const trimmed = measure.map((report) =>
    report.kind === 'measured'
      ? { kind: report.kind, measureId: report.measureId, found: report.found }
      : report.kind === 'measure-failed'
        ? { kind: report.kind, measureId: report.measureId, fault: report.fault }
        : { kind: report.kind },
  );
  const said = fc.oneof(
    { weight: 8, arbitrary: trimmed },
    { weight: 1, arbitrary: measure },
    { weight: 1, arbitrary: fc.anything() },
  );
  let measures = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 8 }), async (reports) => {
      const { measurer, isReady } = measurerHere();
      const begun = measurer.measure('a', forever);
      await settled();
      isReady();
      for (const report of reports) expect(typeof measurer.receive(report).ok).toBe('boolean');
      measurer.pageGone();
      const outcome = await begun;
      if (!outcome.ok) return;
      measures += 1;
      const { durationMs, playerMs, loudnessDb, peakDb } = outcome.value;
      for (const value of [durationMs, playerMs, peakDb, loudnessDb ?? 0]) expect(Number.isFinite(value)).toBe(true);
      expect(Math.min(durationMs, playerMs)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
  expect(measures).toBeGreaterThan(50);
});
