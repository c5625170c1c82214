import * as z from 'zod';
import type { DecodedTrack, MeasureReport } from './measure-messages.ts';

/** A track of more than a day is a mistake. */
const durationMs = z.number().min(0).max(86_400_000);
const levelDb = z.number().min(-200).max(60);
const measureId = z.string().min(1).max(80);

/** What decoding a track found, as the page reports it and as the library keeps it. */
export const decodedTrackSchema: z.ZodType<DecodedTrack> = z.strictObject({
  durationMs,
  playerMs: durationMs,
  loudnessDb: levelDb.nullable(),
  peakDb: levelDb,
  edges: z.strictObject({
    headDb: levelDb.nullable(),
    tailDb: levelDb.nullable(),
    headSilenceMs: durationMs.nullable(),
    tailSilenceMs: durationMs.nullable(),
  }),
});

/** A report on its way out of the measuring page. */
export const measureReportSchema: z.ZodType<MeasureReport> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('measured'), measureId, found: decodedTrackSchema }),
  z.strictObject({
    kind: z.literal('measure-failed'),
    measureId,
    fault: z.enum(['not-decodable', 'not-measured']),
  }),
]);
