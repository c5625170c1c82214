import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { VaultDatabase } from './database.ts';
import { syncFolder } from './durable-file.ts';
import { journalFiles } from './find-journals.ts';
import { hexText } from './hexadecimal.ts';
import type { RandomBytes } from './randomness.ts';
import { databaseFile } from './vault-files.ts';

/** An open database; `rebuilt` says in a sentence why it is empty, null where it is the one that was there. */
export type DatabaseAtHand = { readonly database: VaultDatabase; readonly rebuilt: string | null };

/**
 * Opens the database of a vault. One that is damaged is moved aside whole, and a new one is filled from the journal files as
 * each journal is opened.
 * @throws what the operating system says.
 */
export function openDatabase(folder: string, vaultId: Uint8Array, randomBytes: RandomBytes): Outcome<DatabaseAtHand> {
  const path = join(folder, databaseFile);
  const first = VaultDatabase.open(path, vaultId);
  if (first.ok) {
    const { database, fresh } = first.value;
    return { ok: true, value: { database, rebuilt: fresh ? rebuiltDatabase('missing or empty') : null } };
  }
  // Without a journal file there is nothing to fill a new one from.
  if (first.problem.code !== 'vault-damaged' || journalFiles(folder).length === 0) return first;
  return openNewDatabase(folder, vaultId, randomBytes);
}

/**
 * Moves a closed database aside, whole and with its WAL, and makes an empty one.
 * @throws what the operating system says.
 */
export function openNewDatabase(
  folder: string,
  vaultId: Uint8Array,
  randomBytes: RandomBytes,
): Outcome<DatabaseAtHand> {
  const path = join(folder, databaseFile);
  const aside = `.aside-${hexText(randomBytes(4))}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, path + aside + suffix);
  }
  syncFolder(folder);
  const opened = VaultDatabase.open(path, vaultId);
  if (!opened.ok) return opened;
  return {
    ok: true,
    value: { database: opened.value.database, rebuilt: rebuiltDatabase('damaged; it was set aside') },
  };
}

function rebuiltDatabase(why: string): string {
  return `The database of the vault was ${why}. It is written anew from the journal files; drafts that were not filed are gone.`;
}
