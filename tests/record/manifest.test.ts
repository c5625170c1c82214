import { createHash } from 'node:crypto';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedManifest } from '../../electron/records/sign-manifest.ts';
import { base64, base64Bytes } from '../../shared/record/base64.ts';
import { checkManifest, manifestText } from '../../shared/record/manifest.ts';
import { checkMinisign } from '../../shared/record/minisign.ts';
import { signBytes } from './sign-journal.ts';

const content = utf8ToBytes('a file');

async function signedFiles(): Promise<Map<string, Uint8Array>> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const list = manifestText([
    { name: 'one.txt', sha256 },
    { name: 'sub/two.txt', sha256 },
  ]);
  const signed = await signedManifest(list, 'Vigil export x', signBytes);
  if (!signed.ok) throw new Error('not signed');
  return new Map([
    ['one.txt', content],
    ['sub/two.txt', content],
    ...signed.value.map(({ name, bytes }) => [name, Uint8Array.from(bytes)] as const),
  ]);
}

/** Made with minisign 0.11 of the file `Vigil` and a line’s end. */
const stockSignature = {
  publicKey:
    'untrusted comment: minisign public key B49510BF9B2BA640\nRWRApiubvxCVtI1FXd8lYtGMiRdpxxxtwryPgN1IhLCd4cYYUcMtlIQk\n',
  signature:
    'untrusted comment: signature from minisign secret key\nRURApiubvxCVtLzXbyg09jSFgoL5Sqc6IgooEW/whyyD7yrb0sLXzTlRRGHbmyCK6F8WwL4Lf33VCohEydXUsiEmQWbmstS1xgg=\ntrusted comment: comment of the test\napuVHBxrG8P+LT4DxZMraUtFi3e2LiWRNVH9RrOSBg4Ab7ZhnXC22ksqTg2qwbJnHXNfKEaX8Gf15oE9AV3HDQ==\n',
};

test('files that are untouched are said to be, with the key and the comment', async () => {
  const verdict = checkManifest(await signedFiles());
  expect(verdict.findings).toEqual([]);
  expect(verdict.by?.trustedComment).toBe('Vigil export x');
});

test('a file altered, missing or foreign is named', async () => {
  const files = await signedFiles();
  files.set('one.txt', utf8ToBytes('another'));
  files.delete('sub/two.txt');
  files.set('three.txt', content);
  expect(checkManifest(files).findings).toEqual([
    'one.txt is not the file that was signed.',
    'sub/two.txt is missing.',
    'three.txt was not in the export.',
  ]);
});

test('any bit flipped in any file is found', async () => {
  const files = await signedFiles();
  // A minisign file's first line is a comment that nobody signs; so is a key's.
  const unsigned = (name: string, place: number) =>
    name !== 'SHA256SUMS' && /^(?:SHA256|signing)/.test(name) && place <= (files.get(name)?.indexOf(10) ?? -1);
  fc.assert(
    fc.property(fc.constantFrom(...files.keys()), fc.nat(), fc.integer({ min: 0, max: 7 }), (name, nat, bit) => {
      const bytes = Uint8Array.from(files.get(name) ?? []);
      const place = nat % bytes.length;
      fc.pre(!unsigned(name, place));
      bytes.set([(bytes[place] ?? 0) ^ (1 << bit)], place);
      const verdict = checkManifest(new Map(files).set(name, bytes));
      // The eight bytes that name a key are no part of it; both files have to have the same.
      expect(verdict.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
});

test('whatever stands in the three files, the answer is a verdict', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (list, signature, key) => {
      const files = new Map([
        ['SHA256SUMS', list],
        ['SHA256SUMS.minisig', signature],
        ['signing-key.pub', key],
      ]);
      expect(checkManifest(files).by).toBeNull();
    }),
  );
});

test('a signature of minisign’s own making holds', () => {
  const { publicKey, signature } = stockSignature;
  expect(checkMinisign(utf8ToBytes('Vigil\n'), signature, publicKey)?.trustedComment).toBe('comment of the test');
  expect(checkMinisign(utf8ToBytes('vigil\n'), signature, publicKey)).toBeNull();
});

test('base64 goes there and back, and nothing else is taken for it', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(bytesToHex(base64Bytes(base64(bytes)) ?? hexToBytes('ff'))).toBe(bytesToHex(bytes));
    }),
  );
  for (const wrong of ['A', 'AA', 'AAA', 'AB==', 'AA=A', 'A A=', '====', 'AAAA=', 'AA-_', 'AAB=']) {
    expect(base64Bytes(wrong), wrong).toBeNull();
  }
});
