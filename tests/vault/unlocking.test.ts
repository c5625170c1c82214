import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCard } from '../../electron/vault/clinic-card.ts';
import { createVault } from '../../electron/vault/create-vault.ts';
import { headerChecksum } from '../../electron/vault/header.ts';
import { inspectFolder } from '../../electron/vault/inspect.ts';
import { passphraseBytes } from '../../electron/vault/key-derivation.ts';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import { codeOf, contentOf, emptyFolder, freshVault, journalWith, passphrase, value } from './vault-place.ts';

async function unlock(folder: string, words = passphrase, rehearsal = false): Promise<Outcome<Vault>> {
  const verified = await verifyPassphrase(folder, passphraseBytes(words), { rehearsal });
  return verified.ok ? openVault(verified.value, randomBytes) : verified;
}

function create(folder: string, words = passphrase, rehearsal = false): Promise<Outcome<Vault>> {
  return createVault(folder, passphraseBytes(words), { rehearsal, ownWords: [] }, randomBytes);
}

function changeHeader(folder: string, change: (header: Record<string, unknown>) => void, file = 'vault.json'): void {
  const path = join(folder, file);
  const header = JSON.parse(readFileSync(path, 'utf8'));
  change(header);
  writeFileSync(path, JSON.stringify(header));
}

function rechecked(header: Record<string, unknown>): void {
  header.checksum = headerChecksum(header);
}

test('a vault is created, locked, unlocked, and is the same', async () => {
  const folder = join(emptyFolder(), 'new', 'vault');
  expect(value(inspectFolder(folder))).toEqual({ kind: 'absent' });
  const created = value(await create(folder));
  const journalId = await journalWith(created, ['{"one":1}']);
  await created.close();
  expect(value(inspectFolder(folder))).toEqual({ kind: 'vault', rehearsal: false, formatVersion: 3 });
  expect(existsSync(join(folder, 'vault.db-wal'))).toBe(false);

  const unlocked = value(await unlock(folder));
  expect(unlocked.vaultId).toBe(created.vaultId);
  expect(unlocked.publicKeyHex).toBe(created.publicKeyHex);
  expect(unlocked.journals()).toEqual([{ journalId, kind: 'session' }]);
  expect(unlocked.report).toEqual([]);
  expect(value(await unlocked.read(journalId))).toEqual({ entries: ['{"one":1}'], report: [] });
  await unlocked.close();
});

test('a wrong passphrase is told, and changes nothing', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  const before = contentOf(folder);
  expect(codeOf(await unlock(folder, `${passphrase} `))).toBe('wrong-passphrase');
  expect(codeOf(await unlock(folder, 'l'))).toBe('wrong-passphrase');
  expect(contentOf(folder)).toEqual(before);
});

test('a weak passphrase is refused for a real vault and taken for a rehearsal', async () => {
  const folder = emptyFolder();
  for (const weak of ['kitten42', 'password1234', 'x7#Qp2!vT'])
    expect(codeOf(await create(folder, weak))).toBe('weak-passphrase');
  expect(value(inspectFolder(folder))).toEqual({ kind: 'empty' });
  const rehearsal = value(await create(folder, 'kitten42', true));
  await rehearsal.close();
  expect(value(inspectFolder(folder))).toMatchObject({ kind: 'vault', rehearsal: true });
});

test('a rehearsal never opens a real vault, nor the other way round', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  expect(codeOf(await unlock(folder, passphrase, true))).toBe('real-vault');
  const other = emptyFolder();
  await value(await create(other, 'kitten42', true)).close();
  expect(codeOf(await unlock(other, 'kitten42', false))).toBe('rehearsal-vault');
});

test('a rehearsal that was relabelled as real is noticed', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  for (const file of ['vault.json', 'vault.json.bak']) {
    changeHeader(folder, (header) => Object.assign(header, { rehearsal: true }), file);
    changeHeader(folder, rechecked, file);
  }
  expect(codeOf(await unlock(folder, passphrase, true))).toBe('vault-damaged');
});

test('a folder with something else is not a vault and is not made one', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'holiday.jpg'), 'x');
  expect(codeOf(inspectFolder(folder))).toBe('not-a-vault');
  expect(codeOf(await create(folder))).toBe('folder-not-empty');
  expect(codeOf(await unlock(folder))).toBe('not-a-vault');
  expect(codeOf(inspectFolder(join(folder, 'holiday.jpg')))).toBe('not-a-vault');
  writeFileSync(join(folder, 'vault.json'), '{"name":"something"}');
  expect(codeOf(inspectFolder(folder))).toBe('not-a-vault');
});

test('no vault is created over another', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  expect(codeOf(await create(folder))).toBe('folder-not-empty');
});

test('an empty folder, one with the clinic card, and a creation that was cut short count as empty', async () => {
  const folder = emptyFolder();
  expect(codeOf(await unlock(folder))).toBe('no-vault-here');
  value(writeCard(folder, { clinicName: 'C', emergencyNumber: '112', address: 'A', doorCode: '' }));
  mkdirSync(join(folder, 'journals'));
  writeFileSync(join(folder, 'vault.db'), '');
  writeFileSync(join(folder, 'vault.json.new'), '{');
  expect(value(inspectFolder(folder))).toEqual({ kind: 'empty' });
  const vault = value(await create(folder));
  await vault.close();
  expect(existsSync(join(folder, 'clinic-card.json'))).toBe(true);
  expect(existsSync(join(folder, 'vault.json.new'))).toBe(false);
});

test('a newer format is refused without touching anything', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  changeHeader(folder, (header) => {
    header.formatVersion = 4;
    header.somethingNew = { a: [1, 2] };
    rechecked(header);
  });
  const before = contentOf(folder);
  expect(codeOf(inspectFolder(folder))).toBe('newer-format');
  expect(codeOf(await unlock(folder))).toBe('newer-format');
  expect(codeOf(await create(folder))).toBe('newer-format');
  expect(contentOf(folder)).toEqual(before);
});

test('a damaged header is restored from its backup; with both damaged it is told apart from a wrong passphrase', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  const whole = readFileSync(join(folder, 'vault.json'));
  for (const position of [3, 30, 200, 500, whole.length - 40]) {
    const spoilt = Buffer.from(whole);
    spoilt[position] = (spoilt[position] ?? 0) ^ 1;
    writeFileSync(join(folder, 'vault.json'), spoilt);
    const unlocked = value(await unlock(folder));
    expect(unlocked.report.join()).toContain('restored from its backup');
    await unlocked.close();
    expect(readFileSync(join(folder, 'vault.json'))).toEqual(whole);
  }
  rmSync(join(folder, 'vault.json'));
  const spoilt = Buffer.from(whole);
  spoilt[400] = (spoilt[400] ?? 0) ^ 1;
  writeFileSync(join(folder, 'vault.json'), spoilt);
  writeFileSync(join(folder, 'vault.json.bak'), spoilt.subarray(0, 300));
  expect(codeOf(inspectFolder(folder))).toBe('vault-damaged');
  expect(codeOf(await unlock(folder))).toBe('vault-damaged');
});

test('a vault with journals whose header is gone is found by its backup', async () => {
  const { folder, vault } = await freshVault();
  const journalId = await journalWith(vault, ['1']);
  await vault.close();
  rmSync(join(folder, 'vault.json'));
  const unlocked = value(await unlock(folder));
  expect(value(await unlocked.read(journalId)).entries).toEqual(['1']);
  await unlocked.close();
  expect(existsSync(join(folder, 'vault.json'))).toBe(true);
});

test('weaker parameters of the key derivation are refused before anything is derived', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  const refusedAt = (memoryKiB: number, passes: number) => {
    changeHeader(folder, (header) => {
      const text = JSON.stringify(header)
        .replace(/"memoryKiB":\d+/, `"memoryKiB":${memoryKiB}`)
        .replace(/"passes":\d+/, `"passes":${passes}`);
      Object.assign(header, JSON.parse(text));
      rechecked(header);
    });
    return unlock(folder);
  };
  expect(codeOf(await refusedAt(65_535, 3))).toBe('weakened-header');
  expect(codeOf(await refusedAt(65_536, 2))).toBe('weakened-header');
  expect(codeOf(await refusedAt(1_048_577, 3))).toBe('weakened-header');
  // At the floor it is taken, and as nothing but the checksum was altered the passphrase opens it.
  expect(codeOf(await refusedAt(65_536, 3))).toBe('ok');
});

test('altered parameters above the floor do not open the vault', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  changeHeader(folder, (header) => {
    Object.assign(header, JSON.parse(JSON.stringify(header).replace('"passes":3', '"passes":4')));
    rechecked(header);
  });
  expect(codeOf(await unlock(folder))).toBe('wrong-passphrase');
});

test('a damaged key slot under a right passphrase is damage, not a wrong passphrase', async () => {
  const { folder, vault } = await freshVault();
  await vault.close();
  changeHeader(folder, (header) => {
    const text = JSON.stringify(header).replace(/"wrappedKey":"(\w+)(\w)"/, (_, start, last) => {
      return `"wrappedKey":"${start}${last === '0' ? '1' : '0'}"`;
    });
    Object.assign(header, JSON.parse(text));
    rechecked(header);
  });
  expect(codeOf(await unlock(folder))).toBe('vault-damaged');
});

test('a vault that is open is not opened twice', async () => {
  const { folder, vault, reopen } = await freshVault();
  expect(codeOf(reopen())).toBe('vault-in-use');
  await vault.close();
  const again = value(reopen());
  expect(folder.length).toBeGreaterThan(0);
  await again.close();
});
