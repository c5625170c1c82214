import { ed25519 } from '@noble/curves/ed25519.js';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { chainOf } from './chain.ts';
import type { VaultDatabase } from './database.ts';
import { replaceFile } from './durable-file.ts';
import type { FoundJournal } from './find-journals.ts';
import type { OpenedSigningKey } from './header.ts';
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
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import type { SessionHandOver } from './session-writer.ts';
import { journalHeadPath, journalPath } from './vault-files.ts';
import { type HeadSealing, type VaultHead, writeVaultHead } from './vault-head.ts';

/** A signature by the vault's Ed25519 key over exactly the bytes that were given. */
export type Signature = { readonly signatureHex: string; readonly publicKeyHex: string };

/** A journal's name and kind. */
export type JournalListing = { readonly journalId: string; readonly kind: JournalKind };

/** An unlocked vault. Lives in a process of its own; locking is `close` and the end of that process. */
export class Vault {
  readonly vaultId: string;
  readonly publicKeyHex: string;
  /** What opening the vault found and repaired; each journal's own report comes with reading it. */
  readonly report: readonly string[];
  readonly #folder: string;
  readonly #sealing: HeadSealing;
  readonly #wrapping: JournalKeyWrapping;
  readonly #signing: OpenedSigningKey;
  readonly #journals: Map<string, FoundJournal>;
  readonly #store: JournalStore;
  readonly #randomBytes: RandomBytes;
  #headCounter: number;

  constructor(parts: {
    readonly folder: string;
    readonly vaultId: Uint8Array;
    readonly database: VaultDatabase;
    readonly sealing: HeadSealing;
    readonly wrapping: JournalKeyWrapping;
    readonly signing: OpenedSigningKey;
    readonly journals: Map<string, FoundJournal>;
    readonly head: VaultHead;
    readonly report: readonly string[];
    readonly randomBytes: RandomBytes;
  }) {
    this.vaultId = hexText(parts.vaultId);
    this.publicKeyHex = parts.signing.publicKeyHex;
    this.report = parts.report;
    this.#folder = parts.folder;
    this.#sealing = parts.sealing;
    this.#wrapping = parts.wrapping;
    this.#signing = parts.signing;
    this.#journals = parts.journals;
    this.#headCounter = parts.head.counter;
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
      replaceFile(journalPath(this.#folder, journalId), journalHeader(vaultId, record));
      const headPath = journalHeadPath(this.#folder, journalId);
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

  /** Signs exactly these bytes; the key never leaves. */
  sign(bytes: Uint8Array): Signature {
    const signature = ed25519.sign(bytes, this.#signing.seed);
    return { signatureHex: hexText(signature), publicKeyHex: this.publicKeyHex };
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
    this.#signing.seed.fill(0);
    this.#wrapping.key.fill(0);
    this.#sealing.key.fill(0);
    for (const journal of this.#journals.values()) {
      if ('keys' in journal) {
        journal.keys.sealKey.fill(0);
        journal.keys.logKey.fill(0);
      }
    }
  }

  #known(journalId: string): Outcome<KnownJournal> {
    const journal = this.#journals.get(journalId);
    if (journal === undefined) return refused(vaultProblems.journalUnknown);
    return 'keys' in journal ? { ok: true, value: journal } : refused(journal.problem);
  }

  /** The marks of journals that were not opened stay as the last head had them. */
  #writeHead(): void {
    const marks = this.#store.marks();
    const journals = [...this.#journals].flatMap(([journalId, journal]) => {
      const kind = 'keys' in journal ? journal.keys.kind : journal.kind;
      const mark = marks.get(journalId) ?? journal.demanded ?? this.#emptyMark(journal);
      if (kind === null || mark === null) return [];
      return [{ journalId, kind, count: mark.count, link: hexText(mark.link) }];
    });
    this.#headCounter += 1;
    writeVaultHead(this.#folder, { counter: this.#headCounter, journals }, this.#sealing, this.#randomBytes);
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
