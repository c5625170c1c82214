import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { syncFolder, writeAll } from '../vault/durable-file.ts';

/** What an export asks of a disk. Each throws what the operating system says. */
export type ExportDisk = {
  /** Whether anything of this name is there, followed or not. */
  readonly isThere: (path: string) => boolean;
  /** Makes a folder for its owner only; fails where one is. */
  readonly makeFolder: (path: string) => void;
  /** Writes a file that was not there, for its owner only, and waits until it is durable. */
  readonly writeNew: (path: string, bytes: Uint8Array) => void;
  readonly rename: (from: string, to: string) => void;
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
  rename: (from, to) => renameSync(from, to),
  syncFolder,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};
