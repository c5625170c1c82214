import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { associatedData, envelopeAlgorithm, envelopeVersion, type Place } from './associated-data.ts';
import type { RandomBytes } from './randomness.ts';

const nonceBytes = 24;
const tagBytes = 16;
const headBytes = 2 + 16;
/** By how much an envelope is longer than what it holds. */
export const envelopeOverheadBytes = headBytes + nonceBytes + tagBytes;

/**
 * Seals bytes for one place: version | algorithm | key id (16) | nonce (24) | ciphertext and tag.
 * The nonce is random; 192 bits make a repetition out of the question.
 */
export function seal(key: Uint8Array, place: Place, content: Uint8Array, randomBytes: RandomBytes): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const sealed = xchacha20poly1305(key, nonce, associatedData(place)).encrypt(content);
  return Buffer.concat([Uint8Array.of(envelopeVersion, envelopeAlgorithm), place.keyId, nonce, sealed]);
}

/** What an envelope holds, or null when it is damaged, was made for another place, or under another key. */
export function open(key: Uint8Array, place: Place, envelope: Uint8Array): Uint8Array | null {
  if (envelope.length < envelopeOverheadBytes) return null;
  if (envelope[0] !== envelopeVersion || envelope[1] !== envelopeAlgorithm) return null;
  if (Buffer.compare(envelope.subarray(2, headBytes), place.keyId) !== 0) return null;
  const nonce = envelope.subarray(headBytes, headBytes + nonceBytes);
  try {
    return xchacha20poly1305(key, nonce, associatedData(place)).decrypt(envelope.subarray(headBytes + nonceBytes));
  } catch {
    // The cipher throws for a wrong tag; with the sizes checked above there is no other reason.
    return null;
  }
}
