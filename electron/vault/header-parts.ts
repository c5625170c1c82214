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

const anySlot = {
  slotId: identifier,
  /** How `wrappedKey` was made: `sealed` by whoever knew the slot's secret, `boxed` to its public key by a rotation. */
  wrapping: z.enum(['sealed', 'boxed']),
  wrappedKey: hexText4096,
  commitment: digest,
  boxPublicKey: digest,
  sealedAbout: hexText4096,
};

/** A key slot since version 2. */
export const keySlotSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), ...anySlot, derivationId: identifier, signingKeyId: identifier }),
  z.strictObject({ kind: z.literal('recovery'), ...anySlot }),
  z.strictObject({
    kind: z.literal('keystore'),
    ...anySlot,
    backend: z.string().regex(/^[a-z0-9_]{1,40}$/),
    protectedSecret: hexText4096,
  }),
]);
