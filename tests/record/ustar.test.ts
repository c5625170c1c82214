import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tarEnd, tarHeader, tarPadding } from '../../electron/records/ustar.ts';

/** The names and contents that the system's own tar finds in an archive of these files. */
function listed(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): readonly string[] {
  const archive = Buffer.concat([
    ...files.flatMap(({ path, bytes }) => [tarHeader(path, bytes.length, 0), bytes, tarPadding(bytes.length)]),
    tarEnd(),
  ]);
  const list = execFileSync('tar', ['-t', '--quoting-style=literal', '-f', '-'], { input: archive, encoding: 'utf8' });
  return list.trimEnd().split('\n');
}

const empty = new Uint8Array();
const long = (length: number) => 'n'.repeat(length);

test.each([
  ['99 bytes', long(99)],
  ['100 bytes', long(100)],
  ['101 bytes, divided', `${long(50)}/${long(50)}`],
  ['a prefix of 155 bytes and a name of 100', `${long(77)}/${long(77)}/${long(100)}`],
])('tar finds a path of %s', (_, path) => {
  expect(listed([{ path, bytes: empty }])).toEqual([path]);
});

test.each([
  ['a name of 101 bytes', long(101)],
  ['a name of 101 bytes in a folder', `a/${long(101)}`],
  ['a prefix of 156 bytes', `${long(78)}/${long(77)}/${long(100)}`],
  ['nothing behind the last slash', `${long(100)}/`],
])('%s is refused, not cut', (_, path) => {
  expect(() => tarHeader(path, 0, 0)).toThrow(RangeError);
});

test('whatever the folders are called, tar finds each path as it was given, or it is refused', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '.', 'ü'), minLength: 1, maxLength: 60 });
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `v/${parts.join('/')}`);
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 6 }), (paths) => {
      const held = paths.filter((one) => {
        try {
          tarHeader(one, 0, 0);
          return true;
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect(Buffer.byteLength(one)).toBeGreaterThan(100);
          return false;
        }
      });
      fc.pre(held.length > 0);
      expect(listed(held.map((one) => ({ path: one, bytes: empty })))).toEqual(held);
    }),
    { numRuns: 30 },
  );
});
