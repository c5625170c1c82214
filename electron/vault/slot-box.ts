import { x25519 } from '@noble/curves/ed25519.js';
import type { envelopeKinds, Place } from './associated-data.ts';
import { open, seal } from './envelope.ts';
import type { RandomBytes } from './randomness.ts';
import { subkey } from './subkey.ts';

/** The length of an X25519 public key. */
const publicKeyBytes = 32;

/** What lies in a slot's box, and where it stands. */
export type BoxPlace = {
  readonly kind: typeof envelopeKinds.boxedVaultKey | typeof envelopeKinds.boxedSigningSeed;
  readonly vaultId: Uint8Array;
  readonly slotId: Uint8Array;
  /** Further bytes that are bound: of a vault key what its slot is bound to, of a seed its signing key's id. */
  readonly extra: Uint8Array;
};

/**
 * The public half of a slot's key pair. With it a new vault key can be put into a slot by somebody who does not know the
 * slot's secret, and nobody who knew the vault key before learns the new one. A therapist's signing seed lies in such a box too,
 * so that no other key of the vault opens it.
 */
export function boxPublicKey(slotSecret: Uint8Array, vaultId: Uint8Array): Uint8Array {
  const secretKey = subkey(slotSecret, vaultId, 'slot-box-key');
  const publicKey = x25519.getPublicKey(secretKey);
  secretKey.fill(0);
  return publicKey;
}

/** Puts a key into a slot's box: ephemeral public key (32) | envelope. */
export function box(content: Uint8Array, recipient: Uint8Array, place: BoxPlace, randomBytes: RandomBytes): Uint8Array {
  const ephemeral = Uint8Array.from(randomBytes(32));
  const ephemeralPublic = x25519.getPublicKey(ephemeral);
  const key = boxKey(x25519.getSharedSecret(ephemeral, recipient), ephemeralPublic, recipient, place.vaultId);
  ephemeral.fill(0);
  const boxed = Buffer.concat([ephemeralPublic, seal(key, envelopePlace(place), content, randomBytes)]);
  key.fill(0);
  return boxed;
}

/** What a box holds, or null when it was made for another slot or is damaged. */
export function unbox(boxed: Uint8Array, slotSecret: Uint8Array, place: BoxPlace): Uint8Array | null {
  if (boxed.length <= publicKeyBytes) return null;
  const ephemeralPublic = boxed.subarray(0, publicKeyBytes);
  const secretKey = subkey(slotSecret, place.vaultId, 'slot-box-key');
  try {
    const recipient = x25519.getPublicKey(secretKey);
    const key = boxKey(x25519.getSharedSecret(secretKey, ephemeralPublic), ephemeralPublic, recipient, place.vaultId);
    const content = open(key, envelopePlace(place), boxed.subarray(publicKeyBytes));
    key.fill(0);
    return content;
  } catch {
    // The curve throws for a public key of low order, which no box that we made has.
    return null;
  } finally {
    secretKey.fill(0);
  }
}

/** HKDF(shared secret | ephemeral public key | recipient's public key, "slot-box"); zeroes the shared secret. */
function boxKey(
  shared: Uint8Array,
  ephemeralPublic: Uint8Array,
  recipient: Uint8Array,
  vaultId: Uint8Array,
): Uint8Array {
  const material = Uint8Array.of(...shared, ...ephemeralPublic, ...recipient);
  const key = subkey(material, vaultId, 'slot-box');
  material.fill(0);
  shared.fill(0);
  return key;
}

function envelopePlace({ kind, vaultId, slotId, extra }: BoxPlace): Place {
  return { kind, vaultId, itemId: slotId, sequence: 0, keyId: slotId, extra };
}
