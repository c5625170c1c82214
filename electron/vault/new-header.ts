import type { DerivationCost } from './derivation-strength.ts';
import { authenticatedHeader, formatVersion, type Header, type HeaderDerivation, headerMacKey } from './header.ts';
import { headerMagic } from './header-parts.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { type Derive, deriveKey, keyDerivationFloor } from './key-derivation.ts';
import { aboutSealing, type SlotAbout, sealAbout, slotCore, slotIdentity } from './key-slot.ts';
import type { OpenedSlot } from './open-slot.ts';
import type { RandomBytes } from './randomness.ts';
import { newSigningKey } from './signing-key.ts';

/** What a new vault is made of. */
export type NewHeader = {
  readonly header: Header;
  readonly vaultKey: Uint8Array;
  /** The one slot, opened; it holds copies of the keys. */
  readonly opened: OpenedSlot;
};

/** Parameters with a salt of their own. */
export function newDerivation(cost: DerivationCost, randomBytes: RandomBytes): HeaderDerivation {
  return {
    derivationId: hexText(randomBytes(16)),
    name: 'argon2id',
    version: 19,
    memoryKiB: cost.memoryKiB,
    passes: cost.passes,
    parallelism: keyDerivationFloor.parallelism,
    salt: hexText(randomBytes(keyDerivationFloor.saltBytes)),
  };
}

/** A header for a new vault with one passphrase slot and one signing key, and its keys (the caller zeroes them). */
export async function newHeader(
  passphrase: Uint8Array,
  rehearsal: boolean,
  randomBytes: RandomBytes,
  making: { readonly cost?: DerivationCost; readonly about?: SlotAbout; readonly derive?: Derive } = {},
): Promise<NewHeader> {
  const { cost = keyDerivationFloor, about = { createdWallMs: null, therapist: null }, derive = deriveKey } = making;
  const vaultId = hexText(randomBytes(16));
  const vaultKeyId = hexText(randomBytes(16));
  const vaultKey = Uint8Array.from(randomBytes(32));
  const derivation = newDerivation(cost, randomBytes);
  const secret = await derive(passphrase, derivation);
  const slot = { slotId: hexText(randomBytes(16)), kind: 'passphrase' as const };
  const core = slotCore(slotIdentity(vaultId, slot, derivation), secret, vaultKey, randomBytes);
  const signingKey = newSigningKey(vaultId, core, randomBytes);
  const forAbout = aboutSealing(vaultId, vaultKeyId, vaultKey);
  const sealedAbout = sealAbout(about, hexBytes(slot.slotId), forAbout, randomBytes);
  forAbout.key.fill(0);
  const macKey = headerMacKey(vaultId, vaultKey);
  const header = authenticatedHeader(
    {
      magic: headerMagic,
      formatVersion,
      vaultId,
      rehearsal,
      vaultKeyId,
      derivations: [derivation],
      keySlots: [
        {
          kind: 'passphrase',
          ...core,
          sealedAbout,
          derivationId: derivation.derivationId,
          signingKeyId: signingKey.keyId,
        },
      ],
      signingKeys: [signingKey],
      previousKey: null,
    },
    macKey,
  );
  macKey.fill(0);
  return { header, vaultKey, opened: { ...slot, secret, vaultKey: Uint8Array.from(vaultKey) } };
}
