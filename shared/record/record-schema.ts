import * as z from 'zod';
import { sessionEventSchema } from '../session/event.ts';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const signatureHex = z.string().regex(/^[0-9a-f]{128}$/);
const isoTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{2}:\d{2}$/);
const by = { printedName: z.string(), credential: z.string() };
const sealed = { publicKeyHex: sha256Hex, signatureHex };

const journalLine = z.union([
  z.strictObject({ event: sessionEventSchema, chainSha256: sha256Hex }),
  z.strictObject({
    sequence: z.number().int().min(1),
    leftOut: z.literal('process-note'),
    eventSha256: sha256Hex,
    chainSha256: sha256Hex,
  }),
]);

/**
 * A record's file as it crosses an edge. The document is only recognised here: it is compared as a whole with the one
 * that its journal gives.
 */
export const signedRecordSchema = z.strictObject({
  format: z.literal('vigil-record'),
  version: z.literal(1),
  record: z.strictObject({
    document: z.looseObject({ draftVersion: z.number().int().min(1) }),
    journal: z.array(journalLine).min(1),
  }),
  recordSha256: sha256Hex,
  signature: z.strictObject({
    ...by,
    meaning: z.enum(['author', 'reviewer', 'supervisor']),
    signedAt: isoTime,
    ...sealed,
  }),
  addenda: z.array(
    z.strictObject({ ...by, previousSha256: sha256Hex.nullable(), text: z.string(), at: isoTime, ...sealed }),
  ),
  countersignatures: z
    .array(
      z.strictObject({
        ...by,
        addendumSha256: sha256Hex.nullable(),
        previousSha256: sha256Hex.nullable(),
        meaning: z.enum(['reviewer', 'supervisor']),
        signedAt: isoTime,
        ...sealed,
      }),
    )
    .min(1)
    .optional(),
});

/** A file that has the shape of a record, nothing of it checked yet. */
export type UncheckedRecord = z.infer<typeof signedRecordSchema>;
