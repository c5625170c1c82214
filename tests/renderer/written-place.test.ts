import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writtenPlaceMs } from '../../renderer/console/music/written-place.ts';
import { minutesSeconds } from '../../renderer/design/time.ts';

test.each([
  ['1:30', 90_000],
  ['0:00', 0],
  ['1:02:05', 3_725_000],
  ['45', 45_000],
  ['600', 600_000],
  ['1:59', 119_000],
  ['1:60', null],
  [' 0:07,5 ', 7_500],
  ['62:05', 3_725_000],
  ['', null],
  ['-1', null],
  ['1:', null],
  [':30', null],
  ['1:2:3:4', null],
  ['1e3', null],
  ['soon', null],
])('“%s” is %s', (written, expected) => {
  expect(writtenPlaceMs(written)).toBe(expected);
});

test('what the screen shows can be read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59_999 }), (seconds) => {
      expect(writtenPlaceMs(minutesSeconds(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
});
