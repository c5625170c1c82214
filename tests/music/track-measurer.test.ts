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
