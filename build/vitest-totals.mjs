// Reads vitest's JSON report into the numbers of our closing line.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly { status: string }[] }[]} testResults
 */

/**
 * The totals of a run. A file that failed without a failed test in it (it did not load) counts as one failed, and so
 * does a run that failed with nothing in its report to show for it (an unhandled error, or no test at all).
 * @param {VitestReport} report
 * @param {number} exitCode of vitest
 * @returns {Totals}
 */
export function totalsOfReport(report, exitCode) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The totals from the report's file; a run that left none (it crashed) is one failed.
 * @param {string} path
 * @param {number} exitCode of vitest
 * @returns {Totals}
 */
export function readTotals(path, exitCode) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  return totalsOfReport(JSON.parse(readFileSync(path, 'utf8')), exitCode);
}

/**
 * The closing line of `npm test`.
 * @param {readonly Totals[]} parts
 */
export function closingLine(parts) {
  /** @param {keyof Totals} key */
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped}`;
}
