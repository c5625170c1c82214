import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfSources } from '../../build/source-stamp.mjs';

let folder = '';
const hash = (): string => hashOfSources(folder, ['electron', 'package.json', 'not-there']);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-stamp-'));
  mkdirSync(join(folder, 'electron', 'vault'), { recursive: true });
  writeFileSync(join(folder, 'electron', 'vault', 'a.ts'), 'a');
  writeFileSync(join(folder, 'package.json'), '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the same sources have the same hash, whatever lies beside them', () => {
  const before = hash();
  writeFileSync(join(folder, 'README.md'), 'words');
  expect(hash()).toBe(before);
});

test.each<[string, () => void]>([
  ['a changed file', () => writeFileSync(join(folder, 'electron', 'vault', 'a.ts'), 'b')],
  ['a new file', () => writeFileSync(join(folder, 'electron', 'b.ts'), '')],
  [
    'a renamed file',
    () => renameSync(join(folder, 'electron', 'vault', 'a.ts'), join(folder, 'electron', 'vault', 'c.ts')),
  ],
  ['a removed file', () => rmSync(join(folder, 'package.json'))],
])('%s makes another hash', (_, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});
