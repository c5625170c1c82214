import { expect, test } from 'vitest';
import { importViolations } from './import-rules.ts';
import { described, isCode, isProduction, projectFiles } from './source-file.ts';

test('the arrows of the house hold: renderer -> shared <- electron, and electron only where it may be', () => {
  const files = projectFiles().filter((file) => isCode(file) && isProduction(file));
  expect(files.length).toBeGreaterThan(0);
  expect(described(files.flatMap(importViolations))).toEqual([]);
});

test.each([
  ['shared/a.ts', "import { b } from '../electron/b.ts';"],
  ['shared/a.ts', "import type { B } from '../renderer/b.ts';"],
  ['shared/a.ts', "export * from '../tests/b.ts';"],
  ['shared/a.ts', "type B = import('../electron/b.ts').B;"],
  ['shared/a.ts', "import { readFileSync } from 'node:fs';"],
  ['shared/a.ts', "import fs from 'fs';"],
  ['shared/a.ts', "import { useState } from 'react';"],
  ['shared/a.ts', "import type { BrowserWindow } from 'electron';"],
  ['electron/vault/a.ts', "import { b } from '../../renderer/b.ts';"],
  ['electron/vault/a.ts', "const b = await import('../../renderer/b.ts');"],
  ['electron/vault/a.ts', "const b = new URL('../../tests/b.ts', import.meta.url);"],
  ['electron/vault/a.ts', "import { app } from 'electron';"],
  ['electron/vault/a.ts', "import { type BrowserWindow, app } from 'electron';"],
  ['electron/vault/a.ts', "import 'electron';"],
  ['electron/vault/a.ts', "const { app } = require('electron');"],
  ['electron/vault/a.ts', "const { app } = await import('electron');"],
  ['electron/maintenance.ts', "import { app } from 'electron';"],
  ['electron/vault/a.ts', "import { createElement } from 'react';"],
  ['renderer/console/a.tsx', "import { b } from '../../electron/b.ts';"],
  ['renderer/console/a.tsx', "import type { B } from '../../electron/b.ts';"],
  ['renderer/console/a.tsx', "import { join } from 'node:path';"],
  ['renderer/console/a.tsx', "import Database from 'better-sqlite3';"],
])('%s may not hold: %s', (path, text) => {
  expect(importViolations({ path, text: `// first line\n${text}` })).toMatchObject([{ path, line: 2 }]);
});

test.each([
  [
    'shared/a/b.ts',
    "import { c } from '../c.ts'; import * as z from 'zod'; import { sha256 } from '@noble/hashes/sha2.js';",
  ],
  [
    'electron/main.ts',
    "import { app } from 'electron'; import { readFileSync } from 'node:fs'; import { c } from '../shared/c.ts';",
  ],
  ['electron/shell/a.ts', "import { BrowserWindow } from 'electron';"],
  ['electron/vault/a.ts', "import type { BrowserWindow } from 'electron'; import { type App } from 'electron';"],
  [
    'renderer/console/a.tsx',
    "import { useState } from 'react'; import { c } from '../../shared/c.ts'; import '../design/a.css';",
  ],
  ['tests/a.test.ts', "import { b } from '../electron/b.ts'; import { c } from '../renderer/c.ts';"],
])('%s may hold: %s', (path, text) => {
  expect(importViolations({ path, text })).toEqual([]);
});
