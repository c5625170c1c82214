import { expect, test } from 'vitest';
import { figureBelow, percentile } from './figure.ts';
import { deliveryToScreen, type ProbeEntry } from './probe-entry.ts';

test.each([
  [50, 2],
  [75, 3],
  [76, 4],
  [99, 4],
  [100, 4],
  [0, 1],
])('percentile %i of 4, 1, 3, 2 is %i', (percent, expected) => {
  expect(percentile([4, 1, 3, 2], percent)).toBe(expected);
});

test('of nothing there is no percentile', () => {
  expect(percentile([], 50)).toBeNull();
});

test.each([
  [99.99, true],
  [100, false],
  [100.01, false],
])('%d against a target of 100', (value, met) => {
  expect(figureBelow('a.b', value, 'ms', 100)).toEqual({ figure: 'a.b', value, unit: 'ms', target: 100, met });
});

test('what was not measured, and what has no target, is neither met nor missed', () => {
  expect(figureBelow('a.b', null, 'ms', 100).met).toBeNull();
  expect(figureBelow('a.b', 5, 'ms', null).met).toBeNull();
});

test('a delivery is on the screen at the first paint after it that shows its number', () => {
  const entries: readonly ProbeEntry[] = [
    { kind: 'painted', atMs: 90, text: '128/82' },
    { kind: 'delivery', atMs: 100, systolicMmHg: 128 },
    { kind: 'painted', atMs: 110, text: '142/91' },
    { kind: 'painted', atMs: 125, text: '128/82' },
    { kind: 'delivery', atMs: 200, systolicMmHg: 119 },
  ];
  expect(deliveryToScreen(entries)).toEqual([25]);
});
