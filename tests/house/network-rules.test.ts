import { expect, test } from 'vitest';
import { networkViolations } from './network-rules.ts';
import { described, isCode, isProduction, projectFiles } from './source-file.ts';

test('one file speaks to a network, and to the chart that the clinic named', () => {
  const files = projectFiles().filter((file) => isCode(file) && isProduction(file));
  expect(files.map(({ path }) => path)).toContain('electron/chart/guarded-fetch.ts');
  expect(described(files.flatMap(networkViolations))).toEqual([]);
});

test.each([
  ['electron/records/a.ts', "await fetch('https://x.example');"],
  ['electron/records/a.ts', "await globalThis.fetch('https://x.example');"],
  ['electron/shell/a.ts', "net.fetch('https://x.example');"],
  ['electron/a.ts', "import { request } from 'node:https';"],
  ['electron/a.ts', "import net from 'net';"],
  ['electron/a.ts', "import { fetch } from 'undici';"],
  ['renderer/console/a.tsx', "new WebSocket('wss://x.example');"],
  ['renderer/console/a.tsx', 'new XMLHttpRequest();'],
  ['renderer/console/a.tsx', "navigator.sendBeacon('/x');"],
])('%s may not hold: %s', (path, text) => {
  expect(networkViolations({ path, text: `// first line\n${text}` })).toMatchObject([{ path, line: 2 }]);
});

test.each([
  ['electron/session/a.ts', 'measuring.fetch();'],
  ['electron/a.ts', "import type { Server } from 'node:http';"],
  ['tests/chart/a.ts', "await fetch('http://127.0.0.1');"],
  ['renderer/measurer/a.ts', 'await fetch(mediaPath(trackId));'],
  ['electron/chart/guarded-fetch.ts', 'await fetch(url);'],
])('%s may hold: %s', (path, text) => {
  expect(networkViolations({ path, text })).toEqual([]);
});
