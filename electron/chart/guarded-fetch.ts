import type { ChartFailure } from '../../shared/chart/chart-entry.ts';

/** What came back, read to its end. */
export type FetchedAnswer = {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};
export type Fetched = FetchedAnswer | { readonly kind: 'failed'; readonly failure: ChartFailure };

export type FetchLimits = {
  /** Ends what takes too long. */
  readonly deadline: () => AbortSignal;
  /** No answer is read further. */
  readonly mostBytes: number;
};

export type Asked = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Asks one of the addresses that the clinic named; rejects only where the caller's own signal ends it. */
export type GuardedFetch = (address: string, asked: Asked, signal?: AbortSignal) => Promise<Fetched>;

/** So many times a server may point elsewhere within itself. */
const mostRedirects = 3;

/**
 * The one place where Vigil speaks to a network, and only to the addresses given: a request for another one is a defect, and a
 * server that points to another one is not followed. Whatever goes wrong on the way is said without a word of what was sent.
 */
export function guardedFetch(addresses: readonly string[], limits: FetchLimits): GuardedFetch {
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  return async (address, asked, signal) => {
    let url = new URL(address);
    if (!origins.has(url.origin)) throw new Error('an address that the clinic did not name');
    const ends = [limits.deadline(), ...(signal === undefined ? [] : [signal])];
    for (let followed = 0; ; followed += 1) {
      const answer = await once(url, asked, AbortSignal.any(ends), limits.mostBytes);
      signal?.throwIfAborted();
      if (answer.kind === 'failed' || answer.status < 300 || answer.status > 399) return answer;
      const next = redirected(url, answer, asked.method);
      if (next === null || followed === mostRedirects) return { kind: 'failed', failure: 'moved' };
      url = next;
    }
  };
}

/** Where the server points within itself; null where that is somewhere else, or would change what is asked. */
function redirected(from: URL, { status, headers }: FetchedAnswer, method: Asked['method']): URL | null {
  const location = headers.get('location');
  const keepsMethod = status === 307 || status === 308 || (method === 'GET' && (status === 301 || status === 302));
  if (location === null || !keepsMethod || !URL.canParse(location, from.href)) return null;
  const next = new URL(location, from);
  return next.origin === from.origin ? next : null;
}

async function once(url: URL, asked: Asked, signal: AbortSignal, mostBytes: number): Promise<Fetched> {
  try {
    const answer = await fetch(url.href, {
      ...asked,
      signal,
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
    });
    const body = await textWithin(answer, mostBytes);
    if (body === null) return { kind: 'failed', failure: 'answer-too-long' };
    return { kind: 'answered', status: answer.status, headers: answer.headers, body };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}

async function textWithin(answer: Response, mostBytes: number): Promise<string | null> {
  if (answer.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The server was never spoken to. */
const neverReached = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'EACCES', 'EPERM'],
]);
const ofCertificates = /CERT|SSL|TLS|ALTNAME|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/;

/** What kept a request from being answered; one that may have reached the server has no answer. */
function failureOf(error: unknown): ChartFailure {
  const code = codeOf(error);
  if (code === null) return 'no-answer';
  if (ofCertificates.test(code)) return 'certificate';
  return neverReached.has(code) ? 'unreachable' : 'no-answer';
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : null;
}
