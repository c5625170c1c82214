import { describe, expect, test } from 'vitest';
import { judgeDelivery } from '../../electron/monitors/monitor-clock.ts';
import { monitorTimeOf } from '../../electron/monitors/monitor-date.ts';
import type { RawDelivery } from '../../electron/monitors/monitors-state.ts';
import type { Reading } from '../../shared/vitals/reading.ts';

const wall = (local: string) => ({ nowWallMs: Date.parse(`${local}+02:00`), utcOffsetMinutes: 120 });
const reading = (monitorTime: string | null): Reading => ({
  readingId: 'r',
  systolicMmHg: 120,
  diastolicMmHg: 80,
  pulsePerMin: 70,
  flags: [],
  source: { kind: 'monitor', family: 'beurer-bm55', model: 'M', monitorId: 'm', slot: 'A', monitorTime, rawHex: [] },
});
const delivery = (over: Partial<RawDelivery>): RawDelivery => ({
  fresh: [],
  candidates: [],
  setAside: [],
  withoutSnapshot: false,
  trustsMonitorTime: false,
  monitorClock: null,
  promptedAt: wall('2026-11-23T14:05:30'),
  ...over,
});
const now = wall('2026-11-23T14:07:00');
const clockOf = (over: Partial<RawDelivery>) => {
  const { clock, clockDifferenceMs } = judgeDelivery(delivery(over), now);
  return [clock, clockDifferenceMs];
};

describe('by the newest fresh reading, measured between 14:05:30 and 14:07:00', () => {
  test.each([
    ['2026-11-23T14:06', 'agrees', null],
    ['2026-11-23T14:05', 'agrees', null],
    // A minute that ends two minutes before the prompt, to the millisecond, and one second later.
    ['2026-11-23T14:03:29', 'agrees', null],
    ['2026-11-23T14:03:28', 'differs', -121_000],
    ['2026-11-23T14:09', 'agrees', null],
    ['2026-11-23T14:09:01', 'differs', 121_000],
    ['2026-11-23T15:06', 'differs', 59 * 60_000],
    ['2026-11-22T14:06', 'differs', -(24 * 60 * 60_000 - 90_000)],
    ['2007-01-01T00:06', 'unset', null],
    [null, 'unset', null],
  ])('%s %s by %s', (time, clock, differenceMs) => {
    expect(clockOf({ fresh: [reading(time)] })).toEqual([clock, differenceMs]);
  });

  test('the last of several is the newest', () => {
    expect(clockOf({ fresh: [reading('2026-11-23T12:00'), reading('2026-11-23T14:06')] })).toEqual(['agrees', null]);
  });

  test('an unset clock takes the time from every reading, and keeps the bytes', () => {
    const judged = judgeDelivery(
      delivery({ fresh: [reading('2007-01-01T00:06')], candidates: [reading('2007-01-01T00:01')] }),
      now,
    );
    expect(
      [...judged.fresh, ...judged.candidates].map(({ source }) => 'monitorTime' in source && source.monitorTime),
    ).toEqual([null, null]);
  });

  test('nothing to compare with', () => {
    expect(clockOf({})).toEqual(['unknown', null]);
    expect(clockOf({ fresh: [reading('2026-11-23T14:06')], promptedAt: null })).toEqual(['unknown', null]);
    expect(clockOf({ candidates: [reading('2026-11-23T12:06')] })).toEqual(['unknown', null]);
  });
});

describe('fresh only by the word of the monitor’s clock, prompted at 14:05:30 and read at 14:07:00', () => {
  const judged = (time: string) => judgeDelivery(delivery({ fresh: [reading(time)], trustsMonitorTime: true }), now);
  test.each(['2026-11-23T14:05', '2026-11-23T14:09:00'])('%s agrees: fresh', (time) => {
    expect(judged(time)).toMatchObject({ candidates: [], clock: 'agrees' });
    expect(judged(time).fresh).toHaveLength(1);
  });
  // A clock an hour ahead makes a reading from before the prompt look like one after it.
  test.each(['2026-11-23T14:09:01', '2026-11-23T15:01', '2026-11-24T14:06'])('%s: in doubt', (time) => {
    expect(judged(time)).toMatchObject({ fresh: [], clockDifferenceMs: null });
    expect(judged(time).candidates).toEqual([reading(time)]);
  });
});

describe("by the monitor's own clock at 14:07:00", () => {
  test.each([
    ['2026-11-23T14:07:00', 'agrees', null],
    ['2026-11-23T14:09:00', 'agrees', null],
    ['2026-11-23T14:09:01', 'differs', 121_000],
    ['2026-11-23T14:04:59', 'agrees', null],
    ['2026-11-23T14:04:58', 'differs', -121_000],
    ['2010-01-01T00:00:00', 'unset', null],
  ])('%s %s by %s', (monitorClock, clock, differenceMs) => {
    expect(clockOf({ monitorClock, fresh: [reading('2026-11-23T14:06')] })).toEqual([clock, differenceMs]);
  });
});

test.each([
  [{ year: 2024, month: 2, day: 29, hour: 23, minute: 59 }, '2024-02-29T23:59'],
  [{ year: 2023, month: 2, day: 29, hour: 0, minute: 0 }, undefined],
  [{ year: 2026, month: 12, day: 31, hour: 0, minute: 0, second: 59 }, '2026-12-31T00:00:59'],
  [{ year: 2026, month: 12, day: 31, hour: 0, minute: 0, second: 60 }, undefined],
  [{ year: 2026, month: 12, day: 32, hour: 0, minute: 0 }, undefined],
  [{ year: 2026, month: 0, day: 0, hour: 0, minute: 0 }, null],
  [{ year: 2026, month: 0, day: 1, hour: 0, minute: 0 }, undefined],
  [{ year: 2026, month: 1, day: 0, hour: 0, minute: 0 }, undefined],
])('%j is %s', (parts, expected) => {
  expect(monitorTimeOf(parts)).toBe(expected);
});
