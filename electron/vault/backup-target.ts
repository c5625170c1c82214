import { createHash } from 'node:crypto';
import * as promises from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import { folderPlaceProblem } from './folder-place.ts';
import type { Wait } from './wrong-tries.ts';

/** What a backup does with files; the system's own unless a test gives a disk that fails. */
export type BackupFiles = Pick<
  typeof promises,
  'open' | 'mkdir' | 'rename' | 'readdir' | 'readFile' | 'rm' | 'stat' | 'statfs' | 'realpath'
>;
export const systemFiles: BackupFiles = promises;

const chunkBytes = 1024 * 1024;
/** A folder that does not take or give one mebibyte in this time is given up: slower is no disk that anybody waits for. */
export const stallMs = 30_000;
const watchMs = 5_000;

/** The target did not answer in time. */
export class TargetStalled extends Error {}

/**
 * Runs work that says each step it has made; where there is none for `stallMs` it is given up.
 * @throws TargetStalled, or what the work throws.
 */
export async function watched<Value>(wait: Wait, work: (step: () => void) => Promise<Value>): Promise<Value> {
  let steps = 0;
  let isOver = false;
  const stalled = async (): Promise<never> => {
    let seen = 0;
    for (let quietMs = 0; quietMs < stallMs; ) {
      await wait(watchMs);
      quietMs = steps === seen ? quietMs + watchMs : 0;
      seen = steps;
      if (isOver) return new Promise<never>(() => undefined);
    }
    throw new TargetStalled();
  };
  const working = work(() => {
    steps += 1;
  });
  try {
    return await Promise.race([working, stalled()]);
  } finally {
    isOver = true;
    // Where it was given up, what it says later is of no interest.
    working.catch(() => undefined);
  }
}

/** What a backup needs besides the vault. */
export type BackupPorts = { readonly files: BackupFiles; readonly wait: Wait };

/** Work at a target that may hang or fail; what it says of itself becomes a Problem. */
export async function atTarget<Value>(
  wait: Wait,
  work: (step: () => void) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  try {
    return await watched(wait, work);
  } catch (error) {
    return targetFailure(error);
  }
}

/** What reading a file through gave. */
export type FileDigest = { readonly bytes: number; readonly sha256: string };

/**
 * Reads a file piece by piece and, where there is a second one, writes it there, durably.
 * @throws what the operating system says.
 */
export async function passThrough(
  files: BackupFiles,
  from: string,
  to: string | null,
  step: () => void,
): Promise<FileDigest> {
  const hash = createHash('sha256');
  const source = await files.open(from, 'r');
  try {
    const target = to === null ? null : await files.open(to, 'wx', 0o600);
    try {
      const buffer = Buffer.alloc(chunkBytes);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, chunkBytes, bytes);
        if (bytesRead === 0) break;
        const piece = buffer.subarray(0, bytesRead);
        hash.update(piece);
        for (let written = 0; target !== null && written < bytesRead; ) {
          written += (await target.write(piece, written, bytesRead - written, bytes + written)).bytesWritten;
        }
        bytes += bytesRead;
        step();
      }
      await target?.sync();
      return { bytes, sha256: hash.digest('hex') };
    } finally {
      await target?.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * Writes a small file, durably.
 * @throws what the operating system says.
 */
export async function writeNew(files: BackupFiles, path: string, text: string): Promise<void> {
  const file = await files.open(path, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Makes names in a folder durable, where the file system knows how: shares and Windows do it by themselves.
 * @throws what the operating system says of its disk.
 */
export async function syncNames(files: BackupFiles, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EBADF'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Whether backups may be put into a folder, before anything is written; null where they may. */
export async function targetProblem(
  files: BackupFiles,
  wanted: { readonly folder: string; readonly sameDiskAccepted: boolean },
  vaultFolder: string,
): Promise<Problem | null> {
  try {
    const there = await files.stat(wanted.folder);
    if (!there.isDirectory()) return backupProblems.folderGone;
    const real = await files.realpath(wanted.folder);
    const way = relative(await files.realpath(vaultFolder), real);
    if (way === '' || !(way.startsWith('..') || way.startsWith('/') || /^[A-Za-z]:/.test(way))) {
      return backupProblems.insideVault;
    }
    const here = await files.stat(vaultFolder);
    return here.dev === there.dev && !wanted.sameDiskAccepted ? backupProblems.sameDisk : null;
  } catch (error) {
    return targetFailure(error).problem;
  }
}

/** Whether something has this path. @throws what the operating system says, except that nothing has it. */
export async function isFileThere(files: BackupFiles, path: string): Promise<boolean> {
  try {
    await files.stat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

/** Free bytes where a folder lies. @throws what the operating system says. */
export async function freeBytesIn(files: BackupFiles, folder: string): Promise<number> {
  const { bavail, bsize } = await files.statfs(folder);
  return bavail * bsize;
}

/** Whether a database may be opened there: not on a share. */
export function isDiskOfThisMachine(folder: string): boolean {
  return folderPlaceProblem(folder) === null;
}

/**
 * What went wrong at the target, as a failed outcome.
 * @throws the error itself when it is a defect of ours.
 */
export function targetFailure(error: unknown): { readonly ok: false; readonly problem: Problem } & Outcome<never> {
  if (error instanceof TargetStalled) return { ok: false, problem: backupProblems.folderSlow };
  const code = codeOf(error);
  if (code === null) throw error;
  if (['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'].includes(code))
    return { ok: false, problem: backupProblems.folderFull };
  if (['EROFS', 'EACCES', 'EPERM'].includes(code)) return { ok: false, problem: backupProblems.folderReadOnly };
  // Everything else that the system can say of a disk or a share means that it does not do its work.
  return { ok: false, problem: backupProblems.folderGone };
}

/** Removes a folder with everything in it, under another name first, so that half of it is never taken for a whole. */
export async function removeFolder(files: BackupFiles, path: string, unfinishedPath: string): Promise<void> {
  if (path !== unfinishedPath) {
    await files.rename(path, unfinishedPath);
    await syncNames(files, dirname(path));
  }
  await files.rm(unfinishedPath, { recursive: true, force: true });
}

/** The paths of a backup's files in a folder. */
export function pathIn(folder: string, name: string): string {
  return join(folder, ...name.split('/'));
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
