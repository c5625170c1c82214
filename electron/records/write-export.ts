import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { manifestText } from '../../shared/record/manifest.ts';
import { isoTime } from '../../shared/record/record-time.ts';
import { type AgeLock, ageLocked, isRecipient } from './age-container.ts';
import { type ExportDisk, exportDisk, type OpenFile } from './export-disk.ts';
import type { ExportFile } from './export-file.ts';
import { exportProblems } from './export-problems.ts';
import { type SignBytes, signedManifest } from './sign-manifest.ts';
import { tarEnd, tarHeader, tarPadding } from './ustar.ts';
import { writeWhole } from './write-whole.ts';

/** Files that everybody can read who has them, or one container that only those can open for whom it is locked. */
export type Protection = { readonly kind: 'plain' } | { readonly kind: 'age'; readonly lock: AgeLock };

/** Where an export goes: a new folder `name`, or a new file `name.tar.age`, inside `folder`. */
export type ExportTarget = {
  readonly folder: string;
  /** Nothing of a patient. */
  readonly name: string;
  readonly protection: Protection;
  /** When it is made; stands in the signature's comment. */
  readonly at: { readonly wallMs: number; readonly utcOffsetMinutes: number };
};

/** The files of an export, made while they are written, so that never more than one is in memory. */
export type ExportFiles = AsyncIterable<Outcome<ExportFile>> | Iterable<Outcome<ExportFile>>;

export type WriteParts = {
  readonly sign: SignBytes;
  readonly disk?: ExportDisk;
  /** Asks the export to end; nothing is left then. */
  readonly signal?: AbortSignal;
  /** Told after each file, with how many are written. */
  readonly onFile?: (written: number) => void;
};

export type WrittenFile = { readonly name: string; readonly sha256: string };
export type WrittenExport = {
  /** The folder or the container. */
  readonly path: string;
  /** Of the container; null for a folder, which its manifest names. */
  readonly sha256: string | null;
  /** In their order; the manifest, its signature and the key last. */
  readonly files: readonly WrittenFile[];
};

/** Takes what is written, piece by piece. */
type Sink = {
  readonly file: (file: ExportFile) => Promise<void>;
  /** The SHA-256 of the container; null for a folder. */
  readonly end: () => Promise<string | null>;
  /** Lets go of what is open; called where the writing failed. */
  readonly drop: () => Promise<void>;
};

/** Ends a writing with a problem that a person can act on; `writeExport` makes it the answer. */
class EndedBy extends Error {
  readonly outcome: Extract<Outcome<never>, { ok: false }>;

  constructor(outcome: Extract<Outcome<never>, { ok: false }>) {
    super(outcome.problem.code);
    this.outcome = outcome;
  }
}

/**
 * Writes files, the list of their hashes, its signature in minisign's format and the key: signed first, then locked. Whole
 * or not at all: under a temporary name, durable, then one rename. Nothing that is there is ever written over; where the
 * name is taken, it gets a number (`name-2`).
 */
export async function writeExport(
  target: ExportTarget,
  files: ExportFiles,
  parts: WriteParts,
): Promise<Outcome<WrittenExport>> {
  const { protection } = target;
  const wrong = protection.kind === 'age' ? await lockProblem(protection.lock) : null;
  if (wrong !== null) return wrong;
  const disk = parts.disk ?? exportDisk;
  const ending = protection.kind === 'age' ? '.tar.age' : '';
  let written: readonly WrittenFile[] = [];
  let sha256: string | null = null;
  try {
    const placed = await writeWhole(target.folder, { name: target.name, ending }, disk, async (temporary) => {
      const sink =
        protection.kind === 'age' ? container(temporary, target, protection.lock, disk) : folder(temporary, disk);
      try {
        written = await writeAllFiles(sink, target, files, parts);
        sha256 = await sink.end();
      } catch (error) {
        await sink.drop();
        throw error;
      }
    });
    return placed.ok ? { ok: true, value: { path: placed.value, sha256, files: written } } : placed;
  } catch (error) {
    if (error instanceof EndedBy) return error.outcome;
    throw error;
  }
}

async function lockProblem(lock: AgeLock): Promise<Extract<Outcome<never>, { ok: false }> | null> {
  if (lock.kind === 'passphrase') {
    return lock.passphrase.length === 0 ? { ok: false, problem: exportProblems.noPassphrase } : null;
  }
  if (lock.recipients.length === 0) return { ok: false, problem: exportProblems.noRecipient };
  for (const recipient of lock.recipients) {
    if (!(await isRecipient(recipient))) return { ok: false, problem: exportProblems.notARecipient };
  }
  return null;
}

async function writeAllFiles(
  sink: Sink,
  target: ExportTarget,
  files: ExportFiles,
  { sign, signal, onFile }: WriteParts,
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  const take = async (file: ExportFile) => {
    await sink.file(file);
    written.push({ name: file.name, sha256: createHash('sha256').update(file.bytes).digest('hex') });
  };
  const stopIfAsked = () => {
    if (signal?.aborted === true) throw new EndedBy({ ok: false, problem: exportProblems.cancelled });
  };
  stopIfAsked();
  for await (const made of files) {
    if (!made.ok) throw new EndedBy(made);
    stopIfAsked();
    await take(made.value);
    onFile?.(written.length);
  }
  stopIfAsked();
  const comment = `Vigil export ${target.name}, ${isoTime(target.at)}`;
  const manifest = await signedManifest(manifestText(written), comment, sign);
  if (!manifest.ok) throw new EndedBy(manifest);
  for (const file of manifest.value) await take(file);
  return written;
}

function folder(temporary: string, disk: ExportDisk): Sink {
  const made = new Set([temporary]);
  disk.makeFolder(temporary);
  return {
    file: async ({ name, bytes }) => {
      const path = join(temporary, name);
      if (!made.has(dirname(path))) {
        disk.makeFolder(dirname(path));
        made.add(dirname(path));
      }
      disk.writeNew(path, bytes);
    },
    end: async () => {
      for (const path of made) disk.syncFolder(path);
      return null;
    },
    drop: async () => undefined,
  };
}

/** A tar archive, locked while it grows; all of it under one folder of the export's name. */
function container(temporary: string, target: ExportTarget, lock: AgeLock, disk: ExportDisk): Sink {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  // How the saving ended, as a value: it may end before anybody waits for it.
  const saved = Promise.allSettled([saveStream(lock, readable, disk.openNew(temporary))]).then(async ([result]) => {
    if (result.status === 'rejected') await ended(writer.abort(result.reason));
    return result;
  });
  const wasSaved = async () => {
    const result = await saved;
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
  const feed = async (feeding: () => Promise<void>) => {
    try {
      await feeding();
    } catch (error) {
      // What keeps the stream from being written is what ended the saving of it.
      await wasSaved();
      throw error;
    }
  };
  return {
    file: ({ name, bytes }) => {
      const header = tarHeader(`${target.name}/${name}`, bytes.length, target.at.wallMs);
      return feed(async () => {
        for (const piece of [header, bytes, tarPadding(bytes.length)]) await writer.write(piece);
      });
    },
    end: async () => {
      await feed(async () => {
        await writer.write(tarEnd());
        await writer.close();
      });
      return wasSaved();
    },
    drop: async () => {
      await ended(writer.abort());
      await saved;
    },
  };
}

/** Waits for the end of a stream. One that has failed already says so once more, and that is no news. */
async function ended(ending: Promise<void>): Promise<void> {
  await Promise.allSettled([ending]);
}

/** Writes a stream locked into a file; the SHA-256 of what was written. */
async function saveStream(lock: AgeLock, bytes: ReadableStream<Uint8Array>, file: OpenFile): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of await ageLocked(lock, bytes)) {
      hash.update(piece);
      file.write(piece);
    }
    file.sync();
  } finally {
    file.close();
  }
  return hash.digest('hex');
}
