import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, canonicalSha256 } from '../../shared/record/canonical-json.ts';

const json = fc.jsonValue({ noUnicodeString: false });

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  test('sorts keys by code units, at every depth, and writes no space', () => {
    const value = {
      b: [1, { d: null, c: 'x y' }],
      a: true,
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '\ud83d\ude00': 4,
      '1': 5,
      é: 6,
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":5,"a":true,"b":[1,{"c":"x y","d":null}],"é":6,"€":1,"😀":4,"\ufb33":3}',
    );
  });

  test('writes numbers as ECMAScript does, and minus zero as zero', () => {
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  test('leaves out an undefined member, as JSON does', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  test.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('s'), [undefined]])(
    'refuses %s',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );

  test('says the same for the same value, in whatever order its keys came, and is read back as that value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500 },
    );
  });

  test('says different things for different values', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const same = JSON.stringify(reversed(reversed(one))) === JSON.stringify(reversed(reversed(other)));
        fc.pre(!same);
        try {
          expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
        } catch {
          expect(canonicalJson(one)).not.toBe(canonicalJson(other));
        }
      }),
    );
  });

  test('hashes the UTF-8 bytes with SHA-256', () => {
    const text = '{"a":"ü€😀"}';
    expect(canonicalSha256({ a: 'ü€😀' })).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });
});
