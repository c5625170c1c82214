import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientHere, newestOf, nobodyListens, note, practice, realVault, wallMs } from './practice-vault.ts';
import { codeOf, emptyFolder, passphrase, value } from './vault-place.ts';

describe('what one vault takes from another', () => {
  test('sessions come under their own ids, once, and go on where this one had only the beginning', async () => {
    const from = await practice(2);
    value(await from.client.lock());
    const here = await practice(1);
    const take = () =>
      here.client.backups.importSessions(
        { folder: from.folder, typed: passphrase, runningSessionId: null },
        nobodyListens,
      );
    const first = value(await take());
    expect(new Set(first.imported)).toEqual(new Set(from.sessionIds));
    expect(first).toMatchObject({ extended: [], known: [], conflicts: [] });
    expect(first.clinicEntries).toHaveLength(1);
    const second = value(await take());
    expect(new Set(second.known)).toEqual(new Set(from.sessionIds));

    const [sessionId = ''] = from.sessionIds;
    value(await from.client.unlock(from.folder, passphrase, realVault));
    value(await from.client.append(sessionId, 11, note('one more')));
    value(await from.client.lock());
    expect(value(await take()).extended).toEqual([sessionId]);
    expect(value(await here.client.read(sessionId)).entries.at(-1)).toBe(note('one more'));
    // It opens as any other afterwards, and nothing is to repair.
    value(await here.client.lock());
    expect(value(await here.client.unlock(here.folder, passphrase, realVault)).report).toEqual([]);
    expect(value(await here.client.read(sessionId))).toMatchObject({ report: [] });
  });

  test('a session that differs is left as it is, and told', async () => {
    const from = await practice(1);
    const [sessionId = ''] = from.sessionIds;
    value(await from.client.backups.setPlan(from.plan));
    value(await from.client.backups.backUp(wallMs, nobodyListens));
    const into = join(emptyFolder(), 'twin');
    const twin = clientHere();
    const backup = newestOf(from.target);
    value(
      await twin.backups.restore(
        { backup, into, typed: passphrase, rehearsal: false, evenDamaged: false },
        nobodyListens,
      ),
    );
    value(await twin.unlock(into, passphrase, realVault));
    value(await twin.append(sessionId, 11, note('here it went this way')));
    value(await from.client.append(sessionId, 11, note('and there another')));
    value(await from.client.lock());
    const taken = value(
      await twin.backups.importSessions(
        { folder: from.folder, typed: passphrase, runningSessionId: null },
        nobodyListens,
      ),
    );
    expect(taken.conflicts).toMatchObject([{ journalId: sessionId, problem: { code: 'import-conflict' } }]);
    expect(value(await twin.read(sessionId)).entries.at(-1)).toBe(note('here it went this way'));
  });

  test('not from itself, not from one that is open, not the session that runs', async () => {
    const here = await practice(1);
    const other = await practice(1);
    const [runningSessionId = ''] = other.sessionIds;
    const take = (folder: string) =>
      here.client.backups.importSessions({ folder, typed: passphrase, runningSessionId }, nobodyListens);
    expect(codeOf(await take(here.folder))).toBe('import-itself');
    value(await other.client.lock());
    expect(value(await take(other.folder)).conflicts).toMatchObject([{ problem: { code: 'import-running' } }]);
  });
});
