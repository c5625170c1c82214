import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The one text that a JSON value has (RFC 8785): keys sorted by UTF-16 code units, no spaces, numbers and strings as
 * ECMAScript writes them. A member that is undefined is left out, as JSON leaves it out. Hashes and signatures are made
 * over its UTF-8 bytes.
 * @throws TypeError for what JSON cannot hold: a lone undefined, functions, symbols, bigints, NaN, infinities.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const record: Record<string, unknown> = { ...value };
    const members: string[] = [];
    for (const key of Object.keys(record).sort()) {
      const member = record[key];
      if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
    }
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`a ${typeof value} is not a JSON value`);
}

/** The UTF-8 bytes of a value's canonical JSON. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalJson(value));
}

/** SHA-256 over a value's canonical JSON, lower-case hex. */
export function canonicalSha256(value: unknown): string {
  return bytesToHex(sha256(canonicalBytes(value)));
}
