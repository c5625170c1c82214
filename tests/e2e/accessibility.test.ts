import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Hands } from '../rehearsal/hands.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { sheetsOf } from '../shots/sheets.ts';
import { passphrase, speed } from './practice.ts';

const out = mkdtempSync(join(tmpdir(), 'vigil-audit-'));
const found = new Map<string, number>();
const screens: string[] = [];

/** Looks at the screen in three palettes; the fourth differs from blackout in its colours only, which have a test of their own. */
async function look(screen: string, hands: Hands): Promise<void> {
  screens.push(screen);
  for (const press of ['D', 'D', 'd', 'd']) {
    await hands.window.press(press === 'D' ? 'Shift+D' : 'd');
    if (screens.length === 1 && press === 'D') continue;
    for (const sentence of await hands.window.audit()) {
      const where = `${screen}: ${sentence}`;
      found.set(where, (found.get(where) ?? 0) + 1);
    }
  }
}

const rehearsal = new Rehearsal({
  out,
  scenario: 'calm',
  speed,
  passphrase,
  note: 'Speaks of the sea; tears, then a smile.',
  size: { width: 1280, height: 800 },
  async onScreen(screen, hands) {
    await look(screen, hands);
    for (const sheet of sheetsOf(screen)) {
      await sheet.open(hands);
      await look(`${screen}-${sheet.name}`, hands);
      await sheet.close(hands);
    }
  },
});

afterAll(async () => {
  await rehearsal.end();
  rmSync(out, { recursive: true, force: true });
}, 30_000);

it('no screen of a session hinders people who do not see or hit everything', { timeout: 240_000 }, async () => {
  await rehearsal.run();
  expect(screens.length).toBeGreaterThanOrEqual(13);
  expect([...found].map(([sentence, times]) => `${times} x ${sentence}`)).toEqual([]);
});
