import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { checkVault, unlockedPlace } from '../../electron/vault/check-vault.ts';
import { readKeyRecord } from '../../electron/vault/find-journals.ts';
import { unwrapJournalKeys } from '../../electron/vault/journal-keys.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import { journalKeyWrapping } from '../../electron/vault/rotate-vault-key.ts';
import { addTherapist, makeRecoveryKey, strengthenSlot } from '../../electron/vault/slot-calls.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { diskSteps } from './disk-steps.ts';
import { bytesOf, headerIn, proofOf, quickOpen, quickVault, slotParts } from './quick-vault.ts';
import { readVaultByKey } from './second-reader.ts';
import { codeOf, contentOf, copyOf, journalWith, passphrase, value } from './vault-place.ts';

vi.mock('node:fs', async (original) => {
  const { watchedFileSystem } = await import('./disk-steps.ts');
  return watchedFileSystem(await original());
});

const words = 'meadow granite seven whistle';
const quiet = { tell: () => undefined, isCancelled: () => false };

async function filled(): Promise<{ folder: string; vault: Vault; journals: Map<string, string[]>; recovery: string }> {
  const { folder, vault } = await quickVault();
  const journals = new Map<string, string[]>();
  for (const entries of [['a', 'b'], ['c'], []]) journals.set(await journalWith(vault, entries), entries);
  const therapist = { name: 'Kim', credential: '' };
  const args = { passphrase: bytesOf(words), therapist, ownWords: [], wallMs: 1 };
  value(await addTherapist(slotParts(vault), await proofOf(vault), args));
  const { sheet } = value(makeRecoveryKey(slotParts(vault), await proofOf(vault), 1));
  return { folder, vault, journals, recovery: sheet.groups.join('-') };
}

async function expectWhole(vault: Vault, journals: ReadonlyMap<string, readonly string[]>): Promise<void> {
  expect(new Set(vault.journals().map(({ journalId }) => journalId))).toEqual(new Set(journals.keys()));
  for (const [journalId, entries] of journals) {
    expect(value(await vault.read(journalId))).toEqual({ entries, report: [] });
  }
}

test('another vault key: every secret opens as before, and the key before opens nothing of the new files', async () => {
  const { folder, vault, journals, recovery } = await filled();
  mkdirSync(join(folder, 'before-version-2'));
  const publicKeyHex = vault.publicKeyHex;
  const proof = await proofOf(vault);
  const oldKey = Buffer.from(proof.vaultKey);
  const oldHeader = headerIn(folder);
  const told: number[][] = [];
  value(await vault.rotate(proof, { tell: (done, of) => told.push([done, of]), isCancelled: () => false }));
  expect(told).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  await expectWhole(vault, journals);
  const added = randomUUID();
  value(await vault.createJournal(added, 'session'));
  journals.set(added, []);
  expect(value(vault.sign(bytesOf('x'))).publicKeyHex).toBe(publicKeyHex);
  await vault.close();
  expect(existsSync(join(folder, 'before-version-2'))).toBe(false);

  for (const secret of [passphrase, words, recovery]) {
    const opened = value(await quickOpen(folder, secret));
    expect(opened.report).toEqual([]);
    await expectWhole(opened, journals);
    expect(opened.keyring.list().map(({ therapist }) => therapist?.name ?? null)).toEqual([null, 'Kim', null]);
    await opened.close();
  }
  const wrapping = journalKeyWrapping(oldHeader, oldKey);
  for (const journalId of journals.keys()) {
    const record = readKeyRecord(join(folder, 'journals', `${journalId}.vj`), wrapping.vaultId);
    expect(record).not.toBeNull();
    if (record !== null) expect(unwrapJournalKeys(record, wrapping)).toBeNull();
  }
  expect(() => readVaultByKey(folder, oldKey)).toThrow('header');
  const byOldHeader = openVault(
    { folder, header: oldHeader, vaultKey: Uint8Array.from(oldKey), headerFromBackup: false },
    randomBytes,
  );
  if (!byOldHeader.ok) throw new Error(byOldHeader.problem.code);
  for (const journalId of journals.keys())
    expect(codeOf(await byOldHeader.value.read(journalId))).toBe('journal-damaged');
  await byOldHeader.value.close();
  for (const name of ['vault.db', 'vault.json', 'vault.json.bak']) {
    // No row and no free page still holds a key's envelope with the id of the key before.
    expect(readFileSync(join(folder, name)).includes(Buffer.from(oldHeader.vaultKeyId, 'hex'))).toBe(false);
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain(oldHeader.vaultKeyId);
  }
});

test('the second reader opens a rotated vault by its new key', async () => {
  const { folder, vault, journals } = await filled();
  value(await vault.rotate(await proofOf(vault), quiet));
  const newKey = Buffer.from((await proofOf(vault)).vaultKey);
  await vault.close();
  const read = readVaultByKey(folder, newKey);
  for (const [journalId, entries] of journals) expect(read.get(journalId)?.entries).toEqual(entries);
});

test('a rotation that is cut short before any of its steps is completed by the next opening', {
  timeout: 120_000,
}, async () => {
  const { folder, vault, journals } = await filled();
  const proof = await proofOf(vault);
  const oldId = headerIn(folder).vaultKeyId;
  const left: string[] = [];
  let last = '';
  onTestFinished(() => {
    diskSteps.before = null;
  });
  const look = () => {
    diskSteps.before = null;
    const now = JSON.stringify([...contentOf(folder)]);
    if (now !== last) left.push(copyOf(folder));
    last = now;
    diskSteps.before = look;
  };
  diskSteps.before = look;
  value(await vault.rotate(proof, { tell: look, isCancelled: () => false }));
  diskSteps.before = null;
  await vault.close();
  expect(left.length).toBeGreaterThan(10);
  let completed = 0;
  let before = 0;
  for (const each of left) {
    // A completion that is itself cut short is completed by the one after it.
    const again: string[] = [];
    diskSteps.before = () => {
      diskSteps.before = null;
      if (again.length < 1) again.push(copyOf(each));
    };
    for (const secret of [passphrase, words]) {
      const opened = value(await quickOpen(each, secret));
      diskSteps.before = null;
      if (opened.report.join().includes('cut short')) completed += 1;
      if (opened.keyring.header.vaultKeyId === oldId) before += 1;
      expect(opened.keyring.header.previousKey).toBeNull();
      await expectWhole(opened, journals);
      await opened.close();
    }
    for (const other of again) {
      const opened = value(await quickOpen(other, words));
      await expectWhole(opened, journals);
      await opened.close();
    }
  }
  expect(completed).toBeGreaterThan(5);
  expect(before).toBeGreaterThan(0);
  console.log(`${left.length} moments of a rotation, ${completed} completed, 0 lost`);
});

test('a rotation that is stopped goes on when it is asked for again, or at the next opening', async () => {
  const { folder, vault, journals } = await filled();
  const proof = await proofOf(vault);
  let told = 0;
  const stopped = await vault.rotate(proof, { tell: () => (told += 1), isCancelled: () => told > 1 });
  expect(codeOf(stopped)).toBe('rotation-stopped');
  expect(vault.keyring.header.previousKey).not.toBeNull();
  const halfway = copyOf(folder);
  const added = randomUUID();
  value(await vault.createJournal(added, 'session'));
  value(await vault.append(added, 1, 'while it stands'));
  await expectWhole(vault, new Map([...journals, [added, ['while it stands']]]));
  // Journals that it has not reached are whole, only wrapped by the key before.
  const checked = await checkVault(unlockedPlace(vault.inside()), { tell: () => undefined, isStopped: () => false });
  expect(value(checked)).toMatchObject({ isWhole: true, damage: [], journals: 4 });
  value(await vault.rotate(await proofOf(vault), quiet));
  expect(vault.keyring.header.previousKey).toBeNull();
  await vault.close();
  await expectWhole(value(await quickOpen(folder, words)), new Map([...journals, [added, ['while it stands']]]));

  const opened = value(await quickOpen(halfway, words));
  expect(opened.report).toEqual(['Changing the key of the vault had been cut short; it is complete now.']);
  await expectWhole(opened, journals);
  await opened.close();
});

test('appends go on while the key changes', async () => {
  const { vault, journals } = await filled();
  const [journalId] = journals.keys();
  if (journalId === undefined) throw new Error('no journal');
  const [rotated, ...appended] = await Promise.all([
    vault.rotate(await proofOf(vault), quiet),
    vault.append(journalId, 3, 'c'),
    vault.append(journalId, 4, 'd'),
  ]);
  expect([codeOf(rotated), ...appended.map(codeOf)]).toEqual(['ok', 'ok', 'ok']);
  journals.set(journalId, ['a', 'b', 'c', 'd']);
  await expectWhole(vault, journals);
  await vault.close();
});

test('after a rotation a good unlock seals the new key under the passphrase again', async () => {
  const { folder, vault } = await filled();
  value(await vault.rotate(await proofOf(vault), quiet));
  await vault.close();
  const again = value(await quickOpen(folder, words));
  const wrappings = () => again.keyring.header.keySlots.map(({ kind, wrapping }) => [kind, wrapping]);
  expect(wrappings().map(([, wrapping]) => wrapping)).toEqual(['boxed', 'boxed', 'boxed']);
  value(await strengthenSlot(slotParts(again), await proofOf(again, words), bytesOf(words), 700));
  expect(wrappings()).toEqual([
    ['passphrase', 'boxed'],
    ['passphrase', 'sealed'],
    ['recovery', 'boxed'],
  ]);
  await again.close();
  await value(await quickOpen(folder, words)).close();
});
