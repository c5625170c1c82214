import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { envelopeKinds, type Place } from './associated-data.ts';
import { type Chain, chainOf } from './chain.ts';
import type { VaultDatabase } from './database.ts';
import { replaceFile, writeAll } from './durable-file.ts';
import { open, seal } from './envelope.ts';
import { uuidBytes } from './identifier.ts';
import { frameBytes, frameOf, journalHeader, journalHeaderBytes, type StoredEntry } from './journal-file.ts';
import { type HeadMark, JournalHead } from './journal-head.ts';
import type { JournalKeyRecord, JournalKeys } from './journal-keys.ts';
import { type MergedCopies, mergeCopies } from './merge-copies.ts';
import { pad, unpad } from './padding.ts';
import { damagedJournal, vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { repairReport } from './repair-report.ts';
import { isDatabaseDamage, isMissing, storageProblem } from './storage-failure.ts';
import { journalHeadPath, journalPath } from './vault-files.ts';

/** The largest entry, in bytes of UTF-8. */
export const largestEntryBytes = 8 * 1024 * 1024;

/** What a journal needs to be opened. */
export type JournalOpening = {
  readonly folder: string;
  readonly vaultId: Uint8Array;
  readonly database: VaultDatabase;
  readonly keys: JournalKeys;
  readonly record: JournalKeyRecord;
  /** What the vault's own head says that this journal had. */
  readonly demanded: HeadMark | null;
  readonly randomBytes: RandomBytes;
};

/**
 * How an append failed: what to tell, whether the storage must be opened anew before anything else is written, and whether
 * the database must be written anew for that.
 */
export type AppendFailure = {
  readonly ok: false;
  readonly problem: Problem;
  readonly poisoned: boolean;
  readonly databaseIsDamaged: boolean;
};

/** One open journal: both copies proven equal, its next entry known. Not safe for two calls at once. */
export class Journal {
  /** What opening found and repaired, in sentences. */
  readonly report: readonly string[];
  readonly #opening: JournalOpening;
  readonly #journalId: Uint8Array;
  readonly #chain: Chain;
  readonly #file: number;
  readonly #head: JournalHead;
  #count: number;
  #link: Uint8Array;
  #fileEnd: number;

  private constructor(
    opening: JournalOpening,
    state: {
      chain: Chain;
      file: number;
      head: JournalHead;
      count: number;
      link: Uint8Array;
      fileEnd: number;
      report: readonly string[];
    },
  ) {
    this.#opening = opening;
    this.#journalId = uuidBytes(opening.keys.journalId);
    this.#chain = state.chain;
    this.#file = state.file;
    this.#head = state.head;
    this.#count = state.count;
    this.#link = state.link;
    this.#fileEnd = state.fileEnd;
    this.report = state.report;
  }

  /**
   * Opens a journal: walks both copies by the chain, holds them against the heads, and only then restores in each copy what
   * it lacks from the other. What a copy held instead is kept aside.
   * @returns `journal-damaged` when saved entries are gone from both copies or the copies contradict each other; then
   * nothing was changed.
   * @throws what the operating system or SQLite says.
   */
  static open(opening: JournalOpening): Outcome<Journal> {
    const { folder, vaultId, database, keys, record } = opening;
    const journalId = uuidBytes(keys.journalId);
    const chain = chainOf(keys.logKey, vaultId, journalId, keys.keyId);
    const path = journalPath(folder, keys.journalId);
    const file = readWhole(path);
    const rows = database.entries(journalId);
    const merged = mergeCopies(chain, rows, (file ?? new Uint8Array()).subarray(journalHeaderBytes));
    const opened = JournalHead.open(journalHeadPath(folder, keys.journalId), keys.logKey, vaultId, journalId);
    let handle: number | null = null;
    try {
      const refusal = contradiction(merged, chain, [opening.demanded, opened.mark]);
      if (refusal !== null) {
        opened.head.close();
        return { ok: false, problem: refusal };
      }
      const count = merged.entries.length;
      const link = merged.entries.at(-1)?.link ?? chain.first;
      const report = repairReport(keys.journalId, merged, {
        fileMissing: file === null,
        headerDamaged: file !== null && !hasHeader(file, journalHeader(vaultId, record)),
        headMissing: opened.mark === null && (count > 0 || file !== null),
      });
      handle = repairFile(opening, path, file, merged);
      repairRows(database, journalId, merged);
      opened.head.write({ count, link });
      const fileEnd = merged.entries.reduce((end, entry) => end + frameBytes(entry), journalHeaderBytes);
      return {
        ok: true,
        value: new Journal(opening, { chain, file: handle, head: opened.head, count, link, fileEnd, report }),
      };
    } catch (error) {
      opened.head.close();
      if (handle !== null) closeSync(handle);
      throw error;
    }
  }

  /** How many entries there are, and the last one's link. */
  mark(): HeadMark {
    return { count: this.#count, link: this.#link };
  }

  /** The end of what is known to be durable in the journal file. */
  durableFileEnd(): number {
    return this.#fileEnd;
  }

  /**
   * Seals an entry and writes it to both copies. Answers ok only when both are durable.
   * The sequence is what makes a second try harmless: the same bytes again are ok, other bytes are refused.
   */
  async append(sequence: number, text: string): Promise<{ readonly ok: true; readonly value: null } | AppendFailure> {
    const content = Buffer.from(text, 'utf8');
    if (content.length > largestEntryBytes) return refused(vaultProblems.entryTooLarge);
    if (sequence > this.#count + 1) return refused(vaultProblems.sequenceGap);
    if (sequence <= this.#count) return this.#compare(sequence, content);
    const padded = pad(content);
    content.fill(0);
    const envelope = seal(this.#opening.keys.sealKey, this.#placeOf(sequence), padded, this.#opening.randomBytes);
    padded.fill(0);
    const entry = { sequence, envelope, link: this.#chain.next(this.#link, sequence, envelope) };
    const failure = await this.#writeBoth(entry);
    if (failure !== null) {
      const problem = storageProblem(failure);
      if (problem === null) throw failure;
      return { ok: false, problem, poisoned: true, databaseIsDamaged: isDatabaseDamage(failure) };
    }
    this.#count = sequence;
    this.#link = entry.link;
    this.#fileEnd += frameBytes(entry);
    // The entry is safe twice by now. Where the head cannot be written it claims less than there is, which is no lie.
    tolerateStorageFailure(() => this.#head.write(this.mark()));
    return { ok: true, value: null };
  }

  /**
   * All entries in order, each proven by the chain and opened.
   * @returns null when the database no longer says what it said at opening; then the journal must be opened anew.
   */
  entries(): string[] | null {
    let link = this.#chain.first;
    const texts: string[] = [];
    for (const row of this.#opening.database.entries(this.#journalId)) {
      const isNext = row.sequence === texts.length + 1;
      if (!isNext || Buffer.compare(this.#chain.next(link, row.sequence, row.envelope), row.link) !== 0) return null;
      const content = this.#contentOf(row);
      if (content === null) return null;
      texts.push(Buffer.from(content).toString('utf8'));
      link = row.link;
    }
    return texts.length === this.#count ? texts : null;
  }

  /** Makes the head durable. @throws what the operating system says. */
  syncHead(): void {
    this.#head.sync();
  }

  close(): void {
    tolerateStorageFailure(() => this.#head.sync());
    this.#head.close();
    closeSync(this.#file);
  }

  /** The file's fdatasync runs beside the database's commit, so that the two waits overlap. Null when both are durable. */
  async #writeBoth(entry: StoredEntry): Promise<unknown> {
    let failure: unknown = null;
    try {
      writeAll(this.#file, frameOf(entry), this.#fileEnd);
    } catch (error) {
      return error;
    }
    const synced = new Promise<unknown>((done) => fdatasync(this.#file, done));
    try {
      this.#opening.database.append(this.#journalId, entry);
    } catch (error) {
      failure = error;
    }
    const fileFailure = await synced;
    return failure ?? fileFailure;
  }

  #compare(sequence: number, content: Uint8Array): { readonly ok: true; readonly value: null } | AppendFailure {
    const row = this.#opening.database.entry(this.#journalId, sequence);
    const stored = row === null ? null : this.#contentOf(row);
    if (stored === null) {
      return {
        ok: false,
        problem: damagedJournal('An entry can no longer be read from the database.'),
        poisoned: true,
        databaseIsDamaged: false,
      };
    }
    return Buffer.compare(stored, content) === 0 ? { ok: true, value: null } : refused(vaultProblems.sequenceTaken);
  }

  #contentOf(entry: StoredEntry): Uint8Array | null {
    const padded = open(this.#opening.keys.sealKey, this.#placeOf(entry.sequence), entry.envelope);
    return padded === null ? null : unpad(padded);
  }

  #placeOf(sequence: number): Place {
    const { vaultId, keys } = this.#opening;
    return { kind: envelopeKinds.event, vaultId, journalId: this.#journalId, sequence, keyId: keys.keyId };
  }
}

function contradiction(merged: MergedCopies, chain: Chain, marks: readonly (HeadMark | null)[]): Problem | null {
  if (merged.disagreeAt !== null) {
    return damagedJournal(`The two copies of a journal hold different entries with the number ${merged.disagreeAt}.`);
  }
  const found = merged.entries.length;
  for (const mark of marks) {
    if (mark === null) continue;
    if (mark.count > found) {
      return damagedJournal(
        `A journal had ${mark.count} saved entries; only the first ${found} can be found and proven in its two copies.`,
      );
    }
    const link = mark.count === 0 ? chain.first : merged.entries[mark.count - 1]?.link;
    if (link === undefined || Buffer.compare(link, mark.link) !== 0) {
      return damagedJournal('The entries of a journal are not those that its head was written for.');
    }
  }
  return null;
}

/** @returns the open handle of the journal file, whole and durable. */
function repairFile(opening: JournalOpening, path: string, file: Uint8Array | null, merged: MergedCopies): number {
  const header = journalHeader(opening.vaultId, opening.record);
  if (file === null || file.length < journalHeaderBytes) {
    replaceFile(path, Buffer.concat([header, ...merged.entries.map(frameOf)]));
    return openSync(path, 'r+');
  }
  const handle = openSync(path, 'r+');
  const departsAt = merged.file.departsAt;
  try {
    if (!hasHeader(file, header)) writeAll(handle, header, 0);
    if (departsAt !== null) {
      const cut = journalHeaderBytes + departsAt;
      const name = Buffer.from(opening.randomBytes(4)).toString('hex');
      if (file.length > cut) replaceFile(`${path}.aside-${name}`, file.subarray(cut));
      ftruncateSync(handle, cut);
      let end = journalHeaderBytes;
      for (const entry of merged.entries) {
        if (end >= cut) writeAll(handle, frameOf(entry), end);
        end += frameBytes(entry);
      }
    }
    // Also where nothing differs: what was read may stand in the system's memory only, since a power cut or a kill.
    fdatasyncSync(handle);
  } catch (error) {
    closeSync(handle);
    throw error;
  }
  return handle;
}

function hasHeader(file: Uint8Array, header: Uint8Array): boolean {
  return Buffer.compare(file.subarray(0, journalHeaderBytes), header) === 0;
}

function repairRows(database: VaultDatabase, journalId: Uint8Array, merged: MergedCopies): void {
  const { missing, damaged, extra } = merged.database;
  if (missing.length + damaged.length + extra.length === 0) return;
  const wanted = new Set([...missing, ...damaged]);
  const good = merged.entries.filter((entry) => wanted.has(entry.sequence));
  database.repair(journalId, [...damaged, ...extra], good);
}

function readWhole(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function refused(problem: Problem): AppendFailure {
  return { ok: false, problem, poisoned: false, databaseIsDamaged: false };
}

function tolerateStorageFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (storageProblem(error) === null) throw error;
  }
}
