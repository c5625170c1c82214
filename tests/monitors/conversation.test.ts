import { describe, expect, test } from 'vitest';
import type { HidBus, HidListing } from '../../electron/monitors/hid-transport.ts';
import {
  type Bench,
  benchMonitors,
  bringBack,
  createBench,
  laterBy,
  measureAndFetch,
  promptLocalMs,
  promptTime,
} from '../simulators/monitor-bench.ts';

const dayMs = 24 * 60 * 60_000;
const old = { localMs: promptLocalMs - 3 * dayMs, systolicMmHg: 133, diastolicMmHg: 84, pulsePerMin: 71 };
const older = { localMs: promptLocalMs - 8 * dayMs, systolicMmHg: 141, diastolicMmHg: 92, pulsePerMin: 80 };
const measured = { localMs: promptLocalMs + 30_000, systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 66 };
const numbers = (bench: Bench) => bench.deliveries.at(-1)?.fresh.map((reading) => reading.systolicMmHg);

async function prompted(make: (typeof benchMonitors)[string], slot: 'A' | 'B' = 'A') {
  const bench = await createBench(make, slot);
  bench.monitor.store('A', older);
  bench.monitor.store('A', old);
  bench.conversation.beginMeasurement(promptTime);
  await bench.quiet();
  return bench;
}

describe.each(Object.entries(benchMonitors))('%s', (_, make) => {
  test('remembers what is stored, and takes what is new', async () => {
    const bench = await prompted(make);
    expect(bench.state()).toMatchObject({ activity: 'waiting-for-measurement', problem: null, busy: false });
    expect(bench.states.map((state) => state.activity)).toContain('reading-memory');
    expect(bench.deliveries).toEqual([]);
    await measureAndFetch(bench, 'A', measured);
    expect(bench.deliveries).toHaveLength(1);
    const [delivery] = bench.deliveries;
    expect(delivery).toMatchObject({ candidates: [], setAside: [], withoutSnapshot: false, promptedAt: promptTime });
    expect(delivery?.fresh).toHaveLength(1);
    expect(delivery?.fresh[0]).toMatchObject({ systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 66 });
    const source = delivery?.fresh[0]?.source;
    if (source?.kind !== 'monitor') throw new Error('not from a monitor');
    expect(source.monitorId).toBe(`${bench.monitor.key}:slot:A`);
    expect(source.monitorTime?.startsWith('2026-11-23T14:05')).toBe(true);
    expect(source.rawHex.length).toBeGreaterThan(0);
    expect(source.rawHex.every((hex) => /^([0-9a-f]{16}|[0-9a-f]{128})$/.test(hex))).toBe(true);
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: null });
  });

  test('takes two equal readings of one minute, and of two prompts', async () => {
    const bench = await prompted(make);
    bench.monitor.store('A', measured);
    await measureAndFetch(bench, 'A', measured);
    expect(numbers(bench)).toEqual([124, 124]);
    bench.conversation.beginMeasurement(laterBy(60_000));
    await bench.quiet();
    await measureAndFetch(bench, 'A', { ...measured, localMs: promptLocalMs + 90_000 });
    expect(numbers(bench)).toEqual([124]);
  });

  test('nothing new is a problem that goes on waiting', async () => {
    const bench = await prompted(make);
    await bringBack(bench);
    expect(bench.state()).toMatchObject({
      activity: 'waiting-for-measurement',
      problem: { code: 'monitor-nothing-new' },
    });
    expect(bench.deliveries).toEqual([]);
    await measureAndFetch(bench, 'A', measured);
    expect(numbers(bench)).toEqual([124]);
  });

  test.each([
    ['0/0', { ...measured, systolicMmHg: 25, diastolicMmHg: 25, pulsePerMin: 0 }],
    ['swapped', { ...measured, systolicMmHg: 79, diastolicMmHg: 124 }],
    ['too close', { ...measured, systolicMmHg: 88, diastolicMmHg: 79 }],
    ['no pulse', { ...measured, pulsePerMin: 0 }],
  ])('sets %s aside with its reason and bytes', async (__, implausible) => {
    const bench = await prompted(make);
    await measureAndFetch(bench, 'A', implausible);
    const [delivery] = bench.deliveries;
    expect(delivery?.fresh).toEqual([]);
    expect(delivery?.candidates).toEqual([]);
    expect(delivery?.setAside).toHaveLength(1);
    expect(delivery?.setAside[0]?.reason).toMatch(/\.$/);
    expect(delivery?.setAside[0]?.rawHex.length).toBeGreaterThan(0);
  });

  test('without a snapshot everything is in doubt', async () => {
    const bench = await createBench(make);
    bench.monitor.store('A', older);
    bench.monitor.store('A', measured);
    bench.conversation.fetchNew(promptTime);
    await bench.quiet();
    const [delivery] = bench.deliveries;
    expect(delivery?.fresh).toEqual([]);
    expect(delivery?.withoutSnapshot).toBe(true);
    expect(delivery?.candidates.map((reading) => reading.systolicMmHg)).toEqual([124, 141]);
  });

  test('cancelling in the middle leaves nothing under way, and the next measurement works', async () => {
    const bench = await createBench(make);
    bench.monitor.store('A', old);
    bench.conversation.beginMeasurement(promptTime);
    await bench.timer.advance(120);
    expect(bench.state().activity).toBe('reading-memory');
    bench.conversation.cancel();
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: null, busy: false, readsOnArrival: false });
    await bench.timer.advance(3000);
    bench.conversation.beginMeasurement(promptTime);
    await bench.quiet();
    expect(bench.state().activity).toBe('waiting-for-measurement');
    await measureAndFetch(bench, 'A', measured);
    expect(numbers(bench)).toEqual([124]);
  });

  test('a second press while it reads is refused and disturbs nothing', async () => {
    const bench = await createBench(make);
    bench.monitor.store('A', old);
    bench.conversation.beginMeasurement(promptTime);
    await bench.timer.advance(120);
    bench.conversation.beginMeasurement(promptTime);
    expect(bench.state().problem?.code).toBe('monitor-busy');
    await bench.quiet();
    expect(bench.state().activity).toBe('waiting-for-measurement');
  });

  test('unplugged while the patient measures, asked for, and plugged in again', async () => {
    const bench = await prompted(make);
    bench.monitor.unplug();
    await bench.timer.advance(2000);
    expect(bench.state().bound?.pluggedIn).toBe(false);
    bench.conversation.fetchNew(laterBy(10_000));
    await bench.quiet();
    expect(bench.state()).toMatchObject({
      activity: 'waiting-for-measurement',
      problem: { code: 'monitor-chosen-missing' },
    });
    bench.monitor.store('A', measured);
    bench.monitor.replug();
    await bench.timer.until(() => bench.deliveries.length > 0, 8000);
    expect(numbers(bench)).toEqual([124]);
  });

  test('polls no faster than every 1500 ms and never while it reads', async () => {
    const lists: number[] = [];
    let open = 0;
    let clock = () => 0;
    const bench = await createBench(
      make,
      'A',
      (bus): HidBus => ({
        async list() {
          expect(open).toBe(0);
          lists.push(clock());
          return bus.list();
        },
        async open(listing) {
          const opened = await bus.open(listing);
          if (!opened.ok) return opened;
          open += 1;
          const { value } = opened;
          return {
            ok: true,
            value: {
              ...value,
              async close() {
                open -= 1;
                await value.close();
              },
            },
          };
        },
      }),
    );
    clock = bench.timer.elapsedMs;
    for (let count = 0; count < 40; count += 1) bench.monitor.store('A', old);
    await bench.timer.advance(10_000);
    const quietLists = lists.length;
    expect(quietLists).toBeLessThanOrEqual(8);
    expect(quietLists).toBeGreaterThanOrEqual(5);
    bench.conversation.beginMeasurement(promptTime);
    await bench.quiet();
    expect(bench.state().activity).toBe('waiting-for-measurement');
    expect(open).toBe(0);
  });
});

test("another slot's reading is set aside with the reason", async () => {
  const bench = await prompted(benchMonitors['omron-classic banks'] ?? (() => expect.fail()));
  await measureAndFetch(bench, 'B', measured);
  expect(bench.deliveries[0]?.fresh).toEqual([]);
  expect(bench.deliveries[0]?.setAside[0]?.reason).toContain('user slot B');
});

test('the second slot may be chosen', async () => {
  const bench = await prompted(benchMonitors['beurer-bm55'] ?? (() => expect.fail()), 'B');
  await measureAndFetch(bench, 'B', measured);
  expect(bench.deliveries[0]?.fresh[0]?.source).toMatchObject({
    slot: 'B',
    monitorId: 'beurer-bm55:port:simulated:slot:B',
  });
});

describe('a monitor that cannot be read twice in a row', () => {
  const make = benchMonitors['beurer-bm55'] ?? (() => expect.fail());

  test('takes over what it held at the end of the last reading', async () => {
    const bench = await prompted(make);
    await measureAndFetch(bench, 'A', measured);
    bench.conversation.beginMeasurement(laterBy(60_000));
    await bench.timer.advance(50);
    expect(bench.state()).toMatchObject({ activity: 'waiting-for-measurement', busy: false, problem: null });
    await measureAndFetch(bench, 'A', { ...measured, systolicMmHg: 126, localMs: promptLocalMs + 100_000 });
    expect(numbers(bench)).toEqual([126]);
  });

  test('is in doubt where two are new, or one is from before the prompt', async () => {
    const bench = await prompted(make);
    await measureAndFetch(bench, 'A', measured);
    bench.conversation.beginMeasurement(laterBy(300_000));
    await bench.timer.advance(50);
    // Measured between the last reading and the prompt.
    await measureAndFetch(bench, 'A', { ...measured, systolicMmHg: 127, localMs: promptLocalMs + 200_000 });
    expect(bench.deliveries.at(-1)?.fresh).toEqual([]);
    expect(bench.deliveries.at(-1)?.candidates.map((reading) => reading.systolicMmHg)).toEqual([127]);

    bench.conversation.beginMeasurement(laterBy(600_000));
    await bench.timer.advance(50);
    bench.monitor.store('A', { ...measured, systolicMmHg: 128, localMs: promptLocalMs + 660_000 });
    await measureAndFetch(bench, 'A', { ...measured, systolicMmHg: 129, localMs: promptLocalMs + 720_000 });
    expect(bench.deliveries.at(-1)?.fresh).toEqual([]);
    expect(bench.deliveries.at(-1)?.candidates.map((reading) => reading.systolicMmHg)).toEqual([129, 128]);
  });

  test('reads anew where it was plugged in again meanwhile', async () => {
    const bench = await prompted(make);
    await measureAndFetch(bench, 'A', measured);
    bench.monitor.store('A', { ...measured, systolicMmHg: 127 });
    bench.monitor.replug();
    await bench.timer.advance(3000);
    bench.conversation.beginMeasurement(laterBy(60_000));
    await bench.quiet();
    await measureAndFetch(bench, 'A', { ...measured, systolicMmHg: 129, localMs: promptLocalMs + 90_000 });
    expect(numbers(bench)).toEqual([129]);
  });

  test('says so when it no longer listens, and goes on by itself when plugged in again', async () => {
    const bench = await createBench(make);
    bench.monitor.store('A', old);
    bench.conversation.fetchNew(promptTime);
    await bench.quiet();
    bench.conversation.bind(bench.monitor.key, 'B');
    const before = bench.timer.elapsedMs();
    bench.conversation.fetchNew(promptTime);
    await bench.quiet();
    expect(bench.state()).toMatchObject({ problem: { code: 'monitor-not-in-pc-mode' }, readsOnArrival: true });
    expect(bench.timer.elapsedMs() - before).toBeLessThanOrEqual(5000);
    bench.monitor.replug();
    await bench.timer.until(() => bench.state().busy, 2000);
    await bench.quiet();
    expect(bench.state().problem?.code).toBe('monitor-nothing-new');
  });
});

describe('finding and choosing', () => {
  const listing = (path: string, over: Partial<HidListing> = {}): HidListing => ({
    vendorId: 0x0c45,
    productId: 0x7406,
    path,
    serial: null,
    product: '',
    port: null,
    ...over,
  });
  const listed =
    (listings: () => readonly HidListing[]) =>
    (bus: HidBus): HidBus => ({ ...bus, list: async () => ({ ok: true, value: listings() }) });
  const make = benchMonitors['beurer-bm55'] ?? (() => expect.fail());

  test.each([
    ['none', [], 'monitor-none'],
    ['one not chosen', [listing('a')], 'monitor-not-chosen'],
    ['two of a kind', [listing('a'), listing('b')], 'monitor-several'],
    ['something else', [listing('a', { productId: 1 })], 'monitor-none'],
  ])('%s plugged in', async (_, listings, code) => {
    const bench = await createBench(
      make,
      null,
      listed(() => listings),
    );
    bench.conversation.beginMeasurement(promptTime);
    await bench.quiet();
    expect(bench.state()).toMatchObject({ activity: 'idle', problem: { code } });
  });

  test('two of a kind have keys of their own, by serial, socket or path', async () => {
    const keys = async (listings: readonly HidListing[]) =>
      (
        await createBench(
          make,
          null,
          listed(() => listings),
        )
      )
        .state()
        .present.map((summary) => summary.key);
    expect(await keys([listing('a', { port: '1-1' }), listing('b', { port: '1-2' })])).toEqual([
      'beurer-bm55:port:1-1',
      'beurer-bm55:port:1-2',
    ]);
    expect(await keys([listing('a', { serial: 'S1', port: '1-1' }), listing('b', { serial: 'S2' })])).toEqual([
      'beurer-bm55:serial:S1',
      'beurer-bm55:serial:S2',
    ]);
    expect(await keys([listing('a', { serial: '0' }), listing('b', { serial: '0' })])).toEqual([
      'beurer-bm55:path:a',
      'beurer-bm55:path:b',
    ]);
  });

  test('a monitor in another socket is asked about again', async () => {
    let port = '1-1';
    const bench = await createBench(
      make,
      null,
      listed(() => [listing('a', { port })]),
    );
    bench.conversation.bind('beurer-bm55:port:1-1', 'A');
    port = '1-2';
    bench.conversation.fetchNew(promptTime);
    await bench.quiet();
    expect(bench.state().problem?.code).toBe('monitor-ambiguous');
  });

  test('where nothing but the path is known, one alone is the same after re-plugging, one of two is not', async () => {
    let listings = [listing('a')];
    const bench = await createBench(
      make,
      null,
      listed(() => listings),
    );
    bench.conversation.bind('beurer-bm55:path:a', 'A');
    listings = [listing('b')];
    await bench.timer.advance(2000);
    expect(bench.state().bound?.pluggedIn).toBe(true);
    listings = [listing('b'), listing('c')];
    await bench.timer.advance(2000);
    listings = [listing('d')];
    await bench.timer.advance(2000);
    expect(bench.state().bound?.pluggedIn).toBe(false);
  });

  test('a key that is none is refused', async () => {
    const bench = await createBench(make, null);
    bench.conversation.bind('contec:port:1', 'A');
    expect(bench.state()).toMatchObject({ bound: null, problem: { code: 'monitor-unknown' } });
  });

  test('a monitor that is away may be chosen', async () => {
    const bench = await createBench(
      make,
      null,
      listed(() => []),
    );
    bench.conversation.bind('beurer-bm55:port:9-9', 'B');
    expect(bench.state().bound).toMatchObject({ key: 'beurer-bm55:port:9-9', slot: 'B', pluggedIn: false });
  });

  test('a bus that cannot be listed is a problem, and not for ever', async () => {
    const problem = { code: 'monitor-driver-missing', sentence: 'Missing.', remedy: 'Install.' };
    let broken = true;
    const bench = await createBench(make, null, (bus) => ({
      ...bus,
      list: async () => (broken ? { ok: false, problem } : bus.list()),
    }));
    expect(bench.state().problem).toEqual(problem);
    broken = false;
    await bench.timer.advance(2000);
    expect(bench.state()).toMatchObject({ problem: null, present: [{ family: 'beurer-bm55' }] });
  });

  test('a bus that never answers is a problem', async () => {
    const bench = await createBench(make, null, (bus) => ({ ...bus, list: () => new Promise(() => undefined) }));
    await bench.timer.advance(4000);
    expect(bench.state().problem?.code).toBe('monitor-list-failed');
  });

  test('an opening that is refused shows its problem; one that never returns is ended', async () => {
    const problem = { code: 'monitor-permission-denied', sentence: 'No.', remedy: 'Rule.' };
    let hangs = false;
    const bench = await createBench(make, 'A', (bus) => ({
      ...bus,
      open: () => (hangs ? new Promise(() => undefined) : Promise.resolve({ ok: false, problem })),
    }));
    bench.conversation.beginMeasurement(promptTime);
    await bench.quiet();
    expect(bench.state().problem).toEqual(problem);
    hangs = true;
    const before = bench.timer.elapsedMs();
    bench.conversation.beginMeasurement(promptTime);
    await bench.quiet();
    expect(bench.state().problem?.code).toBe('monitor-stuck');
    expect(bench.timer.elapsedMs() - before).toBeLessThanOrEqual(5000);
  });
});

test('another memory than the one remembered is in doubt', async () => {
  const first = await prompted(benchMonitors['omron-classic banks'] ?? (() => expect.fail()));
  // The bank was cleared and somebody else measured.
  const { createOmronSimulator } = await import('../simulators/omron-classic-simulator.ts');
  const other = createOmronSimulator(first.timer, { dialect: 'banks' });
  other.store(0, { time: [26, 11, 23, 14, 5, 40], systolicMmHg: 118, diastolicMmHg: 77, pulsePerMin: 60 });
  const inner = first.monitor.bus;
  Object.assign(inner, other.bus);
  first.monitor.unplug();
  first.conversation.fetchNew(laterBy(60_000));
  await first.quiet();
  expect(first.deliveries[0]).toMatchObject({ fresh: [], withoutSnapshot: true });
  expect(first.deliveries[0]?.candidates.map((reading) => reading.systolicMmHg)).toEqual([118]);
});
