import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { summarise } from '../rehearsal/summary.ts';
import { passphrase, speed } from './practice.ts';

const out = mkdtempSync(join(tmpdir(), 'vigil-by-keys-'));
const rehearsal = new Rehearsal({
  out,
  scenario: 'calm',
  speed,
  passphrase,
  note: 'Speaks of the sea; tears, then a smile.',
  size: { width: 1280, height: 800 },
  by: 'keys',
});

afterAll(async () => {
  await rehearsal.end();
  rmSync(out, { recursive: true, force: true });
}, 30_000);

it('a whole session is held with the keyboard alone, from the empty vault to the signed record', {
  timeout: 420_000,
}, async () => {
  const summary = await summarise(await rehearsal.run());
  expect(summary).toMatchObject({ asPromised: true, recordVerified: true });
  expect(summary.phases).toEqual(['precheck', 'dosing', 'absorption', 'journey', 'recovery', 'departed', 'signed']);
});
