import { describe, expect, test } from 'vitest';
import { bpaOverdueMs } from '../../electron/monitors/microlife-bpa100-live.ts';
import { bytes } from '../simulators/bytes.ts';
import { createFaultyBus } from '../simulators/faults.ts';
import { cuff, endOf, inTime, listening, open, result } from '../simulators/microlife-bpa100-live-bench.ts';

describe('started by the therapist', () => {
  test('it measures and its result is taken as soon as it is there', async () => {
    const { timer, simulator, run, stages, told } = await listening();
    const began = timer.elapsedMs();
    run.start();
    expect(stages.at(-1)).toBe('measuring');
    expect(await endOf(timer, run)).toMatchObject({
      kind: 'ended',
      end: {
        kind: 'measured',
        model: 'Microlife',
        entry: {
          kind: 'record',
          record: { slot: 'A', systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 66, monitorTime: '2026-11-23T14:06' },
        },
      },
    });
    // Waking and linking take a second; the result is 35 s of measuring after the start, and its second report 10 ms later.
    expect(timer.elapsedMs() - began).toBeLessThanOrEqual(1000 + 35_000 + 10 + 300);
    expect(told()).toEqual({ start: 1, stop: 0 });
    expect(simulator.isMeasuring()).toBe(false);
  });

  test('twice pressed it is started once', async () => {
    const { timer, run, told } = await listening();
    run.start();
    run.start();
    await timer.advance(5000);
    run.start();
    await endOf(timer, run);
    expect(told()).toEqual({ start: 1, stop: 0 });
  });

  test('nothing is written while it measures', async () => {
    const { timer, run, told, simulator } = await listening({ measurement: null });
    run.start();
    await timer.advance(3000);
    expect(simulator.isMeasuring()).toBe(true);
    const before = told();
    await timer.advance(100_000);
    expect(told()).toEqual(before);
    run.stop();
    await endOf(timer, run);
  });

  test.each([1, 2, 3, 5, 6, 9])('its error %i has a name and a remedy', async (error) => {
    const { timer, run } = await listening({ measurement: { tookMs: 20_000, result: { error } } });
    run.start();
    const ended = await endOf(timer, run);
    expect(ended).toMatchObject({
      kind: 'ended',
      end: { kind: 'failed', problem: { code: 'monitor-measurement-error' }, rawHex: [expect.stringMatching(/^f5/)] },
    });
    if (ended.kind === 'ended' && ended.end.kind === 'failed') {
      expect(ended.end.problem.sentence).toContain(`error ${error}`);
    }
  });

  test.each([
    { tookMs: bpaOverdueMs - 2000, kind: 'measured' },
    { tookMs: bpaOverdueMs + 2000, kind: 'overdue' },
  ])('a result after $tookMs ms: $kind', async ({ tookMs, kind }) => {
    const { timer, simulator, run, told } = await listening({ measurement: { tookMs, result } });
    run.start();
    const ended = await endOf(timer, run);
    if (kind === 'measured') {
      expect(ended).toMatchObject({ kind: 'ended', end: { kind: 'measured' } });
      expect(told().stop).toBe(0);
      return;
    }
    expect(ended).toMatchObject({ kind: 'problem', problem: { code: 'monitor-live-overdue' } });
    if (ended.kind === 'problem') expect(ended.problem.remedy).toMatch(cuff);
    expect(told()).toEqual({ start: 1, stop: 1 });
    expect(simulator.isMeasuring()).toBe(false);
  });

  test('one that acknowledges nothing is stopped, and that is said within five seconds', async () => {
    const { timer, simulator, run, told } = await listening({
      unacknowledged: [0, 0x21, 0x25, 0x19],
      measurement: null,
    });
    run.start();
    const began = timer.elapsedMs();
    const ended = await endOf(timer, run);
    expect(timer.elapsedMs() - began).toBeLessThanOrEqual(5000);
    expect(ended).toMatchObject({ kind: 'problem', problem: { code: 'monitor-silent' } });
    if (ended.kind === 'problem') expect(ended.problem.remedy).toMatch(cuff);
    expect(told()).toEqual({ start: 1, stop: 1 });
    expect(simulator.isMeasuring()).toBe(false);
  });
});

describe('stopped by the therapist', () => {
  test.each([0, 400, 900, 1400, 20_000])('%i ms after the start', async (afterMs) => {
    const { timer, simulator, run, stages, told } = await listening({ measurement: null });
    run.start();
    await timer.advance(afterMs);
    run.stop();
    expect(stages.at(-1)).toBe('stopping');
    const began = timer.elapsedMs();
    expect(await endOf(timer, run)).toEqual({ kind: 'ended', end: { kind: 'stopped', acknowledged: true } });
    expect(timer.elapsedMs() - began).toBeLessThanOrEqual(3000);
    expect(simulator.isMeasuring()).toBe(false);
    // Pressed before the start went out, it never does.
    expect(told()).toEqual({ start: afterMs < 1000 ? 0 : 1, stop: 1 });
  });

  test('also where the patient started it with its own button', async () => {
    const { timer, simulator, run, told } = await listening();
    simulator.measureByItself(60_000, result);
    await timer.advance(2000);
    run.stop();
    expect(await endOf(timer, run)).toMatchObject({ kind: 'ended', end: { kind: 'stopped' } });
    expect(simulator.isMeasuring()).toBe(false);
    expect(told()).toEqual({ start: 0, stop: 1 });
  });

  test.each([
    ['to nothing', [0, 0x21, 0x25, 0x19], false],
    ['to waking and linking, not to the stop itself', [0x19], false],
    ['to linking, not to the stop itself', [0, 0x19], false],
    ['to the stop itself alone', [0, 0x21], false],
    ['to linking and the stop', [0], true],
  ] as const)('one that says yes %s', async (_, unacknowledged, acknowledged) => {
    const { timer, simulator, run } = await listening({ unacknowledged, measurement: null });
    run.start();
    await timer.advance(1300);
    expect(simulator.isMeasuring()).toBe(true);
    run.stop();
    expect(await endOf(timer, run)).toEqual({ kind: 'ended', end: { kind: 'stopped', acknowledged } });
    expect(simulator.isMeasuring()).toBe(false);
  });

  test.each([
    ['noise', ['f401020304000000']],
    ['an error', ['f500004572020000']],
    ['a result', ['f70000805247834b', 'f285800000000000']],
  ])('%s that comes meanwhile does not keep the stop from going out', async (_, reports) => {
    const { timer, simulator, run, told } = await listening({ measurement: null });
    run.start();
    await timer.advance(5000);
    run.stop();
    simulator.send(reports.map((report, index) => ({ afterMs: 150 + 10 * index, report: bytes(report) })));
    await endOf(timer, run);
    expect(told()).toEqual({ start: 1, stop: 1 });
    expect(simulator.isMeasuring()).toBe(false);
  });

  test('a result that comes meanwhile is taken', async () => {
    const { timer, run } = await listening({ measurement: { tookMs: 20_000, result } });
    run.start();
    await timer.advance(20_800);
    run.stop();
    expect(await endOf(timer, run)).toMatchObject({ kind: 'ended', end: { kind: 'measured' } });
  });
});

describe('what nobody can read while it measures', () => {
  const noise = [{ afterMs: 10, report: bytes('f401020304000000') }];
  const nothing = [
    { afterMs: 10, report: bytes('f700000000000000') },
    { afterMs: 20, report: bytes('f200000000000000') },
  ];

  test.each([
    ['noise', noise],
    ['a result of zeros', nothing],
  ])('%s: it is stopped, not left measuring unheard, and what came is set aside', async (_, sent) => {
    const { timer, simulator, run, told } = await listening({ measurement: null });
    run.start();
    await timer.advance(10_000);
    const began = timer.elapsedMs();
    simulator.send(sent);
    expect(await endOf(timer, run)).toMatchObject({
      kind: 'ended',
      end: {
        kind: 'measured',
        entry: { record: { rawHex: sent.map(({ report }) => Buffer.from(report).toString('hex')) } },
      },
    });
    expect(timer.elapsedMs() - began).toBeLessThanOrEqual(5000);
    expect(told()).toEqual({ start: 1, stop: 1 });
    expect(simulator.isMeasuring()).toBe(false);
  });

  test('its result is still taken within two seconds, and nothing is sent', async () => {
    const { timer, simulator, run, told } = await listening({ measurement: { tookMs: 20_000, result } });
    run.start();
    await timer.advance(19_500);
    simulator.send(noise);
    expect(await endOf(timer, run)).toMatchObject({
      kind: 'ended',
      end: { kind: 'measured', entry: { kind: 'record', record: { systolicMmHg: 124 } } },
    });
    expect(told()).toEqual({ start: 1, stop: 0 });
  });

  test('where the stop is not acknowledged the therapist is told about the cuff, and the bytes are kept', async () => {
    const { timer, simulator, run } = await listening({ measurement: null, unacknowledged: [0x19] });
    run.start();
    await timer.advance(10_000);
    simulator.send(noise);
    expect(await endOf(timer, run)).toMatchObject({
      kind: 'ended',
      end: {
        kind: 'failed',
        problem: { code: 'monitor-stop-unconfirmed', remedy: expect.stringMatching(cuff) },
        rawHex: ['f401020304000000'],
      },
    });
  });

  test('the therapist’s stop is still obeyed', async () => {
    const { timer, simulator, run } = await listening({ measurement: null });
    run.start();
    await timer.advance(10_000);
    simulator.send(noise);
    await timer.advance(500);
    run.stop();
    expect(await endOf(timer, run)).toEqual({ kind: 'ended', end: { kind: 'stopped', acknowledged: true } });
  });
});

describe('listened to', () => {
  test('an answer that came twice while it was asked who it is is not taken for a result', async () => {
    const { timer, run, stages } = await open(inTime, (bus, ofBus) => {
      const faulty = createFaultyBus(bus, ofBus);
      faulty.setFault({ kind: 'doubled', step: 1 });
      return faulty;
    });
    await timer.advance(5000);
    expect(stages.at(-1)).toBe('listening');
    run.start();
    expect(await endOf(timer, run)).toMatchObject({ kind: 'ended', end: { entry: { kind: 'record' } } });
  });

  test('an error that comes at once after the start is told by its name', async () => {
    const { timer, run } = await listening({ measurement: { tookMs: 60, result: { error: 1 } } });
    run.start();
    expect(await endOf(timer, run)).toMatchObject({
      kind: 'ended',
      end: { kind: 'failed', problem: { sentence: expect.stringContaining('error 1') } },
    });
  });

  test('nothing starts by itself, and the patient’s own measurement is taken', async () => {
    const { timer, simulator, run, told } = await listening();
    await timer.advance(300_000);
    expect(told()).toEqual({ start: 0, stop: 0 });
    simulator.measureByItself(30_000, result);
    expect(await endOf(timer, run)).toMatchObject({ kind: 'ended', end: { kind: 'measured' } });
  });

  test('what is no result is set aside with its reason and bytes', async () => {
    const { timer, simulator, run } = await listening();
    simulator.send([{ afterMs: 100, report: bytes('f4 01 02 03 04 00 00 00') }]);
    expect(await endOf(timer, run)).toMatchObject({
      kind: 'ended',
      end: { kind: 'measured', entry: { kind: 'unreadable', record: { rawHex: ['f401020304000000'] } } },
    });
  });

  test('the state of the line and late acknowledgements end nothing', async () => {
    const { timer, simulator, run, stages } = await listening();
    simulator.send([
      { afterMs: 100, report: bytes('f0 00 00 00 00 00 00 00') },
      { afterMs: 900, report: bytes('f1 06 00 00 00 00 00 00') },
    ]);
    await timer.advance(5000);
    expect(stages.at(-1)).toBe('listening');
    run.cancel();
    expect(await endOf(timer, run)).toEqual({ kind: 'cancelled' });
  });

  test.each([
    ['switched-off', 'monitor-asleep'],
    ['echo', 'monitor-foreign'],
    ['words', 'monitor-foreign'],
  ] as const)('%s is not listened to', async (behind, code) => {
    const { timer, run, stages } = await open({ behind });
    const ended = await endOf(timer, run);
    expect(ended).toMatchObject({ kind: 'problem', problem: { code } });
    expect(timer.elapsedMs()).toBeLessThan(5000);
    expect(stages).toEqual([]);
  });
});
