import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BackupPlan } from '../../electron/vault/backup-state.ts';
import { VaultClient } from '../../electron/vault/vault-client.ts';
import { quickDerive } from './quick-vault.ts';
import { vaultInThisProcess } from './service-process.ts';
import { codeOf, contentOf, emptyFolder, filesUnder, passphrase, someEntries, value } from './vault-place.ts';

const wanted = { rehearsal: false };
const wallMs = Date.UTC(2026, 10, 23, 14, 0);
const nobodyListens = () => undefined;

/** Nobody waits after a wrong try; and a folder that answers is never waited for so long that it would be given up. */
const inGoodTime = (milliseconds: number) =>
  milliseconds < 5000 ? Promise.resolve() : new Promise<void>(nobodyListens);

function clientOf(): VaultClient {
  return new VaultClient({ fork: () => vaultInThisProcess(quickDerive, inGoodTime), wait: async () => undefined });
}

/** An unlocked vault with a clinic's journal and so many sessions of ten entries, and a folder for its backups. */
async function practice(sessions = 2) {
  const folder = emptyFolder();
  const client = clientOf();
  value(await client.create(folder, passphrase, wanted));
  const clinicId = randomUUID();
  value(await client.createJournal(clinicId, 'clinic'));
  value(
    await client.append(clinicId, 1, JSON.stringify({ type: 'course-opened', wallMs, courseId: 'c', patientId: 'p' })),
  );
  const sessionIds: string[] = [];
  for (let count = 0; count < sessions; count += 1) {
    const sessionId = randomUUID();
    value(await client.createJournal(sessionId, 'session'));
    for (const [index, entry] of someEntries(10).entries()) value(await client.append(sessionId, index + 1, entry));
    sessionIds.push(sessionId);
  }
  const target = emptyFolder();
  const plan: BackupPlan = { folder: target, keep: 2, afterEachSession: true, sameDiskAccepted: true };
  return { folder, client, clinicId, sessionIds, target, plan };
}

const newestOf = (target: string) => join(target, readdirSync(target).sort().at(-1) ?? '');

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

    const other = clientOf();
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
    value(await other.unlock(into, passphrase, wanted));
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
    const other = clientOf();
    const into = join(emptyFolder(), 'restored');
    const backup = newestOf(target);
    value(
      await other.backups.restore(
        { backup, into, typed: passphrase, rehearsal: false, evenDamaged: false },
        nobodyListens,
      ),
    );
    value(await other.unlock(into, passphrase, wanted));
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

describe('restoring', () => {
  async function backedUp() {
    const made = await practice(2);
    value(await made.client.backups.setPlan(made.plan));
    value(await made.client.backups.backUp(wallMs, nobodyListens));
    return { ...made, backup: newestOf(made.target), other: clientOf(), into: join(emptyFolder(), 'restored') };
  }
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
    value(await at.other.unlock(at.into, passphrase, wanted));
    expect(value(await at.other.read(at.sessionIds[1] ?? '')).entries).toHaveLength(10);
    expect((await at.other.read(sessionId)).ok).toBe(false);
  });
});

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
    value(await from.client.unlock(from.folder, passphrase, wanted));
    value(await from.client.append(sessionId, 11, 'one more'));
    value(await from.client.lock());
    expect(value(await take()).extended).toEqual([sessionId]);
    expect(value(await here.client.read(sessionId)).entries.at(-1)).toBe('one more');
    // It opens as any other afterwards, and nothing is to repair.
    value(await here.client.lock());
    expect(value(await here.client.unlock(here.folder, passphrase, wanted)).report).toEqual([]);
    expect(value(await here.client.read(sessionId))).toMatchObject({ report: [] });
  });

  test('a session that differs is left as it is, and told', async () => {
    const from = await practice(1);
    const [sessionId = ''] = from.sessionIds;
    value(await from.client.backups.setPlan(from.plan));
    value(await from.client.backups.backUp(wallMs, nobodyListens));
    const into = join(emptyFolder(), 'twin');
    const twin = clientOf();
    const backup = newestOf(from.target);
    value(
      await twin.backups.restore(
        { backup, into, typed: passphrase, rehearsal: false, evenDamaged: false },
        nobodyListens,
      ),
    );
    value(await twin.unlock(into, passphrase, wanted));
    value(await twin.append(sessionId, 11, 'here it went this way'));
    value(await from.client.append(sessionId, 11, 'and there another'));
    value(await from.client.lock());
    const taken = value(
      await twin.backups.importSessions(
        { folder: from.folder, typed: passphrase, runningSessionId: null },
        nobodyListens,
      ),
    );
    expect(taken.conflicts).toMatchObject([{ journalId: sessionId, problem: { code: 'import-conflict' } }]);
    expect(value(await twin.read(sessionId)).entries.at(-1)).toBe('here it went this way');
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

describe('shredding', () => {
  /** A signed session with a mark that is searched for. */
  async function marked() {
    const made = await practice(1);
    const sessionId = randomUUID();
    value(await made.client.createJournal(sessionId, 'session'));
    value(
      await made.client.append(sessionId, 1, JSON.stringify({ body: { type: 'note-recorded', text: 'zebra-mark' } })),
    );
    value(await made.client.putSlot(sessionId, 'draft', 'zebra-draft'));
    return { ...made, sessionId };
  }
  const signed = JSON.stringify({ body: { type: 'signed' } });
  const shred = ({ client, sessionId }: Awaited<ReturnType<typeof marked>>) =>
    client.backups.shred({ journalId: sessionId, wallMs, reason: 'The patient asked for it', by: 'Robin Ash' });

  test('only what is signed', async () => {
    const at = await marked();
    expect(codeOf(await shred(at))).toBe('session-not-signed');
    expect(codeOf(await at.client.backups.shred({ journalId: at.clinicId, wallMs, reason: 'x', by: 'y' }))).toBe(
      'not-a-session',
    );
    expect(value(await at.client.read(at.sessionId)).entries).toHaveLength(1);
  });

  test('destroys the keys and everything sealed under them, in every file of the folder', async () => {
    const at = await marked();
    const { folder, client, sessionId } = at;
    value(await client.append(sessionId, 2, signed));
    const file = readFileSync(join(folder, 'journals', `${sessionId}.vj`));
    // Wrapped keys, and the first envelope: as they lie in the file they lie in the database.
    const wrapped = [file.subarray(56, 56 + 91), file.subarray(147, 147 + 91)];
    const envelope = file.subarray(256 + 4 + 8 + 32 + 42, 256 + 4 + 8 + 32 + 90);
    const holds = (mark: Buffer) => filesUnder(folder).filter((path) => readFileSync(path).includes(mark));
    for (const mark of [...wrapped, envelope]) expect(holds(Buffer.from(mark)).length).toBeGreaterThanOrEqual(2);
    value(await client.backups.setPlan(at.plan));
    value(await client.backups.backUp(wallMs, nobodyListens));

    const { stillHeldBy } = value(await shred(at));
    expect(stillHeldBy).toMatchObject([{ folder: at.target, generation: 1 }]);
    for (const mark of [...wrapped, envelope]) expect(holds(Buffer.from(mark))).toEqual([]);
    expect(filesUnder(folder).filter((path) => path.includes(sessionId))).toEqual([]);
    expect(codeOf(await client.read(sessionId))).toBe('journal-shredded');
    expect(codeOf(await client.createJournal(sessionId, 'session'))).toBe('journal-exists');
    value(await client.lock());
    const opened = value(await client.unlock(folder, passphrase, wanted));
    expect(opened.report).toEqual([]);
    expect(opened.journals.map(({ journalId }) => journalId)).not.toContain(sessionId);
    expect(value(await client.backups.check(nobodyListens))).toMatchObject({ isWhole: true, journals: 2 });
  });

  test('an import does not bring it back', async () => {
    const at = await marked();
    value(await at.client.append(at.sessionId, 2, signed));
    value(await at.client.backups.setPlan(at.plan));
    value(await at.client.backups.backUp(wallMs, nobodyListens));
    value(await shred(at));
    const taken = value(
      await at.client.backups.importSessions(
        { folder: newestOf(at.target), typed: passphrase, runningSessionId: null },
        nobodyListens,
      ),
    );
    expect(taken.conflicts).toMatchObject([{ journalId: at.sessionId, problem: { code: 'journal-shredded' } }]);
  });
});

describe('the full check', () => {
  test('a whole vault is whole, and the progress ends at its end', async () => {
    const { client } = await practice(4);
    const told: [number, number][] = [];
    const check = value(await client.backups.check((done, of) => told.push([done, of])));
    expect(check).toEqual({ isWhole: true, journals: 5, entries: 41, damage: [], notes: [] });
    expect(told.at(-1)).toEqual([5, 5]);
  });

  test('names the journal and the copy that is damaged, and changes nothing', async () => {
    const { client, folder, sessionIds } = await practice(2);
    const [sessionId = ''] = sessionIds;
    const path = join(folder, 'journals', `${sessionId}.vj`);
    const bytes = readFileSync(path);
    bytes[bytes.length - 10] = (bytes[bytes.length - 10] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const check = value(await client.backups.check(nobodyListens));
    expect(check.isWhole).toBe(false);
    expect(check.damage).toEqual([
      expect.stringMatching(new RegExp(`^Journal ${sessionId.slice(0, 8)}: .*damaged in its file`)),
    ]);
    expect(readFileSync(path)).toEqual(bytes);
  });
});
