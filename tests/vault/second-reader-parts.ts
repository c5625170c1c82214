/**
 * What every part of a vault is made of, as docs/vault-format.md describes it, with nothing but Node's own cryptography and none of
 * the vault's code.
 */
import { createDecipheriv, createHmac, hkdfSync, type KeyObject } from 'node:crypto';

/** An id where none applies. */
export const zeros = Buffer.alloc(16);

/** HChaCha20: the first 16 bytes of the nonce turn the key into the key of ChaCha20-Poly1305 (draft-irtf-cfrg-xchacha). */
function hchacha20(key: Buffer, nonce: Buffer): Buffer {
  const words = new Uint32Array(16);
  const start = Buffer.concat([Buffer.from('expand 32-byte k'), key, nonce]);
  for (let index = 0; index < 16; index += 1) words[index] = start.readUInt32LE(index * 4);
  const at = (index: number) => words[index] ?? 0;
  const mix = (a: number, b: number, target: number, turn: number) => {
    words[a] = at(a) + at(b);
    const mixed = at(target) ^ at(a);
    words[target] = (mixed << turn) | (mixed >>> (32 - turn));
  };
  const quarter = (a: number, b: number, c: number, d: number) => {
    mix(a, b, d, 16);
    mix(c, d, b, 12);
    mix(a, b, d, 8);
    mix(c, d, b, 7);
  };
  for (let round = 0; round < 10; round += 1) {
    for (const column of [0, 1, 2, 3]) quarter(column, column + 4, column + 8, column + 12);
    for (const d of [0, 1, 2, 3]) quarter(d, 4 + ((d + 1) % 4), 8 + ((d + 2) % 4), 12 + ((d + 3) % 4));
  }
  const derived = Buffer.alloc(32);
  for (const [place, index] of [0, 1, 2, 3, 12, 13, 14, 15].entries()) derived.writeUInt32LE(at(index), place * 4);
  return derived;
}

/** A number as the format writes it. */
export function big(number: number, bytes: 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 4) buffer.writeUInt32BE(number);
  else buffer.writeBigUInt64BE(BigInt(number));
  return buffer;
}

/** HKDF of a key for one use. */
export function derived(key: Buffer, vaultId: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, vaultId, `vigil/1/${label}`, 32));
}

export function mac(key: Buffer | KeyObject, ...parts: readonly Buffer[]): Buffer {
  return createHmac('sha256', key).update(Buffer.concat(parts)).digest();
}

/** What an envelope holds. @throws where it is not one for this place under this key. */
export function opened(key: Buffer, associated: Buffer, envelope: Buffer): Buffer {
  const head = Buffer.concat([associated.subarray(8, 10), associated.subarray(68, 84)]);
  if (envelope.length < 58 || !envelope.subarray(0, 18).equals(head)) throw new Error('envelope');
  const nonce = envelope.subarray(18, 42);
  const cipherNonce = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
  const cipher = createDecipheriv('chacha20-poly1305', hchacha20(key, nonce.subarray(0, 16)), cipherNonce, {
    authTagLength: 16,
  });
  cipher.setAAD(associated, { plaintextLength: envelope.length - 58 });
  cipher.setAuthTag(envelope.subarray(-16));
  return Buffer.concat([cipher.update(envelope.subarray(42, -16)), cipher.final()]);
}

/** The text in a padded one. @throws where its size is not that of its length, or its filling not zero. */
export function unpadded(padded: Buffer): Buffer {
  const needed = 4 + padded.readUInt32BE(0);
  const size = needed > 65_536 ? Math.ceil(needed / 65_536) * 65_536 : 2 ** Math.max(8, Math.ceil(Math.log2(needed)));
  if (padded.length !== size || padded.subarray(needed).some((byte) => byte !== 0)) throw new Error('padding');
  return padded.subarray(4, needed);
}

export const hex = (text: string) => Buffer.from(text, 'hex');

/** The associated data of one vault's envelopes. */
export function placesOf(vaultId: Buffer) {
  return (kind: number, journalId: Buffer, itemId: Buffer, sequence: number, keyId: Buffer) =>
    Buffer.concat([
      Buffer.from('VIGILAD1'),
      Buffer.from([1, 1, kind, 0]),
      vaultId,
      journalId,
      itemId,
      big(sequence, 8),
      keyId,
    ]);
}
