import type { Outcome, Problem } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import { ReadVault } from './backup-reader.ts';
import { nameOf, type ProvenJournal, proveJournal, wordsOf } from './check-vault-journal.ts';
import type { VaultDatabase } from './database.ts';
import { replaceFile } from './durable-file.ts';
import { uuidBytes } from './identifier.ts';
import { frameOf, journalHeader, type StoredEntry } from './journal-file.ts';
import { JournalHead } from './journal-head.ts';
import {
  type JournalKeyRecord,
  type JournalKeys,
  type JournalKind,
  newJournalKeys,
  wrapJournalKeys,
} from './journal-keys.ts';
import { jsonIn } from './json-in.ts';
import type { Derive } from './key-derivation.ts';
import { type LongWork, letOthersGo } from './long-work.ts';
import { vaultProblems } from './problems.ts';
import { sealEntries } from './seal-entries.ts';
import { storageFailure } from './storage-failure.ts';
import { journalHeadPath, journalPath } from './vault-files.ts';
import type { VaultInside } from './vault-inside.ts';

/** What an import did. */
export type ImportedSessions = {
  readonly imported: readonly string[];
  /** Sessions of which this vault had only the beginning. */
  readonly extended: readonly string[];
  /** Sessions that were here already, as they are there or further. */
  readonly known: readonly string[];
  /** Sessions that could not be taken; nothing of them was changed here. */
  readonly conflicts: readonly { readonly journalId: string; readonly problem: Problem }[];
  /** The entries of the other clinic's journal, so that patients and courses can be taken over too. */
  readonly clinicEntries: readonly string[];
};

/** Where sessions come from. `runningSessionId`: the session that runs here now; it is not touched. */
export type ImportWish = {
  readonly folder: string;
  readonly typed: Uint8Array;
  readonly runningSessionId: string | null;
};

type Taken = 'imported' | 'extended' | 'known' | Problem;

/**
 * Takes the sessions of another vault or backup into this one, under their own ids and sealed anew with keys of this vault. Each
 * session is taken whole or not at all; what was cut short is completed by importing again. The other vault is only read.
 */
export async function importSessions(
  inside: VaultInside,
  wanted: ImportWish,
  work: LongWork,
  derive: Derive,
): Promise<Outcome<ImportedSessions>> {
  try {
    const opened = await ReadVault.openBy(wanted.folder, wanted.typed, derive, inside.folder);
    if (!opened.ok) return opened;
    const { vault } = opened.value;
    try {
      const { rehearsal } = inside.keyring.header;
      if (vault.header.rehearsal !== rehearsal) {
        return { ok: false, problem: rehearsal ? vaultProblems.realVault : vaultProblems.rehearsalVault };
      }
      return await takeAll(inside, vault, wanted.runningSessionId, work);
    } finally {
      vault.close();
    }
  } catch (error) {
    return storageFailure(error);
  }
}

async function takeAll(
  inside: VaultInside,
  other: ReadVault,
  runningSessionId: string | null,
  work: LongWork,
): Promise<Outcome<ImportedSessions>> {
  const done = { imported: [] as string[], extended: [] as string[], known: [] as string[] };
  const conflicts: { journalId: string; problem: Problem }[] = [];
  const clinicEntries: string[] = [];
  const journalIds = [...other.journals.keys()];
  for (const [index, journalId] of journalIds.entries()) {
    work.tell(index, journalIds.length);
    await letOthersGo();
    if (work.isStopped()) return { ok: false, problem: backupProblems.stopped };
    const words = wordsOfJournal(other, journalId);
    if (words === null) {
      conflicts.push({ journalId, problem: unreadable(journalId) });
      continue;
    }
    // Who did what with the other vault stays there.
    if (words.kind === 'audit') continue;
    if (words.kind === 'clinic') {
      clinicEntries.push(...words.entries);
      continue;
    }
    if (journalId === runningSessionId) {
      conflicts.push({ journalId, problem: running(journalId) });
      continue;
    }
    if (inside.journals.has(journalId)) {
      // Whatever is damaged in one of its copies is repaired first.
      const opened = await inside.store.read(journalId);
      if (!opened.ok) {
        conflicts.push({ journalId, problem: opened.problem });
        continue;
      }
    }
    const taken = await inside.store.change((database) => ({
      ok: true,
      value: take(inside, database, journalId, words.entries),
    }));
    if (!taken.ok) return taken;
    if (typeof taken.value === 'string') done[taken.value].push(journalId);
    else conflicts.push({ journalId, problem: taken.value });
  }
  work.tell(journalIds.length, journalIds.length);
  return { ok: true, value: { ...done, conflicts, clinicEntries } };
}

function wordsOfJournal(
  other: ReadVault,
  journalId: string,
): { readonly kind: JournalKind; readonly entries: readonly string[] } | null {
  const at = other.atHand(journalId);
  if (at === null) return null;
  const proven = proveJournal(at);
  const entries = wordsOf(at, proven.entries).flatMap((words) => (words === null ? [] : [words]));
  const isWhole = !proven.isLost && entries.length === proven.entries.length;
  // Somebody else wrote them: what is not even JSON is no entry of ours, and goes no further.
  return isWhole && entries.every((entry) => jsonIn(entry) !== null) ? { kind: at.keys.kind, entries } : null;
}

/** Takes one session, or says why not. All in one turn, so that nothing is written to it meanwhile. */
function take(inside: VaultInside, database: VaultDatabase, journalId: string, words: readonly string[]): Taken {
  const { folder, vaultId, journals, tombstones, store, randomBytes } = inside;
  if (tombstones.has(journalId)) return backupProblems.shredded;
  const here = journals.get(journalId);
  if (here === undefined) {
    const keys = newJournalKeys(journalId, 'session', randomBytes);
    const record = wrapJournalKeys(keys, inside.keys().wrapping, randomBytes);
    adopt(inside, database, { keys, record }, [], words);
    return 'imported';
  }
  if (!('keys' in here)) return here.problem;
  if (here.keys.kind !== 'session') return different(journalId, 1);
  const demanded = store.marks().get(journalId) ?? here.demanded;
  const at = { folder, vaultId, database, keys: here.keys, demanded };
  const proven: ProvenJournal = proveJournal(at);
  const ours = wordsOf(at, proven.entries);
  if (proven.isLost || ours.includes(null)) return unreadable(journalId);
  const differsAt = words.findIndex((entry, index) => index < ours.length && ours[index] !== entry);
  if (differsAt >= 0) return different(journalId, differsAt + 1);
  if (words.length <= ours.length) return 'known';
  adopt(inside, database, here, proven.entries, words.slice(ours.length));
  return 'extended';
}

/**
 * Adds entries: first to the database, all or none; that alone makes them the vault's, since opening completes the journal file
 * from it. Then the file and the heads.
 */
function adopt(
  inside: VaultInside,
  database: VaultDatabase,
  { keys, record }: { readonly keys: JournalKeys; readonly record: JournalKeyRecord },
  present: readonly StoredEntry[],
  words: readonly string[],
): void {
  const { folder, vaultId, journals, store, randomBytes } = inside;
  const journalId = uuidBytes(keys.journalId);
  const { added, mark } = sealEntries({ vaultId, keys, randomBytes }, present, words);
  store.release(keys.journalId);
  database.with((connection) =>
    connection.transaction(() => {
      database.putJournal(record);
      for (const entry of added) database.append(journalId, entry);
    })(),
  );
  // From here on it is the vault's, whatever becomes of the file.
  journals.set(keys.journalId, { keys, record, demanded: mark });
  const frames = [...present, ...added].map(frameOf);
  replaceFile(journalPath(folder, keys.journalId), Buffer.concat([journalHeader(vaultId, record), ...frames]));
  const { head } = JournalHead.open(journalHeadPath(folder, keys.journalId), keys.logKey, vaultId, journalId);
  try {
    head.write(mark);
    head.sync();
  } finally {
    head.close();
  }
  inside.writeHead();
  database.checkpoint('keep');
}

function different(journalId: string, sequence: number): Problem {
  return {
    code: 'import-conflict',
    sentence: `${nameOf(journalId)} is another one here and there from entry ${sequence} on. Nothing of it was changed.`,
    remedy: 'Keep both vaults, and export the record from each.',
  };
}

function unreadable(journalId: string): Problem {
  return {
    code: 'import-unreadable',
    sentence: `${nameOf(journalId)} cannot be read whole, so it was not taken.`,
    remedy: 'Have the vault that it is in checked, or import it from a backup.',
  };
}

function running(journalId: string): Problem {
  return {
    code: 'import-running',
    sentence: `${nameOf(journalId)} runs here at this moment, so it was not touched.`,
    remedy: 'Sign the session, then import again.',
  };
}
