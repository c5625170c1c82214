import { expect, test } from 'vitest';
import { described, isCode, projectFiles } from './source-file.ts';
import { typeViolations } from './type-rules.ts';

test('nothing gets round the type checker', () => {
  expect(described(projectFiles().filter(isCode).flatMap(typeViolations))).toEqual([]);
});

test.each([
  `// @${'ts-ignore'}`,
  `// @${'ts-nocheck'}`,
  `// ${'biome-ignore'} lint/suspicious/noExplicitAny: because`,
  `// ${'biome-ignore'} lint/style/noNonNullAssertion: because`,
  'const a = b as unknown as string;',
  'const a = b as never;',
])('it may not stand in production code: %s', (text) => {
  expect(typeViolations({ path: 'electron/a.ts', text: `// first line\n${text}` })).toMatchObject([{ line: 2 }]);
});

test('a cast that narrows may stand', () => {
  expect(typeViolations({ path: 'electron/a.ts', text: "const a = ['x'] as const; const b = c as string;" })).toEqual(
    [],
  );
});
