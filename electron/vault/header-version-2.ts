import * as z from 'zod';
import { derivationSchema, digest, headerMagic, hexText4096, identifier, keySlotSchema } from './header-parts.ts';

const signingKeySchema = z.strictObject({
  keyId: identifier,
  publicKey: digest,
  /** Sealed under the vault key, which every key of the vault opens; null where it signs no more. */
  sealedSeed: hexText4096.nullable(),
});

/** The header of format version 2: as today's, but for the signing keys. It is read for ever and never written again. */
export const headerVersion2Schema = z.strictObject({
  magic: z.literal(headerMagic),
  formatVersion: z.literal(2),
  vaultId: identifier,
  rehearsal: z.boolean(),
  vaultKeyId: identifier,
  derivations: z.array(z.strictObject({ derivationId: identifier, ...derivationSchema.shape })).max(8),
  keySlots: z.array(keySlotSchema).min(1).max(64),
  signingKeys: z.array(signingKeySchema).min(1).max(256),
  previousKey: z.strictObject({ vaultKeyId: identifier, sealedKey: hexText4096 }).nullable(),
  mac: digest,
  checksum: digest,
});
export type HeaderVersion2 = z.infer<typeof headerVersion2Schema>;
