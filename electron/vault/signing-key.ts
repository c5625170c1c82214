import { ed25519 } from '@noble/curves/ed25519.js';
import type { Outcome } from '../../shared/problem.ts';
import { envelopeKinds } from './associated-data.ts';
import type { PassphraseSlot, SigningKey } from './header.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { damagedVault } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { type BoxPlace, box, unbox } from './slot-box.ts';

/** A therapist's Ed25519 key; `seed` is zeroed by whoever holds it last. */
export type OpenedSigningKey = { readonly seed: Uint8Array; readonly publicKeyHex: string };

/** The slot whose passphrase opens a seed. */
export type SeedSlot = Pick<PassphraseSlot, 'slotId' | 'boxPublicKey'>;

const damaged = damagedVault('The signing key of the vault is damaged.');

/** A new random key for one therapist, its seed in the box of their slot. */
export function newSigningKey(vaultId: string, slot: SeedSlot, randomBytes: RandomBytes): SigningKey {
  const seed = Uint8Array.from(randomBytes(32));
  const publicKeyHex = hexText(ed25519.getPublicKey(seed));
  const signingKey = boxedSigningKey(hexText(randomBytes(16)), { seed, publicKeyHex }, vaultId, slot, randomBytes);
  seed.fill(0);
  return signingKey;
}

/** A signing key whose seed only the slot's passphrase opens. */
export function boxedSigningKey(
  keyId: string,
  { seed, publicKeyHex }: OpenedSigningKey,
  vaultId: string,
  slot: SeedSlot,
  randomBytes: RandomBytes,
): SigningKey {
  const boxed = box(seed, hexBytes(slot.boxPublicKey), seedPlace(keyId, vaultId, slot.slotId), randomBytes);
  return { keyId, publicKey: publicKeyHex, boxedSeed: hexText(boxed) };
}

/**
 * Opens a key that still signs. Whether its seed is that of its public key shows with the first signature: the curve's tables
 * take a program that has just begun a tenth of a second, for which nobody should wait who unlocks.
 * @param slotSecret what the slot of its therapist is under.
 */
export function openSigningKey(
  signingKey: SigningKey,
  vaultId: string,
  slotId: string,
  slotSecret: Uint8Array,
): Outcome<OpenedSigningKey> {
  const { keyId, publicKey, boxedSeed } = signingKey;
  const seed = boxedSeed === null ? null : unbox(hexBytes(boxedSeed), slotSecret, seedPlace(keyId, vaultId, slotId));
  if (seed?.length !== 32) return { ok: false, problem: damaged };
  return { ok: true, value: { seed, publicKeyHex: publicKey } };
}

/** A signature by a therapist's Ed25519 key over exactly the bytes that were given. */
export type Signature = { readonly signatureHex: string; readonly publicKeyHex: string };

/** Signs exactly these bytes; refused where the seed is not that of the public key. */
export function signedBy({ seed, publicKeyHex }: OpenedSigningKey, bytes: Uint8Array): Outcome<Signature> {
  if (hexText(ed25519.getPublicKey(seed)) !== publicKeyHex) return { ok: false, problem: damaged };
  return { ok: true, value: { signatureHex: hexText(ed25519.sign(bytes, seed)), publicKeyHex } };
}

function seedPlace(keyId: string, vaultId: string, slotId: string): BoxPlace {
  return {
    kind: envelopeKinds.boxedSigningSeed,
    vaultId: hexBytes(vaultId),
    slotId: hexBytes(slotId),
    extra: hexBytes(keyId),
  };
}
