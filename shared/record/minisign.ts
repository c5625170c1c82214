import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64, base64Bytes } from './base64.ts';

// The format of minisign 0.11 (https://jedisct1.github.io/minisign/, "Format"), in its prehashed form.
const hashedAlgorithm = utf8ToBytes('ED');
const keyAlgorithm = utf8ToBytes('Ed');
const trustedPrefix = 'trusted comment: ';
const untrustedPrefix = 'untrusted comment: ';

/** What minisign signs first: BLAKE2b-512 of the file. */
export function minisignHash(file: Uint8Array): Uint8Array {
  return blake2b(file, { dkLen: 64 });
}

/** What minisign signs second: the first signature and the comment, so that the comment can be trusted too. */
export function minisignComment(signature: Uint8Array, trustedComment: string): Uint8Array {
  return concatBytes(signature, utf8ToBytes(trustedComment));
}

/** Eight bytes that name a key in minisign's files; any that are always the same for it do. */
function keyId(publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).slice(0, 8);
}

/** The public key as the file that `minisign -p` reads. */
export function minisignPublicKeyText(publicKey: Uint8Array): string {
  const key = base64(concatBytes(keyAlgorithm, keyId(publicKey), publicKey));
  return `${untrustedPrefix}public key of the one who signed; compare it with the clinic\n${key}\n`;
}

/** A signature file, as `minisign -V` reads it. The comment may hold no line break. */
export function minisignSignatureText(parts: {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly trustedComment: string;
  readonly commentSignature: Uint8Array;
}): string {
  const { publicKey, signature, trustedComment, commentSignature } = parts;
  return [
    `${untrustedPrefix}signature by Vigil`,
    base64(concatBytes(hashedAlgorithm, keyId(publicKey), signature)),
    `${trustedPrefix}${trustedComment}`,
    base64(commentSignature),
    '',
  ].join('\n');
}

/** What a signature file says about a file: by which key, with which comment. Null where it does not hold. */
export function checkMinisign(
  file: Uint8Array,
  signatureText: string,
  publicKeyText: string,
): { readonly publicKey: Uint8Array; readonly trustedComment: string } | null {
  const key = base64Bytes(publicKeyText.split('\n')[1] ?? '');
  const [untrusted = '', first = '', commentLine = '', second = '', ...rest] = signatureText.split('\n');
  const signed = base64Bytes(first);
  const commentSignature = base64Bytes(second);
  if (!untrusted.startsWith(untrustedPrefix) || !commentLine.startsWith(trustedPrefix)) return null;
  if (key?.length !== 42 || signed?.length !== 74 || commentSignature?.length !== 64) return null;
  if (rest.join('\n') !== '' || !same(key.subarray(0, 2), keyAlgorithm)) return null;
  if (!same(signed.subarray(0, 2), hashedAlgorithm) || !same(signed.subarray(2, 10), key.subarray(2, 10))) return null;
  const publicKey = key.slice(10);
  const signature = signed.slice(10);
  const trustedComment = commentLine.slice(trustedPrefix.length);
  const holds =
    isSigned(minisignHash(file), signature, publicKey) &&
    isSigned(minisignComment(signature, trustedComment), commentSignature, publicKey);
  return holds ? { publicKey, trustedComment } : null;
}

function isSigned(bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, bytes, publicKey, { zip215: false });
  } catch {
    // Thirty-two bytes that are no point of the curve signed nothing.
    return false;
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
