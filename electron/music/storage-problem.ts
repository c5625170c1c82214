import type { Outcome, Problem } from '../../shared/problem.ts';

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

/** Writes something; what a person can act on becomes the answer, and a defect stays one. */
export async function stored(write: () => Promise<void>): Promise<Outcome<null>> {
  try {
    await write();
    return { ok: true, value: null };
  } catch (error) {
    const problem = storageProblem(error);
    if (problem === null) throw error;
    return { ok: false, problem };
  }
}
