import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing, storageProblem } from './storage-failure.ts';
import { wrongTriesFile } from './vault-files.ts';

/** Waits so many milliseconds; passed in, so that a test can move the time. */
export type Wait = (milliseconds: number) => Promise<void>;

const longestWaitMs = 30_000;
/** More is not counted: the wait has long been at its longest. */
const mostTries = 1_000_000;

/** How long the next try waits after so many wrong ones in a row: none, then 1 s doubling up to 30 s. */
export function waitAfterWrongTries(wrongTries: number): number {
  return wrongTries === 0 ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (wrongTries - 1));
}

/**
 * Counts wrong tries in a row, also across a restart: the count lies in the vault's folder, as a plain number. It is written
 * before a try begins, so that ending the process does not help. It slows down whoever sits at this program; whoever can write
 * the folder can remove the file, and whoever copies the folder tries elsewhere. Against them stands the key derivation.
 */
export class WrongTries {
  /** What this process has seen; counts where the folder cannot be written. */
  #seen = 0;

  /** How many wrong tries in a row there were before this one, which is counted as wrong until `wasRight` says otherwise. */
  begin(folder: string): number {
    const before = Math.max(this.#seen, readCount(folder));
    this.#seen = Math.min(mostTries, before + 1);
    tolerateStorageFailure(() => writeFileSync(join(folder, wrongTriesFile), String(this.#seen), { mode: 0o600 }));
    return before;
  }

  /** The try was right: the count begins anew. */
  wasRight(folder: string): void {
    this.#seen = 0;
    tolerateStorageFailure(() => rmSync(join(folder, wrongTriesFile), { force: true }));
  }

  /** The try was neither right nor wrong: the count is as before. */
  wasNone(folder: string, before: number): void {
    this.wasRight(folder);
    if (before === 0) return;
    this.#seen = before;
    tolerateStorageFailure(() => writeFileSync(join(folder, wrongTriesFile), String(before), { mode: 0o600 }));
  }
}

function readCount(folder: string): number {
  try {
    const text = readFileSync(join(folder, wrongTriesFile), 'utf8');
    return /^\d{1,7}$/.test(text) ? Number(text) : 0;
  } catch (error) {
    if (isMissing(error) || storageProblem(error) !== null) return 0;
    throw error;
  }
}

/** A disk that cannot be written is told by unlocking itself. */
function tolerateStorageFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (storageProblem(error) === null) throw error;
  }
}
