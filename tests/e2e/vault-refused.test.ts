import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatVersion, headerChecksum } from '../../electron/vault/header.ts';
import { headerFile } from '../../electron/vault/header-file.ts';
import { folderPrint } from './folder-print.ts';
import { Practice } from './practice.ts';
import { makeVault } from './ready-vault.ts';
import { waitForAlert } from './seeing.ts';

let place = '';
let practice: Practice | null = null;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'vigil-e2e-vaults-'));
});

afterEach(async () => {
  await practice?.end();
  practice = null;
}, 30_000);

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Starts on the folder, expects the refusal on the screen with its remedy, and every byte as it was. */
async function expectRefused(folder: string, sentence: string, remedy: string): Promise<void> {
  const before = folderPrint(folder);
  practice = new Practice(folder);
  const hands = await practice.start();
  await hands.waitForHeading('The vault cannot be opened');
  const text = await waitForAlert(hands, sentence);
  expect(text).toContain(remedy);
  expect(await hands.window.byRole('textbox', { name: 'Passphrase' }).count()).toBe(0);
  // Whom to call is never taken away.
  await hands.press('Emergency');
  await hands.window.byRole('dialog', { name: 'Emergency card', exact: true }).waitVisible();
  expect(await hands.window.consoleErrors()).toEqual([]);
  expect(await practice.quit()).toEqual({ code: 0, signal: null });
  expect(folderPrint(folder)).toEqual(before);
  expect(await practice.leftProcesses()).toEqual([]);
}

describe('a folder that is no vault for this rehearsal', { timeout: 60_000 }, () => {
  it('holds something else: refused in words, nothing touched', async () => {
    const folder = join(place, 'papers');
    mkdirSync(folder);
    writeFileSync(join(folder, 'invoice.txt'), 'Not a vault.\n');
    await expectRefused(folder, 'This folder holds something else, not a vault.', 'an empty folder for a new one');
  });

  it('is a vault of a newer format: refused in words, nothing touched', async () => {
    const folder = join(place, 'newer');
    await makeVault(folder, true);
    const path = join(folder, headerFile);
    const header: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
    const newer = { ...header, formatVersion: formatVersion + 1 };
    writeFileSync(path, `${JSON.stringify({ ...newer, checksum: headerChecksum(newer) }, null, 2)}\n`);
    await expectRefused(
      folder,
      'This vault was written by a newer version of Vigil.',
      'Open it with the newer version',
    );
  });

  it('is a real vault: no rehearsal may write into it', async () => {
    const folder = join(place, 'real');
    await makeVault(folder, false);
    await expectRefused(folder, 'This vault holds real sessions; no rehearsal may write into it.', 'another folder');
  });
});
