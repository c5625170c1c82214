import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { isCloudPath, isNetworkFileSystem } from '../../electron/vault/folder-place.ts';
import { storageProblem } from '../../electron/vault/storage-failure.ts';
import { codeOf, emptyFolder, freshVault, journalWith, putBack, someEntries, value } from './vault-place.ts';

/** A file system of its own in memory; only root may mount one, so elsewhere the test is shown as skipped. */
function smallDisk(context: TestContext, size: string): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) context.skip('only root may mount a small disk');
  const folder = join(emptyFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    context.skip('this machine does not let root mount a small disk');
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }));
  return folder;
}

test('a full disk is told; nothing is lost, nothing false is called saved, and it goes on when there is room', async (context) => {
  const disk = smallDisk(context, '1200k');
  const ballast = join(disk, 'ballast');
  const folder = join(disk, 'vault');
  const { vault, reopen } = await freshVault(folder);
  const journalId = await journalWith(vault, []);
  const entries = someEntries(2000);
  let saved = 0;
  let refusals = 0;
  for (let round = 0; round < 3; round += 1) {
    // Filled to the last page, then one page after another is given back, so that every place of a write meets the end.
    fill(ballast);
    for (let tries = 0; tries < 200; tries += 1) {
      const outcome = await vault.append(journalId, saved + 1, entries[saved] ?? '');
      if (outcome.ok) saved += 1;
      else {
        expect(outcome.problem.code).toBe('disk-full');
        refusals += 1;
        if (refusals % 20 === 0) break;
      }
    }
    const slot = await vault.putSlot(journalId, 'draft', 'x'.repeat(60_000));
    expect(codeOf(slot)).toBe('disk-full');
    expect(codeOf(await vault.createJournal(randomUUID(), 'session'))).toBe('disk-full');
    rmSync(ballast);
    for (let more = 0; more < 20; more += 1) {
      expect(codeOf(await vault.append(journalId, saved + 1, entries[saved] ?? ''))).toBe('ok');
      saved += 1;
    }
    expect(value(await vault.read(journalId)).entries).toEqual(entries.slice(0, saved));
  }
  expect(refusals).toBeGreaterThanOrEqual(60);
  await vault.close();
  const again = value(reopen());
  expect(value(await again.read(journalId))).toEqual({ entries: entries.slice(0, saved), report: [] });
  await again.close();
});

function fill(path: string): void {
  if (!existsSync(path)) writeFileSync(path, '');
  for (const size of [65_536, 4096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full: that is what it is for.
    }
  }
}

test('a disk that is read-only is told before anything else', async (context) => {
  const disk = smallDisk(context, '4m');
  const { vault, reopen } = await freshVault(join(disk, 'vault'));
  const journalId = await journalWith(vault, ['a']);
  await vault.close();
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  expect(codeOf(reopen())).toBe('disk-read-only');
  execFileSync('mount', ['-o', 'remount,rw', disk]);
  const again = value(reopen());
  expect(value(await again.read(journalId)).entries).toEqual(['a']);
  await again.close();
});

test('a database that changes under the open vault: the reading comes from the other copy', async () => {
  const { folder, vault, reopen } = await freshVault();
  const entries = someEntries(3);
  const journalId = await journalWith(vault, entries);
  await vault.close();
  const again = value(reopen());
  value(await again.read(journalId));
  rmSync(join(folder, 'journals', `${journalId}.vj`));
  expect(value(await again.read(journalId)).entries).toEqual(entries);
  await again.close();
  expect(existsSync(join(folder, 'journals', `${journalId}.vj`))).toBe(false);
  const third = value(reopen());
  expect(value(await third.read(journalId))).toMatchObject({ entries, report: [expect.stringContaining('missing')] });
  await third.close();
  putBack(folder, emptyFolder(), 'vault.db');
});

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['SQLITE_FULL', 'disk-full'],
  ['EROFS', 'disk-read-only'],
  ['EACCES', 'disk-read-only'],
  ['SQLITE_READONLY_DBMOVED', 'disk-read-only'],
  ['EIO', 'disk-error'],
  ['SQLITE_IOERR_FSYNC', 'disk-error'],
  ['SQLITE_BUSY', 'vault-in-use'],
  ['SQLITE_CORRUPT_INDEX', 'vault-damaged'],
  ['SQLITE_NOTADB', 'vault-damaged'],
])('%s is told as %s', (code, expected) => {
  expect(storageProblem(Object.assign(new Error('x'), { code }))?.code).toBe(expected);
});

test('what is no trouble of the disk stays a defect', () => {
  expect(storageProblem(new TypeError('x'))).toBeNull();
  expect(storageProblem(Object.assign(new Error('x'), { code: 'SQLITE_CONSTRAINT_TRIGGER' }))).toBeNull();
  expect(storageProblem('ENOSPC')).toBeNull();
});

test.each([
  ['/data/a/Dropbox/vault', true],
  ['/data/a/Dropbox (Clinic)/vault', true],
  ['C:\\Users\\a\\OneDrive - Clinic\\vault', true],
  ['/data/a/Library/Mobile Documents/com~apple~CloudDocs/v', true],
  ['/data/a/Library/CloudStorage/x', true],
  ['/data/a/Google Drive/v', true],
  ['/data/a/GoogleDrive', true],
  ['/data/a/Nextcloud/v', true],
  ['/data/a/vault', false],
  ['/data/a/sandbox/dropboxes', false],
  ['/data/a/boxes/v', false],
])('%s is on a cloud folder: %s', (path, expected) => {
  expect(isCloudPath(path)).toBe(expected);
});

test.each([
  [0x6969, true],
  [0xff534d42, true],
  [-11_317_950, true],
  [0x65735546, true],
  [0xef53, false],
  [0x01021994, false],
  [0x794c7630, false],
])('file system %i is a network one: %s', (type, expected) => {
  expect(isNetworkFileSystem(type)).toBe(expected);
});
