import * as z from 'zod';

/** What the headers of all versions are made of. Every byte string is lower-case hexadecimal. */

export const headerMagic = 'vigil-vault';

export const identifier = z.string().regex(/^[0-9a-f]{32}$/);
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Bytes of any length up to 2 KiB. */
export const hexText4096 = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .max(4096);

/** Parameters of Argon2id. */
export const derivationSchema = z.strictObject({
  name: z.literal('argon2id'),
  version: z.literal(19),
  memoryKiB: z.int().min(1).max(0xffffffff),
  passes: z.int().min(1).max(0xffffffff),
  parallelism: z.int().min(1).max(255),
  salt: hexText4096.max(128),
});
