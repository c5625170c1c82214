import { expect, test } from 'vitest';
import { newestFirst, sortTimes } from '../../electron/monitors/stored-order.ts';

test('an entry without a time stands with the one that was stored before it', () => {
  expect(sortTimes([null, '2026-01-02', null, '2026-01-01', null], false)).toEqual([
    '',
    '2026-01-02',
    '2026-01-02',
    '2026-01-01',
    '2026-01-01',
  ]);
});

test('in a full ring the last was stored before the first', () => {
  expect(sortTimes([null, '2026-01-02', null], true)).toEqual(['2026-01-02', '2026-01-02', '2026-01-02']);
  expect(sortTimes([null, null], true)).toEqual(['', '']);
  expect(sortTimes([], true)).toEqual([]);
});

test('the newest first, and of equal times the one stored later', () => {
  const stored = [
    { entry: 'a', sortTime: '' },
    { entry: 'b', sortTime: '2026-01-02' },
    { entry: 'c', sortTime: '2026-01-01' },
    { entry: 'd', sortTime: '2026-01-02' },
    { entry: 'e', sortTime: '' },
  ];
  expect(newestFirst(stored)).toEqual(['d', 'b', 'c', 'e', 'a']);
});
