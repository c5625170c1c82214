import { join } from 'node:path';
import { openByKey, type TestKey } from '../kill/test-key.ts';
import type { Seeded } from './seeded.ts';
import { entriesOf, makeVault, type Snapshot, type Truth, takeSnapshot } from './vault-under-test.ts';

/** One vault at three moments, for damage to be done to copies of it. */
export type TwoMoments = {
  readonly key: TestKey;
  readonly early: Snapshot;
  /** Later, while the vault is open: the last entries stand in the WAL. */
  readonly open: Snapshot;
  /** Later still, closed. */
  readonly late: Snapshot;
  readonly earlyTruth: Truth;
  readonly openTruth: Truth;
  readonly lateTruth: Truth;
};

type Growing = { readonly journalId: string; readonly entries: readonly string[]; written: number };

/** How many entries the three journals have at each moment: a page of the database, several, and less than one. */
const counts = { early: [4, 14, 1], open: [5, 30, 3], late: [6, 36, 5] } as const;

/** Makes the vault and takes it down at the three moments. */
export async function twoMoments(place: string, draws: Seeded): Promise<TwoMoments> {
  const { folder, key } = await makeVault(join(place, 'two-moments'), draws.bytes);
  const journals: Growing[] = ['clinic', 'first', 'second'].map((name) => ({
    journalId: draws.uuid(),
    entries: entriesOf(name, 100),
    written: 0,
  }));
  let vault = openByKey(join(place, 'two-moments'), key, draws.bytes);
  for (const [index, { journalId }] of journals.entries()) {
    const made = await vault.createJournal(journalId, index === 0 ? 'clinic' : 'session');
    if (!made.ok) throw new Error(made.problem.code);
  }
  const grow = async (until: readonly number[]) => {
    for (const [index, journal] of journals.entries()) {
      while (journal.written < (until[index] ?? 0)) {
        const entry = journal.entries[journal.written] ?? '';
        const saved = await vault.append(journal.journalId, journal.written + 1, entry);
        if (!saved.ok) throw new Error(saved.problem.code);
        journal.written += 1;
      }
    }
  };
  const truth = (): Truth =>
    new Map(
      journals.map(({ journalId, entries, written }) => [
        journalId,
        { entries: entries.slice(0, written), acknowledged: written },
      ]),
    );
  await grow(counts.early);
  await vault.close();
  const [early, earlyTruth] = [takeSnapshot(folder), truth()];
  vault = openByKey(join(place, 'two-moments'), key, draws.bytes);
  await grow(counts.open);
  const [open, openTruth] = [takeSnapshot(folder), truth()];
  await grow(counts.late);
  await vault.close();
  return { key, early, open, late: takeSnapshot(folder), earlyTruth, openTruth, lateTruth: truth() };
}
