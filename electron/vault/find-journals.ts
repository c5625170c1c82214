import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../shared/problem.ts';
import type { VaultDatabase } from './database.ts';
import { hexBytes } from './hexadecimal.ts';
import { uuidPattern } from './identifier.ts';
import { journalHeaderBytes, keyRecordOf } from './journal-file.ts';
import type { HeadMark } from './journal-head.ts';
import {
  type JournalKeyRecord,
  type JournalKeys,
  type JournalKeyWrapping,
  type JournalKind,
  unwrapJournalKeys,
} from './journal-keys.ts';
import { damagedJournal } from './problems.ts';
import { isMissing } from './storage-failure.ts';
import { journalPath, journalsFolder } from './vault-files.ts';
import type { VaultHead } from './vault-head.ts';

/** A journal as opening the vault found it: its keys, or why it cannot be used; with what the vault's head says it had. */
export type FoundJournal =
  | { readonly keys: JournalKeys; readonly record: JournalKeyRecord; readonly demanded: HeadMark | null }
  | { readonly problem: Problem; readonly kind: JournalKind | null; readonly demanded: HeadMark | null };

/**
 * Which journals there are, by head, database and journal files together. A key that one copy lost is put back from the
 * other; what cannot be found is named in `report`.
 * @throws what the operating system or SQLite says.
 */
export function findJournals(parts: {
  readonly folder: string;
  readonly database: VaultDatabase;
  readonly wrapping: JournalKeyWrapping;
  readonly head: VaultHead;
  readonly report: string[];
}): Map<string, FoundJournal> {
  const { folder, database, wrapping, head, report } = parts;
  const inDatabase = new Map(database.journals().map((record) => [record.journalId, record]));
  const onDisk = new Set(journalFiles(folder));
  const inHead = new Map(head.journals.map((listed) => [listed.journalId, listed]));
  const found = new Map<string, FoundJournal>();
  for (const journalId of new Set([...inHead.keys(), ...inDatabase.keys(), ...onDisk])) {
    const listed = inHead.get(journalId);
    const demanded = listed === undefined ? null : { count: listed.count, link: hexBytes(listed.link) };
    const name = `Journal ${journalId.slice(0, 8)}`;
    const databaseRecord = inDatabase.get(journalId) ?? null;
    const fileRecord = onDisk.has(journalId) ? readKeyRecord(journalPath(folder, journalId), wrapping.vaultId) : null;
    const databaseKeys = databaseRecord === null ? null : unwrapJournalKeys(databaseRecord, wrapping);
    const fileKeys =
      fileRecord === null || fileRecord.journalId !== journalId
        ? null
        : databaseRecord !== null && sameRecord(databaseRecord, fileRecord)
          ? databaseKeys
          : unwrapJournalKeys(fileRecord, wrapping);
    if (databaseKeys !== null && fileKeys !== null && !sameKeys(databaseKeys, fileKeys)) {
      const problem = damagedJournal('The two copies of a journal were written with different keys.');
      report.push(`${name}: its two copies were written with different keys.`);
      found.set(journalId, { problem, kind: databaseKeys.kind, demanded });
    } else if (databaseKeys !== null && databaseRecord !== null) {
      found.set(journalId, { keys: databaseKeys, record: databaseRecord, demanded });
    } else if (fileKeys !== null && fileRecord !== null) {
      database.putJournal(fileRecord);
      report.push(`${name}: its key was missing or damaged in the database and was restored from the journal file.`);
      found.set(journalId, { keys: fileKeys, record: fileRecord, demanded });
    } else {
      const isThere = databaseRecord !== null || onDisk.has(journalId);
      const what = isThere ? 'its key is damaged in both copies' : 'it was saved, but both its copies are gone';
      report.push(`${name}: ${what}.`);
      const problem = damagedJournal(
        isThere ? 'The key of a journal is damaged in both copies.' : 'Both copies of a journal are gone.',
      );
      found.set(journalId, { problem, kind: listed?.kind ?? null, demanded });
    }
  }
  return found;
}

/** The ids of the journals that have a file. @throws what the operating system says. */
export function journalFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(folder, journalsFolder));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith('.vj') && uuidPattern.test(name.slice(0, -'.vj'.length)))
    .map((name) => name.slice(0, -'.vj'.length));
}

/** The wrapped keys at the beginning of a journal file, null where it is none of this vault. @throws what the system says. */
export function readKeyRecord(path: string, vaultId: Uint8Array): JournalKeyRecord | null {
  const header = Buffer.alloc(journalHeaderBytes);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, header, 0, journalHeaderBytes, 0);
    return keyRecordOf(header.subarray(0, read), vaultId);
  } finally {
    closeSync(file);
  }
}

/** Nearly always both copies are the same bytes; unwrapping them once is half of the time that opening a large vault takes. */
function sameRecord(a: JournalKeyRecord, b: JournalKeyRecord): boolean {
  return (
    Buffer.compare(a.keyId, b.keyId) === 0 &&
    Buffer.compare(a.wrappedSealKey, b.wrappedSealKey) === 0 &&
    Buffer.compare(a.wrappedLogKey, b.wrappedLogKey) === 0
  );
}

function sameKeys(a: JournalKeys, b: JournalKeys): boolean {
  return (
    a.kind === b.kind &&
    Buffer.compare(a.keyId, b.keyId) === 0 &&
    Buffer.compare(a.sealKey, b.sealKey) === 0 &&
    Buffer.compare(a.logKey, b.logKey) === 0
  );
}
