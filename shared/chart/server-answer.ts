import * as z from 'zod';
import { wellFormed } from '../record/fhir/well-formed.ts';
import type { ChartFailure } from './chart-entry.ts';

/** What came back for a transaction, or that nothing whole did. */
export type ServerAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The header Retry-After as it came; null where there is none. */
      readonly retryAfter: string | null;
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly failure: ChartFailure };

/** What an answer means for a record. */
export type Judgement =
  | { readonly kind: 'arrived'; readonly created: number; readonly existing: number }
  | (Failed & { readonly kind: 'later'; readonly askedForMs: number | null })
  | (Failed & { readonly kind: 'refused' });
type Failed = { readonly failure: ChartFailure; readonly status: number | null; readonly said: string };

const transactionResponse = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction-response'),
  entry: z.array(z.object({ response: z.object({ status: z.string() }) })),
});
const operationOutcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(
    z.object({ diagnostics: z.string().optional(), details: z.object({ text: z.string().optional() }).optional() }),
  ),
});

/** No more of what a server says is kept. */
const mostSaid = 600;

/**
 * Judges the answer to a transaction of FHIR R4 (3.1.0.11). A record has arrived when every entry was taken: created, or
 * found as what was there before. What may pass by itself is tried again, for a repeat changes nothing; all else waits for
 * somebody.
 * @param sent how many entries the transaction has
 */
export function judgeAnswer(answer: ServerAnswer, sent: number, nowWallMs: number): Judgement {
  if (answer.kind === 'failed') return judged(answer.failure, null, '', null);
  const { status, body } = answer;
  const said = saidIn(body);
  if (status < 200 || status > 299) {
    return judged(failureOf(status), status, said, retryAfterMs(answer.retryAfter, nowWallMs));
  }
  const response = parsed(transactionResponse, body);
  if (response === null) return judged('not-fhir', status, said, null);
  const statuses = response.entry.map(({ response: { status: each } }) => each.trim().slice(0, 3));
  const created = statuses.filter((each) => each === '201').length;
  const existing = statuses.filter((each) => each === '200' || each === '204').length;
  if (statuses.length !== sent || created + existing !== sent) return judged('not-all-taken', status, said, null);
  return { kind: 'arrived', created, existing };
}

const passing: ReadonlySet<ChartFailure> = new Set([
  'unreachable',
  'no-answer',
  'busy',
  'server-failed',
  'not-printed',
]);

function judged(failure: ChartFailure, status: number | null, said: string, askedForMs: number | null): Judgement {
  const failed = { failure, status, said };
  return passing.has(failure) ? { kind: 'later', ...failed, askedForMs } : { kind: 'refused', ...failed };
}

/** What a status means (RFC 9110, and FHIR R4 3.1.0.1.8). 409: somebody wrote the same at the same time. */
function failureOf(status: number): ChartFailure {
  if (status >= 300 && status <= 399) return 'moved';
  switch (status) {
    case 401:
    case 407:
      return 'not-let-in';
    case 403:
      return 'forbidden';
    case 404:
    case 405:
    case 410:
    case 415:
    case 501:
      return 'not-there';
    case 412:
      return 'ambiguous';
    case 429:
    case 503:
      return 'busy';
    case 408:
    case 409:
    case 423:
    case 425:
      return 'server-failed';
    default:
      return status >= 500 ? 'server-failed' : 'refused';
  }
}

/** The header Retry-After (RFC 9110, 10.2.3) as a span from now; null where it says nothing that can be understood. */
export function retryAfterMs(header: string | null, nowWallMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowWallMs);
}

/** What a server says in an OperationOutcome, in one line; empty where it says nothing that is one. */
function saidIn(body: string): string {
  const outcome = parsed(operationOutcome, body);
  if (outcome === null) return '';
  const lines = outcome.issue.flatMap(({ details, diagnostics }) => [details?.text, diagnostics]);
  const said = [...new Set(lines.filter((line) => line !== undefined && line.trim() !== ''))].join(' ');
  const line = wellFormed(said).replace(/\s+/g, ' ').trim();
  return line.slice(0, mostSaid).toWellFormed();
}

function parsed<Shape>(schema: z.ZodType<Shape>, body: string): Shape | null {
  try {
    const read = schema.safeParse(JSON.parse(body));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
