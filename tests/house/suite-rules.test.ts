import { expect, test } from 'vitest';
import { described, projectFiles } from './source-file.ts';
import { suiteViolations } from './suite-rules.ts';

test('no test is left out', () => {
  expect(described(projectFiles().flatMap(suiteViolations))).toEqual([]);
});

test.each([
  "test.only('x', () => {});",
  "it.skip('x', () => {});",
  "describe.skip('x', () => {});",
  "test.todo('x');",
  "test.fails('x', () => {});",
  "test.each([1]).only('x', () => {});",
  "describe.concurrent.skip('x', () => {});",
  "xit('x', () => {});",
])('it may not stand in a suite: %s', (text) => {
  expect(suiteViolations({ path: 'tests/a.test.ts', text: `// first line\n${text}` })).toMatchObject([{ line: 2 }]);
});

test('other things called only or skip may stand', () => {
  expect(suiteViolations({ path: 'tests/a.test.ts', text: 'music.skip(); const { only } = options.only;' })).toEqual(
    [],
  );
});
