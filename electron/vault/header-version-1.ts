import * as z from 'zod';
import { derivationSchema, digest, headerMagic, hexText4096, identifier } from './header-parts.ts';

/** The header of format version 1: one passphrase, one signing key. It is read for ever and never written again. */
export const headerVersion1Schema = z.strictObject({
  magic: z.literal(headerMagic),
  formatVersion: z.literal(1),
  vaultId: identifier,
  rehearsal: z.boolean(),
  vaultKeyId: identifier,
  keySlots: z
    .array(
      z.strictObject({
        slotId: identifier,
        kind: z.literal('passphrase'),
        kdf: derivationSchema,
        wrappedKey: hexText4096,
        commitment: digest,
      }),
    )
    .length(1),
  signingKeys: z
    .array(z.strictObject({ keyId: identifier, publicKey: digest, sealedSeed: hexText4096 }))
    .min(1)
    .max(64),
  mac: digest,
  checksum: digest,
});
export type HeaderVersion1 = z.infer<typeof headerVersion1Schema>;
