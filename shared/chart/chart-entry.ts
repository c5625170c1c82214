import * as z from 'zod';

const id = z.string().min(1).max(80);
const at = { wallMs: z.number() };
const address = z.string().min(1).max(2000);
const secret = z.string().min(1).max(8192);

/** How Vigil proves to a chart's server who it is. The secrets never leave the main process. */
export const chartAccessSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), token: secret }),
  /** OAuth 2.0, client credentials (RFC 6749, section 4.4). */
  z.strictObject({
    kind: z.literal('client'),
    tokenAddress: address,
    clientId: z.string().min(1).max(400),
    clientSecret: secret,
    /** Words between spaces; empty asks for none. */
    scope: z.string().max(1000),
  }),
]);
export type ChartAccess = z.infer<typeof chartAccessSchema>;

/** The FHIR server that the clinic names: the only address besides its own token address that Vigil ever speaks to. */
export const chartServerSchema = z.strictObject({ address, access: chartAccessSchema });
export type ChartServer = z.infer<typeof chartServerSchema>;

/** Why a record did not arrive; the sentences are in `chart-problems.ts`. */
export const chartFailures = [
  'unreachable',
  'no-answer',
  'busy',
  'server-failed',
  'certificate',
  'moved',
  'not-let-in',
  'forbidden',
  'not-there',
  'refused',
  'ambiguous',
  'not-fhir',
  'not-all-taken',
  'answer-too-long',
  'other-server',
  'not-readable',
  'not-printed',
] as const;
export type ChartFailure = (typeof chartFailures)[number];

const outcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('arrived'),
    /** How much of it was new to the server, and how much it had. */
    created: z.int().min(0),
    existing: z.int().min(0),
    /** The record as it was sent. */
    recordSha256: z.string().max(80),
    addenda: z.int().min(0),
    countersignatures: z.int().min(0),
    /** Of the transaction. */
    sha256: z.string().max(80),
  }),
  /** It is tried again by itself, not before `notBeforeWallMs`. */
  z.strictObject({
    kind: z.literal('later'),
    failure: z.enum(chartFailures),
    status: z.int().nullable(),
    said: z.string().max(1000),
    notBeforeWallMs: z.number(),
  }),
  /** Somebody has to do something first. */
  z.strictObject({
    kind: z.literal('refused'),
    failure: z.enum(chartFailures),
    status: z.int().nullable(),
    said: z.string().max(1000),
  }),
]);
export type ChartOutcome = z.infer<typeof outcomeSchema>;

/** What the clinic's journal says of the chart: its server, what was to be sent there, and what came of it. */
export const chartEntrySchemas = [
  /** Null: nothing is sent any more. */
  z.strictObject({ type: z.literal('chart-server-set'), ...at, server: chartServerSchema.nullable() }),
  z.strictObject({
    type: z.literal('chart-asked'),
    ...at,
    sendId: id,
    sessionId: id,
    by: z.string().max(400),
    /** The server's when it was asked for: it goes to no other. */
    address,
  }),
  z.strictObject({ type: z.literal('chart-tried'), ...at, sendId: id, outcome: outcomeSchema }),
  z.strictObject({ type: z.literal('chart-withdrawn'), ...at, sendId: id }),
] as const;
export type ChartEntry = z.infer<(typeof chartEntrySchemas)[number]>;
