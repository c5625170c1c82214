import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientHere, newestOf, nobodyListens, practice, realVault, wallMs } from './practice-vault.ts';
import { codeOf, contentOf, emptyFolder, filesUnder, passphrase, value } from './vault-place.ts';

describe('a backup', () => {
  test('is whole, carries nothing readable, and restores into another place to the same entries', async () => {
    const { client, sessionIds, target, plan } = await practice();
    value(await client.backups.setPlan(plan));
    const state = value(await client.backups.backUp(wallMs, nobodyListens));
    expect(state).toMatchObject({ lastSuccessWallMs: wallMs, lastFailure: null, known: [{ generation: 1 }] });
    expect(readdirSync(target)).toHaveLength(1);
    const backup = newestOf(target);
    for (const path of filesUnder(backup)) expect(readFileSync(path).includes('entry 3')).toBe(false);
    const before = contentOf(backup);

    const other = clientHere();
    expect(value(await other.backups.preview(backup, passphrase))).toMatchObject({
      sessions: 2,
      damage: [],
      newestWallMs: wallMs,
    });
    const into = join(emptyFolder(), 'restored');
    const check = value(
      await other.backups.restore(
        { backup, into, typed: passphrase, rehearsal: false, evenDamaged: false },
        nobodyListens,
      ),
    );
    expect(check).toMatchObject({ isWhole: true, journals: 3, entries: 21 });
    value(await other.unlock(into, passphrase, realVault));
    for (const sessionId of sessionIds) {
      expect(value(await other.read(sessionId)).entries).toEqual(value(await client.read(sessionId)).entries);
    }
    // Neither looking nor restoring changed anything in it.
    expect(contentOf(backup)).toEqual(before);
  });

  test('only so many are kept, and the newest of them', async () => {
    const { client, target, plan } = await practice(1);
    value(await client.backups.setPlan(plan));
    for (let count = 0; count < 4; count += 1) value(await client.backups.backUp(wallMs + count, nobodyListens));
    const names = readdirSync(target).sort();
    expect(names.map((name) => name.slice(-6))).toEqual(['000003', '000004']);
    const state = value(await client.backups.state());
    expect(state.known.map(({ generation }) => generation)).toEqual([4, 3]);
  });

  test('is refused where it could not help, and the plan before stays', async () => {
    const { client, folder, plan } = await practice(1);
    const inside = join(folder, 'backups');
    mkdirSync(inside);
    expect(codeOf(await client.backups.setPlan({ ...plan, folder: inside }))).toBe('backup-inside-vault');
    expect(codeOf(await client.backups.setPlan({ ...plan, sameDiskAccepted: false }))).toBe('backup-same-disk');
    expect(codeOf(await client.backups.setPlan({ ...plan, folder: join(plan.folder, 'gone') }))).toBe(
      'backup-folder-gone',
    );
    expect(codeOf(await client.backups.backUp(wallMs, nobodyListens))).toBe('no-backup-plan');
    expect(value(await client.backups.state()).plan).toBeNull();
  });

  test('that fails is remembered until one succeeds, and leaves nothing behind', async () => {
    const { client, folder, target, plan } = await practice(1);
    value(await client.backups.setPlan(plan));
    rmSync(target, { recursive: true });
    expect(codeOf(await client.backups.backUp(wallMs, nobodyListens))).toBe('backup-folder-gone');
    expect(value(await client.backups.state()).lastFailure).toMatchObject({
      wallMs,
      problem: { code: 'backup-folder-gone' },
    });
    expect(readdirSync(folder)).not.toContain('backup-in-the-making');
    mkdirSync(target);
    expect(value(await client.backups.backUp(wallMs + 1, nobodyListens)).lastFailure).toBeNull();
  });

  test('goes on while a session is written, and has every entry that was saved before it began', async () => {
    const { client, sessionIds, target, plan } = await practice(1);
    value(await client.backups.setPlan(plan));
    const [sessionId = ''] = sessionIds;
    const backing = client.backups.backUp(wallMs, nobodyListens);
    for (let sequence = 11; sequence <= 60; sequence += 1)
      value(await client.append(sessionId, sequence, `late ${sequence}`));
    value(await backing);
    expect(value(await client.read(sessionId)).entries).toHaveLength(60);
    const other = clientHere();
    const into = join(emptyFolder(), 'restored');
    const backup = newestOf(target);
    value(
      await other.backups.restore(
        { backup, into, typed: passphrase, rehearsal: false, evenDamaged: false },
        nobodyListens,
      ),
    );
    value(await other.unlock(into, passphrase, realVault));
    const { entries } = value(await other.read(sessionId));
    expect(entries.length).toBeGreaterThanOrEqual(10);
    expect(value(await client.read(sessionId)).entries.slice(0, entries.length)).toEqual(entries);
  });

  test('stopped in the middle leaves no half of one', async () => {
    const { client, folder, target, plan } = await practice(6);
    value(await client.backups.setPlan(plan));
    const backing = client.backups.backUp(wallMs, () => void client.backups.stop());
    expect(codeOf(await backing)).toBe('stopped');
    expect(readdirSync(target)).toEqual([]);
    expect(readdirSync(folder)).not.toContain('backup-in-the-making');
    expect(value(await client.backups.state()).lastFailure).toBeNull();
  });

  test('one at a time; the lock ends it', async () => {
    const { client, target, plan } = await practice(3);
    value(await client.backups.setPlan(plan));
    const backing = client.backups.backUp(wallMs, nobodyListens);
    expect(codeOf(await client.backups.check(nobodyListens))).toBe('vault-at-work');
    value(await client.lock());
    expect((await backing).ok).toBe(false);
    expect(readdirSync(target).filter((name) => !name.endsWith('.unfinished'))).toEqual([]);
  });
});
