import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closingLine, readTotals, totalsOfReport } from '../../build/vitest-totals.mjs';

function report(counts: { passed?: number; failed?: number; skipped?: number }, files: readonly string[][] = []) {
  return {
    numPassedTests: counts.passed ?? 0,
    numFailedTests: counts.failed ?? 0,
    numPendingTests: counts.skipped ?? 0,
    numTodoTests: 0,
    testResults: files.map(([status = '', ...tests]) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  };
}

test('tests are counted as vitest counts them', () => {
  const counted = totalsOfReport(report({ passed: 3, failed: 1, skipped: 2 }, [['failed', 'failed', 'passed']]), 1);
  expect(counted).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a file that did not load is one failed, beside the tests that failed elsewhere', () => {
  const counted = totalsOfReport(report({ failed: 1 }, [['failed', 'failed'], ['failed'], ['passed', 'passed']]), 1);
  expect(counted.failed).toBe(2);
});

test('a run that failed without a failed test is one failed, and a run without a report too', () => {
  expect(totalsOfReport(report({ passed: 3 }), 1).failed).toBe(1);
  expect(totalsOfReport(report({ passed: 3 }), 0).failed).toBe(0);
  expect(readTotals(join(import.meta.dirname, 'no-such-report.json'), 0).failed).toBe(1);
});

test('the closing line sums its parts, and names skipped tests only where there are any', () => {
  const one = { passed: 1, failed: 0, skipped: 0 };
  expect(closingLine([one, { passed: 41, failed: 2, skipped: 0 }])).toBe('42 passed, 2 failed');
  expect(closingLine([one, { passed: 0, failed: 0, skipped: 3 }])).toBe('1 passed, 0 failed, 3 skipped');
});
