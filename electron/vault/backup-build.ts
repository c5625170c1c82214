import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import { journalsBy } from './backup-reader.ts';
import { clinicKeys } from './backup-state.ts';
import { proveJournal } from './check-vault-journal.ts';
import { readCard } from './clinic-card.ts';
import { VaultDatabase } from './database.ts';
import type { FoundJournal } from './find-journals.ts';
import { canonicalJson } from './header.ts';
import { headerFile, readHeaderFile, writeHeaderFile } from './header-file.ts';
import { hexText } from './hexadecimal.ts';
import { uuidBytes } from './identifier.ts';
import { frameOf, journalHeader, type StoredEntry } from './journal-file.ts';
import { type HeadMark, JournalHead } from './journal-head.ts';
import { writeSlot } from './journal-slots.ts';
import { type LongWork, letOthersGo } from './long-work.ts';
import { databaseFile, journalHeadPath, journalPath, journalsFolder } from './vault-files.ts';
import { readVaultHead, writeVaultHead } from './vault-head.ts';
import type { VaultInside } from './vault-inside.ts';

/** In this slot of the clinic's journal a backup carries the emergency card, which the vault itself keeps in clear. */
export const cardSlot = 'clinic-card';

const pagesPerStep = 256;

/** What a backup was made of. */
export type BuiltBackup = {
  readonly journalIds: readonly string[];
  /** Journals that the vault itself refuses; they are in the backup as they lie on the disk. */
  readonly damaged: number;
};

/** A journal in the backup: how far, or that it is copied as it lies there. */
type Cut = { readonly journalId: string; readonly mark: HeadMark | null };

/** Thrown into the copying of the database to end it. */
class Stopped extends Error {}

/**
 * Makes a whole vault of its own in an empty folder out of the unlocked one, while that goes on being written: the database is
 * copied bit by bit; then each journal is cut at an entry, the clinic's first, so that everything it speaks of is there; last
 * what the database's copy lacks of those entries is added. Each journal is written from proven entries, so that damage in one
 * copy is not carried along.
 * @throws what the operating system or SQLite says.
 */
export async function buildBackup(inside: VaultInside, place: string, work: LongWork): Promise<Outcome<BuiltBackup>> {
  mkdirSync(join(place, journalsFolder), { recursive: true, mode: 0o700 });
  const copied = await copyDatabase(inside, join(place, databaseFile), work);
  if (!copied.ok) return copied;
  const opened = VaultDatabase.open(join(place, databaseFile), inside.vaultId);
  if (!opened.ok) return { ok: false, problem: backupProblems.notVerified };
  const { database } = opened.value;
  try {
    const clinic = clinicKeys(inside);
    const { vaultKeyId, previousKey } = inside.keyring.header;
    const journalIds = [...inside.journals.keys()].sort(
      (a, b) => Number(b === clinic?.journalId) - Number(a === clinic?.journalId),
    );
    const cuts: Cut[] = [];
    for (const [index, journalId] of journalIds.entries()) {
      work.tell(index, journalIds.length);
      if (work.isStopped()) return { ok: false, problem: backupProblems.stopped };
      const cut = await cutJournal(inside, database, place, journalId);
      if (!cut.ok) return cut;
      cuts.push(cut.value);
      await letOthersGo();
    }
    const card = readCard(inside.folder);
    if (clinic !== null && card.ok && card.value !== null) {
      const slot = { database, vaultId: inside.vaultId, keys: clinic };
      writeSlot(slot, cardSlot, JSON.stringify(card.value), inside.randomBytes);
    }
    const head = inside.head();
    const journals = head.journals.flatMap((listed) => {
      const cut = cuts.find(({ journalId }) => journalId === listed.journalId);
      if (cut === undefined) return [];
      return [cut.mark === null ? listed : { ...listed, count: cut.mark.count, link: hexText(cut.mark.link) }];
    });
    writeVaultHead(place, { ...head, journals }, inside.keys().sealing, inside.randomBytes);
    const { header } = inside.keyring;
    // Under another key of the vault the journals that were copied first would not open.
    if (header.vaultKeyId !== vaultKeyId || (header.previousKey === null) !== (previousKey === null)) {
      return { ok: false, problem: backupProblems.interrupted };
    }
    writeHeaderFile(place, header);
    database.checkpoint('empty');
    database.close();
    const isWhole = await opensAsMade(inside, place, cuts);
    if (!isWhole) return { ok: false, problem: backupProblems.notVerified };
    const damaged = cuts.filter(({ mark }) => mark === null).length;
    return { ok: true, value: { journalIds, damaged } };
  } finally {
    database.close();
  }
}

/** How many bytes a backup takes, about; never less than that by more than one new entry. */
export function backupBytes(inside: VaultInside): Promise<Outcome<number>> {
  return inside.store.change((database) => {
    const pages = database.with(
      (connection) =>
        Number(connection.pragma('page_count', { simple: true })) *
        Number(connection.pragma('page_size', { simple: true })),
    );
    // Envelopes and links are the same bytes in the files; the rest is a head of 1 KiB and a header for each journal.
    return { ok: true, value: 2 * pages + inside.journals.size * 8192 };
  });
}

async function copyDatabase(inside: VaultInside, path: string, work: LongWork): Promise<Outcome<null>> {
  const database = await inside.store.change((open) => ({ ok: true, value: open }));
  if (!database.ok) return database;
  try {
    await database.value.with((connection) =>
      connection.backup(path, {
        progress: () => {
          if (work.isStopped()) throw new Stopped();
          return pagesPerStep;
        },
      }),
    );
    return { ok: true, value: null };
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, problem: backupProblems.stopped };
    // A failed write of an entry, or the lock, closes the database under the copying.
    const isClosed = database.value.with((connection) => !connection.open);
    if (isClosed) return { ok: false, problem: backupProblems.interrupted };
    throw error;
  }
}

async function cutJournal(
  inside: VaultInside,
  copy: VaultDatabase,
  place: string,
  journalId: string,
): Promise<Outcome<Cut>> {
  const { folder, vaultId, journals, store } = inside;
  const cut = await store.change((database) => {
    const journal = journals.get(journalId);
    if (journal === undefined || !('keys' in journal)) return { ok: true, value: null };
    const demanded = store.marks().get(journalId) ?? journal.demanded;
    const proven = proveJournal({ folder, vaultId, database, keys: journal.keys, demanded });
    return { ok: true, value: proven.isLost ? null : { ...proven, keys: journal.keys, record: journal.record } };
  });
  if (!cut.ok) return cut;
  if (cut.value === null) {
    for (const pathOf of [journalPath, journalHeadPath]) {
      if (existsSync(pathOf(folder, journalId))) copyFileSync(pathOf(folder, journalId), pathOf(place, journalId));
    }
    return { ok: true, value: { journalId, mark: null } };
  }
  const { entries, mark, keys, record } = cut.value;
  writeFileSync(
    journalPath(place, journalId),
    Buffer.concat([journalHeader(vaultId, record), ...entries.map(frameOf)]),
    { mode: 0o600 },
  );
  const { head } = JournalHead.open(journalHeadPath(place, journalId), keys.logKey, vaultId, uuidBytes(journalId));
  head.write(mark);
  head.close();
  completeRows(copy, journalId, entries, () => copy.putJournal(record));
  return { ok: true, value: { journalId, mark } };
}

/** Rows that were written since the database was copied are added, and rows that are no proven entry set aside. */
function completeRows(
  copy: VaultDatabase,
  journalId: string,
  entries: readonly StoredEntry[],
  putJournal: () => void,
): void {
  putJournal();
  const id = uuidBytes(journalId);
  const rows = new Map(copy.entries(id).map((row) => [row.sequence, row]));
  const isSame = (row: StoredEntry | undefined, entry: StoredEntry | undefined) =>
    row !== undefined &&
    entry !== undefined &&
    Buffer.compare(row.link, entry.link) === 0 &&
    Buffer.compare(row.envelope, entry.envelope) === 0;
  const wrong = [...rows.values()].filter((row) => !isSame(row, entries[row.sequence - 1])).map((row) => row.sequence);
  const missing = entries.filter((entry) => !isSame(rows.get(entry.sequence), entry));
  if (wrong.length + missing.length > 0) copy.repair(id, wrong, missing);
}

/** Opens what was made as a vault is opened, reads all of it back, and holds it against what it was made of. */
async function opensAsMade(inside: VaultInside, place: string, cuts: readonly Cut[]): Promise<boolean> {
  const { vaultId } = inside;
  const { wrapping, wrappingBefore, sealing } = inside.keys();
  const wrappings = wrappingBefore === null ? [wrapping] : [wrapping, wrappingBefore];
  const header = readHeaderFile(join(place, headerFile));
  if (header.kind !== 'whole' || canonicalJson(header.header) !== canonicalJson(inside.keyring.header)) return false;
  const head = readVaultHead(place, sealing);
  const opened = VaultDatabase.open(join(place, databaseFile), vaultId);
  if (typeof head === 'string' || !opened.ok || opened.value.fresh) return false;
  const { database } = opened.value;
  let journals: ReadonlyMap<string, FoundJournal> = new Map();
  try {
    journals = journalsBy(wrappings, { folder: place, database, head });
    for (const { journalId, mark } of cuts) {
      await letOthersGo();
      if (mark === null) continue;
      const journal = journals.get(journalId);
      if (journal === undefined || !('keys' in journal)) return false;
      const proven = proveJournal({ folder: place, vaultId, database, ...journal });
      const isEqual = proven.mark.count === mark.count && Buffer.compare(proven.mark.link, mark.link) === 0;
      if (!isEqual || proven.damage.length + proven.notes.length > 0) return false;
    }
    database.checkpoint('empty');
    return true;
  } finally {
    database.close();
    for (const journal of journals.values()) {
      if (!('keys' in journal)) continue;
      journal.keys.sealKey.fill(0);
      journal.keys.logKey.fill(0);
    }
  }
}
