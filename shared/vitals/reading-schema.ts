import * as z from 'zod';
import { monitorFamilyIds, type Reading, readingFlags, type SetAside } from './reading.ts';

const rawHex = z
  .array(z.string().regex(/^[0-9a-f]*$/))
  .max(4096)
  .readonly();
const monitorTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
  .nullable();
const family = z.enum(monitorFamilyIds);

/** A reading as it crosses an edge. Only the shape is judged here; plausibility is `shared/vitals/plausibility`. */
export const readingSchema = z.strictObject({
  readingId: z.string().min(1).max(64),
  systolicMmHg: z.number().int().min(0).max(999),
  diastolicMmHg: z.number().int().min(0).max(999),
  pulsePerMin: z.number().int().min(0).max(999).nullable(),
  flags: z.array(z.enum(readingFlags)).readonly(),
  source: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('monitor'),
      family,
      model: z.string().max(80),
      monitorId: z.string().max(200),
      slot: z.enum(['A', 'B']).nullable(),
      monitorTime,
      rawHex,
    }),
    z.strictObject({ kind: z.literal('by-hand') }),
  ]),
}) satisfies z.ZodType<Reading>;

/** Something set aside as it crosses an edge. */
export const setAsideSchema = z.strictObject({
  reason: z.string().min(1).max(400),
  family,
  monitorTime,
  rawHex,
  systolicMmHg: z.number().int().nullable(),
  diastolicMmHg: z.number().int().nullable(),
  pulsePerMin: z.number().int().nullable(),
}) satisfies z.ZodType<SetAside>;
