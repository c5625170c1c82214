import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import Ciphers from 'better-sqlite3-multiple-ciphers';
import { type Chain, chainOf } from '../../electron/vault/chain.ts';
import { VaultDatabase } from '../../electron/vault/database.ts';
import { seal } from '../../electron/vault/envelope.ts';
import { pad } from '../../electron/vault/padding.ts';

/** So many bytes has the bare write, and about so many the sealed entry. */
const bareBytes = 300;
/** The entry of every trial. */
export const entryText = JSON.stringify({ body: { type: 'note', text: 'word '.repeat(28) } });

/** A file that grows by one write and one fdatasync: what the disk itself asks for an append. */
export class BareFile {
  readonly #file: number;
  readonly #bytes = randomBytes(bareBytes);

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  append(): void {
    writeSync(this.#file, this.#bytes);
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The database alone: sealed, chained, written, synced. */
export class DatabaseAlone {
  readonly #database: VaultDatabase;
  readonly #journalId = randomBytes(16);
  readonly #vaultId = randomBytes(16);
  readonly #keyId = randomBytes(16);
  readonly #sealKey = randomBytes(32);
  readonly #chain = chainOf(randomBytes(32), this.#vaultId, this.#journalId, this.#keyId);
  #link = this.#chain.first;
  #count = 0;

  constructor(path: string) {
    const opened = VaultDatabase.open(path, this.#vaultId);
    if (!opened.ok) throw new Error(opened.problem.code);
    this.#database = opened.value.database;
    const hex = this.#journalId.toString('hex');
    const journalId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
      '-',
    );
    const wrapped = randomBytes(91);
    this.#database.putJournal({ journalId, keyId: this.#keyId, wrappedSealKey: wrapped, wrappedLogKey: wrapped });
  }

  append(): void {
    this.#count += 1;
    const place = {
      kind: 1 as const,
      vaultId: this.#vaultId,
      journalId: this.#journalId,
      sequence: this.#count,
      keyId: this.#keyId,
    };
    const envelope = seal(this.#sealKey, place, pad(Buffer.from(entryText)), randomBytes);
    const link = this.#chain.next(this.#link, this.#count, envelope);
    this.#database.append(this.#journalId, { sequence: this.#count, link, envelope });
    this.#link = link;
  }

  checkpoint(): void {
    this.#database.checkpoint('keep');
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * The same entry in an encrypted database with the same settings: SQLCipher's format, the key given as it is. With a chain over
 * its words it notices an old page that is pasted back, as the vault does; without one it does not.
 */
export class CipherDatabase {
  readonly #connection: BetterSqlite3.Database;
  readonly #insert: BetterSqlite3.Statement;
  readonly #journalId = randomBytes(16);
  readonly #chain: Chain | null;
  #link: Uint8Array = new Uint8Array();
  #count = 0;

  constructor(path: string, isChained: boolean) {
    this.#chain = isChained ? chainOf(randomBytes(32), randomBytes(16), this.#journalId, randomBytes(16)) : null;
    this.#connection = new Ciphers(path);
    this.#connection.pragma("cipher = 'sqlcipher'");
    this.#connection.pragma(`key = "x'${randomBytes(32).toString('hex')}'"`);
    for (const setting of [
      'locking_mode = EXCLUSIVE',
      'journal_mode = WAL',
      'synchronous = FULL',
      'temp_store = MEMORY',
      'secure_delete = ON',
      'wal_autocheckpoint = 0',
    ]) {
      this.#connection.pragma(setting);
    }
    this.#connection.exec(
      'CREATE TABLE events (journal_id BLOB, sequence INTEGER, link BLOB, text TEXT, PRIMARY KEY (journal_id, sequence)) STRICT, WITHOUT ROWID',
    );
    this.#insert = this.#connection.prepare('INSERT INTO events VALUES (?, ?, ?, ?)');
  }

  append(): void {
    this.#count += 1;
    if (this.#chain !== null) this.#link = this.#chain.next(this.#link, this.#count, Buffer.from(entryText));
    this.#insert.run(this.#journalId, this.#count, this.#link, entryText);
  }

  checkpoint(): void {
    this.#connection.pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#connection.close();
  }
}
