import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConsoleSettingsFile } from '../../electron/shell/console-settings-file.ts';
import { usualConsoleSettings, usualMusicCeiling } from '../../shared/bridge/console-settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('keeps what was set for the next start', () => {
  const path = join(folder, 'not-there-yet', 'console.json');
  const settings = {
    musicCeiling: 0.5,
    singleKeys: false,
    keys: { 'note-mark': 'x', emergency: null },
    pedals: [{ key: 'pagedown', command: 'note-mark' as const }],
  };
  new ConsoleSettingsFile(path).write(settings);
  expect(new ConsoleSettingsFile(path).read()).toEqual(settings);
  expect(readdirSync(join(folder, 'not-there-yet'))).toEqual(['console.json']);
});

it.each(['', '{', '[]', '{"singleKeys":true}', '{"singleKeys":true,"keys":{},"pedals":[],"more":1}'])(
  'is the usual one where the file says %s',
  (text) => {
    const path = join(folder, 'console.json');
    writeFileSync(path, text);
    expect(new ConsoleSettingsFile(path).read()).toEqual(usualConsoleSettings);
  },
);

it('is the usual one where there is no file, and writes none by looking', () => {
  const path = join(folder, 'console.json');
  expect(new ConsoleSettingsFile(path).read()).toEqual(usualConsoleSettings);
  expect(existsSync(path)).toBe(false);
});

it('keeps the keys of a file from before there was a ceiling of the music', () => {
  const path = join(folder, 'console.json');
  writeFileSync(path, JSON.stringify({ singleKeys: false, keys: { emergency: 'x' }, pedals: [] }));
  expect(new ConsoleSettingsFile(path).read()).toEqual({
    singleKeys: false,
    keys: { emergency: 'x' },
    pedals: [],
    musicCeiling: usualMusicCeiling,
  });
});
