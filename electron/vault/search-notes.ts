import { wordsOf } from './check-vault-journal.ts';
import type { VaultDatabase } from './database.ts';
import { uuidBytes } from './identifier.ts';
import type { StoredEntry } from './journal-file.ts';
import { type LongWork, letOthersGo } from './long-work.ts';
import type { VaultInside } from './vault-inside.ts';

/** Something that was written in a session, and where it stands. */
export type FoundNote = { readonly journalId: string; readonly sequence: number; readonly text: string };

/** So many entries are opened in one go: about two milliseconds. */
const sliceEntries = 40;

/** So many are given at most, the newest sessions' first. */
export const mostFound = 100;

type IndexedJournal = {
  readonly read: number;
  readonly texts: readonly { sequence: number; text: string; plain: string }[];
};

/**
 * Finds words and names in what was written in sessions. Nothing of it is ever on the disk: what is searched stands in the memory of the
 * vault's process, is made when it is first asked for, and goes with that process when the vault is locked.
 */
export class NoteSearch {
  readonly #journals = new Map<string, IndexedJournal>();
  #last: Promise<unknown> = Promise.resolve();

  /** Reads what was written since the last time; two at once go one after the other. */
  refresh(inside: VaultInside, work: LongWork): Promise<void> {
    const turn = this.#last.then(() => this.#refresh(inside, work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #refresh(inside: VaultInside, work: LongWork): Promise<void> {
    const sessions = [...inside.journals].flatMap(([journalId, journal]) =>
      'keys' in journal && journal.keys.kind === 'session' ? [{ journalId, keys: journal.keys }] : [],
    );
    for (const journalId of this.#journals.keys())
      if (!inside.journals.has(journalId)) this.#journals.delete(journalId);
    for (const [index, { journalId, keys }] of sessions.entries()) {
      if (work.isStopped()) return;
      work.tell(index, sessions.length);
      const known = this.#journals.get(journalId) ?? { read: 0, texts: [] };
      const rows = await inside.store.change((database) => ({
        ok: true,
        value: rowsAfter(database, journalId, known.read),
      }));
      if (!rows.ok) continue;
      const texts = [...known.texts];
      // In slices: a running session's entries go between them.
      for (let from = 0; from < rows.value.length; from += sliceEntries) {
        const slice = rows.value.slice(from, from + sliceEntries);
        const words = wordsOf({ vaultId: inside.vaultId, keys }, slice);
        for (const [at, { sequence }] of slice.entries()) {
          const text = writtenIn(words[at] ?? null);
          if (text !== null) texts.push({ sequence, text, plain: plainly(text) });
        }
        await letOthersGo();
        if (work.isStopped()) return;
      }
      const read = rows.value.at(-1)?.sequence ?? known.read;
      if (inside.journals.has(journalId)) this.#journals.set(journalId, { read, texts });
    }
    work.tell(sessions.length, sessions.length);
  }

  /** Every text that has all words of the query, in any order, whatever their case and accents. */
  find(query: string): readonly FoundNote[] {
    const words = plainly(query)
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return [];
    const found: FoundNote[] = [];
    for (const [journalId, { texts }] of [...this.#journals].reverse()) {
      for (const { sequence, text, plain } of texts.toReversed()) {
        if (!words.every((word) => plain.includes(word))) continue;
        found.push({ journalId, sequence, text });
        if (found.length === mostFound) return found;
      }
    }
    return found;
  }
}

/** The fields of an entry in which a person's own words or somebody's name stand. */
const written = new Set([
  'text',
  'reason',
  'remarks',
  'intention',
  'mantra',
  'inTheirWords',
  'toldWhom',
  'safetyPlan',
  'earlyReason',
  'action',
  'name',
  'relation',
  'prescriber',
  'printedName',
]);

/** What people wrote in an entry; null where nothing of the kind is in it. */
function writtenIn(entry: string | null): string | null {
  if (entry === null) return null;
  const parsed = parsedJson(entry);
  const body = typeof parsed === 'object' && parsed !== null && 'body' in parsed ? parsed.body : null;
  const words = fieldsOf(body).filter((words) => words.trim() !== '');
  return words.length === 0 ? null : words.join(' · ');
}

/** The words in a body; of what stands inside it only a correction's and a patient's, as the protocol's own words are nobody's. */
function fieldsOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([field, content]): string[] => {
    if (typeof content === 'string') return written.has(field) ? [content] : [];
    return field === 'body' || field === 'patient' ? fieldsOf(content) : [];
  });
}

/** An entry of another form than a session's has no words of anybody. */
function parsedJson(entry: string): unknown {
  try {
    return JSON.parse(entry);
  } catch {
    return null;
  }
}

function rowsAfter(database: VaultDatabase, journalId: string, sequence: number): StoredEntry[] {
  const sql = 'SELECT sequence, link, envelope FROM events WHERE journal_id = ? AND sequence > ? ORDER BY sequence';
  return database.with((connection) =>
    connection.prepare<[Uint8Array, number], StoredEntry>(sql).all(uuidBytes(journalId), sequence),
  );
}

/** Lower case without accents, so that nobody has to remember how a word was written. */
function plainly(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');
}
