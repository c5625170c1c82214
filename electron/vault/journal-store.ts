import { createHmac } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { envelopeKinds, type Place } from './associated-data.ts';
import { VaultDatabase } from './database.ts';
import { open, seal } from './envelope.ts';
import { uuidBytes } from './identifier.ts';
import { Journal } from './journal.ts';
import type { HeadMark } from './journal-head.ts';
import type { JournalKeyRecord, JournalKeys } from './journal-keys.ts';
import { pad, unpad } from './padding.ts';
import { damagedJournal, vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { storageFailure, storageProblem } from './storage-failure.ts';
import { subkey } from './subkey.ts';
import { databaseFile, journalPath } from './vault-files.ts';

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
      if (!appended.ok && appended.poisoned) this.#poison = { journalId, fileEnd };
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
        const report = this.#reports.get(journalId) ?? [];
        if (entries !== null) return { ok: true, value: { entries, report: [...report] } };
        // The database changed under us since it was opened; the other copy decides.
        this.#closeJournal(journalId);
      }
      return { ok: false, problem: damagedJournal('A journal does not stay the same between two readings.') };
    });
  }

  /** Overwrites a slot; durable when it answers ok. */
  putSlot(journalId: string, slot: string, text: string): Promise<Outcome<null>> {
    return this.#inTurn(async (database) => {
      const known = this.#lookup(journalId);
      if (!known.ok) return known;
      const { keys } = known.value;
      const slotId = this.#slotId(keys, slot);
      const counter = (database.slot(uuidBytes(journalId), slotId)?.counter ?? 0) + 1;
      const padded = pad(Buffer.from(text, 'utf8'));
      const envelope = seal(keys.sealKey, this.#slotPlace(keys, slotId, counter), padded, this.#randomBytes);
      padded.fill(0);
      database.putSlot(uuidBytes(journalId), slotId, { counter, envelope });
      this.#checkpointSoon();
      return { ok: true, value: null };
    });
  }

  /** A slot's text, null when it was never written. */
  getSlot(journalId: string, slot: string): Promise<Outcome<string | null>> {
    return this.#inTurn(async (database) => {
      const known = this.#lookup(journalId);
      if (!known.ok) return known;
      const { keys } = known.value;
      const slotId = this.#slotId(keys, slot);
      const row = database.slot(uuidBytes(journalId), slotId);
      if (row === null) return { ok: true, value: null };
      const padded = open(keys.sealKey, this.#slotPlace(keys, slotId, row.counter), row.envelope);
      const content = padded === null ? null : unpad(padded);
      if (content === null) return { ok: false, problem: damagedJournal('A draft of this journal is damaged.') };
      return { ok: true, value: Buffer.from(content).toString('utf8') };
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
        if (this.#isClosed) return { ok: false, problem: vaultProblems.locked };
        const refusal = this.#heal();
        if (refusal !== null) return { ok: false, problem: refusal };
        if (this.#database === null) return { ok: false, problem: vaultProblems.locked };
        return await work(this.#database);
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

  #opened(database: VaultDatabase, journalId: string): Outcome<Journal> {
    const open = this.#journals.get(journalId);
    if (open !== undefined) return { ok: true, value: open };
    const known = this.#lookup(journalId);
    if (!known.ok) return known;
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
      const opened = VaultDatabase.open(join(this.#folder, databaseFile), this.#vaultId);
      if (!opened.ok) return opened.problem;
      this.#database = opened.value.database;
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

  #slotId(keys: JournalKeys, slot: string): Uint8Array {
    const key = subkey(keys.logKey, this.#vaultId, 'slot-names');
    const slotId = createHmac('sha256', key).update(slot, 'utf8').digest().subarray(0, 16);
    key.fill(0);
    return slotId;
  }

  #slotPlace(keys: JournalKeys, slotId: Uint8Array, counter: number): Place {
    return {
      kind: envelopeKinds.slot,
      vaultId: this.#vaultId,
      journalId: uuidBytes(keys.journalId),
      itemId: slotId,
      sequence: counter,
      keyId: keys.keyId,
    };
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
