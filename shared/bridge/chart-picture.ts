import * as z from 'zod';
import type { ChartAccess } from '../chart/chart-entry.ts';
import type { Problem } from '../problem.ts';

const secret = z.string().max(8192);
const address = z.string().trim().min(1).max(2000);

/** How the chart's server is set. An empty secret keeps the one that is there, of the same kind. */
export const chartServerInputSchema = z.strictObject({
  address,
  access: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('bearer'), token: secret }),
    z.strictObject({
      kind: z.literal('client'),
      tokenAddress: address,
      clientId: z.string().trim().min(1).max(400),
      clientSecret: secret,
      scope: z.string().trim().max(1000),
    }),
  ]),
});
export type ChartServerInput = z.infer<typeof chartServerInputSchema>;

/** How far a record has come on its way to the chart. */
export type ChartSendState = 'waiting' | 'sending' | 'arrived' | 'refused' | 'withdrawn';

export type ChartSendPicture = {
  readonly sendId: string;
  readonly sessionId: string;
  readonly state: ChartSendState;
  readonly askedWallMs: number;
  readonly tries: number;
  readonly triedWallMs: number | null;
  /** Not before this it is tried again; null where it is not, or at once. */
  readonly nextWallMs: number | null;
  /** What keeps it; null where nothing does. */
  readonly problem: Problem | null;
  /** What the server said of it, as it came. */
  readonly said: string;
  /** What arrived; null before. */
  readonly arrived: {
    readonly created: number;
    readonly existing: number;
    readonly recordSha256: string;
    readonly addenda: number;
    readonly countersignatures: number;
  } | null;
};

/** The chart as the windows see it: no secret is in it. */
export type ChartPicture = {
  readonly server: {
    readonly address: string;
    readonly access: ChartAccess['kind'];
    readonly tokenAddress: string;
    readonly clientId: string;
    readonly scope: string;
  } | null;
  /** The newest of each session, newest first. */
  readonly sends: readonly ChartSendPicture[];
  /** A patient is in the session: nothing is sent now. */
  readonly waitsForSession: boolean;
};

/** What a server says of itself. */
export type ChartTestPicture = {
  readonly software: string;
  readonly fhirVersion: string;
  readonly takesTransactions: boolean;
};
