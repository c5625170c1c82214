import type { Outcome } from '../../shared/problem.ts';
import type { VaultDatabase } from './database.ts';
import { hexBytes } from './hexadecimal.ts';
import type { JournalKind } from './journal-keys.ts';
import { JournalStore } from './journal-store.ts';
import { openDatabase } from './open-database.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { storageFailure } from './storage-failure.ts';

/** One journal's keys, on their way once from the process that is locked to the one that goes on with the session. */
export type SessionHandOver = {
  readonly vaultId: string;
  readonly journalId: string;
  readonly kind: JournalKind;
  readonly keyId: Uint8Array;
  readonly sealKey: Uint8Array;
  readonly logKey: Uint8Array;
  readonly wrappedSealKey: Uint8Array;
  readonly wrappedLogKey: Uint8Array;
};

/** What can be done behind the lock. */
export type SessionJournal = Pick<JournalStore, 'append' | 'putSlot' | 'getSlot' | 'freeBytes'>;

/** The writer behind the lock: one session's journal and slots; no other journal, no vault key, no signature, no reading. */
export class SessionWriter {
  readonly #folder: string;
  readonly #handOver: SessionHandOver;
  readonly #randomBytes: RandomBytes;
  #store: JournalStore;

  private constructor(folder: string, handOver: SessionHandOver, randomBytes: RandomBytes, database: VaultDatabase) {
    this.#folder = folder;
    this.#handOver = handOver;
    this.#randomBytes = randomBytes;
    this.#store = this.#storeOn(database);
  }

  /** Opens the vault's folder for one journal. */
  static open(folder: string, handOver: SessionHandOver, randomBytes: RandomBytes): Outcome<SessionWriter> {
    const database = openFor(folder, handOver, randomBytes);
    if (!database.ok) return database;
    return { ok: true, value: new SessionWriter(folder, handOver, randomBytes, database.value) };
  }

  get journalId(): string {
    return this.#handOver.journalId;
  }

  journal(): SessionJournal {
    return this.#store;
  }

  /** Finishes what was begun and gives the folder free. */
  suspend(): Promise<void> {
    return this.#store.close(() => undefined);
  }

  /** Takes the folder again after `suspend`. */
  resume(): Outcome<null> {
    const database = openFor(this.#folder, this.#handOver, this.#randomBytes);
    if (!database.ok) return database;
    this.#store = this.#storeOn(database.value);
    return { ok: true, value: null };
  }

  /** Zeroes the keys. */
  forget(): void {
    this.#handOver.sealKey.fill(0);
    this.#handOver.logKey.fill(0);
  }

  #storeOn(database: VaultDatabase): JournalStore {
    const { journalId, kind, keyId, sealKey, logKey, wrappedSealKey, wrappedLogKey } = this.#handOver;
    const known = {
      keys: { journalId, kind, keyId, sealKey, logKey },
      record: { journalId, keyId, wrappedSealKey, wrappedLogKey },
      demanded: null,
    };
    return new JournalStore({
      folder: this.#folder,
      vaultId: hexBytes(this.#handOver.vaultId),
      database,
      randomBytes: this.#randomBytes,
      lookup: (asked) =>
        asked === journalId ? { ok: true, value: known } : { ok: false, problem: vaultProblems.onlyThisSession },
    });
  }
}

function openFor(folder: string, handOver: SessionHandOver, randomBytes: RandomBytes): Outcome<VaultDatabase> {
  try {
    // Where the database vanished or was damaged while the vault was locked, the journal file fills a new one.
    const opened = openDatabase(folder, hexBytes(handOver.vaultId), randomBytes);
    return opened.ok ? { ok: true, value: opened.value.database } : opened;
  } catch (error) {
    return storageFailure(error);
  }
}
