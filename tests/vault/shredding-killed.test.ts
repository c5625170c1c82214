import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { changeBackupState } from '../../electron/vault/backup-state.ts';
import { systemFiles } from '../../electron/vault/backup-target.ts';
import { backUp } from '../../electron/vault/backup-vault.ts';
import { checkVault, unlockedPlace } from '../../electron/vault/check-vault.ts';
import { shredJournal } from '../../electron/vault/shred-journal.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { diskSteps } from './disk-steps.ts';
import { inGoodTime, nobodyListens, note, signature, wallMs } from './practice-vault.ts';
import { proofOf, quickOpen, quickVault } from './quick-vault.ts';
import { readVaultByKey } from './second-reader.ts';
import { codeOf, contentOf, copyOf, emptyFolder, filesUnder, journalWith, value } from './vault-place.ts';
import { diskError, Moments, watchDatabase } from './watched-disk.ts';

vi.mock('node:fs', async (original) => {
  const { watchedFileSystem } = await import('./disk-steps.ts');
  return watchedFileSystem(await original());
});

const quietly = { tell: nobodyListens, isStopped: () => false };
const ports = { files: systemFiles, wait: inGoodTime };
const shred = (vault: Vault, journalId: string) =>
  shredJournal(vault.inside(), { journalId, wallMs, reason: 'The patient asked for it', by: 'Robin Ash' }, ports);

/** A vault with a signed session, another one, and copies of the keys wherever the vault itself may leave them. */
async function marked() {
  const { folder, vault } = await quickVault();
  const clinicId = randomUUID();
  value(await vault.createJournal(clinicId, 'clinic'));
  value(await vault.append(clinicId, 1, '{"type":"anything"}'));
  const otherId = await journalWith(vault, ['{"o":1}', signature]);
  const words = Array.from({ length: 40 }, (_, index) => note(`zebra ${index}`));
  const sessionId = await journalWith(vault, [...words, signature]);
  value(await vault.putSlot(sessionId, 'draft', 'zebra-draft'));
  // A database set aside by a repair, the copy from before a migration, a backup that a kill cut short.
  vault.inside().store.change((database) => {
    database.checkpoint('empty');
    return { ok: true, value: null };
  });
  value(await vault.getSlot(sessionId, 'draft'));
  cpSync(join(folder, 'vault.db'), join(folder, 'vault.db.aside-0badcafe'));
  for (const name of ['before-version-2', 'backup-in-the-making']) {
    mkdirSync(join(folder, name));
    for (const part of ['vault.db', 'journals']) {
      cpSync(join(folder, part), join(folder, name, part), { recursive: true });
    }
  }
  const file = readFileSync(join(folder, 'journals', `${sessionId}.vj`));
  const wrapped = [file.subarray(56, 56 + 91), file.subarray(147, 147 + 91)].map((bytes) => Buffer.from(bytes));
  const envelopes = Array.from({ length: 41 }, (_, index) => {
    let at = 256;
    for (let skip = 0; skip < index; skip += 1) at += 4 + file.readUInt32BE(at);
    return Buffer.from(file.subarray(at + 4 + 8 + 32 + 42, at + 4 + 8 + 32 + 74));
  });
  return { folder, vault, clinicId, otherId, sessionId, words, wrapped, envelopes };
}

const holding = (folder: string, mark: Buffer) =>
  filesUnder(folder).filter((path) => readFileSync(path).includes(mark));

test('the keys are in no file of the folder afterwards, wherever the vault had left copies of them', async () => {
  const { folder, vault, sessionId, otherId, wrapped, envelopes } = await marked();
  // In the database, the journal file, the database set aside, and both files of the two copies.
  for (const mark of wrapped) expect(holding(folder, mark)).toHaveLength(7);
  for (const mark of envelopes) expect(holding(folder, mark)).toHaveLength(7);
  value(await shred(vault, sessionId));
  for (const mark of wrapped) expect(holding(folder, mark)).toEqual([]);
  // Of the words nothing stays where the vault itself writes; what was set aside has lost its keys.
  for (const mark of envelopes) {
    expect(holding(folder, mark).every((path) => path.includes('aside') || path.includes('before-version-2'))).toBe(
      true,
    );
  }
  expect(filesUnder(folder).filter((path) => path.includes('in-the-making'))).toEqual([]);
  expect(value(await vault.read(otherId)).entries).toEqual(['{"o":1}', signature]);
  expect(value(await checkVault(unlockedPlace(vault.inside()), quietly))).toMatchObject({ isWhole: true, journals: 2 });
  const { vaultKey } = await proofOf(vault);
  await vault.close();
  for (const mark of wrapped) expect(holding(folder, mark)).toEqual([]);
  expect([...readVaultByKey(folder, Buffer.from(vaultKey)).keys()]).not.toContain(sessionId);
});

test('cut short before any of its steps, the session is whole or the next opening destroys it', {
  timeout: 120_000,
}, async () => {
  const { folder, vault, sessionId, otherId, words, wrapped } = await marked();
  const moments = new Moments(folder);
  watchDatabase(['checkpoint', 'putSlot'], moments.look);
  value(await moments.during(() => shred(vault, sessionId)));
  vi.restoreAllMocks();
  expect(moments.left.length).toBeGreaterThan(10);
  let [kept, destroyed] = [0, 0];
  for (const left of moments.left) {
    const opened = value(await quickOpen(left));
    const isThere = opened.journals().some(({ journalId }) => journalId === sessionId);
    if (isThere) {
      kept += 1;
      expect(value(await opened.read(sessionId))).toEqual({ entries: [...words, signature], report: [] });
      // Nothing was decided: it can be asked for again.
      value(await shred(opened, sessionId));
    } else {
      destroyed += 1;
      expect(codeOf(await opened.read(sessionId))).toBe('journal-shredded');
    }
    for (const mark of wrapped) expect(holding(left, mark)).toEqual([]);
    expect(value(await opened.read(otherId)).entries).toHaveLength(2);
    expect(value(await checkVault(unlockedPlace(opened.inside()), quietly)).damage).toEqual([]);
    await opened.close();
    const again = value(await quickOpen(left));
    expect(again.report).toEqual([]);
    expect(codeOf(await again.read(sessionId))).toBe('journal-shredded');
    await again.close();
  }
  expect(kept).toBeGreaterThan(0);
  expect(destroyed).toBeGreaterThan(5);
  await vault.close();
  console.log(`${moments.left.length} moments of a shredding: ${kept} before it was decided, ${destroyed} completed`);
});

test('a disk that fails at any step: asked for again it is done, and nothing else is harmed', {
  timeout: 120_000,
}, async () => {
  const { folder, vault, sessionId, otherId, wrapped } = await marked();
  await vault.close();
  let failures = 0;
  for (let failing = 1; ; failing += 2) {
    const place = copyOf(folder);
    const opened = value(await quickOpen(place));
    let step = 0;
    diskSteps.before = () => {
      step += 1;
      if (step >= failing) throw diskError('EIO');
    };
    const outcome = await shred(opened, sessionId);
    diskSteps.before = null;
    if (outcome.ok) {
      expect(step).toBeLessThan(failing);
      await opened.close();
      break;
    }
    failures += 1;
    expect(outcome.problem.code).toBe('disk-error');
    value(await shred(opened, sessionId));
    for (const mark of wrapped) expect(holding(place, mark)).toEqual([]);
    expect(value(await opened.read(otherId)).entries).toHaveLength(2);
    await opened.close();
    const again = value(await quickOpen(place));
    expect(codeOf(await again.read(sessionId))).toBe('journal-shredded');
    await again.close();
  }
  expect(failures).toBeGreaterThan(5);
});

test('with its head lost the vault still knows what was shredded', async () => {
  const { folder, vault, clinicId, otherId, sessionId } = await marked();
  value(await shred(vault, sessionId));
  await vault.close();
  rmSync(join(folder, 'head'));
  const opened = value(await quickOpen(folder));
  expect(new Set(opened.journals().map(({ journalId }) => journalId))).toEqual(new Set([clinicId, otherId]));
  expect(codeOf(await opened.read(sessionId))).toBe('journal-shredded');
  expect(codeOf(await opened.createJournal(sessionId, 'session'))).toBe('journal-exists');
  await opened.close();
});

test('tells every backup that holds the session: known ones whose disk is away, and unknown ones that lie there', async () => {
  const { vault, sessionId } = await marked();
  const [folder, away] = [emptyFolder(), emptyFolder()];
  const wish = { folder, keep: 5, sameDiskAccepted: true };
  const made = value(await backUp(vault.inside(), wish, quietly, ports));
  const gone = value(await backUp(vault.inside(), { ...wish, folder: away }, quietly, ports));
  rmSync(away, { recursive: true });
  const plan = { ...wish, afterEachSession: true };
  const journalIds = [...gone.journalIds];
  const known = [{ folder: away, name: gone.name, generation: 1, wallMs: 5, bytes: gone.bytes, journalIds }];
  value(await changeBackupState(vault.inside(), (state) => ({ ...state, plan, known })));
  // One that was made before there was such a session holds nothing of it.
  const { stillHeldBy } = value(await shred(vault, sessionId));
  expect(stillHeldBy).toMatchObject([
    { folder, name: made.name, generation: 1 },
    { folder: away, name: gone.name, wallMs: 5 },
  ]);
  // Asked again it tells the same; after the next backup took its place, no more.
  expect(value(await shred(vault, sessionId)).stillHeldBy).toHaveLength(2);
  value(await backUp(vault.inside(), { ...wish, keep: 1 }, quietly, ports));
  expect(value(await shred(vault, sessionId)).stillHeldBy.map((backup) => backup.folder)).toEqual([away]);
  const before = contentOf(folder);
  value(await shred(vault, sessionId));
  expect(contentOf(folder)).toEqual(before);
  await vault.close();
});
