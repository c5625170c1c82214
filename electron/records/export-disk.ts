import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { syncFolder, writeAll } from '../vault/durable-file.ts';

/** A file that is being written piece by piece. Each call throws what the operating system says. */
export type OpenFile = {
  readonly write: (bytes: Uint8Array) => void;
  readonly sync: () => void;
  readonly close: () => void;
};

/** What an export asks of a disk. Each throws what the operating system says. */
export type ExportDisk = {
  /** Whether anything of this name is there, followed or not. */
  readonly isThere: (path: string) => boolean;
  /** Makes a folder for its owner only; fails where one is. */
  readonly makeFolder: (path: string) => void;
  /** Writes a file that was not there, for its owner only, and waits until it is durable. */
  readonly writeNew: (path: string, bytes: Uint8Array) => void;
  /** Opens a file that was not there, for its owner only. */
  readonly openNew: (path: string) => OpenFile;
  /** Gives a folder or a file a name that nothing has; fails where something has it. */
  readonly moveNew: (from: string, to: string) => void;
  readonly syncFolder: (path: string) => void;
  readonly remove: (path: string) => void;
};

/** The machine's own disks. */
export const exportDisk: ExportDisk = {
  isThere: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
  makeFolder: (path) => mkdirSync(path, { mode: 0o700 }),
  writeNew: (path, bytes) => {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeAll(file, bytes, 0);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  openNew: (path) => {
    const file = openSync(path, 'wx', 0o600);
    return {
      write: (bytes) => {
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      },
      sync: () => fsyncSync(file),
      close: () => closeSync(file),
    };
  },
  moveNew: (from, to) => {
    // A rename takes no folder's place that holds something, but any file's.
    if (lstatSync(from).isDirectory() || !isLinked(from, to)) renameSync(from, to);
    else unlinkSync(from);
  },
  syncFolder,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};

/** Gives a file a second name that nothing has; false on a drive that knows no second names. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(code)) throw error;
    return false;
  }
}
