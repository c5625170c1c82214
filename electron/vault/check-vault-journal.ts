import { existsSync, readFileSync } from 'node:fs';
import { envelopeKinds } from './associated-data.ts';
import { type Chain, chainOf } from './chain.ts';
import type { VaultDatabase } from './database.ts';
import { open } from './envelope.ts';
import { readKeyRecord } from './find-journals.ts';
import { uuidBytes } from './identifier.ts';
import { journalHeaderBytes, type StoredEntry } from './journal-file.ts';
import { type HeadMark, readHeadMark } from './journal-head.ts';
import { type JournalKeyRecord, type JournalKeys, type JournalKeyWrapping, unwrapJournalKeys } from './journal-keys.ts';
import { slotText } from './journal-slots.ts';
import { type MergedCopies, mergeCopies } from './merge-copies.ts';
import { unpad } from './padding.ts';
import { isMissing } from './storage-failure.ts';
import { journalHeadPath, journalPath } from './vault-files.ts';

/** What a journal is proven from. */
export type JournalAtHand = {
  readonly folder: string;
  readonly vaultId: Uint8Array;
  readonly database: VaultDatabase;
  readonly keys: JournalKeys;
  /** What the vault's head, or the open journal itself, says that there is. */
  readonly demanded: HeadMark | null;
};

/** A journal as both copies and the heads give it; nothing was changed. */
export type ProvenJournal = {
  /** Every entry that is proven, from the first on without a gap. */
  readonly entries: readonly StoredEntry[];
  readonly mark: HeadMark;
  /** Sentences, each naming a damaged part; empty where all is well. */
  readonly damage: readonly string[];
  /** What a crash may leave and the next opening completes. */
  readonly notes: readonly string[];
  /** Saved entries are gone from both copies, or the copies contradict each other; then the vault refuses the journal. */
  readonly isLost: boolean;
};

/**
 * Proves one journal by its chain, its two copies and its heads, and changes nothing.
 * @throws what the operating system or SQLite says.
 */
export function proveJournal(at: JournalAtHand): ProvenJournal {
  const { folder, vaultId, database, keys, demanded } = at;
  const journalId = uuidBytes(keys.journalId);
  const chain = chainOf(keys.logKey, vaultId, journalId, keys.keyId);
  const file = contentOf(journalPath(folder, keys.journalId));
  const head = readHeadMark(journalHeadPath(folder, keys.journalId), keys.logKey, vaultId, journalId);
  const merged = mergeCopies(
    chain,
    database.entries(journalId),
    (file ?? new Uint8Array()).subarray(journalHeaderBytes),
  );
  const count = merged.entries.length;
  const name = nameOf(keys.journalId);
  const lost = contradictions(merged, chain, [demanded, head.mark]);
  const damage = lost.map((what) => `${name}: ${what}`);
  const notes: string[] = [];
  const saved = Math.max(demanded?.count ?? 0, head.mark?.count ?? 0);
  const tell = (what: string, isHarmless: boolean) => (isHarmless ? notes : damage).push(`${name}: ${what}`);
  const { database: rows, file: frames } = merged;
  // A crash leaves at most one entry in one copy only, and it was never acknowledged.
  const isUnfinished = (missing: readonly number[]) =>
    missing.length === 1 && missing[0] === count && count === saved + 1 && rows.extra.length === 0;
  if (file === null) tell('its file is missing; the database has what is left of it.', false);
  if (rows.missing.length > 0) tell(`${entries(rows.missing)} missing from the database.`, isUnfinished(rows.missing));
  if (rows.damaged.length > 0) tell(`${entries(rows.damaged)} damaged in the database.`, false);
  if (rows.extra.length > 0) tell(`${entries(rows.extra)} in the database without belonging there.`, false);
  if (file !== null && frames.missing.length > 0) {
    tell(`${entries(frames.missing)} missing from its file.`, isUnfinished(frames.missing));
  }
  if (frames.damaged.length > 0) tell(`${entries(frames.damaged)} damaged in its file.`, false);
  if (frames.extraBytes > 0 && frames.damaged.length === 0) {
    tell(`its file ends in ${frames.extraBytes} bytes that are no whole entry.`, lost.length === 0);
  }
  if (head.mark === null && (count > 0 || file !== null)) tell('its head is missing or damaged.', false);
  const link = merged.entries.at(-1)?.link ?? chain.first;
  return { entries: merged.entries, mark: { count, link }, damage, notes, isLost: lost.length > 0 };
}

/** The words of proven entries, in order; null in the place of one that does not open. */
export function wordsOf(
  { vaultId, keys }: Pick<JournalAtHand, 'vaultId' | 'keys'>,
  proven: readonly StoredEntry[],
): (string | null)[] {
  const journalId = uuidBytes(keys.journalId);
  return proven.map(({ sequence, envelope }) => {
    const place = { kind: envelopeKinds.event, vaultId, journalId, sequence, keyId: keys.keyId };
    const padded = open(keys.sealKey, place, envelope);
    const content = padded === null ? null : unpad(padded);
    return content === null ? null : Buffer.from(content).toString('utf8');
  });
}

/** Sentences for entries and slots that are proven or stored, but do not open. @throws SQLite's error. */
export function unopened(at: JournalAtHand, proven: readonly StoredEntry[]): string[] {
  const name = nameOf(at.keys.journalId);
  const found = wordsOf(at, proven).flatMap((words, index) => (words === null ? [index + 1] : []));
  const drafts = slotsOf(at.database, at.keys.journalId).filter((row) => slotText(at, row) === null);
  return [
    ...(found.length > 0 ? [`${name}: ${entries(found)} whole, but cannot be opened.`] : []),
    ...(drafts.length > 0 ? [`${name}: ${drafts.length} of its drafts cannot be opened.`] : []),
  ];
}

/**
 * Sentences for the copies of a journal's keys that do not open.
 * @param row the database's record, null where it has none.
 * @throws what the operating system says.
 */
export function keyDamage(
  folder: string,
  journalId: string,
  row: JournalKeyRecord | null,
  wrappings: readonly JournalKeyWrapping[],
): string[] {
  const [first] = wrappings;
  if (first === undefined) return [];
  const opens = (record: JournalKeyRecord | null) =>
    record?.journalId === journalId && wrappings.some((wrapping) => unwrapJournalKeys(record, wrapping) !== null);
  const path = journalPath(folder, journalId);
  const isThere = existsSync(path);
  const damage: string[] = [];
  if (!opens(row)) damage.push(`${nameOf(journalId)}: its key is missing or damaged in the database.`);
  if (isThere && !opens(readKeyRecord(path, first.vaultId))) {
    damage.push(`${nameOf(journalId)}: its key is damaged in its file.`);
  }
  return damage;
}

/** How a journal is named to a person: by the beginning of its id, which means nothing to a stranger. */
export function nameOf(journalId: string): string {
  return `Journal ${journalId.slice(0, 8)}`;
}

function contradictions(merged: MergedCopies, chain: Chain, marks: readonly (HeadMark | null)[]): string[] {
  if (merged.disagreeAt !== null) {
    return [`its two copies hold different entries with the number ${merged.disagreeAt}.`];
  }
  const found = merged.entries.length;
  const most = Math.max(0, ...marks.map((mark) => mark?.count ?? 0));
  if (most > found) return [`${most} entries were saved; only the first ${found} can be found and proven.`];
  const isOther = marks.some((mark) => {
    if (mark === null) return false;
    const link = mark.count === 0 ? chain.first : merged.entries[mark.count - 1]?.link;
    return link === undefined || Buffer.compare(link, mark.link) !== 0;
  });
  return isOther ? ['its entries are not those that its head was written for.'] : [];
}

type SlotRecord = { readonly slotId: Buffer; readonly counter: number; readonly envelope: Buffer };

function slotsOf(database: VaultDatabase, journalId: string): SlotRecord[] {
  const sql = 'SELECT slot_id AS slotId, counter AS counter, envelope AS envelope FROM slots WHERE journal_id = ?';
  return database.with((connection) => connection.prepare<[Uint8Array], SlotRecord>(sql).all(uuidBytes(journalId)));
}

function contentOf(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function entries(sequences: readonly number[]): string {
  const first = sequences[0] ?? 0;
  return sequences.length === 1 ? `entry ${first} is` : `${sequences.length} entries from number ${first} on are`;
}
