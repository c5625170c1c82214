import type { Problem } from '../../shared/problem.ts';
import { damagedVault, vaultProblems } from './problems.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const readOnly = new Set(['EROFS', 'EACCES', 'EPERM']);
const broken = new Set(['EIO', 'ENXIO', 'ENODEV', 'ENOENT', 'ESTALE', 'EBADF', 'ENOTCONN', 'ETIMEDOUT', 'ENOTDIR']);

/** What the operating system or SQLite says about a failed read or write, as a Problem; null when it is a defect of ours. */
export function storageProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const code = error.code;
  if (full.has(code) || code === 'SQLITE_FULL') return vaultProblems.diskFull;
  if (readOnly.has(code) || startsWithAny(code, ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM'])) {
    return vaultProblems.diskReadOnly;
  }
  if (broken.has(code) || code.startsWith('SQLITE_IOERR')) return vaultProblems.diskError;
  if (startsWithAny(code, ['SQLITE_BUSY', 'SQLITE_LOCKED'])) return vaultProblems.inUse;
  if (isDatabaseDamage(error)) return damagedVault('The database of the vault is damaged.');
  return null;
}

/** The database reads otherwise than it was just written: its pages contradict each other, and no single error says so. */
export class DatabaseContradiction extends Error {
  readonly code = 'SQLITE_CORRUPT_CONTRADICTION';
}

/** The same as a failed outcome. @throws the error itself when it is a defect of ours. */
export function storageFailure(error: unknown): { readonly ok: false; readonly problem: Problem } {
  const problem = storageProblem(error);
  if (problem === null) throw error;
  return { ok: false, problem };
}

/**
 * True when SQLite says that the file's content, not the disk, is at fault. A key that is there twice, or not at all, although
 * it was looked for and read before it was written, means that pages were exchanged.
 */
export function isDatabaseDamage(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    startsWithAny(error.code, [
      'SQLITE_CORRUPT',
      'SQLITE_NOTADB',
      'SQLITE_FORMAT',
      'SQLITE_CONSTRAINT_PRIMARYKEY',
      'SQLITE_CONSTRAINT_FOREIGNKEY',
    ])
  );
}

/** True for "there is no such file". */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function startsWithAny(code: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => code.startsWith(beginning));
}
