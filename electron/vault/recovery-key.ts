import type { RandomBytes } from './randomness.ts';

/** Crockford's base32: no I, L, O, U, so that nothing is misread. The value of a character is its place. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 160 random bits: nothing that could be guessed, so no slow derivation is needed. */
export const recoveryKeyBytes = 20;
const dataCharacters = 32;
const checkCharacters = 3;
const groupCharacters = 5;

/**
 * Powers of the generator of GF(32), by x^5 + x^2 + 1, and their logarithms. The check is a Reed-Solomon code over that field
 * with the roots 2, 4 and 8.
 */
const powers: readonly number[] = Array.from({ length: 31 }).reduce<number[]>((all) => {
  const next = (all.at(-1) ?? 0) << 1;
  return all.concat(all.length === 0 ? 1 : next >= 32 ? next ^ 0b100101 : next);
}, []);

function product(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return powers[(powers.indexOf(a) + powers.indexOf(b)) % 31] ?? 0;
}

/** (x - 2)(x - 4)(x - 8), highest power first without its leading 1. */
const generator: readonly number[] = [2, 4, 8].reduce<number[]>(timesRoot, [1]).slice(1);

/** A polynomial times (x - root). */
function timesRoot(polynomial: readonly number[], root: number): number[] {
  return polynomial.concat(0).map((value, index) => value ^ product(polynomial[index - 1] ?? 0, root));
}

/** What is left of the characters' values, taken as a polynomial, when it is divided by the generator. */
function remainder(values: readonly number[]): number[] {
  const left = new Array<number>(checkCharacters).fill(0);
  for (const value of values) {
    const factor = value ^ (left.shift() ?? 0);
    left.push(0);
    for (const [index, coefficient] of generator.entries()) {
      left[index] = (left[index] ?? 0) ^ product(factor, coefficient);
    }
  }
  return left;
}

/** A new random recovery key; the caller zeroes it. */
export function newRecoveryKey(randomBytes: RandomBytes): Uint8Array {
  return Uint8Array.from(randomBytes(recoveryKeyBytes));
}

/**
 * A recovery key as seven groups of five characters: 32 for the key, 3 for the check. The check finds every single wrong
 * character, every exchange of two neighbours, and every two or three wrong characters that stand within 31 of each other.
 */
export function recoveryKeyGroups(key: Uint8Array): string[] {
  let bits = '';
  for (const byte of key) bits += byte.toString(2).padStart(8, '0');
  const values = Array.from({ length: dataCharacters }, (_, index) =>
    Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2),
  );
  const text = [...values, ...remainder(values)].map((value) => alphabet.charAt(value)).join('');
  return Array.from({ length: text.length / groupCharacters }, (_, index) =>
    text.slice(index * groupCharacters, (index + 1) * groupCharacters),
  );
}

/**
 * The key behind a text as a person typed it, UTF-8: small letters, spaces and hyphens do not matter, O is taken for 0, I and L
 * for 1. Null when anything else stands there, the length is another, or the check does not hold. The caller zeroes both.
 */
export function recoveryKeyFrom(typed: Uint8Array): Uint8Array | null {
  const values: number[] = [];
  for (const byte of typed) {
    if (byte === 0x20 || byte === 0x2d) continue;
    const value = characterValue(byte);
    if (value === null || values.length === dataCharacters + checkCharacters) return null;
    values.push(value);
  }
  if (values.length !== dataCharacters + checkCharacters) return null;
  // Dividing the whole word leaves nothing exactly where the check is the one that belongs to the key.
  const check = remainder(values.slice(0, dataCharacters));
  if (!check.every((value, index) => value === values[dataCharacters + index])) return null;
  const key = new Uint8Array(recoveryKeyBytes);
  let held = 0;
  let heldBits = 0;
  let place = 0;
  for (const value of values.slice(0, dataCharacters)) {
    held = ((held << 5) | value) & 0xfff;
    heldBits += 5;
    if (heldBits >= 8) {
      heldBits -= 8;
      key[place] = (held >> heldBits) & 0xff;
      place += 1;
    }
  }
  values.fill(0);
  return key;
}

function characterValue(byte: number): number | null {
  const upper = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
  const character = String.fromCharCode(upper);
  const meant = character === 'O' ? '0' : character === 'I' || character === 'L' ? '1' : character;
  const value = alphabet.indexOf(meant);
  return value === -1 ? null : value;
}
