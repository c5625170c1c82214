import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { described, projectFiles, projectPaths } from './source-file.ts';
import { wordingViolations } from './wording-rules.ts';

test('the project is finished and speaks of itself alone', () => {
  const documents = new Set(
    projectPaths()
      .filter((path) => path.endsWith('.md'))
      .map((path) => posix.basename(path)),
  );
  // The samples below are the only text that may break these rules.
  const files = projectFiles().filter(({ path }) => path !== 'tests/house/wording-rules.test.ts');
  expect(described(files.flatMap((file) => wordingViolations(file, documents)))).toEqual([]);
});

test.each([
  '// TODO: later',
  '/* FIXME */',
  '// a HACK',
  "const folder = '/work/main/x';",
  "const folder = '/root/.cache';",
  "const folder = '/home/anna/vigil';",
  '// see issue 2',
  '// closes issues #14',
  '// as clinical.md says',
])('it may not stand anywhere: %s', (text) => {
  const file = { path: 'shared/a.ts', text: `// first line\n${text}` };
  expect(wordingViolations(file, new Set(['release-checklist.md']))).toMatchObject([{ line: 2 }]);
});

test.each([
  "const work = '/usr/bin/chromium'; const at = './work/x';",
  '// docs/release-checklist.md says more',
  '// the issue that 2 readings differ',
  "const root = join(checkout, '..');",
])('it may stand: %s', (text) => {
  expect(wordingViolations({ path: 'shared/a.ts', text }, new Set(['release-checklist.md']))).toEqual([]);
});
