import type { Outcome, Problem } from '../../shared/problem.ts';
import { exportContent } from '../../shared/record/export-content.ts';
import { type ExportFormat, exportFileNames } from '../../shared/record/export-format.ts';
import { processNotesFile, processNotesText } from '../../shared/record/process-notes.ts';
import { isoTime } from '../../shared/record/record-time.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import type { SessionState } from '../../shared/session/state.ts';
import type { ExportFile } from './export-file.ts';
import { type ExportParts, recordFolderName } from './export-record.ts';
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

type Made = {
  readonly sessionId: string;
  readonly folder: string;
  readonly files: readonly (ExportFile & { readonly format: ExportFormat | 'process-notes' })[];
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
  const made = only !== undefined && others.length === 0 ? await madeOf(only, choice, parts) : null;
  if (made !== null && !made.ok) return made;
  const single = made?.value ?? null;
  if (single !== null && single.files.length === 0) return { ok: false, problem: sessionsProblems.noProcessNotes };
  const leftOut = new Set<string>();
  const about = new Map<string, Pick<SessionFile, 'sessionId' | 'format'>>();
  const put = (session: Made, prefix: string): ExportFile[] => {
    for (const sentence of session.leftOut) leftOut.add(sentence);
    return session.files.map(({ name, bytes, format }) => {
      about.set(`${prefix}${name}`, { sessionId: session.sessionId, format });
      return { name: `${prefix}${name}`, bytes };
    });
  };
  async function* files(): AsyncGenerator<Outcome<ExportFile>> {
    if (single !== null) {
      for (const file of put(single, '')) yield { ok: true, value: file };
      parts.onSession?.(1);
      return;
    }
    let written = 0;
    let count = 0;
    for await (const next of inOrder(sessionIds, atATime, (sessionId) => madeOf(sessionId, choice, parts))) {
      if (!next.ok) {
        yield next;
        return;
      }
      for (const file of put(next.value, `${next.value.folder}/`)) {
        count += 1;
        yield { ok: true, value: file };
      }
      written += 1;
      parts.onSession?.(written);
    }
    if (count === 0) yield { ok: false, problem: sessionsProblems.noProcessNotes };
  }
  const name = single === null ? severalName(sessionIds.length, choice) : single.folder;
  const written = await writeExport({ ...choice, name }, files(), parts);
  if (!written.ok) return written;
  const named = written.value.files.map(
    (file): SessionFile => ({ ...file, ...(about.get(file.name) ?? { sessionId: null, format: null }) }),
  );
  return { ok: true, value: { ...written.value, files: named, leftOut: [...leftOut] } };
}

function severalName(count: number, { stream, at }: SessionsChoice): string {
  return `vigil-${stream === 'record' ? 'records' : 'process-notes'}-${isoTime(at).slice(0, 10)}-${count}-sessions`;
}

async function madeOf(sessionId: string, choice: SessionsChoice, parts: SessionsParts): Promise<Outcome<Made>> {
  const read = await parts.read(sessionId);
  if (!read.ok) return read;
  if (read.value.phase !== 'signed') return { ok: false, problem: sessionsProblems.notSigned };
  const record = buildSignedRecord(read.value);
  const folder = recordFolderName(record);
  if (choice.stream === 'process-notes') {
    const text = processNotesText(read.value);
    const bytes = Buffer.from(text ?? '', 'utf8');
    const files = text === null ? [] : [{ name: processNotesFile, bytes, format: 'process-notes' as const }];
    return {
      ok: true,
      value: { sessionId, folder: folder.replace('record', 'process-notes'), files, leftOut: [] },
    };
  }
  const files: Made['files'][number][] = [];
  for await (const made of recordFiles(record, choice, parts)) {
    if (!made.ok) return made;
    files.push({ ...made.value, name: exportFileNames[made.value.format] });
  }
  return { ok: true, value: { sessionId, folder, files, leftOut: exportContent(record, choice.redaction).leftOut } };
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
