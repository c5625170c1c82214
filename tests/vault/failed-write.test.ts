import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { VaultDatabase } from '../../electron/vault/database.ts';
import { codeOf, freshVault, journalWith, someEntries, value } from './vault-place.ts';

const faults = vi.hoisted((): { fdatasync: number; beforeAnswer: () => void } => ({
  fdatasync: 0,
  beforeAnswer: () => undefined,
}));

// The one seam that cannot be reached from outside: a disk whose fsync fails.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const fdatasync = (file: number, done: (error: Error | null) => void): void =>
    real.fdatasync(file, (error) => {
      if (faults.fdatasync === 0) return done(error);
      faults.fdatasync -= 1;
      faults.beforeAnswer();
      done(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    });
  return { ...real, fdatasync, default: { ...real, fdatasync } };
});

function sqliteFailure(code: string): Error {
  return Object.assign(new Error('disk I/O error'), { code });
}

beforeEach(() => {
  vi.restoreAllMocks();
  faults.fdatasync = 0;
  faults.beforeAnswer = () => undefined;
});

test('a failed fsync of the journal file: told, everything opened anew, and the same entry is saved at the second try', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(6);
  const journalId = await journalWith(vault, entries.slice(0, 3));
  const path = join(folder, 'journals', `${journalId}.vj`);
  const durable = statSync(path).size;
  faults.fdatasync = 1;
  // What the system had in memory never reached the disk: the frame reads as zeros.
  faults.beforeAnswer = () => {
    const content = readFileSync(path);
    writeFileSync(path, content.fill(0, durable));
  };
  expect(codeOf(await vault.append(journalId, 4, entries[3] ?? ''))).toBe('disk-error');
  faults.beforeAnswer = () => undefined;
  for (const sequence of [4, 5, 6]) value(await vault.append(journalId, sequence, entries[sequence - 1] ?? ''));
  expect(value(await vault.read(journalId)).entries).toEqual(entries);
  await vault.close();
  const again = value(reopen());
  expect(value(await again.read(journalId))).toEqual({ entries, report: [] });
  await again.close();
});

test('a commit that fails and is not there: the entry is not called saved and is saved at the second try', async () => {
  const { vault, reopen } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  vi.spyOn(VaultDatabase.prototype, 'append').mockImplementationOnce(() => {
    throw sqliteFailure('SQLITE_IOERR_WRITE');
  });
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('disk-error');
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('ok');
  expect(value(await vault.read(journalId)).entries).toEqual(['a', 'b']);
  await vault.close();
  expect(value(await value(reopen()).read(journalId))).toEqual({ entries: ['a', 'b'], report: [] });
});

test('a commit that says it failed and is there all the same is found and not doubled', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  const real = VaultDatabase.prototype.append;
  vi.spyOn(VaultDatabase.prototype, 'append').mockImplementationOnce(function (this: VaultDatabase, ...args) {
    real.apply(this, args);
    throw sqliteFailure('SQLITE_IOERR_FSYNC');
  });
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('disk-error');
  expect(codeOf(await vault.append(journalId, 2, 'other bytes'))).toBe('sequence-taken');
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('ok');
  expect(codeOf(await vault.append(journalId, 3, 'c'))).toBe('ok');
  expect(value(await vault.read(journalId)).entries).toEqual(['a', 'b', 'c']);
  await vault.close();
});

test('both writes failing leaves what was saved, again and again', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  const other = await journalWith(vault, ['x']);
  for (let round = 0; round < 5; round += 1) {
    faults.fdatasync = 1;
    vi.spyOn(VaultDatabase.prototype, 'append').mockImplementationOnce(() => {
      throw sqliteFailure('SQLITE_FULL');
    });
    expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('disk-full');
    expect(value(await vault.read(journalId)).entries).toEqual(['a']);
    expect(value(await vault.read(other)).entries).toEqual(['x']);
  }
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('ok');
  await vault.close();
});

test('while the database cannot be opened anew nothing is called saved; afterwards all goes on', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  faults.fdatasync = 1;
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('disk-error');
  const open = vi.spyOn(VaultDatabase, 'open').mockReturnValue({
    ok: false,
    problem: { code: 'disk-read-only', sentence: '', remedy: '' },
  });
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('disk-read-only');
  expect(codeOf(await vault.read(journalId))).toBe('disk-read-only');
  open.mockRestore();
  expect(codeOf(await vault.append(journalId, 2, 'b'))).toBe('ok');
  expect(value(await vault.read(journalId)).entries).toEqual(['a', 'b']);
  await vault.close();
});

test('a slot or a new journal that cannot be written is told and can be written later', async () => {
  const { folder, vault } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  value(await vault.putSlot(journalId, 'draft', 'old'));
  vi.spyOn(VaultDatabase.prototype, 'putSlot').mockImplementationOnce(() => {
    throw sqliteFailure('SQLITE_IOERR_WRITE');
  });
  expect(codeOf(await vault.putSlot(journalId, 'draft', 'new'))).toBe('disk-error');
  expect(value(await vault.getSlot(journalId, 'draft'))).toBe('old');
  expect(codeOf(await vault.putSlot(journalId, 'draft', 'new'))).toBe('ok');
  vi.spyOn(VaultDatabase.prototype, 'putJournal').mockImplementationOnce(() => {
    throw sqliteFailure('SQLITE_FULL');
  });
  const fresh = '0b8f3c1e-4f5a-4c39-9d0e-2f6a7b8c9d0e';
  expect(codeOf(await vault.createJournal(fresh, 'session'))).toBe('disk-full');
  expect(codeOf(await vault.append(fresh, 1, 'x'))).toBe('journal-unknown');
  expect(codeOf(await vault.createJournal(fresh, 'session'))).toBe('ok');
  expect(codeOf(await vault.append(fresh, 1, 'x'))).toBe('ok');
  expect(existsSync(join(folder, 'journals', `${fresh}.vj`))).toBe(true);
  await vault.close();
});

test('an error that is no trouble of the disk is not swallowed', async () => {
  const { vault } = await freshVault();
  const journalId = await journalWith(vault, ['a']);
  vi.spyOn(VaultDatabase.prototype, 'append').mockImplementationOnce(() => {
    throw new TypeError('a defect');
  });
  await expect(vault.append(journalId, 2, 'b')).rejects.toThrow('a defect');
});
