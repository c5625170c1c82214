import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backedUp, nobodyListens, realVault } from './practice-vault.ts';
import { codeOf, passphrase, value } from './vault-place.ts';

describe('restoring', () => {
  const restore = (at: Awaited<ReturnType<typeof backedUp>>, more: { typed?: string; evenDamaged?: boolean } = {}) =>
    at.other.backups.restore(
      { backup: at.backup, into: at.into, typed: passphrase, rehearsal: false, evenDamaged: false, ...more },
      nobodyListens,
    );

  test('never goes over anything', async () => {
    const at = await backedUp();
    mkdirSync(at.into);
    writeFileSync(join(at.into, 'mine.txt'), 'mine');
    expect(codeOf(await restore(at))).toBe('restore-place-taken');
    expect(readdirSync(at.into)).toEqual(['mine.txt']);
  });

  test('with a wrong passphrase leaves nothing', async () => {
    const at = await backedUp();
    expect(codeOf(await restore(at, { typed: 'another one entirely' }))).toBe('wrong-passphrase');
    expect(existsSync(at.into)).toBe(false);
    expect(existsSync(`${at.into}.vigil-unfinished`)).toBe(false);
  });

  test.each(['backup.json', 'vault.json', 'vault.db', 'head'])(
    'with a bit of %s flipped is refused, or what it had is whole',
    async (name) => {
      const at = await backedUp();
      const path = join(at.backup, name);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
      writeFileSync(path, bytes);
      expect(['unfinished-backup', 'not-a-backup', 'damaged-backup', 'newer-format']).toContain(
        codeOf(await restore(at)),
      );
      expect(existsSync(at.into)).toBe(false);
    },
  );

  test('of one with a journal cut off says what is damaged, and takes the rest where that is asked for', async () => {
    const at = await backedUp();
    const [sessionId = ''] = at.sessionIds;
    truncateSync(join(at.backup, 'journals', `${sessionId}.vj`), 300);
    rmSync(join(at.backup, 'vault.db'));
    expect(codeOf(await restore(at))).toBe('unfinished-backup');
    const check = value(await restore(at, { evenDamaged: true }));
    expect(check.isWhole).toBe(false);
    expect(check.damage.join(' ')).toContain(`Journal ${sessionId.slice(0, 8)}`);
    value(await at.other.unlock(at.into, passphrase, realVault));
    expect(value(await at.other.read(at.sessionIds[1] ?? '')).entries).toHaveLength(10);
    expect((await at.other.read(sessionId)).ok).toBe(false);
  });
});
