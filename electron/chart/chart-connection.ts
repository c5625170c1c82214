import * as z from 'zod';
import type { ChartFailure, ChartServer } from '../../shared/chart/chart-entry.ts';
import type { ServerAnswer } from '../../shared/chart/server-answer.ts';
import { accessToken } from './access-token.ts';
import { type FetchLimits, guardedFetch } from './guarded-fetch.ts';

/** What a server says of itself. */
export type ServerAbout = {
  readonly software: string;
  readonly fhirVersion: string;
  readonly takesTransactions: boolean;
};

export type ServerTested =
  | { readonly kind: 'about'; readonly about: ServerAbout }
  | { readonly kind: 'failed'; readonly failure: ChartFailure; readonly status: number | null };

/** The way to one chart's server. */
export type ChartConnection = {
  /** Posts a transaction. Rejects only where `signal` ends it. */
  readonly send: (transaction: string, signal: AbortSignal) => Promise<ServerAnswer>;
  /** Asks what the server is, as who we are. */
  readonly test: () => Promise<ServerTested>;
};

const fhirType = 'application/fhir+json';
const line = z.string().max(200);
const capabilitySchema = z.object({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: line,
  software: z.object({ name: line, version: line.optional() }).optional(),
  rest: z.array(z.object({ interaction: z.array(z.object({ code: line })).optional() })).optional(),
});

/** The way to the server that the clinic named, with its address and its token's as the only ones that are spoken to. */
export function connectChart({ address, access }: ChartServer, limits: FetchLimits): ChartConnection {
  const guarded = guardedFetch([address, ...(access.kind === 'client' ? [access.tokenAddress] : [])], limits);
  const headersWith = (token: string | null): Record<string, string> => ({
    accept: fhirType,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  });
  return {
    send: async (transaction, signal) => {
      const given = await accessToken(access, guarded, signal);
      if (given.kind !== 'token') return given;
      const headers = { ...headersWith(given.token), 'content-type': fhirType, prefer: 'return=minimal' };
      const answer = await guarded(address, { method: 'POST', headers, body: transaction }, signal);
      if (answer.kind === 'failed') return answer;
      const { status, body } = answer;
      return { kind: 'answered', status, body, retryAfter: answer.headers.get('retry-after') };
    },
    test: async () => {
      const given = await accessToken(access, guarded);
      if (given.kind === 'failed') return { kind: 'failed', failure: given.failure, status: null };
      if (given.kind === 'answered') return { kind: 'failed', failure: 'not-let-in', status: given.status };
      const answer = await guarded(`${address}/metadata`, { method: 'GET', headers: headersWith(given.token) });
      if (answer.kind === 'failed') return { kind: 'failed', failure: answer.failure, status: null };
      const { status, body } = answer;
      if (status === 401 || status === 403) return { kind: 'failed', failure: 'not-let-in', status };
      if (status !== 200) return { kind: 'failed', failure: status >= 500 ? 'server-failed' : 'not-there', status };
      const about = aboutOf(body);
      if (about === null) return { kind: 'failed', failure: 'not-fhir', status };
      // What a server is it says to everybody; whether it knows us shows only where something is asked for: here, a number.
      const counted = await guarded(`${address}/Patient?_summary=count`, {
        method: 'GET',
        headers: headersWith(given.token),
      });
      if (counted.kind === 'failed') return { kind: 'failed', failure: counted.failure, status: null };
      const isUnknown = counted.status === 401 || counted.status === 407;
      return isUnknown ? { kind: 'failed', failure: 'not-let-in', status: counted.status } : { kind: 'about', about };
    },
  };
}

function aboutOf(body: string): ServerAbout | null {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const capability = capabilitySchema.safeParse(read);
  if (!capability.success) return null;
  const { fhirVersion, software, rest = [] } = capability.data;
  const interactions = rest.flatMap(({ interaction = [] }) => interaction.map(({ code }) => code));
  return {
    software: [software?.name, software?.version].filter((part) => part !== undefined).join(' '),
    fhirVersion,
    takesTransactions: interactions.includes('transaction'),
  };
}
