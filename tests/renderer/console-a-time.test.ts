import { expect, test } from 'vitest';
import {
  ago,
  calendarDay,
  clockTime,
  minutesLeft,
  minutesSeconds,
  secondsLeft,
  wholeMinutes,
} from '../../renderer/design/time.ts';
import { writtenTime } from '../../renderer/design/written-time.ts';

test.each([
  [-1, '0:00'],
  [0, '0:00'],
  [999, '0:00'],
  [1_000, '0:01'],
  [59_999, '0:59'],
  [60_000, '1:00'],
  [3_725_000, '62:05'],
])('%i ms that passed read %s', (ms, words) => expect(minutesSeconds(ms)).toBe(words));

test.each([
  [0, '0:00'],
  [1, '0:01'],
  [1_000, '0:01'],
  [1_001, '0:02'],
  [300_000, '5:00'],
])('%i ms that are left read %s, so that 0:00 means over', (ms, words) => expect(secondsLeft(ms)).toBe(words));

test.each([
  [-5, 0, 0],
  [0, 0, 0],
  [1, 0, 1],
  [59_999, 0, 1],
  [60_000, 1, 1],
  [60_001, 1, 2],
])('%i ms are %i whole minutes passed and %i left', (ms, passed, left) => {
  expect(wholeMinutes(ms)).toBe(passed);
  expect(minutesLeft(ms)).toBe(left);
});

test.each([
  [0, 'now'],
  [59_999, 'now'],
  [60_000, '1 min ago'],
  [3_599_999, '59 min ago'],
  [3_600_000, '1 h 00 min ago'],
  [7_500_000, '2 h 05 min ago'],
])('%i ms ago reads %s', (ms, words) => expect(ago(ms)).toBe(words));

test('the wall clock and the day follow the offset of the place', () => {
  const justBeforeMidnight = Date.UTC(2026, 10, 23, 23, 30);
  expect(clockTime(justBeforeMidnight, 0)).toBe('23:30');
  expect(clockTime(justBeforeMidnight, 60)).toBe('00:30');
  expect(calendarDay(justBeforeMidnight, 0)).toBe('2026-11-23');
  expect(calendarDay(justBeforeMidnight, 60)).toBe('2026-11-24');
  expect(clockTime(justBeforeMidnight, -210)).toBe('20:00');
});

test.each([
  ['', 'date', ''],
  ['1984', 'date', '1984'],
  ['19840523', 'date', '1984-05-23'],
  ['1984-05-23', 'date', '1984-05-23'],
  ['1984-5-', 'date', '1984-05'],
  ['1984/5/3', 'date', '1984-05-3'],
  ['198405231', 'date', '1984-05-23'],
  ['2026-11-24 10:00', 'datetime-local', '2026-11-24T10:00'],
  ['202611241000', 'datetime-local', '2026-11-24T10:00'],
  ['2026-11-24 9:', 'datetime-local', '2026-11-24T09'],
] as const)('typing %j as a %s writes %j', (typed, kind, written) => expect(writtenTime(typed, kind)).toBe(written));
