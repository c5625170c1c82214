import { expect, test } from 'vitest';
import { nameViolations } from './name-rules.ts';
import { described, projectPaths } from './source-file.ts';

test("every file's name says its one thing", () => {
  const paths = projectPaths();
  expect(paths).toContain('tests/house/name-rules.ts');
  expect(described(paths.flatMap(nameViolations))).toEqual([]);
});

test.each([
  'shared/utils.ts',
  'shared/session/time-helpers.ts',
  'electron/common/a.ts',
  'electron/shell/WindowManager.ts',
  'electron/vault/key_manager.ts',
  'shared/session/index.ts',
  'renderer/console/index.tsx',
  'build/misc.mjs',
])('%s is no name', (path) => {
  expect(nameViolations(path)).toHaveLength(1);
});

test.each(['renderer/console/index.html', 'shared/session/decide.ts', 'docs/common-questions.md'])(
  '%s is a name',
  (path) => {
    expect(nameViolations(path)).toEqual([]);
  },
);
