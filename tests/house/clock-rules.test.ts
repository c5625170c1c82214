import { expect, test } from 'vitest';
import { clockViolations } from './clock-rules.ts';
import { described, isCode, isProduction, projectFiles } from './source-file.ts';

test('only the clock reads a clock, and shared asks nothing of a machine', () => {
  const files = projectFiles().filter((file) => isCode(file) && isProduction(file));
  expect(files.length).toBeGreaterThan(0);
  expect(described(files.flatMap(clockViolations))).toEqual([]);
});

test.each([
  ['shared/a.ts', 'const now = Date.now();'],
  ['shared/a.ts', 'const read = Date.now;'],
  ['shared/a.ts', 'const now = new Date();'],
  ['shared/a.ts', 'const now = Date();'],
  ['shared/a.ts', 'const day = new Date(2026, 1, 1);'],
  ['shared/a.ts', 'const hour = new Date(1).getHours();'],
  ['shared/a.ts', 'const words = new Date(1).toLocaleTimeString();'],
  ['shared/a.ts', 'const now = performance.now();'],
  ['shared/a.ts', 'const dice = Math.random();'],
  ['shared/a.ts', "console.log('x');"],
  ['shared/a.ts', 'setTimeout(() => {}, 1);'],
  ['shared/a.ts', "const answer = fetch('x');"],
  ['electron/vault/a.ts', 'const now = Date.now();'],
  ['electron/vault/a.ts', 'const now = new Date();'],
  ['electron/vault/a.ts', 'const now = performance.now();'],
  ['electron/vault/a.ts', 'const now = process.hrtime.bigint();'],
  ['electron/vault/a.ts', "import { uptime } from 'node:os';"],
  ['electron/vault/a.ts', "import { performance as p } from 'node:perf_hooks';"],
  ['electron/vault/a.ts', 'const up = os.uptime();'],
  ['electron/session/conductor.ts', 'setInterval(() => {}, 1);'],
])('%s may not hold: %s', (path, text) => {
  expect(clockViolations({ path, text: `// first line\n${text}` })).toMatchObject([{ path, line: 2 }]);
});

test.each([
  ['shared/a.ts', 'const day = new Date(1).getUTCDate(); const words = new Date(1).toISOString();'],
  ['electron/session/clock.ts', "import { uptime } from 'node:os'; const now = Date.now() + uptime();"],
  ['electron/vault/a.ts', 'const day = new Date(1);'],
  ['renderer/console/a.tsx', 'const age = performance.now() - event.timeStamp;'],
])('%s may hold: %s', (path, text) => {
  expect(clockViolations({ path, text })).toEqual([]);
});
