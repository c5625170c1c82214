import { copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Outcome } from '../../shared/problem.ts';
import { contentsFile } from './backup-contents.ts';
import { backupProblems } from './backup-problems.ts';
import type { CheckPlace } from './check-vault.ts';
import type { JournalAtHand } from './check-vault-journal.ts';
import { VaultDatabase } from './database.ts';
import { type FoundJournal, findJournals } from './find-journals.ts';
import type { StoredHeader } from './header.ts';
import { hexBytes } from './hexadecimal.ts';
import { findVault } from './inspect.ts';
import type { JournalKeyRecord, JournalKeyWrapping } from './journal-keys.ts';
import type { Derive } from './key-derivation.ts';
import { aboutSealing, openAbout } from './key-slot.ts';
import { forgetSlot } from './open-slot.ts';
import { vaultProblems } from './problems.ts';
import { journalKeyWrapping, previousVaultKey } from './rotate-vault-key.ts';
import { prove } from './slot-calls.ts';
import { storageFailure } from './storage-failure.ts';
import { databaseFile } from './vault-files.ts';
import { type HeadSealing, headSealing, readVaultHead, type VaultHead } from './vault-head.ts';

/** A vault or backup that is only read: nothing in its folder changes. It reads a copy of the database, made elsewhere. */
export class ReadVault {
  readonly folder: string;
  readonly header: StoredHeader;
  readonly vaultId: Uint8Array;
  readonly journals: ReadonlyMap<string, FoundJournal>;
  readonly head: VaultHead;
  /** What was found damaged while it was opened, in sentences. */
  readonly damage: readonly string[];
  readonly #database: VaultDatabase;
  readonly #scratch: string;
  readonly #wrappings: readonly JournalKeyWrapping[];
  /** As the database had them; a key that only a journal file has was added to the copy since. */
  readonly #keyRecords: readonly JournalKeyRecord[];

  private constructor(parts: {
    readonly folder: string;
    readonly header: StoredHeader;
    readonly journals: ReadonlyMap<string, FoundJournal>;
    readonly head: VaultHead;
    readonly damage: readonly string[];
    readonly database: VaultDatabase;
    readonly scratch: string;
    readonly wrappings: readonly JournalKeyWrapping[];
    readonly keyRecords: readonly JournalKeyRecord[];
  }) {
    this.folder = parts.folder;
    this.header = parts.header;
    this.vaultId = hexBytes(parts.header.vaultId);
    this.journals = parts.journals;
    this.head = parts.head;
    this.damage = parts.damage;
    this.#database = parts.database;
    this.#scratch = parts.scratch;
    this.#wrappings = parts.wrappings;
    this.#keyRecords = parts.keyRecords;
  }

  /**
   * Reads a vault by what a person typed, UTF-8: a passphrase or a recovery key. With it come the therapists' names.
   * @param notThis the folder of the vault that this process has open; null where it has none.
   */
  static async openBy(
    folder: string,
    typed: Uint8Array,
    derive: Derive,
    notThis: string | null,
  ): Promise<Outcome<{ readonly vault: ReadVault; readonly therapists: readonly string[] }>> {
    const found = findVault(folder);
    if (!found.ok) return found;
    if (found.value.kind !== 'vault') return { ok: false, problem: vaultProblems.noVaultHere };
    if (notThis !== null && isSameFolder(folder, notThis)) return { ok: false, problem: backupProblems.itself };
    const { header } = found.value;
    const slot = await prove(header, typed, derive);
    if (!slot.ok) return slot;
    const vault = ReadVault.open(folder, header, slot.value.vaultKey);
    const therapists = vault.ok ? therapistsOf(header, slot.value.vaultKey) : [];
    forgetSlot(slot.value);
    return vault.ok ? { ok: true, value: { vault: vault.value, therapists } } : vault;
  }

  /**
   * Reads a vault whose key is known (the caller zeroes it). It must be no vault that this process has open: closing another
   * handle on its database would give its lock free.
   * @returns `vault-in-use` where another process has it open.
   */
  static open(folder: string, header: StoredHeader, vaultKey: Uint8Array): Outcome<ReadVault> {
    let scratch: string | null = null;
    let opened: VaultDatabase | null = null;
    try {
      // A backup is never written to; and a share need not know SQLite's locks.
      if (!existsSync(join(folder, contentsFile)) && isInUse(join(folder, databaseFile)))
        return { ok: false, problem: vaultProblems.inUse };
      scratch = mkdtempSync(join(tmpdir(), 'vigil-reading-'));
      const damage: string[] = [];
      const database = readableDatabase(folder, scratch, hexBytes(header.vaultId), damage);
      if (!database.ok) {
        rmSync(scratch, { recursive: true, force: true });
        return database;
      }
      opened = database.value;
      // Open files need no names; without them nothing stays, however this process ends. Windows keeps them until `close`.
      if (process.platform !== 'win32') rmSync(scratch, { recursive: true, force: true });
      const keyRecords = database.value.journals();
      const keys = keysOf(header, vaultKey);
      const head = believedHead(folder, keys.sealings, damage);
      const journals = journalsBy(keys.wrappings, { folder, database: database.value, head });
      for (const { key } of keys.sealings) key.fill(0);
      const { wrappings } = keys;
      const parts = {
        folder,
        header,
        journals,
        head,
        damage,
        database: database.value,
        scratch,
        wrappings,
        keyRecords,
      };
      return { ok: true, value: new ReadVault(parts) };
    } catch (error) {
      opened?.close();
      if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
      return storageFailure(error);
    }
  }

  /** The vault as a place to check. */
  place(): CheckPlace {
    return {
      folder: this.folder,
      header: this.header,
      vaultId: this.vaultId,
      journals: this.journals,
      wrappings: this.#wrappings,
      keyRecords: this.#keyRecords,
      damage: this.damage,
      inTurn: async (work) => ({ ok: true, value: work(this.#database) }),
      openMark: () => null,
    };
  }

  /** What one of its journals is proven from; null where its keys do not open. */
  atHand(journalId: string): JournalAtHand | null {
    const journal = this.journals.get(journalId);
    if (journal === undefined || !('keys' in journal)) return null;
    const { folder, vaultId } = this;
    return { folder, vaultId, database: this.#database, keys: journal.keys, demanded: journal.demanded };
  }

  /** Closes, removes the copy of the database, and zeroes the keys. */
  close(): void {
    this.#database.close();
    rmSync(this.#scratch, { recursive: true, force: true });
    for (const { key } of this.#wrappings) key.fill(0);
    for (const journal of this.journals.values()) {
      if (!('keys' in journal)) continue;
      journal.keys.sealKey.fill(0);
      journal.keys.logKey.fill(0);
    }
  }
}

/** True when both paths are the same folder. @throws what the operating system says, except for a missing folder. */
export function isSameFolder(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other);
}

/**
 * Whether another process has the database open. SQLite's exclusive mode cannot be had on a file that is opened for reading
 * only, so on a free one this fails in another way, before anything beside it is made.
 */
function isInUse(path: string): boolean {
  if (!existsSync(path)) return false;
  let connection: BetterSqlite3.Database | null = null;
  try {
    connection = new BetterSqlite3(path, { readonly: true, timeout: 0 });
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    return error.code.startsWith('SQLITE_BUSY');
  } finally {
    connection?.close();
  }
}

function readableDatabase(
  folder: string,
  scratch: string,
  vaultId: Uint8Array,
  damage: string[],
): Outcome<VaultDatabase> {
  const copy = join(scratch, databaseFile);
  for (const suffix of ['', '-wal']) {
    const path = join(folder, databaseFile) + suffix;
    if (existsSync(path)) copyFileSync(path, copy + suffix);
  }
  const opened = VaultDatabase.open(copy, vaultId);
  if (opened.ok) {
    if (opened.value.fresh) damage.push('The database of the vault is missing or empty.');
    return { ok: true, value: opened.value.database };
  }
  if (opened.problem.code !== 'vault-damaged') return opened;
  damage.push('The database of the vault is damaged; what follows was read from the journal files alone.');
  const empty = VaultDatabase.open(join(scratch, 'empty.db'), vaultId);
  return empty.ok ? { ok: true, value: empty.value.database } : empty;
}

function therapistsOf(header: StoredHeader, vaultKey: Uint8Array): string[] {
  if (header.formatVersion === 1) return [];
  const sealing = aboutSealing(header.vaultId, header.vaultKeyId, vaultKey);
  const names = header.keySlots.flatMap((slot) => {
    const about = openAbout(slot.sealedAbout, hexBytes(slot.slotId), sealing);
    return about === null || about.therapist === null ? [] : [about.therapist.name];
  });
  sealing.key.fill(0);
  return names;
}

type Keys = { readonly wrappings: readonly JournalKeyWrapping[]; readonly sealings: readonly HeadSealing[] };

/** The present keys, and those before while a change of the vault's key is not complete. */
function keysOf(header: StoredHeader, vaultKey: Uint8Array): Keys {
  const wrappings = [journalKeyWrapping(header, vaultKey)];
  const sealings = [headSealing(header, vaultKey)];
  const previous = header.formatVersion === 1 ? null : previousVaultKey(header, vaultKey);
  if (previous !== null) {
    const before = { vaultId: header.vaultId, vaultKeyId: previous.vaultKeyId };
    wrappings.push(journalKeyWrapping(before, previous.vaultKey));
    sealings.push(headSealing(before, previous.vaultKey));
    previous.vaultKey.fill(0);
  }
  return { wrappings, sealings };
}

function believedHead(folder: string, sealings: readonly HeadSealing[], damage: string[]): VaultHead {
  const heads = sealings.map((sealing) => readVaultHead(folder, sealing));
  const head = heads.find((each) => typeof each !== 'string');
  if (head !== undefined && typeof head !== 'string') return head;
  damage.push(`The head of the vault is ${heads.includes('missing') ? 'missing' : 'damaged'}.`);
  return { counter: 0, journals: [] };
}

/**
 * The journals of a vault whose key may be in the middle of being changed: each by whichever key wraps it.
 * @throws what the operating system or SQLite says.
 */
export function journalsBy(
  wrappings: readonly JournalKeyWrapping[],
  at: { readonly folder: string; readonly database: VaultDatabase; readonly head: VaultHead },
): Map<string, FoundJournal> {
  const found = new Map<string, FoundJournal>();
  for (const wrapping of wrappings) {
    for (const [journalId, journal] of findJournals({ ...at, wrapping, report: [] })) {
      const known = found.get(journalId);
      if (known === undefined || !('keys' in known)) found.set(journalId, journal);
    }
  }
  for (const { journalId } of at.head.shredded ?? []) found.delete(journalId);
  return found;
}
