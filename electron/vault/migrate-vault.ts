import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { VaultDatabase } from './database.ts';
import { syncFolder, writeAll } from './durable-file.ts';
import { formatVersion, type Header, macHolds } from './header.ts';
import { headerBackupFile, headerFile, readHeaderFile, writeHeaderFile } from './header-file.ts';
import { uuidBytes } from './identifier.ts';
import { migratedHeader, type OldHeader } from './migrate-header.ts';
import type { OpenedSlot } from './open-slot.ts';
import { damagedVault, vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { storageProblem } from './storage-failure.ts';
import { clinicCardFile, databaseFile, headFile, journalsFolder } from './vault-files.ts';

/** The vault as it was before it was brought to this version; opens with the passphrase of that time. */
const copyBeforeMigration = `before-version-${formatVersion}`;
const unfinishedCopy = `${copyBeforeMigration}.new`;
/** The same of every migration, also where it was cut short. */
const anyCopy = /^before-version-\d+(?:\.new)?$/;

/**
 * Brings a vault of an older version to this program's: first a whole copy, read back and held against the original, then the
 * header, at once. Until the header is replaced the vault is of the older version, and after it of this; there is nothing between.
 */
export function migrateVault(parts: {
  readonly folder: string;
  readonly header: OldHeader;
  readonly vaultKey: Uint8Array;
  /** The slot that a passphrase opened; null where a program has the bare vault key. */
  readonly opened: OpenedSlot | null;
  readonly database: VaultDatabase;
  readonly randomBytes: RandomBytes;
}): Outcome<Header> {
  const { folder, header, vaultKey, opened, database, randomBytes } = parts;
  try {
    rmSync(join(folder, unfinishedCopy), { recursive: true, force: true });
    const copy = join(folder, unfinishedCopy);
    copyVault(folder, copy, database);
    if (!copyIsWhole(folder, copy, database, vaultKey)) {
      return {
        ok: false,
        problem: damagedVault('The copy that is made before the format changes does not read back.'),
      };
    }
    rmSync(join(folder, copyBeforeMigration), { recursive: true, force: true });
    renameSync(copy, join(folder, copyBeforeMigration));
    syncFolder(folder);
  } catch (error) {
    const problem = storageProblem(error);
    if (problem === null) throw error;
    return { ok: false, problem: problem === vaultProblems.diskFull ? vaultProblems.noRoomToMigrate : problem };
  }
  const migrated = migratedHeader(header, vaultKey, opened, randomBytes);
  if (migrated.ok) writeHeaderFile(folder, migrated.value);
  return migrated;
}

/**
 * Removes the copy once its secrets are no longer the vault's: it would go on opening with them.
 * @throws what the operating system says.
 */
export function removeCopyBeforeMigration(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => anyCopy.test(file))) {
    rmSync(join(folder, name), { recursive: true });
    syncFolder(folder);
  }
}

function copyVault(folder: string, copy: string, database: VaultDatabase): void {
  mkdirSync(join(copy, journalsFolder), { recursive: true, mode: 0o700 });
  // Through the connection: a second handle of ours on the database's file would drop the lock that keeps others out.
  database.copyInto(join(copy, databaseFile));
  syncFile(join(copy, databaseFile));
  for (const name of plainFiles(folder)) writeDurably(join(copy, name), readFileSync(join(folder, name)));
  syncFolder(join(copy, journalsFolder));
  syncFolder(copy);
}

function copyIsWhole(folder: string, copy: string, database: VaultDatabase, vaultKey: Uint8Array): boolean {
  const same = plainFiles(folder).every((name) =>
    readFileSync(join(copy, name)).equals(readFileSync(join(folder, name))),
  );
  const header = readHeaderFile(join(copy, headerFile));
  if (!same || header.kind !== 'whole' || !macHolds(header.header, vaultKey)) return false;
  const vaultId = Buffer.from(header.header.vaultId, 'hex');
  const opened = VaultDatabase.open(join(copy, databaseFile), vaultId);
  if (!opened.ok || opened.value.fresh) return false;
  const copied = opened.value.database;
  try {
    const holds = (one: VaultDatabase) =>
      one.journals().map((record) => {
        const hash = one.entries(uuidBytes(record.journalId)).map(({ link }) => Buffer.from(link).toString('hex'));
        return [record.journalId, hash];
      });
    if (JSON.stringify(holds(copied)) !== JSON.stringify(holds(database))) return false;
    copied.checkpoint('empty');
    return true;
  } finally {
    copied.close();
  }
}

/** Everything of a vault but its database, by name within the folder. */
function plainFiles(folder: string): string[] {
  const own = [headerFile, headerBackupFile, headFile, clinicCardFile].filter((name) => existsSync(join(folder, name)));
  const journals = readdirSync(join(folder, journalsFolder)).filter((name) => /\.vjh?$/.test(name));
  return [...own, ...journals.map((name) => join(journalsFolder, name))];
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeAll(file, bytes, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
