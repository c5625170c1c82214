import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readVault } from './second-reader.ts';
import { freshVault, journalWith, passphrase, someEntries, value } from './vault-place.ts';

test('a reader written from the document alone reads what the vault wrote', async () => {
  const { folder, vault } = await freshVault();
  const entries = [...someEntries(9), '', 'ß🌲'.repeat(70_000)];
  const session = await journalWith(vault, entries);
  const clinic = randomUUID();
  value(await vault.createJournal(clinic, 'clinic'));
  value(await vault.append(clinic, 1, '{"patient":1}'));
  await vault.close();
  const read = readVault(folder, passphrase);
  expect(read.size).toBe(2);
  expect(read.get(session)).toEqual({ kind: 'session', entries });
  expect(read.get(clinic)).toEqual({ kind: 'clinic', entries: ['{"patient":1}'] });
  expect(() => readVault(folder, 'something else')).toThrow('wrong passphrase');

  const path = join(folder, 'journals', `${session}.vj`);
  const spoilt = readFileSync(path);
  spoilt[600] = (spoilt[600] ?? 0) ^ 1;
  writeFileSync(path, spoilt);
  expect(() => readVault(folder, passphrase)).toThrow();
});
