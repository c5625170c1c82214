import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundle } from '../../build/bundle.mjs';

const checkout = join(import.meta.dirname, '..', '..');
let folder = '';

/** The smallest project that has every entry of the bundle. */
const sources: Record<string, string> = {
  'shared/word.ts': "import * as z from 'zod';\nexport const word: string = z.string().parse('calm');\n",
  'renderer/console/index.html':
    '<!doctype html><html lang="en"><head><title>x</title></head><body><script type="module" src="./main.tsx"></script></body></html>',
  'renderer/console/main.tsx':
    "import { word } from '../../shared/word.ts';\nimport './console.css';\ndocument.title = word;\n",
  'renderer/console/console.css': 'p { color: black }\n',
  'renderer/player/index.html':
    '<!doctype html><html lang="en"><head><title>x</title></head><body><script type="module" src="./main.ts"></script></body></html>',
  'renderer/player/main.ts': "import { word } from '../../shared/word.ts';\ndocument.title = word;\n",
  'electron/main.ts':
    "import { app } from 'electron';\nimport { word } from '../shared/word.ts';\nconsole.log(app, word, import.meta.dirname);\n",
  'electron/preload.ts':
    "import { contextBridge } from 'electron';\nimport { word } from '../shared/word.ts';\ncontextBridge.exposeInMainWorld('vigil', { word });\n",
  'electron/vault/vault-process.ts': "import Database from 'better-sqlite3';\nconsole.log(new Database(':memory:'));\n",
  'electron/vault/derivation-worker.ts': 'console.log(1);\n',
  'electron/monitors/monitors-process.ts': "console.log(await import('node-hid'));\n",
};

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-bundle-'));
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json'])
    copyFileSync(join(checkout, name), join(folder, name));
  for (const [path, text] of Object.entries(sources)) write(path, text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('windows, main process, preload and utility processes each come out whole', async () => {
  await bundle(folder);
  const main = readFileSync(join(folder, 'dist', 'electron', 'main.js'), 'utf8');
  expect(main).toMatch(/import \{ app \} from "electron"/);
  expect(main).toContain('import.meta.dirname');
  expect(main).not.toMatch(/from "zod"/);
  expect(readFileSync(join(folder, 'dist', 'electron', 'vault-process.js'), 'utf8')).toMatch(/from "better-sqlite3"/);
  expect(readFileSync(join(folder, 'dist', 'electron', 'monitors-process.js'), 'utf8')).toContain('import("node-hid")');
  expect(readFileSync(join(folder, 'dist', 'electron', 'preload.cjs'), 'utf8')).toContain('require("electron")');
  for (const page of ['console', 'player']) {
    const html = readFileSync(join(folder, 'dist', 'renderer', page, 'index.html'), 'utf8');
    expect(html).toMatch(new RegExp(`src="\\.\\./assets/${page}-[\\w-]+\\.js"`));
  }
  expect(readdirSync(join(folder, 'dist', 'renderer', 'assets')).some((name) => name.endsWith('.css'))).toBe(true);
});

test('a bundle of unchanged sources is left as it is, and a change makes a new one', async () => {
  await bundle(folder);
  const main = join(folder, 'dist', 'electron', 'main.js');
  const before = statSync(main).mtimeMs;
  await bundle(folder);
  expect(statSync(main).mtimeMs).toBe(before);
  write('shared/word.ts', "export const word: string = 'awake';\n");
  await bundle(folder);
  expect(readFileSync(main, 'utf8')).toContain('awake');
});

test('the built-in music is rendered before the first bundle and again where it was removed', async () => {
  write(
    'electron/music/render-built-in-set.ts',
    "import { mkdirSync } from 'node:fs';\nmkdirSync(String(process.argv[2]), { recursive: true });\n",
  );
  const set = join(folder, '.cache', 'built-in-set');
  await bundle(folder);
  expect(existsSync(set)).toBe(true);
  expect(existsSync(join(folder, 'dist', 'electron', 'render-built-in-set.js'))).toBe(true);
  rmSync(set, { recursive: true });
  await bundle(folder);
  expect(existsSync(set)).toBe(true);
});

test('a missing entry is named', async () => {
  rmSync(join(folder, 'electron', 'vault', 'vault-process.ts'));
  await expect(bundle(folder)).rejects.toThrow(join('electron', 'vault', 'vault-process.ts'));
});

test('a source that does not bundle is named with its place, and leaves no stamp', async () => {
  write('electron/main.ts', "import { nothing } from '../shared/word.ts';\nconsole.log(nothing);\n");
  await expect(bundle(folder)).rejects.toThrow(/electron\/main\.ts:1/);
  expect(existsSync(join(folder, 'dist', '.stamp'))).toBe(false);
});

test('a preload that needs more than electron is refused', async () => {
  write('electron/preload.ts', "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync);\n");
  await expect(bundle(folder)).rejects.toThrow('preload.cjs requires node:fs');
});

test('a page with an inline style is refused', async () => {
  write(
    'renderer/player/index.html',
    sources['renderer/player/index.html']?.replace('<body>', '<body style="color: red">') ?? '',
  );
  await expect(bundle(folder)).rejects.toThrow('player/index.html has a style attribute');
});
