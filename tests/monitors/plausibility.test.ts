import fc from 'fast-check';
import { expect, test } from 'vitest';
import { implausibility } from '../../shared/vitals/plausibility.ts';

const code = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number | null = 70) =>
  implausibility({ systolicMmHg, diastolicMmHg, pulsePerMin })?.code ?? null;

test.each([
  // systolic, diastolic, pulse, verdict
  [0, 0, 0, 'reading-all-zero'],
  [0, 0, null, 'reading-all-zero'],
  [299, 80, 70, null],
  [300, 80, 70, null],
  [301, 80, 70, 'reading-systolic-out-of-range'],
  [120, 29, 70, 'reading-diastolic-out-of-range'],
  [120, 30, 70, null],
  [120, 31, 70, null],
  [29, 30, 70, 'reading-systolic-out-of-range'],
  [120, 0, 70, 'reading-diastolic-out-of-range'],
  [0, 80, 70, 'reading-systolic-out-of-range'],
  [290, 301, 70, 'reading-diastolic-out-of-range'],
  [80, 120, 70, 'reading-swapped'],
  [119, 120, 70, 'reading-swapped'],
  [120, 120, 70, 'reading-difference-too-small'],
  [120, 111, 70, 'reading-difference-too-small'],
  [120, 110, 70, null],
  [120, 109, 70, null],
  [120, 80, 19, 'reading-pulse-out-of-range'],
  [120, 80, 20, null],
  [120, 80, 21, null],
  [120, 80, 249, null],
  [120, 80, 250, null],
  [120, 80, 251, 'reading-pulse-out-of-range'],
  [120, 80, 0, 'reading-pulse-out-of-range'],
  [120, 80, null, null],
  [Number.NaN, 80, 70, 'reading-systolic-out-of-range'],
  [120, Number.NaN, 70, 'reading-diastolic-out-of-range'],
  [120, 80, Number.NaN, 'reading-pulse-out-of-range'],
  [500, 30, 70, 'reading-systolic-out-of-range'],
])('%s/%s pulse %s is %s', (systolic, diastolic, pulse, expected) => {
  expect(code(systolic, diastolic, pulse)).toBe(expected);
});

test('what passes keeps every rule, whatever the numbers', () => {
  const number = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 15, max: 310 }) }, fc.double());
  let passed = 0;
  fc.assert(
    fc.property(number, number, fc.option(number), (systolic, diastolic, pulse) => {
      const problem = implausibility({ systolicMmHg: systolic, diastolicMmHg: diastolic, pulsePerMin: pulse });
      if (problem !== null) {
        expect(problem.sentence.length).toBeGreaterThan(10);
        expect(problem.remedy.length).toBeGreaterThan(10);
        return;
      }
      passed += 1;
      expect(diastolic >= 30 && systolic <= 300 && systolic - diastolic >= 10).toBe(true);
      expect(pulse === null || (pulse >= 20 && pulse <= 250)).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(passed).toBeGreaterThan(300);
});
