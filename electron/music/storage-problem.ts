import type { Problem } from '../../shared/problem.ts';

/** Why a folder can't be written, as something a person can act on; null for errors that are defects. */
export function storageProblem(error: unknown): Problem | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'music-disk-full',
        sentence: 'The disk is full; the music could not be stored.',
        remedy: 'Free at least 500 MB on this machine, then try again.',
      };
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'ENOTDIR':
    case 'EEXIST':
      return {
        code: 'music-folder-not-writable',
        sentence: 'The music folder can’t be written.',
        remedy: 'Give this account the right to write to it, or start Vigil with another folder, then try again.',
      };
    default:
      return null;
  }
}
