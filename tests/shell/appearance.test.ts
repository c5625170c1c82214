import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Appearance } from '../../electron/shell/appearance.ts';
import { defaultDisplay, displayFrom } from '../../shared/bridge/display-settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-appearance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = () => join(folder, 'profile', 'appearance.json');

test('palette and settings are there again on the next start, and no half file is left', () => {
  const first = new Appearance(path());
  expect([first.read(), first.display()]).toEqual(['day', defaultDisplay]);
  first.write('blackout');
  first.writeDisplay({ dimmerPercent: 45, hand: 'left', textPercent: 120 });
  const again = new Appearance(path());
  expect(again.read()).toBe('blackout');
  expect(again.display()).toEqual({ dimmerPercent: 45, hand: 'left', textPercent: 120 });
  expect(readdirSync(join(folder, 'profile'))).toEqual(['appearance.json']);
});

test('a file that only knows its palette is read', () => {
  writeFileSync(join(folder, 'appearance.json'), '{"mode":"dim"}');
  const kept = new Appearance(join(folder, 'appearance.json'));
  expect([kept.read(), kept.display()]).toEqual(['dim', defaultDisplay]);
});

test.each([
  [19, 100],
  [20, 20],
  [100, 100],
  [101, 100],
  [50.5, 100],
])('a dimmer of %d is kept as %d', (kept, taken) => {
  expect(displayFrom({ dimmerPercent: kept }).dimmerPercent).toBe(taken);
});

test.each([
  [89, 100],
  [90, 90],
  [140, 140],
  [141, 100],
])('text of %d %% is kept as %d %%', (kept, taken) => {
  expect(displayFrom({ textPercent: kept }).textPercent).toBe(taken);
});

test('whatever stands in the file, the windows open', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      writeFileSync(join(folder, 'appearance.json'), text);
      const { read, display } = new Appearance(join(folder, 'appearance.json'));
      expect(['day', 'dim', 'blackout', 'red']).toContain(read());
      const { dimmerPercent, hand, textPercent } = display();
      expect(dimmerPercent >= 20 && dimmerPercent <= 100 && textPercent >= 90 && textPercent <= 140).toBe(true);
      expect(['left', 'right']).toContain(hand);
    }),
  );
});
