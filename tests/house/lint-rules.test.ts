import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const biome = join(checkout, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
const folder = mkdtempSync(join(tmpdir(), 'vigil-lint-'));

beforeAll(() => {
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(checkout, name), join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the project's linter, with the project's own rules, says of a text in that file. */
function lint(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', file], { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

test.each([
  ['shared/a.ts', 'export const a: any = 1;', 'noExplicitAny'],
  ['shared/a.ts', 'export const first = (list: string[]) => list[0]!;', 'noNonNullAssertion'],
  ['shared/a.ts', "export { b } from './b.ts';", 'noBarrelFile'],
  ['shared/a.ts', "import { b } from '../electron/b.ts';\nexport const a = b;", 'noRestrictedImports'],
  ['shared/a.ts', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;", 'noRestrictedImports'],
  ['electron/a.ts', "import { b } from '../renderer/b.ts';\nexport const a = b;", 'noRestrictedImports'],
  ['renderer/a.ts', "import { b } from '../electron/b.ts';\nexport const a = b;", 'noRestrictedImports'],
  ['tests/a.test.ts', "import { test } from 'vitest';\ntest.only('x', () => {});", 'noFocusedTests'],
  ['tests/a.test.ts', "import { test } from 'vitest';\ntest.skip('x', () => {});", 'noSkippedTests'],
])('the linter refuses in %s: %s', (path, text, rule) => {
  expect(lint(path, text)).toContain(rule);
});

test('the linter lets the arrows of the house pass', () => {
  const text =
    "import { readFileSync } from 'node:fs';\nimport { b } from '../shared/b.ts';\nexport const a = [b, readFileSync];\n";
  const answer = lint('electron/a.ts', text);
  expect(answer).toContain('Checked 1 file');
  expect(answer).not.toContain('lint/');
});
