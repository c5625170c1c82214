import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { practiceArguments, readArguments } from '../../electron/shell/arguments.ts';
import { leaveArguments, relaunchFileVariable, takeArguments } from '../electron-stand-in/relaunch-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-relaunch-test-'));
  process.env[relaunchFileVariable] = join(folder, 'arguments.json');
});
afterEach(() => {
  delete process.env[relaunchFileVariable];
  rmSync(folder, { recursive: true });
});

it('a rehearsal that is begun from the console is one, in the usual place, on a faster clock', () => {
  const read = readArguments(practiceArguments);
  expect(read).toMatchObject({ ok: true, value: { rehearsal: true, vault: null, scenario: 'calm' } });
  expect(read.ok && read.value.speed > 1).toBe(true);
});

it('arguments that are left for the next start are taken once', () => {
  const file = join(folder, 'arguments.json');
  expect(takeArguments(file)).toBeNull();
  leaveArguments(['.', '--rehearsal']);
  expect(takeArguments(file)).toEqual(['.', '--rehearsal']);
  expect(takeArguments(file)).toBeNull();
  writeFileSync(file, '"."');
  expect(takeArguments(file)).toBeNull();
});
