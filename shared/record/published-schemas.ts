import * as z from 'zod';
import { recordDocumentSchema } from './document-schema.ts';
import { signedRecordSchema } from './record-schema.ts';

const { shape } = signedRecordSchema;
const signature = shape.signature;
const addendum = shape.addenda.element;

/** `record.json` as the file is written, its document too. */
const wholeRecord = z.strictObject({
  ...shape,
  record: z.strictObject({ ...shape.record.shape, document: recordDocumentSchema }),
});

/** `record.json` of a copy that leaves something out. */
const redactedRecord = z.strictObject({
  format: z.literal('vigil-redacted-record'),
  version: z.literal(1),
  redaction: z.strictObject({ withoutName: z.boolean(), withoutFreeText: z.boolean() }),
  leftOut: z.array(z.string()).min(1),
  document: recordDocumentSchema,
  wholeRecord: z.strictObject({
    recordSha256: shape.recordSha256,
    signature,
    countersignatures: shape.countersignatures,
  }),
  addenda: z.array(addendum.pick({ text: true, printedName: true, credential: true, at: true })),
});

/** The JSON Schemas (2020-12) that Vigil publishes of its own files, by the name of each one's file. */
export function publishedSchemas(): Readonly<Record<string, unknown>> {
  const published = (schema: z.ZodType, title: string) => ({
    title,
    ...z.toJSONSchema(schema, { io: 'input', reused: 'ref' }),
  });
  return {
    'record-1.schema.json': published(wholeRecord, 'A signed record of Vigil, version 1'),
    'redacted-record-1.schema.json': published(redactedRecord, 'A redacted copy of a record of Vigil, version 1'),
  };
}
