import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type BackupFiles, systemFiles } from '../../electron/vault/backup-target.ts';
import { readCard, writeCard } from '../../electron/vault/clinic-card.ts';
import { restoreBackup } from '../../electron/vault/restore-backup.ts';
import { card } from './desk-over.ts';
import { inGoodTime, newestOf, nobodyListens, practice, realVault, wallMs } from './practice-vault.ts';
import { bytesOf, quickDerive, quickOpen } from './quick-vault.ts';
import { codeOf, contentOf, copyOf, emptyFolder, passphrase, value } from './vault-place.ts';
import { diskError, Moments, watchedFiles } from './watched-disk.ts';

vi.mock('node:fs', async (original) => {
  const { watchedFileSystem } = await import('./disk-steps.ts');
  return watchedFileSystem(await original());
});

/** A backup, and how it is restored. */
async function toRestore() {
  const made = await practice(2);
  value(writeCard(made.folder, card));
  value(await made.client.backups.setPlan(made.plan));
  value(await made.client.backups.backUp(wallMs, nobodyListens));
  const backup = newestOf(made.target);
  const restore = (into: string, files: BackupFiles = systemFiles) =>
    restoreBackup(
      { backup, into, typed: bytesOf(passphrase), rehearsal: false, evenDamaged: false },
      { tell: nobodyListens, isStopped: () => false },
      { files, derive: quickDerive, wait: inGoodTime },
    );
  return { ...made, backup, restore };
}

test('cut short before any of its steps, the place has the whole vault or nothing', { timeout: 60_000 }, async () => {
  const { restore, sessionIds } = await toRestore();
  const parent = emptyFolder();
  const into = join(parent, 'restored');
  // An empty folder is taken too.
  mkdirSync(into);
  const moments = new Moments(parent);
  value(await moments.during(() => restore(into, watchedFiles(moments.look))));
  const whole = contentOf(into);
  expect(moments.left.length).toBeGreaterThan(10);
  let [empty, full] = [0, 0];
  for (const left of moments.left) {
    const place = join(left, 'restored');
    const isThere = existsSync(place) && readdirSync(place).length > 0;
    if (isThere) {
      full += 1;
      expect(contentOf(place)).toEqual(whole);
      continue;
    }
    empty += 1;
    // Asked for again it is as if nothing had been.
    value(await restore(place));
    expect(new Set(contentOf(place).keys())).toEqual(new Set(whole.keys()));
    expect(readdirSync(left)).toEqual(['restored']);
  }
  expect(empty).toBeGreaterThan(10);
  expect(full).toBeGreaterThan(0);
  expect(value(readCard(into))).toEqual(card);
  const opened = value(await quickOpen(copyOf(into)));
  expect(opened.report).toEqual([]);
  for (const sessionId of sessionIds) expect(value(await opened.read(sessionId)).entries).toHaveLength(10);
  await opened.close();
  console.log(`${moments.left.length} moments of a restore, ${empty} with nothing in the place, ${full} with all`);
});

test('a backup whose disk fails while it is read leaves nothing, and is not changed', async () => {
  const { restore, backup, client } = await toRestore();
  const before = contentOf(backup);
  let steps = 0;
  value(
    await restore(
      join(emptyFolder(), 'restored'),
      watchedFiles(() => {
        steps += 1;
      }),
    ),
  );
  expect(steps).toBeGreaterThan(10);
  for (let failing = 1; failing <= steps; failing += 3) {
    const parent = emptyFolder();
    let step = 0;
    const files = watchedFiles(() => {
      step += 1;
      if (step >= failing) throw diskError('EIO');
    });
    expect(codeOf(await restore(join(parent, 'restored'), files))).toBe('backup-folder-gone');
    expect(readdirSync(parent)).toEqual([]);
  }
  expect(contentOf(backup)).toEqual(before);
  value(await client.lock());
});

test('stopped at any of its steps it leaves nothing', async () => {
  const { backup, client } = await toRestore();
  let steps = 0;
  const restoreUntil = (into: string, stopAt: number) => {
    let told = 0;
    const work = {
      tell: () => {
        told += 1;
      },
      isStopped: () => told >= stopAt,
    };
    return restoreBackup({ backup, into, typed: bytesOf(passphrase), rehearsal: false, evenDamaged: false }, work, {
      files: systemFiles,
      derive: quickDerive,
      wait: inGoodTime,
    }).finally(() => {
      steps = told;
    });
  };
  value(await restoreUntil(join(emptyFolder(), 'restored'), Number.POSITIVE_INFINITY));
  const all = steps;
  for (let stopAt = 1; stopAt < all; stopAt += 1) {
    const parent = emptyFolder();
    expect(codeOf(await restoreUntil(join(parent, 'restored'), stopAt))).toBe('stopped');
    expect(readdirSync(parent)).toEqual([]);
  }
  value(await client.lock());
  value(await client.unlock(copyOf(backup), passphrase, realVault));
});
