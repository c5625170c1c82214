import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyInEmergency } from '../../electron/vault/emergency-copy.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import { bytesOf, quickDerive, quickOpen, quickVault } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import {
  codeOf,
  contentOf,
  emptyFolder,
  filesUnder,
  journalWith,
  passphrase,
  someEntries,
  value,
} from './vault-place.ts';

const never = () => new Promise<void>(() => undefined);

/** A vault with a clinic's journal and a session of which only the first entries were saved. */
async function inTrouble() {
  const { folder, vault } = await quickVault();
  const entries = someEntries(30);
  const sessionId = await journalWith(vault, entries.slice(0, 20));
  const clinicId = randomUUID();
  value(await vault.createJournal(clinicId, 'clinic'));
  const clinic = [JSON.stringify({ type: 'session-begun', of: 'Ada Stein' })];
  value(await vault.append(clinicId, 1, clinic[0] ?? ''));
  const journals = [
    { journalId: sessionId, entries },
    { journalId: clinicId, entries: clinic },
  ];
  return { folder, vault, sessionId, clinicId, entries, clinic, journals };
}

test('is a vault of its own with what was never saved, although the vault’s disk is gone', async () => {
  const { folder, vault, sessionId, clinicId, entries, clinic, journals } = await inTrouble();
  const other = emptyFolder();
  rmSync(folder, { recursive: true });
  const copied = value(await copyInEmergency(vault.inside(), { folder: other, journals }, never));
  expect(copied.isOnSameDisk).toBe(false);
  expect(readdirSync(other)).toHaveLength(1);
  for (const path of filesUnder(other)) expect(path).not.toContain('Stein');
  const copy = value(await quickOpen(copied.folder));
  expect(copy.vaultId).toBe(vault.vaultId);
  expect(value(await copy.read(sessionId)).entries).toEqual(entries);
  expect(value(await copy.read(clinicId)).entries).toEqual(clinic);
  // The session can be gone on with there.
  value(await copy.append(sessionId, 31, '{"text":"and on"}'));
  await copy.close();
});

test('changes nothing in the vault and holds nothing in clear', async () => {
  const { folder, vault, journals } = await inTrouble();
  const before = contentOf(folder);
  const other = emptyFolder();
  value(await copyInEmergency(vault.inside(), { folder: other, journals }, never));
  expect(contentOf(folder)).toEqual(before);
  for (const content of contentOf(other).values()) {
    for (const word of ['Ada Stein', 'entry 3']) expect(content).not.toContain(Buffer.from(word).toString('hex'));
  }
  await vault.close();
});

test('two copies stand side by side', async () => {
  const { vault, journals } = await inTrouble();
  const other = emptyFolder();
  const first = value(await copyInEmergency(vault.inside(), { folder: other, journals }, never));
  const second = value(await copyInEmergency(vault.inside(), { folder: other, journals }, never));
  expect(first.folder).not.toBe(second.folder);
  expect(first.isOnSameDisk).toBe(true);
  expect(readdirSync(other)).toHaveLength(2);
  await vault.close();
});

test('a folder that cannot take it is named, and nothing half is left under a name', async () => {
  const { vault, journals } = await inTrouble();
  const place = emptyFolder();
  const noFolder = join(place, 'a file');
  writeFileSync(noFolder, '');
  expect(codeOf(await copyInEmergency(vault.inside(), { folder: noFolder, journals }, never))).toBe('copy-disk-error');
  const absent = join(place, 'not', 'there');
  // Where a disk is not plugged in, its place is not made elsewhere.
  expect(codeOf(await copyInEmergency(vault.inside(), { folder: absent, journals }, never))).toBe('copy-disk-error');
  expect(readdirSync(place)).toEqual(['a file']);
  const closed = join(place, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  if (process.getuid?.() !== 0) {
    expect(codeOf(await copyInEmergency(vault.inside(), { folder: closed, journals }, never))).toBe(
      'copy-disk-read-only',
    );
  }
  await vault.close();
});

test('a folder that does not answer is given up', async () => {
  const { vault, journals } = await inTrouble();
  let waits = 0;
  // The time passes before the disk has made a step.
  const atOnce = async () => {
    waits += 1;
  };
  const outcome = await copyInEmergency(vault.inside(), { folder: emptyFolder(), journals }, atOnce);
  expect(codeOf(outcome)).toBe('copy-stalled');
  expect(waits).toBeGreaterThan(1);
  await vault.close();
});

test('an unknown journal is refused', async () => {
  const { vault } = await inTrouble();
  const journals = [{ journalId: randomUUID(), entries: [] }];
  expect(codeOf(await copyInEmergency(vault.inside(), { folder: emptyFolder(), journals }, never))).toBe(
    'journal-unknown',
  );
  await vault.close();
});

test('it can be taken into the vault that it came from', async () => {
  const { folder, vault, sessionId, entries, journals } = await inTrouble();
  const other = emptyFolder();
  const copied = value(await copyInEmergency(vault.inside(), { folder: other, journals }, never));
  await vault.close();
  const client = new VaultClient({ fork: () => vaultInThisProcess(quickDerive), wait: never });
  value(await client.unlock(folder, passphrase, { rehearsal: false }));
  const wanted = { folder: copied.folder, typed: bytesOf(passphrase), runningSessionId: null };
  const taken = value(await client.backups.importSessions(wanted, () => undefined));
  expect(taken).toMatchObject({ extended: [sessionId], conflicts: [] });
  expect(value(await client.read(sessionId)).entries).toEqual(entries);
  await client.lock();
});
