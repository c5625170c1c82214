import type { Outcome, Problem } from '../../shared/problem.ts';
import { exportContent } from '../../shared/record/export-content.ts';
import type { ExportFormat } from '../../shared/record/export-format.ts';
import { processNotesFile, processNotesText } from '../../shared/record/process-notes.ts';
import { isoTime } from '../../shared/record/record-time.ts';
import { buildSignedRecord, type SignedRecord } from '../../shared/record/signed-record.ts';
import type { SessionState } from '../../shared/session/state.ts';
import type { ExportFile } from './export-file.ts';
import { type ExportParts, exportRecord, recordFolderName } from './export-record.ts';
import { type CopyChoice, recordFiles } from './record-files.ts';
import { type ExportTarget, type WrittenFile, writeExport } from './write-export.ts';

/** The record of each session, or its process notes; never both in one export. */
export type ExportStream = 'record' | 'process-notes';

export type SessionsChoice = CopyChoice & Omit<ExportTarget, 'name'> & { readonly stream: ExportStream };

/** One file of a session, and which form of it; null for what only serves the manifest. */
export type SessionFile = WrittenFile & {
  readonly sessionId: string | null;
  readonly format: ExportFormat | 'process-notes' | null;
};

export type ExportedSessions = {
  /** The folder or the container. */
  readonly path: string;
  /** Of the container; null for a folder. */
  readonly sha256: string | null;
  readonly files: readonly SessionFile[];
  /** What the copies leave out, each sentence once. */
  readonly leftOut: readonly string[];
};

export type SessionsParts = ExportParts & {
  /** A session as it stands in the vault. */
  readonly read: (sessionId: string) => Promise<Outcome<SessionState>>;
  /** Told after each session, with how many are written. */
  readonly onSession?: (written: number) => void;
};

/** How many sessions are made at a time: printing waits more than it works. */
const atATime = 3;

export const sessionsProblems = {
  noProcessNotes: {
    code: 'export-no-process-notes',
    sentence: 'There are no process notes in what was chosen. Nothing was written.',
    remedy: 'Choose other sessions, or export the record.',
  },
  notSigned: {
    code: 'not-signed',
    sentence: 'Only signed sessions are exported. Nothing was written.',
    remedy: 'Sign the record first.',
  },
} as const satisfies Record<string, Problem>;

/** One session's part of an export of several. */
type Made = {
  readonly sessionId: string;
  readonly folder: string;
  readonly files: readonly (ExportFile & { readonly format: SessionFile['format'] })[];
  readonly leftOut: readonly string[];
};

/**
 * Exports the records, or the process notes, of one session or many as one folder or one locked container, whole or not at
 * all. Of many, each has a folder of its own inside. Never more than three sessions are in memory.
 */
export async function exportSessions(
  sessionIds: readonly string[],
  choice: SessionsChoice,
  parts: SessionsParts,
): Promise<Outcome<ExportedSessions>> {
  const [only, ...others] = sessionIds;
  if (only !== undefined && others.length === 0) return exportOne(only, choice, parts);
  const leftOut = new Set<string>();
  const about = new Map<string, Pick<SessionFile, 'sessionId' | 'format'>>();
  const taken = new Set<string>();
  async function* files(): AsyncGenerator<Outcome<ExportFile>> {
    let written = 0;
    for await (const made of inOrder(sessionIds, atATime, (sessionId) => madeOf(sessionId, choice, parts))) {
      if (!made.ok) {
        yield made;
        return;
      }
      const { sessionId, files: own } = made.value;
      const folder = freeName(made.value.folder, taken);
      for (const sentence of made.value.leftOut) leftOut.add(sentence);
      for (const { name: ownName, bytes, format } of own) {
        const name = `${folder}/${ownName}`;
        about.set(name, { sessionId, format });
        yield { ok: true, value: { name, bytes } };
      }
      written += 1;
      parts.onSession?.(written);
    }
    if (about.size === 0) yield { ok: false, problem: sessionsProblems.noProcessNotes };
  }
  const written = await writeExport({ ...choice, name: severalName(sessionIds.length, choice) }, files(), parts);
  if (!written.ok) return written;
  const named = written.value.files.map(
    (file): SessionFile => ({ ...file, ...(about.get(file.name) ?? ofTheManifest) }),
  );
  return { ok: true, value: { ...written.value, files: named, leftOut: [...leftOut] } };
}

/** The name, with a number where another session's folder has it already: a short code is short. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  taken.add(free);
  return free;
}

const ofTheManifest = { sessionId: null, format: null } as const;

function severalName(count: number, { stream, at }: SessionsChoice): string {
  return `vigil-${stream === 'record' ? 'records' : 'process-notes'}-${isoTime(at).slice(0, 10)}-${count}-sessions`;
}

/** Exports one session, under a name of its own. */
async function exportOne(
  sessionId: string,
  choice: SessionsChoice,
  parts: SessionsParts,
): Promise<Outcome<ExportedSessions>> {
  const read = await signedSession(sessionId, parts);
  if (!read.ok) return read;
  const { state, record } = read.value;
  const exported =
    choice.stream === 'record'
      ? await exportRecord(record, choice, parts)
      : await exportNotes(processNotesOf(state), notesFolderName(record), choice, parts);
  if (!exported.ok) return exported;
  parts.onSession?.(1);
  const files = exported.value.files.map(({ name, sha256, format }): SessionFile => {
    const about = format === null || format === 'manifest' ? ofTheManifest : { sessionId, format };
    return { name, sha256, ...about };
  });
  return { ok: true, value: { ...exported.value, files } };
}

async function exportNotes(
  notes: readonly ExportFile[],
  name: string,
  choice: SessionsChoice,
  parts: SessionsParts,
): Promise<Outcome<Omit<ExportedSessions, 'files'> & { files: readonly Omit<SessionFile, 'sessionId'>[] }>> {
  if (notes.length === 0) return { ok: false, problem: sessionsProblems.noProcessNotes };
  const files = notes.map((value) => ({ ok: true, value }) as const);
  const written = await writeExport({ ...choice, name }, files, parts);
  if (!written.ok) return written;
  const named = written.value.files.map((file) => ({
    ...file,
    format: file.name === processNotesFile ? ('process-notes' as const) : null,
  }));
  return { ok: true, value: { ...written.value, files: named, leftOut: [] } };
}

async function signedSession(
  sessionId: string,
  parts: SessionsParts,
): Promise<Outcome<{ readonly state: SessionState; readonly record: SignedRecord }>> {
  const read = await parts.read(sessionId);
  if (!read.ok) return read;
  if (read.value.phase !== 'signed') return { ok: false, problem: sessionsProblems.notSigned };
  return { ok: true, value: { state: read.value, record: buildSignedRecord(read.value) } };
}

function notesFolderName(record: SignedRecord): string {
  return recordFolderName(record).replace('record', 'process-notes');
}

function processNotesOf(state: SessionState): readonly ExportFile[] {
  const text = processNotesText(state);
  return text === null ? [] : [{ name: processNotesFile, bytes: Buffer.from(text, 'utf8') }];
}

async function madeOf(sessionId: string, choice: SessionsChoice, parts: SessionsParts): Promise<Outcome<Made>> {
  const read = await signedSession(sessionId, parts);
  if (!read.ok) return read;
  const { state, record } = read.value;
  if (choice.stream === 'process-notes') {
    const files = processNotesOf(state).map((file) => ({ ...file, format: 'process-notes' as const }));
    return { ok: true, value: { sessionId, folder: notesFolderName(record), files, leftOut: [] } };
  }
  const files: Made['files'][number][] = [];
  for await (const made of recordFiles(record, choice, parts)) {
    if (!made.ok) return made;
    files.push(made.value);
  }
  const { leftOut } = exportContent(record, choice.redaction);
  return { ok: true, value: { sessionId, folder: recordFolderName(record), files, leftOut } };
}

/** What `make` gives for each item, in the items' order, with at most `limit` of them being made at a time. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  limit: number,
  make: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const rest = items[Symbol.iterator]();
  // Settled, so that one that fails while another is waited for is no failure that nobody hears.
  const next = (): Promise<PromiseSettledResult<Result>[]>[] => {
    const taken = rest.next();
    return taken.done === true ? [] : [Promise.allSettled([make(taken.value)])];
  };
  const queue = Array.from({ length: limit }).flatMap(next);
  for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
    const [result] = await first;
    if (result?.status === 'rejected') throw result.reason;
    if (result !== undefined) yield result.value;
    queue.push(...next());
  }
}
