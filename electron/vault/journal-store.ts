import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { VaultDatabase } from './database.ts';
import { uuidBytes } from './identifier.ts';
import { Journal } from './journal.ts';
import type { HeadMark } from './journal-head.ts';
import type { JournalKeyRecord, JournalKeys } from './journal-keys.ts';
import { readSlot, type SlotPlace, writeSlot } from './journal-slots.ts';
import { openDatabase, openNewDatabase } from './open-database.ts';
import { damagedJournal, vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { DatabaseContradiction, isDatabaseDamage, storageFailure, storageProblem } from './storage-failure.ts';
import { journalPath } from './vault-files.ts';

/** What the store may know of one journal. */
export type KnownJournal = {
  readonly keys: JournalKeys;
  readonly record: JournalKeyRecord;
  readonly demanded: HeadMark | null;
};

/** Who knows the journals' keys: the unlocked vault all of them, the writer behind the lock one. */
export type JournalLookup = (journalId: string) => Outcome<KnownJournal>;

/** A journal as it is read. */
export type JournalContent = { readonly entries: readonly string[]; readonly report: readonly string[] };

/** So many writes between two checkpoints: about one megabyte of WAL. */
const writesBetweenCheckpoints = 100;

/**
 * The journals and slots of one vault folder. Calls are done one after the other. After a failed write nothing is trusted:
 * before the next call everything is opened anew, compared, and completed.
 */
export class JournalStore {
  readonly #folder: string;
  readonly #vaultId: Uint8Array;
  readonly #lookup: JournalLookup;
  readonly #randomBytes: RandomBytes;
  readonly #journals = new Map<string, Journal>();
  readonly #reports = new Map<string, string[]>();
  #database: VaultDatabase | null;
  #poison: { readonly journalId: string; readonly fileEnd: number } | 'database' | null = null;
  #databaseIsDamaged = false;
  readonly #databaseReport: string[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #waiting = 0;
  #writes = 0;

  constructor(place: {
    readonly folder: string;
    readonly vaultId: Uint8Array;
    readonly database: VaultDatabase;
    readonly lookup: JournalLookup;
    readonly randomBytes: RandomBytes;
  }) {
    this.#folder = place.folder;
    this.#vaultId = place.vaultId;
    this.#database = place.database;
    this.#lookup = place.lookup;
    this.#randomBytes = place.randomBytes;
  }

  /** Answers ok only when the entry is durable in both copies. */
  append(journalId: string, sequence: number, entry: string): Promise<Outcome<null>> {
    return this.#inTurn(async (database) => {
      const journal = this.#opened(database, journalId);
      if (!journal.ok) return journal;
      const fileEnd = journal.value.durableFileEnd();
      const appended = await journal.value.append(sequence, entry);
      if (!appended.ok && appended.poisoned) {
        this.#poison = { journalId, fileEnd };
        this.#databaseIsDamaged ||= appended.databaseIsDamaged;
      }
      if (appended.ok) this.#checkpointSoon();
      return appended.ok ? appended : { ok: false, problem: appended.problem };
    });
  }

  /** All entries in order, and what was found and repaired in this journal since the vault was unlocked. */
  read(journalId: string): Promise<Outcome<JournalContent>> {
    return this.#inTurn(async (database) => {
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const journal = this.#opened(database, journalId);
        if (!journal.ok) return journal;
        const entries = journal.value.entries();
        const report = [...this.#databaseReport, ...(this.#reports.get(journalId) ?? [])];
        if (entries !== null) return { ok: true, value: { entries, report } };
        // The database changed under us since it was opened; the other copy decides.
        this.#closeJournal(journalId);
      }
      throw new DatabaseContradiction();
    });
  }

  /** Overwrites a slot; durable when it answers ok. */
  putSlot(journalId: string, slot: string, text: string): Promise<Outcome<null>> {
    return this.#inTurn(async (database) => {
      const known = this.#lookup(journalId);
      if (!known.ok) return known;
      writeSlot(this.#slotPlace(database, known.value.keys), slot, text, this.#randomBytes);
      this.#checkpointSoon();
      return { ok: true, value: null };
    });
  }

  /** A slot's text, null when it was never written. */
  getSlot(journalId: string, slot: string): Promise<Outcome<string | null>> {
    return this.#inTurn(async (database) => {
      const known = this.#lookup(journalId);
      if (!known.ok) return known;
      const found = readSlot(this.#slotPlace(database, known.value.keys), slot);
      if (found === 'damaged') return { ok: false, problem: damagedJournal('A draft of this journal is damaged.') };
      return { ok: true, value: found?.content ?? null };
    });
  }

  /** Free space on the vault's disk, in bytes, as an ordinary user may use it. */
  async freeBytes(): Promise<Outcome<number>> {
    try {
      const { bavail, bsize } = await statfs(this.#folder);
      return { ok: true, value: bavail * bsize };
    } catch (error) {
      return storageFailure(error);
    }
  }

  /** Does something with the database between two other calls; a failed write poisons it as any other. */
  change<Value>(work: (database: VaultDatabase) => Outcome<Value>): Promise<Outcome<Value>> {
    return this.#inTurn(async (database) => work(database));
  }

  /** Lets go of a journal; its next use opens it and compares its copies anew. Only inside a turn. */
  release(journalId: string): void {
    this.#closeJournal(journalId);
    this.#reports.delete(journalId);
  }

  /** The marks of the journals that are open. */
  marks(): ReadonlyMap<string, HeadMark> {
    return new Map([...this.#journals].map(([journalId, journal]) => [journalId, journal.mark()]));
  }

  /** Waits for what was begun, then closes everything. `last` runs before the database is closed. Never fails. */
  close(last: () => void): Promise<void> {
    const closing = this.#last.then(() => {
      try {
        // Nothing is lost where this fails: the next opening works the WAL off and compares.
        if (this.#poison === null) {
          last();
          this.#database?.checkpoint('empty');
        }
      } catch (error) {
        if (storageProblem(error) === null) throw error;
      } finally {
        this.#isClosed = true;
        this.#closeAll();
      }
    });
    this.#last = closing.catch(() => undefined);
    return closing;
  }

  #inTurn<Value>(work: (database: VaultDatabase) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    this.#waiting += 1;
    const turn = this.#last.then(async (): Promise<Outcome<Value>> => {
      try {
        try {
          return await this.#whenHealed(work);
        } catch (error) {
          this.#poison ??= 'database';
          if (!isDatabaseDamage(error)) throw error;
          // A new database is filled from the journal files; then the call is done as if nothing had been.
          this.#databaseIsDamaged = true;
          return await this.#whenHealed(work);
        }
      } catch (error) {
        this.#poison ??= 'database';
        return storageFailure(error);
      } finally {
        this.#waiting -= 1;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #whenHealed<Value>(work: (database: VaultDatabase) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    if (this.#isClosed) return { ok: false, problem: vaultProblems.locked };
    const refusal = this.#heal();
    if (refusal !== null) return { ok: false, problem: refusal };
    if (this.#database === null) return { ok: false, problem: vaultProblems.locked };
    return work(this.#database);
  }

  #opened(database: VaultDatabase, journalId: string): Outcome<Journal> {
    const open = this.#journals.get(journalId);
    if (open !== undefined) return { ok: true, value: open };
    const known = this.#lookup(journalId);
    if (!known.ok) return known;
    // A database that was made anew knows no journal yet.
    if (!database.hasJournal(uuidBytes(journalId))) database.putJournal(known.value.record);
    const opened = Journal.open({
      folder: this.#folder,
      vaultId: this.#vaultId,
      database,
      randomBytes: this.#randomBytes,
      ...known.value,
    });
    if (opened.ok) {
      this.#journals.set(journalId, opened.value);
      this.#reports.set(journalId, [...(this.#reports.get(journalId) ?? []), ...opened.value.report]);
    }
    return opened;
  }

  /**
   * After a failed write or fsync the system may show data that never reached the disk. So: close everything, cut the
   * journal file back to what was acknowledged, open the database anew and have it write the WAL's content again. The next
   * opening of the journal then completes each copy from the other.
   */
  #heal(): Problem | null {
    if (this.#poison === null) return null;
    try {
      this.#closeAll();
      if (this.#poison !== 'database') cutFile(journalPath(this.#folder, this.#poison.journalId), this.#poison.fileEnd);
      const open = this.#databaseIsDamaged ? openNewDatabase : openDatabase;
      const opened = open(this.#folder, this.#vaultId, this.#randomBytes);
      if (!opened.ok) return opened.problem;
      this.#database = opened.value.database;
      this.#databaseIsDamaged = false;
      if (opened.value.rebuilt !== null) this.#databaseReport.push(opened.value.rebuilt);
      this.#database.checkpoint('empty');
      this.#poison = null;
      return null;
    } catch (error) {
      const problem = storageProblem(error);
      if (problem === null) throw error;
      return problem;
    }
  }

  #checkpointSoon(): void {
    this.#writes += 1;
    const isIdle = this.#waiting <= 1;
    if (this.#writes < writesBetweenCheckpoints || (!isIdle && this.#writes < 10 * writesBetweenCheckpoints)) return;
    this.#writes = 0;
    // In turn, but after this call has answered: the checkpoint is on nobody's path to "saved".
    setImmediate(() => {
      void this.#inTurn(async (database) => {
        database.checkpoint('keep');
        for (const journal of this.#journals.values()) journal.syncHead();
        return { ok: true, value: null };
      });
    });
  }

  #closeJournal(journalId: string): void {
    this.#journals.get(journalId)?.close();
    this.#journals.delete(journalId);
  }

  #closeAll(): void {
    for (const journalId of [...this.#journals.keys()]) this.#closeJournal(journalId);
    this.#database?.close();
    this.#database = null;
  }

  #slotPlace(database: VaultDatabase, keys: JournalKeys): SlotPlace {
    return { database, vaultId: this.#vaultId, keys };
  }
}

function cutFile(path: string, end: number): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, end);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}
