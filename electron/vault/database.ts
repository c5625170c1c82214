import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { uuidBytes, uuidText } from './identifier.ts';
import type { StoredEntry } from './journal-file.ts';
import type { JournalKeyRecord } from './journal-keys.ts';
import { damagedVault, vaultProblems } from './problems.ts';
import { storageProblem } from './storage-failure.ts';

/** "VGIL", so that `file` and other programs can tell the database from any other. */
const applicationId = 0x5647494c;
const schemaVersion = 1;
/** Node-API 10; below it the database's binary ends the process without a word. */
const leastNodeApi = 10;
/** Up to this size, some ten sessions of 500 entries, SQLite's own check takes tens of milliseconds (16 ms per MiB on a busy machine). */
const quickCheckedBytes = 4 * 1024 * 1024;
/** The first SQLite without the race in resetting the WAL. */
const leastSqlite = [3, 51, 3] as const;

/** Stands in the way of every removal; shredding a journal takes it down and puts it up again, in one transaction. */
export const removalTrigger = `
CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
WHEN NOT EXISTS (
  SELECT 1 FROM events_set_aside AS aside
  WHERE aside.journal_id = OLD.journal_id AND aside.sequence = OLD.sequence
    AND aside.link = OLD.link AND aside.envelope = OLD.envelope
)
BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
`;

const schema = `
CREATE TABLE vault (one INTEGER PRIMARY KEY CHECK (one = 1), vault_id BLOB NOT NULL) STRICT;
CREATE TABLE journals (
  journal_id BLOB PRIMARY KEY,
  key_id BLOB NOT NULL,
  wrapped_seal_key BLOB NOT NULL,
  wrapped_log_key BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
  journal_id BLOB NOT NULL REFERENCES journals (journal_id),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  link BLOB NOT NULL,
  envelope BLOB NOT NULL,
  PRIMARY KEY (journal_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE events_set_aside (
  journal_id BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  link BLOB NOT NULL,
  envelope BLOB NOT NULL
) STRICT;
CREATE TABLE slots (
  journal_id BLOB NOT NULL REFERENCES journals (journal_id),
  slot_id BLOB NOT NULL,
  counter INTEGER NOT NULL CHECK (counter >= 1),
  envelope BLOB NOT NULL,
  PRIMARY KEY (journal_id, slot_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
${removalTrigger}`;

// Columns are named anew in every query: damage in the table's own words may spell them otherwise. What stands in them is
// what the file holds, whatever the table was made for.
type EventRow = { readonly sequence: number; readonly link: unknown; readonly envelope: unknown };
type JournalRow = {
  readonly journal_id: Buffer;
  readonly key_id: Buffer;
  readonly wrapped_seal_key: Buffer;
  readonly wrapped_log_key: Buffer;
};
/** A slot's newest content. */
export type SlotRow = { readonly counter: number; readonly envelope: Uint8Array };

/** What opening gave: `fresh` when the file held nothing before. */
export type OpenedDatabase = { readonly database: VaultDatabase; readonly fresh: boolean };

/** What is no bytes any more is none: then nothing proves the entry, and it counts as damaged. */
function bytesIn(column: unknown): Uint8Array {
  return column instanceof Uint8Array ? column : new Uint8Array();
}

function storedEntry({ sequence, link, envelope }: EventRow): StoredEntry {
  return { sequence, link: bytesIn(link), envelope: bytesIn(envelope) };
}

/** The database of a vault. Every write is durable when the method returns; every column holds envelopes or random ids. */
export class VaultDatabase {
  readonly #connection: BetterSqlite3.Database;
  readonly #insertEvent: BetterSqlite3.Statement;
  readonly #selectEvents: BetterSqlite3.Statement<[Uint8Array], EventRow>;
  readonly #selectEvent: BetterSqlite3.Statement<[Uint8Array, number], EventRow>;
  readonly #selectJournals: BetterSqlite3.Statement<[], JournalRow>;
  readonly #selectJournal: BetterSqlite3.Statement<[Uint8Array], { readonly key_id: Buffer }>;
  readonly #upsertSlot: BetterSqlite3.Statement;
  readonly #selectSlot: BetterSqlite3.Statement<[Uint8Array, Uint8Array], SlotRow>;

  private constructor(connection: BetterSqlite3.Database) {
    this.#connection = connection;
    this.#insertEvent = connection.prepare(
      'INSERT INTO events (journal_id, sequence, link, envelope) VALUES (?, ?, ?, ?)',
    );
    this.#selectEvents = connection.prepare(
      'SELECT sequence AS sequence, link AS link, envelope AS envelope FROM events WHERE journal_id = ? ORDER BY sequence',
    );
    this.#selectEvent = connection.prepare(
      'SELECT sequence AS sequence, link AS link, envelope AS envelope FROM events WHERE journal_id = ? AND sequence = ?',
    );
    // By name, and prepared at once: a table of another form is then found while the database is opened.
    this.#selectJournals = connection.prepare(
      `SELECT journal_id AS journal_id, key_id AS key_id, wrapped_seal_key AS wrapped_seal_key,
         wrapped_log_key AS wrapped_log_key FROM journals`,
    );
    this.#selectJournal = connection.prepare('SELECT key_id FROM journals WHERE journal_id = ?');
    this.#upsertSlot = connection.prepare(
      `INSERT INTO slots (journal_id, slot_id, counter, envelope) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET counter = excluded.counter, envelope = excluded.envelope`,
    );
    this.#selectSlot = connection.prepare(
      'SELECT counter AS counter, envelope AS envelope FROM slots WHERE journal_id = ? AND slot_id = ?',
    );
  }

  /**
   * Opens the database, or makes an empty one, and takes it for this process alone.
   * @returns a Problem: `vault-in-use`, `vault-damaged`, `unsafe-database`, or one of the disk's.
   */
  static open(path: string, vaultId: Uint8Array): Outcome<OpenedDatabase> {
    if (Number(process.versions.napi) < leastNodeApi) throw new Error('the database needs Node-API 10 or newer');
    let connection: BetterSqlite3.Database | null = null;
    try {
      // On a read-only disk SQLite fails only later, and does not say why.
      accessSync(dirname(path), constants.W_OK);
      connection = new BetterSqlite3(path, { timeout: 0 });
      const opened = prepare(connection, vaultId);
      if (!opened.ok) {
        connection.close();
        return opened;
      }
      return { ok: true, value: { database: new VaultDatabase(connection), fresh: opened.value.fresh } };
    } catch (error) {
      connection?.close();
      const problem = storageProblem(error) ?? schemaProblem(error);
      if (problem === null) throw error;
      return { ok: false, problem };
    }
  }

  journals(): JournalKeyRecord[] {
    return this.#selectJournals.all().map((row) => ({
      journalId: uuidText(row.journal_id),
      keyId: row.key_id,
      wrappedSealKey: row.wrapped_seal_key,
      wrappedLogKey: row.wrapped_log_key,
    }));
  }

  /** Whether the database has a journal's keys; an entry without them is refused. */
  hasJournal(journalId: Uint8Array): boolean {
    return this.#selectJournal.get(journalId) !== undefined;
  }

  /** Adds or replaces the wrapped keys of a journal. */
  putJournal(record: JournalKeyRecord): void {
    this.#connection
      .prepare(
        `INSERT INTO journals (journal_id, key_id, wrapped_seal_key, wrapped_log_key) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET key_id = excluded.key_id, wrapped_seal_key = excluded.wrapped_seal_key,
           wrapped_log_key = excluded.wrapped_log_key`,
      )
      .run(uuidBytes(record.journalId), record.keyId, record.wrappedSealKey, record.wrappedLogKey);
  }

  /** Adds one entry. @throws SQLite's error; then the whole connection must be opened anew. */
  append(journalId: Uint8Array, entry: StoredEntry): void {
    this.#insertEvent.run(journalId, entry.sequence, entry.link, entry.envelope);
  }

  entries(journalId: Uint8Array): StoredEntry[] {
    return this.#selectEvents.all(journalId).map(storedEntry);
  }

  entry(journalId: Uint8Array, sequence: number): StoredEntry | null {
    const row = this.#selectEvent.get(journalId, sequence);
    return row === undefined ? null : storedEntry(row);
  }

  /** Sets rows aside (they stay in `events_set_aside`) and puts good entries in, all or nothing. */
  repair(journalId: Uint8Array, setAside: readonly number[], good: readonly StoredEntry[]): void {
    const keep = this.#connection.prepare(
      `INSERT INTO events_set_aside
       SELECT journal_id, sequence, CAST(coalesce(link, x'') AS BLOB), CAST(coalesce(envelope, x'') AS BLOB)
       FROM events WHERE journal_id = ? AND sequence = ?`,
    );
    const isBytes = this.#connection
      .prepare<[Uint8Array, number], number>(
        `SELECT typeof(link) = 'blob' AND typeof(envelope) = 'blob' FROM events WHERE journal_id = ? AND sequence = ?`,
      )
      .pluck();
    const remove = this.#connection.prepare('DELETE FROM events WHERE journal_id = ? AND sequence = ?');
    this.#connection.transaction(() => {
      // What is no bytes any more is kept as the bytes that it is; the trigger does not take that for the same.
      const isOdd = setAside.some((sequence) => isBytes.get(journalId, sequence) === 0);
      if (isOdd) this.#connection.exec('DROP TRIGGER IF EXISTS events_are_never_removed');
      for (const sequence of setAside) {
        keep.run(journalId, sequence);
        remove.run(journalId, sequence);
      }
      if (isOdd) this.#connection.exec(removalTrigger);
      for (const entry of good) this.append(journalId, entry);
    })();
  }

  putSlot(journalId: Uint8Array, slotId: Uint8Array, slot: SlotRow): void {
    this.#upsertSlot.run(journalId, slotId, slot.counter, slot.envelope);
  }

  slot(journalId: Uint8Array, slotId: Uint8Array): SlotRow | null {
    return this.#selectSlot.get(journalId, slotId) ?? null;
  }

  /** Writes everything, the WAL's content too, into a new database at a path that is free. @throws SQLite's error. */
  copyInto(path: string): void {
    this.#connection.prepare('VACUUM INTO ?').run(path);
  }

  /** Moves the WAL into the database; `empty` also cuts the WAL to nothing. @throws SQLite's error. */
  checkpoint(mode: 'keep' | 'empty'): void {
    this.#connection.pragma(`wal_checkpoint(${mode === 'empty' ? 'TRUNCATE' : 'PASSIVE'})`);
  }

  /** Work on the whole database that has a file of its own: copying, checking, shredding. */
  with<Value>(work: (connection: BetterSqlite3.Database) => Value): Value {
    return work(this.#connection);
  }

  close(): void {
    this.#connection.close();
  }
}

function prepare(connection: BetterSqlite3.Database, vaultId: Uint8Array): Outcome<{ fresh: boolean }> {
  // Exclusive before the first access: then there is no shared memory file and a second process is refused.
  connection.pragma('locking_mode = EXCLUSIVE');
  const mode = connection.pragma('journal_mode = WAL', { simple: true });
  // After WAL, because the package's default drops to NORMAL there, and NORMAL loses acknowledged entries in a power cut.
  connection.pragma('synchronous = FULL');
  connection.pragma('fullfsync = ON');
  connection.pragma('checkpoint_fullfsync = ON');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('secure_delete = ON');
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  connection.pragma('mmap_size = 0');
  // Checkpoints are ours, off the path of an acknowledgement.
  connection.pragma('wal_autocheckpoint = 0');
  const isSafe =
    mode === 'wal' &&
    connection.pragma('synchronous', { simple: true }) === 2 &&
    connection.pragma('locking_mode', { simple: true }) === 'exclusive' &&
    connection.pragma('temp_store', { simple: true }) === 2 &&
    connection.pragma('secure_delete', { simple: true }) === 1 &&
    isNewEnough(connection.prepare('SELECT sqlite_version()').pluck().get());
  if (!isSafe) return { ok: false, problem: vaultProblems.unsafeDatabase };
  const version = Number(connection.pragma('user_version', { simple: true }));
  const owner = Number(connection.pragma('application_id', { simple: true }));
  const tables = connection.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (version === 0 && owner === 0 && tables === 0) {
    connection.transaction(() => {
      connection.exec(schema);
      connection.prepare('INSERT INTO vault (one, vault_id) VALUES (1, ?)').run(vaultId);
      connection.pragma(`application_id = ${applicationId}`);
      connection.pragma(`user_version = ${schemaVersion}`);
    })();
    return { ok: true, value: { fresh: true } };
  }
  if (owner !== applicationId) return damaged('The database in this folder is not the one of a vault.');
  // A newer format says so in the vault's header, which was read before; here another number can only be damage.
  if (version !== schemaVersion || !passesQuickCheck(connection))
    return damaged('The database of the vault is damaged.');
  const owned = connection.prepare<[], Buffer>('SELECT vault_id FROM vault').pluck().get();
  if (owned === undefined || Buffer.compare(owned, vaultId) !== 0) {
    return damaged('The database in this folder belongs to another vault.');
  }
  return { ok: true, value: { fresh: false } };
}

/**
 * SQLite's own check reads every page. In a large database that would be most of an unlock; there damage is found where it is met:
 * each journal is proven against its file before it is used, and a database that fails then is written anew.
 */
function passesQuickCheck(connection: BetterSqlite3.Database): boolean {
  const pages = Number(connection.pragma('page_count', { simple: true }));
  const pageBytes = Number(connection.pragma('page_size', { simple: true }));
  if (pages * pageBytes > quickCheckedBytes) return true;
  return connection.pragma('quick_check(1)', { simple: true }) === 'ok';
}

/** SQLite's plain error while the statements are prepared: a table is missing or has another form. */
function schemaProblem(error: unknown): Problem | null {
  const isSchema = error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_ERROR';
  return isSchema ? damagedVault('The tables of the database are not those of a vault.') : null;
}

function damaged(what: string): Outcome<never> {
  return { ok: false, problem: damagedVault(what) };
}

function isNewEnough(version: unknown): boolean {
  const parts = String(version).split('.').map(Number);
  for (const [index, least] of leastSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
