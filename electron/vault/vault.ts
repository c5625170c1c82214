import type { Outcome, Problem } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import { chainOf } from './chain.ts';
import type { VaultDatabase } from './database.ts';
import { replaceFile } from './durable-file.ts';
import type { FoundJournal } from './find-journals.ts';
import { hexText } from './hexadecimal.ts';
import { uuidBytes } from './identifier.ts';
import { journalHeader } from './journal-file.ts';
import { type HeadMark, JournalHead } from './journal-head.ts';
import {
  type JournalKeys,
  type JournalKeyWrapping,
  type JournalKind,
  newJournalKeys,
  wrapJournalKeys,
} from './journal-keys.ts';
import { type JournalContent, JournalStore, type KnownJournal } from './journal-store.ts';
import type { Keyring } from './keyring.ts';
import { removeCopyBeforeMigration } from './migrate-vault.ts';
import type { OpenedSlot } from './open-slot.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { journalKeyWrapping, rewrapJournal, rotatedHeader } from './rotate-vault-key.ts';
import type { SessionHandOver } from './session-writer.ts';
import type { Signature } from './signing-key.ts';
import { journalHeadPath, journalPath } from './vault-files.ts';
import { type HeadSealing, headSealing, type Tombstone, type VaultHead, writeVaultHead } from './vault-head.ts';
import type { VaultInside } from './vault-inside.ts';

/** A journal's name and kind. */
export type JournalListing = { readonly journalId: string; readonly kind: JournalKind };

/** An unlocked vault. Lives in a process of its own; locking is `close` and the end of that process. */
export class Vault {
  readonly vaultId: string;
  /** The header's slots, and who unlocked. */
  readonly keyring: Keyring;
  /** What opening the vault found and repaired; each journal's own report comes with reading it. */
  readonly report: readonly string[];
  readonly folder: string;
  #sealing: HeadSealing;
  #wrapping: JournalKeyWrapping;
  /** While the vault key is being changed: what journals that were not reached yet are wrapped by. */
  #wrappingBefore: JournalKeyWrapping | null = null;
  readonly #journals: Map<string, FoundJournal>;
  /** What stays of journals that were shredded. */
  readonly #tombstones: Map<string, Tombstone>;
  readonly #store: JournalStore;
  readonly #randomBytes: RandomBytes;
  #headCounter: number;

  constructor(parts: {
    readonly folder: string;
    readonly vaultId: Uint8Array;
    readonly database: VaultDatabase;
    readonly sealing: HeadSealing;
    readonly wrapping: JournalKeyWrapping;
    readonly keyring: Keyring;
    readonly journals: Map<string, FoundJournal>;
    readonly head: VaultHead;
    readonly report: readonly string[];
    readonly randomBytes: RandomBytes;
  }) {
    this.vaultId = hexText(parts.vaultId);
    this.keyring = parts.keyring;
    this.report = parts.report;
    this.folder = parts.folder;
    this.#sealing = parts.sealing;
    this.#wrapping = parts.wrapping;
    this.#journals = parts.journals;
    this.#headCounter = parts.head.counter;
    this.#tombstones = new Map(parts.head.shredded?.map((tombstone) => [tombstone.journalId, tombstone]));
    this.#randomBytes = parts.randomBytes;
    this.#store = new JournalStore({
      folder: parts.folder,
      vaultId: parts.vaultId,
      database: parts.database,
      randomBytes: parts.randomBytes,
      lookup: (journalId) => this.#known(journalId),
    });
  }

  /** Every journal of the vault; also those whose content turns out to be damaged, where their kind is known. */
  journals(): JournalListing[] {
    return [...this.#journals].flatMap(([journalId, journal]) => {
      const kind = 'keys' in journal ? journal.keys.kind : journal.kind;
      return kind === null ? [] : [{ journalId, kind }];
    });
  }

  /** Makes an empty journal under a random id of the caller's; durable when it answers ok. A second try is harmless. */
  createJournal(journalId: string, kind: JournalKind): Promise<Outcome<null>> {
    return this.#store.change((database) => {
      if (this.#tombstones.has(journalId)) return refused(vaultProblems.journalExists);
      const there = this.#journals.get(journalId);
      if (there !== undefined) {
        const isEmpty = 'keys' in there && there.keys.kind === kind && database.entry(uuidBytes(journalId), 1) === null;
        if (!isEmpty || !database.journals().some((record) => record.journalId === journalId)) {
          return refused(vaultProblems.journalExists);
        }
        this.#writeHead();
        return { ok: true, value: null };
      }
      const keys = newJournalKeys(journalId, kind, this.#randomBytes);
      const record = wrapJournalKeys(keys, this.#wrapping, this.#randomBytes);
      const { vaultId } = this.#wrapping;
      replaceFile(journalPath(this.folder, journalId), journalHeader(vaultId, record));
      const headPath = journalHeadPath(this.folder, journalId);
      const { head } = JournalHead.open(headPath, keys.logKey, vaultId, uuidBytes(journalId));
      try {
        head.write({ count: 0, link: firstLink(keys, vaultId) });
        head.sync();
      } finally {
        head.close();
      }
      database.putJournal(record);
      this.#journals.set(journalId, { keys, record, demanded: null });
      this.#writeHead();
      return { ok: true, value: null };
    });
  }

  append(journalId: string, sequence: number, entry: string): Promise<Outcome<null>> {
    return this.#store.append(journalId, sequence, entry);
  }

  read(journalId: string): Promise<Outcome<JournalContent>> {
    return this.#store.read(journalId);
  }

  putSlot(journalId: string, slot: string, text: string): Promise<Outcome<null>> {
    return this.#store.putSlot(journalId, slot, text);
  }

  getSlot(journalId: string, slot: string): Promise<Outcome<string | null>> {
    return this.#store.getSlot(journalId, slot);
  }

  freeBytes(): Promise<Outcome<number>> {
    return this.#store.freeBytes();
  }

  /** The public key of whoever unlocked the vault; null where they cannot sign. */
  get publicKeyHex(): string | null {
    return this.keyring.publicKeyHex;
  }

  /** Signs exactly these bytes as whoever unlocked the vault; the key never leaves. */
  sign(bytes: Uint8Array): Outcome<Signature> {
    return this.keyring.sign(bytes);
  }

  /**
   * Gives the vault another key. First the header opens the new one and, under it, the one before; then each journal's keys are
   * wrapped anew, between two entries of a running session; last the header forgets the key before. Cut short anywhere, it is
   * completed by the next opening, or by asking again.
   * @param proof the slot of whoever asks; its vault key is the present one. The caller forgets it.
   */
  async rotate(
    proof: OpenedSlot,
    progress: { readonly tell: (done: number, of: number) => void; readonly isCancelled: () => boolean },
  ): Promise<Outcome<null>> {
    if (this.#wrappingBefore === null) {
      const begun = await this.#store.change(() => this.#beginRotation(proof.vaultKey));
      if (!begun.ok) return begun;
    }
    const journalIds = [...this.#journals.keys()];
    for (const [index, journalId] of journalIds.entries()) {
      progress.tell(index, journalIds.length);
      if (progress.isCancelled()) return refused(vaultProblems.rotationStopped);
      const done = await this.#store.change((database) => this.#rewrap(database, journalId));
      if (!done.ok) return done;
    }
    const finished = await this.#store.change((database) => {
      // The pages that held the old wrapped keys are overwritten, in the WAL too.
      database.checkpoint('empty');
      this.keyring.finishRotation();
      removeCopyBeforeMigration(this.folder);
      this.#wrappingBefore?.key.fill(0);
      this.#wrappingBefore = null;
      return { ok: true, value: null };
    });
    if (finished.ok) progress.tell(journalIds.length, journalIds.length);
    return finished;
  }

  /** For work on the whole vault. */
  inside(): VaultInside {
    return {
      folder: this.folder,
      vaultId: this.#wrapping.vaultId,
      keyring: this.keyring,
      store: this.#store,
      journals: this.#journals,
      tombstones: this.#tombstones,
      randomBytes: this.#randomBytes,
      keys: () => ({ wrapping: this.#wrapping, wrappingBefore: this.#wrappingBefore, sealing: this.#sealing }),
      head: () => this.#head(),
      writeHead: () => this.#writeHead(),
    };
  }

  /** What a writer for this one session needs when the vault is locked over it. The receiver zeroes the keys. */
  handOver(journalId: string): Outcome<SessionHandOver> {
    const known = this.#known(journalId);
    if (!known.ok) return known;
    const { keys, record } = known.value;
    return {
      ok: true,
      value: {
        vaultId: this.vaultId,
        journalId,
        kind: keys.kind,
        keyId: Uint8Array.from(keys.keyId),
        sealKey: Uint8Array.from(keys.sealKey),
        logKey: Uint8Array.from(keys.logKey),
        wrappedSealKey: Uint8Array.from(record.wrappedSealKey),
        wrappedLogKey: Uint8Array.from(record.wrappedLogKey),
      },
    };
  }

  /** Finishes what was begun, writes the head, empties the WAL, closes, and zeroes the keys. */
  async close(): Promise<void> {
    await this.#store.close(() => this.#writeHead());
    this.keyring.forget();
    this.#wrappingBefore?.key.fill(0);
    this.#wrapping.key.fill(0);
    this.#sealing.key.fill(0);
    for (const journal of this.#journals.values()) {
      if ('keys' in journal) {
        journal.keys.sealKey.fill(0);
        journal.keys.logKey.fill(0);
      }
    }
  }

  #beginRotation(vaultKey: Uint8Array): Outcome<null> {
    const newVaultKey = Uint8Array.from(this.#randomBytes(32));
    try {
      const header = rotatedHeader(this.keyring.header, vaultKey, newVaultKey, this.#randomBytes);
      const replaced = this.keyring.replace(header, newVaultKey);
      if (!replaced.ok) return replaced;
      this.#wrappingBefore = this.#wrapping;
      this.#wrapping = journalKeyWrapping(header, newVaultKey);
      this.#sealing.key.fill(0);
      this.#sealing = headSealing(header, newVaultKey);
      this.#writeHead();
      return { ok: true, value: null };
    } finally {
      newVaultKey.fill(0);
    }
  }

  #rewrap(database: VaultDatabase, journalId: string): Outcome<null> {
    const journal = this.#journals.get(journalId);
    const from = this.#wrappingBefore;
    if (journal === undefined || from === null) return { ok: true, value: null };
    const rewrapping = { folder: this.folder, database, from, to: this.#wrapping, randomBytes: this.#randomBytes };
    if (!('keys' in journal)) {
      // What cannot be used today may be needed to repair it.
      const row = database.journals().find((record) => record.journalId === journalId) ?? null;
      rewrapJournal(rewrapping, journalId, row);
      return { ok: true, value: null };
    }
    const record = rewrapJournal(rewrapping, journalId, journal.record);
    if (record !== null) this.#journals.set(journalId, { ...journal, record });
    return { ok: true, value: null };
  }

  #known(journalId: string): Outcome<KnownJournal> {
    if (this.#tombstones.has(journalId)) return refused(backupProblems.shredded);
    const journal = this.#journals.get(journalId);
    if (journal === undefined) return refused(vaultProblems.journalUnknown);
    return 'keys' in journal ? { ok: true, value: journal } : refused(journal.problem);
  }

  #writeHead(): void {
    this.#headCounter += 1;
    writeVaultHead(this.folder, this.#head(), this.#sealing, this.#randomBytes);
  }

  /** The marks of journals that were not opened stay as the last head had them. */
  #head(): VaultHead {
    const marks = this.#store.marks();
    const journals = [...this.#journals].flatMap(([journalId, journal]) => {
      const kind = 'keys' in journal ? journal.keys.kind : journal.kind;
      const mark = marks.get(journalId) ?? journal.demanded ?? this.#emptyMark(journal);
      if (kind === null || mark === null) return [];
      return [{ journalId, kind, count: mark.count, link: hexText(mark.link) }];
    });
    const shredded = [...this.#tombstones.values()];
    return { counter: this.#headCounter, journals, ...(shredded.length === 0 ? {} : { shredded }) };
  }

  #emptyMark(journal: FoundJournal): HeadMark | null {
    return 'keys' in journal ? { count: 0, link: firstLink(journal.keys, this.#wrapping.vaultId) } : null;
  }
}

function firstLink(keys: JournalKeys, vaultId: Uint8Array): Uint8Array {
  return chainOf(keys.logKey, vaultId, uuidBytes(keys.journalId), keys.keyId).first;
}

function refused(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
