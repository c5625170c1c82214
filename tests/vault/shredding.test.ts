import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newestOf, nobodyListens, note, practice, realVault, signature, wallMs } from './practice-vault.ts';
import { codeOf, filesUnder, passphrase, value } from './vault-place.ts';

describe('shredding', () => {
  /** A signed session with a mark that is searched for. */
  async function marked() {
    const made = await practice(1);
    const sessionId = randomUUID();
    value(await made.client.createJournal(sessionId, 'session'));
    value(await made.client.append(sessionId, 1, note('zebra-mark')));
    value(await made.client.putSlot(sessionId, 'draft', 'zebra-draft'));
    return { ...made, sessionId };
  }
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
    value(await client.append(sessionId, 2, signature));
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
    const opened = value(await client.unlock(folder, passphrase, realVault));
    expect(opened.report).toEqual([]);
    expect(opened.journals.map(({ journalId }) => journalId)).not.toContain(sessionId);
    expect(value(await client.backups.check(nobodyListens))).toMatchObject({ isWhole: true, journals: 2 });
  });

  test('an import does not bring it back', async () => {
    const at = await marked();
    value(await at.client.append(at.sessionId, 2, signature));
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
