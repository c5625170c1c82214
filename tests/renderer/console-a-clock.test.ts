import { expect, test } from 'vitest';
import { type HeardClock, momentNow, touchAgeMs, untilNextTickMs } from '../../renderer/console/clock.ts';
import { momentAt } from './small-session.ts';

const { elapsedMs: _none, ...reading } = momentAt(0);
const heard = (elapsedMs: number | null, rate: number): HeardClock => ({ reading, elapsedMs, rate, heardAtMs: 1_000 });

test('the last word of the clock is carried on at its own rate', () => {
  expect(momentNow(heard(10_000, 1), 1_250).elapsedMs).toBe(10_250);
  expect(momentNow(heard(10_000, 240), 1_250).elapsedMs).toBe(70_000);
  expect(momentNow(heard(10_000, 240), 1_250).wallMs).toBe(reading.wallMs + 60_000);
  expect(momentNow(heard(10_000, 0), 9_000).elapsedMs).toBe(10_000);
});

test('it never stands before what was said, and without a session nothing has elapsed', () => {
  expect(momentNow(heard(10_000, 1), 900).elapsedMs).toBe(10_000);
  expect(momentNow(heard(null, 1), 1_000).elapsedMs).toBe(0);
});

test('the next tick is the next whole second, four a second in a rehearsal, none while the clock stands', () => {
  expect(untilNextTickMs(heard(10_000, 1), 1_000)).toBe(1_000);
  expect(untilNextTickMs(heard(10_000, 1), 1_999)).toBe(1);
  expect(untilNextTickMs(heard(10_000, 60), 1_000)).toBe(250);
  expect(untilNextTickMs(heard(10_000, 0), 1_000)).toBeNull();
});

test.each([
  [undefined, 0],
  [5_000, 0],
  [4_999, 1],
  [5_001, 0],
  [-60_000, 60_000],
])('a touch at %s is %i ms old at 5,000', (timeStamp, age) => expect(touchAgeMs(timeStamp, 5_000)).toBe(age));
