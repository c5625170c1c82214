import {
  allowInsecureRequests,
  ClientSecretBasic,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
} from 'oauth4webapi';
import type { ChartAccess } from '../../shared/chart/chart-entry.ts';
import type { ServerAnswer } from '../../shared/chart/server-answer.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/** A token, or what came instead of one. */
export type TokenAnswer = { readonly kind: 'token'; readonly token: string | null } | ServerAnswer;

/**
 * The token to show to the chart's server: none, the one that the clinic has, or a new one for its client (RFC 6749, 4.4). A
 * new one is asked for with each record; they are few.
 */
export async function accessToken(
  access: ChartAccess,
  guarded: GuardedFetch,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  switch (access.kind) {
    case 'none':
      return { kind: 'token', token: null };
    case 'bearer':
      return { kind: 'token', token: access.token };
    case 'client':
      return clientToken(access, guarded, signal);
  }
}

async function clientToken(
  access: Extract<ChartAccess, { kind: 'client' }>,
  guarded: GuardedFetch,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  // The clinic names the address itself; who issues there is not asked, for a client's own token needs no issuer.
  const server = { issuer: access.tokenAddress, token_endpoint: access.tokenAddress };
  const client = { client_id: access.clientId };
  let failed: ServerAnswer | null = null;
  const viaGuard = async (address: string, { headers, body }: { headers: Record<string, string>; body: unknown }) => {
    const answer = await guarded(address, { method: 'POST', headers, body: String(body) }, signal);
    if (answer.kind === 'failed') {
      failed = answer;
      return new Response(null, { status: 503 });
    }
    const { status } = answer;
    if (status !== 200) {
      failed = {
        kind: 'answered',
        status: deniedStatus(status),
        retryAfter: answer.headers.get('retry-after'),
        body: '',
      };
    }
    return new Response(answer.body, { status, headers: answer.headers });
  };
  const asking = await clientCredentialsGrantRequest(
    server,
    client,
    ClientSecretBasic(access.clientSecret),
    access.scope.trim() === '' ? {} : { scope: access.scope.trim() },
    {
      [customFetch]: viaGuard,
      // Only an address on this very machine may be without TLS; that is held where addresses are taken.
      [allowInsecureRequests]: true,
    },
  );
  if (failed !== null) return failed;
  try {
    const { access_token } = await processClientCredentialsResponse(server, client, asking);
    return { kind: 'token', token: access_token };
  } catch {
    // Whatever answered with something else is no server that gives tokens.
    return { kind: 'failed', failure: 'not-fhir' };
  }
}

/** Where a token is refused, the client is: 400 and 401 mean the same here (RFC 6749, 5.2). */
function deniedStatus(status: number): number {
  return status === 400 ? 401 : status;
}
