import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { removalTrigger, type VaultDatabase } from './database.ts';
import { syncFolder } from './durable-file.ts';
import { hexBytes } from './hexadecimal.ts';
import { uuidBytes } from './identifier.ts';
import { journalHeaderBytes } from './journal-file.ts';
import { wrappedKeyBytes } from './journal-keys.ts';
import type { RandomBytes } from './randomness.ts';
import { backupInTheMaking, databaseFile, journalsFolder } from './vault-files.ts';
import type { Tombstone } from './vault-head.ts';

const chunkBytes = 4 * 1024 * 1024;

/**
 * Destroys everything of one journal: its files, every copy of its wrapped keys elsewhere in the folder, its rows. Each step is
 * harmless when it is done twice, so this may be cut short anywhere and be done again.
 * @throws what the operating system or SQLite says.
 */
export function shredTraces(
  folder: string,
  database: VaultDatabase,
  tombstone: Pick<Tombstone, 'journalId' | 'keyId'>,
  randomBytes: RandomBytes,
): void {
  shredFiles(folder, tombstone.journalId, randomBytes);
  wipeKeys(folder, tombstone, randomBytes);
  rmSync(join(folder, backupInTheMaking), { recursive: true, force: true });
  shredRows(database, uuidBytes(tombstone.journalId));
}

/** The beginning of a journal file holds the wrapped keys; it is overwritten before the name goes. Copies set aside go too. */
function shredFiles(folder: string, journalId: string, randomBytes: RandomBytes): void {
  const journals = join(folder, journalsFolder);
  const names = readdirSync(journals).filter((name) => name.startsWith(`${journalId}.`));
  for (const name of names) {
    overwrite(join(journals, name), 0, randomBytes(Math.min(journalHeaderBytes, statSync(join(journals, name)).size)));
  }
  for (const name of names) unlinkSync(join(journals, name));
  syncFolder(journals);
}

/**
 * Wherever the wrapped keys stand, in a row as in a journal file, the journal's id and the key's id stand before them. Found in
 * databases that a repair set aside and in copies of the vault inside its folder. The open database is not touched here: another
 * handle on it would give its lock free.
 */
function wipeKeys(
  folder: string,
  { journalId, keyId }: Pick<Tombstone, 'journalId' | 'keyId'>,
  randomBytes: RandomBytes,
): void {
  const mark = Buffer.concat([uuidBytes(journalId), hexBytes(keyId)]);
  const isLive = (name: string) => [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`].includes(name);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (isLive(name) || !statSync(path).isFile() || basename(path).endsWith('.json')) continue;
    for (const at of placesOf(path, mark)) overwrite(path, at + mark.length, randomBytes(2 * wrappedKeyBytes));
  }
}

/** Where some bytes stand in a file, also across the pieces in which it is read. */
function placesOf(path: string, mark: Uint8Array): number[] {
  const places: number[] = [];
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(chunkBytes);
    for (let position = 0; ; ) {
      const bytes = readSync(file, buffer, 0, chunkBytes, position);
      const piece = buffer.subarray(0, bytes);
      for (let at = piece.indexOf(mark); at >= 0; at = piece.indexOf(mark, at + 1)) places.push(position + at);
      if (bytes < chunkBytes) return places;
      position += bytes - mark.length + 1;
    }
  } finally {
    closeSync(file);
  }
}

/** Overwrites bytes in place, durably, and never makes the file longer. */
function overwrite(path: string, position: number, bytes: Uint8Array): void {
  const file = openSync(path, 'r+');
  try {
    const length = Math.min(bytes.length, Math.max(0, statSync(path).size - position));
    for (let done = 0; done < length; ) done += writeSync(file, bytes, done, length - done, position + done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Rows go in one transaction; then nothing of them may stay in a free page, in the WAL, or between two rows of a page. */
function shredRows(database: VaultDatabase, journalId: Uint8Array): void {
  database.with((connection) => {
    connection.transaction(() => {
      // Events are never removed, except here; SQLite undoes both changes of the trigger if anything fails.
      connection.exec('DROP TRIGGER events_are_never_removed');
      for (const table of ['events', 'events_set_aside', 'slots', 'journals']) {
        connection.prepare(`DELETE FROM ${table} WHERE journal_id = ?`).run(journalId);
      }
      connection.exec(removalTrigger);
    })();
  });
  database.checkpoint('empty');
  database.with((connection) => connection.exec('VACUUM'));
  database.checkpoint('empty');
}
