import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartFailures } from '../../shared/chart/chart-entry.ts';
import { chartProblem } from '../../shared/chart/chart-problems.ts';
import { delayMs } from '../../shared/chart/chart-state.ts';
import { judgeAnswer, retryAfterMs } from '../../shared/chart/server-answer.ts';

const now = Date.UTC(2026, 10, 24, 9);
const answered = (status: number, body = '', retryAfter: string | null = null) =>
  judgeAnswer({ kind: 'answered', status, body, retryAfter }, 2, now);
const response = (...statuses: readonly string[]) =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: statuses.map((status) => ({ response: { status } })),
  });

describe('a record has arrived', () => {
  test('when each of its entries was created or found', () => {
    expect(answered(200, response('201 Created', '200 OK'))).toEqual({ kind: 'arrived', created: 1, existing: 1 });
    expect(answered(200, response('201', '204 No Content'))).toEqual({ kind: 'arrived', created: 1, existing: 1 });
  });

  test.each([
    ['one entry too few', response('201')],
    ['one too many', response('201', '201', '201')],
    ['an entry that was refused', response('201', '422')],
    ['an entry without a status', response('201', '')],
  ])('not with %s', (_what, body) => {
    expect(answered(200, body)).toMatchObject({ kind: 'refused', failure: 'not-all-taken' });
  });

  test.each([
    ['nothing', ''],
    ['a page', '<html>Sign in to the guests’ network</html>'],
    ['another resource', '{"resourceType":"Patient"}'],
    ['a batch', response('201', '201').replace('transaction-response', 'batch-response')],
    ['the transaction itself', response('201', '201').replace('transaction-response', 'transaction')],
  ])('not with %s', (_what, body) => {
    expect(answered(200, body)).toMatchObject({ kind: 'refused', failure: 'not-fhir' });
  });
});

test.each([
  [302, 'refused', 'moved'],
  [400, 'refused', 'refused'],
  [401, 'refused', 'not-let-in'],
  [403, 'refused', 'forbidden'],
  [404, 'refused', 'not-there'],
  [405, 'refused', 'not-there'],
  [408, 'later', 'server-failed'],
  [409, 'later', 'server-failed'],
  [412, 'refused', 'ambiguous'],
  [413, 'refused', 'refused'],
  [422, 'refused', 'refused'],
  [429, 'later', 'busy'],
  [500, 'later', 'server-failed'],
  [501, 'refused', 'not-there'],
  [502, 'later', 'server-failed'],
  [503, 'later', 'busy'],
  [599, 'later', 'server-failed'],
] as const)('%i is %s: %s', (status, kind, failure) => {
  expect(answered(status)).toMatchObject({ kind, failure, status });
});

test('what the server says is kept in one line, without control characters, and not without end', () => {
  const outcome = (text: string) =>
    JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ details: { text } }, { diagnostics: text }, {}] });
  expect(answered(422, outcome('Not\u0007 a\ncode\ud800'))).toMatchObject({ said: 'Not\uFFFD a code\uFFFD' });
  expect(answered(422, outcome('x'.repeat(5000)))).toMatchObject({ said: 'x'.repeat(600) });
});

test.each([
  ['0', 0],
  ['120', 120_000],
  ['Tue, 24 Nov 2026 09:10:00 GMT', 600_000],
  ['Tue, 24 Nov 2026 08:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['1e9', null],
  ['', null],
])('Retry-After "%s" is %s ms', (header, wanted) => {
  expect(retryAfterMs(header, now)).toBe(wanted);
});

test('it is waited longer with each failure, at least as long as the server asks, and never longer than a day', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 100].map((tries) => delayMs(tries, null) / 60_000)).toEqual([
    0.5, 0.5, 2, 10, 30, 60, 60, 60,
  ]);
  expect(delayMs(1, 29_999)).toBe(30_000);
  expect(delayMs(1, 30_001)).toBe(30_001);
  expect(delayMs(1, 10 ** 12)).toBe(24 * 60 * 60_000);
});

test('no answer, whatever it is, is taken for an arrival that it does not say, or breaks anything', () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.string(), { maxLength: 3 }).map((statuses) => response(...statuses)),
    fc.anything().map((issue) => JSON.stringify({ resourceType: 'OperationOutcome', issue })),
  );
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999 }), body, fc.option(fc.string()), (status, text, retryAfter) => {
      const judged = answered(status, text, retryAfter);
      if (judged.kind !== 'arrived') return;
      expect(status >= 200 && status <= 299 && judged.created + judged.existing === 2).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each(chartFailures)('%s has words and a remedy', (failure) => {
  const { sentence, remedy } = chartProblem(failure, null);
  expect([sentence.endsWith('.'), remedy.endsWith('.')]).toEqual([true, true]);
  expect(chartProblem(failure, 503).sentence).toContain('503');
});
