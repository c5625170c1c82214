import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOf, freshVault, journalWith, passphrase, someEntries } from './vault-place.ts';

const program = join(import.meta.dirname, '../../electron/vault/check-vault-cli.ts');

function check(folder: string, typed = passphrase): { readonly said: string; readonly status: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [program, folder], { input: `${typed}\n`, encoding: 'utf8' });
  return { said: stdout, status };
}

test('says that a vault is whole, or what in it is damaged, and changes nothing', async () => {
  const { folder, vault } = await freshVault();
  const journalId = await journalWith(vault, someEntries(12));
  await vault.close();
  const before = contentOf(folder);
  expect(check(folder)).toEqual({ said: 'Whole: 12 entries in 1 journals.\n', status: 0 });
  expect(contentOf(folder)).toEqual(before);

  const path = join(folder, 'journals', `${journalId}.vj`);
  const bytes = readFileSync(path);
  bytes[400] = (bytes[400] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const damaged = check(folder);
  expect(damaged.status).toBe(1);
  expect(damaged.said).toContain(`Journal ${journalId.slice(0, 8)}`);
  expect(damaged.said).toContain('12 entries in 1 journals can be read');
}, 60_000);

test('a wrong passphrase, a folder that is none, and no folder end with 2 and a remedy', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  expect(check(folder, 'another one')).toEqual({ said: expect.stringContaining('not the passphrase'), status: 2 });
  expect(check(join(folder, 'journals')).status).toBe(2);
  const none = spawnSync(process.execPath, [program], { input: '', encoding: 'utf8' });
  expect(none).toMatchObject({ status: 2, stdout: 'Say which folder: npm run check-vault -- DIR\n' });
}, 60_000);
