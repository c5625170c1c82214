import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { importSessions } from '../../electron/vault/exchange-sessions.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { nobodyListens, note, signature } from './practice-vault.ts';
import { bytesOf, proofOf, quickDerive, quickOpen, quickVault } from './quick-vault.ts';
import { readVaultByKey } from './second-reader.ts';
import { contentOf, copyOf, journalWith, passphrase, value } from './vault-place.ts';
import { Moments, watchDatabase } from './watched-disk.ts';

vi.mock('node:fs', async (original) => {
  const { watchedFileSystem } = await import('./disk-steps.ts');
  return watchedFileSystem(await original());
});

const quietly = { tell: nobodyListens, isStopped: () => false };
const take = (vault: Vault, folder: string) =>
  importSessions(vault.inside(), { folder, typed: bytesOf(passphrase), runningSessionId: null }, quietly, quickDerive);

/** A vault that has a new session, the whole of one that the other has the beginning of, and one that both have. */
async function twoLaptops() {
  const [there, here] = [await quickVault(), await quickVault()];
  const known = await journalWith(there.vault, ['{"k":1}', '{"k":2}']);
  const begun = await journalWith(there.vault, ['{"b":1}', '{"b":2}']);
  value(await take(here.vault, copyOf(there.folder)));
  value(await there.vault.append(begun, 3, '{"b":3}'));
  value(await there.vault.append(begun, 4, signature));
  const fresh = await journalWith(there.vault, ['{"f":1}', note('one'), signature]);
  await there.vault.close();
  return { there, here, known, begun, fresh };
}

test('cut short before any of its steps, each session is there as before or whole; again completes it', {
  timeout: 60_000,
}, async () => {
  const { there, here, known, begun, fresh } = await twoLaptops();
  const before = contentOf(there.folder);
  const moments = new Moments(here.folder);
  watchDatabase(['append', 'putJournal', 'checkpoint'], moments.look);
  const done = value(await moments.during(() => take(here.vault, there.folder)));
  vi.restoreAllMocks();
  expect(done).toMatchObject({ imported: [fresh], extended: [begun], known: [known], conflicts: [] });
  expect(contentOf(there.folder)).toEqual(before);
  expect(moments.left.length).toBeGreaterThan(8);
  const all = new Map([
    [known, ['{"k":1}', '{"k":2}']],
    [begun, ['{"b":1}', '{"b":2}', '{"b":3}', signature]],
    [fresh, ['{"f":1}', note('one'), signature]],
  ]);
  const seen = new Set<string>();
  for (const left of moments.left) {
    const opened = value(await quickOpen(left));
    const counts: number[] = [];
    for (const [journalId, entries] of all) {
      const isThere = opened.journals().some((journal) => journal.journalId === journalId);
      const read = isThere ? value(await opened.read(journalId)).entries : [];
      expect(read).toEqual(entries.slice(0, read.length));
      counts.push(read.length);
    }
    seen.add(counts.join());
    value(await take(opened, there.folder));
    for (const [journalId, entries] of all) expect(value(await opened.read(journalId)).entries).toEqual(entries);
    const { vaultKey } = await proofOf(opened);
    await opened.close();
    const second = readVaultByKey(left, Buffer.from(vaultKey));
    for (const [journalId, entries] of all) expect(second.get(journalId)?.entries).toEqual(entries);
  }
  // Nothing in between: as before, one taken, both taken.
  expect([...seen].every((counts) => ['2,2,0', '2,4,0', '2,2,3', '2,4,3'].includes(counts))).toBe(true);
  expect(seen.has('2,2,0') && seen.has('2,4,3')).toBe(true);
  await here.vault.close();
  console.log(`${moments.left.length} moments of an import: ${[...seen].join(' | ')}`);
});

test('what is not JSON in another vault is not taken, whatever it is', { timeout: 30_000 }, async () => {
  const { vault: here } = await quickVault();
  const journal = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(journal, { minLength: 6, maxLength: 12 }), async (journals) => {
      const there = await quickVault();
      const wanted = new Map<string, boolean>();
      for (const texts of journals) {
        const words = texts.map((text) => text.toWellFormed());
        wanted.set(await journalWith(there.vault, words), words.every(isJson));
      }
      const clinicId = randomUUID();
      value(await there.vault.createJournal(clinicId, 'clinic'));
      for (const [index, [text = '']] of journals.entries()) {
        value(await there.vault.append(clinicId, index + 1, text.toWellFormed()));
      }
      await there.vault.close();
      const done = value(await take(here, there.folder));
      const idsOf = (isGood: boolean) =>
        new Set([...wanted].flatMap(([journalId, good]) => (good === isGood ? [journalId] : [])));
      expect(new Set(done.imported)).toEqual(idsOf(true));
      const refused = new Set(done.conflicts.map(({ journalId }) => journalId));
      expect(new Set([...refused].filter((journalId) => journalId !== clinicId))).toEqual(idsOf(false));
      expect(done.clinicEntries.every(isJson)).toBe(true);
    }),
    { numRuns: 3 },
  );
  await here.close();
});

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}
