import { expect, test } from 'vitest';
import { bytes } from '../simulators/bytes.ts';
import { checksIn, expectSame, expectThat, lineOfCheck } from './checks.ts';
import { byMonitor } from './monitors-command.ts';
import { reportDescriptor, unnumbered } from './report-descriptors.ts';

test('a descriptor of unnumbered reports, item by item', () => {
  expect(reportDescriptor(unnumbered(8, 8, 2))).toEqual(
    bytes(`06a0ff 0901 a101
      0901 1500 26ff00 7508 9508 8102
      0901 1500 26ff00 7508 9508 9102
      0901 1500 26ff00 7508 9502 b102
      c0`),
  );
});

test('numbered reports begin with their id', () => {
  const reports = { input: [{ id: 1, bytes: 63 }], output: [{ id: 2, bytes: 8 }], feature: [] };
  expect(reportDescriptor(reports)).toEqual(
    bytes(`06a0ff 0901 a101
      8501 0901 1500 26ff00 7508 953f 8102
      8502 0901 1500 26ff00 7508 9508 9102
      c0`),
  );
});

test('checks come back out of what the machine printed, and nothing else does', () => {
  const checks = [
    { name: 'good', faults: [] },
    { name: 'bad', faults: [...expectThat(false, 'why'), ...expectThat(true, 'not this')] },
  ];
  const printed = ['[    1.2] kernel says check', ...checks.map(lineOfCheck), 'the end'].join('\n');
  expect(checksIn(printed)).toEqual(checks);
});

test('a fault names both sides', () => {
  expect(expectSame('readings', ['a'], ['a'])).toEqual([]);
  expect(expectSame('readings', ['a'], ['b'])).toEqual(['readings: ["a"] instead of ["b"]']);
  expect(expectSame('problems', undefined, ['b'])).toHaveLength(1);
});

test('lines belong to the monitor before them', () => {
  const monitor = (path: string) => ({
    monitor: { family: 'omron-classic' as const, vendorId: 1, productId: 2, path },
  });
  const refused = { refused: { family: 'omron-classic' as const, reason: 'Why.' } };
  const error = { error: { family: null, code: 'x', message: 'y' } };
  expect(byMonitor([error, monitor('a'), refused, monitor('b')])).toEqual([
    { path: 'a', lines: [refused] },
    { path: 'b', lines: [] },
  ]);
});
