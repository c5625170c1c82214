import { ed25519 } from '@noble/curves/ed25519.js';
import type { Outcome } from '../../shared/problem.ts';
import { envelopeKinds, type Place } from './associated-data.ts';
import { open, seal } from './envelope.ts';
import type { SigningKey } from './header.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { damagedVault } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { subkey } from './subkey.ts';

/** A therapist's Ed25519 key; `seed` is zeroed by whoever holds it last. */
export type OpenedSigningKey = { readonly seed: Uint8Array; readonly publicKeyHex: string };

/** The vault key under which seeds are sealed, and its id. */
export type SigningKeySealing = {
  readonly vaultKey: Uint8Array;
  readonly vaultId: Uint8Array;
  readonly vaultKeyId: Uint8Array;
};

const damaged = damagedVault('The signing key of the vault is damaged.');

/** A new random key for one therapist. */
export function newSigningKey(sealing: SigningKeySealing, randomBytes: RandomBytes): SigningKey {
  const keyId = hexText(randomBytes(16));
  const seed = Uint8Array.from(randomBytes(32));
  const publicKey = hexText(ed25519.getPublicKey(seed));
  const sealedSeed = sealSeed(keyId, seed, sealing, randomBytes);
  seed.fill(0);
  return { keyId, publicKey, sealedSeed };
}

/**
 * Opens a key that still signs. Whether its seed is that of its public key shows with the first signature: the curve's tables
 * take a program that has just begun a tenth of a second, for which nobody should wait who unlocks.
 */
export function openSigningKey(signingKey: SigningKey, sealing: SigningKeySealing): Outcome<OpenedSigningKey> {
  const { keyId, publicKey, sealedSeed } = signingKey;
  const key = subkey(sealing.vaultKey, sealing.vaultId, 'signing-keys');
  const seed = sealedSeed === null ? null : open(key, seedPlace(keyId, sealing), hexBytes(sealedSeed));
  key.fill(0);
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

/** The same key under another vault key; one that signs no more stays as it is. */
export function resealedSigningKey(
  signingKey: SigningKey,
  from: SigningKeySealing,
  to: SigningKeySealing,
  randomBytes: RandomBytes,
): Outcome<SigningKey> {
  if (signingKey.sealedSeed === null) return { ok: true, value: signingKey };
  const opened = openSigningKey(signingKey, from);
  if (!opened.ok) return opened;
  const sealedSeed = sealSeed(signingKey.keyId, opened.value.seed, to, randomBytes);
  opened.value.seed.fill(0);
  return { ok: true, value: { ...signingKey, sealedSeed } };
}

function sealSeed(keyId: string, seed: Uint8Array, sealing: SigningKeySealing, randomBytes: RandomBytes): string {
  const key = subkey(sealing.vaultKey, sealing.vaultId, 'signing-keys');
  const sealed = hexText(seal(key, seedPlace(keyId, sealing), seed, randomBytes));
  key.fill(0);
  return sealed;
}

function seedPlace(keyId: string, { vaultId, vaultKeyId }: SigningKeySealing): Place {
  return { kind: envelopeKinds.signingSeed, vaultId, itemId: hexBytes(keyId), sequence: 0, keyId: vaultKeyId };
}
