import type { Problem } from '../../shared/problem.ts';
import type { BackupState } from '../vault/backup-state.ts';

/** A backup that is older than the newest signed session by more than this is overdue. */
const overdueMs = 24 * 60 * 60_000;

const never: Problem = {
  code: 'backup-never',
  sentence: 'Sessions are signed and no folder for backups is chosen: one broken disk loses them all.',
  remedy: 'Choose a folder on a second disk or a share.',
};
const overdue: Problem = {
  code: 'backup-overdue',
  sentence: 'The newest signed session is in no backup yet.',
  remedy: 'Plug in the disk or connect the share, then press “Back up now”.',
};

/** Whether the newest signed session (wall clock; null: none is signed) is in no backup. */
export function isBehind({ lastSuccessWallMs }: BackupState, newestSignedWallMs: number | null): boolean {
  return newestSignedWallMs !== null && (lastSuccessWallMs ?? 0) < newestSignedWallMs;
}

/** What the therapist is told of the backups: the last one failed, none was ever set up, or it is overdue; null where all is well. */
export function backupAdvisory(
  state: BackupState,
  newestSignedWallMs: number | null,
  nowWallMs: number,
): Problem | null {
  if (state.lastFailure !== null) return state.lastFailure.problem;
  if (newestSignedWallMs === null) return null;
  if (state.plan === null) return never;
  return isBehind(state, newestSignedWallMs) && nowWallMs - newestSignedWallMs > overdueMs ? overdue : null;
}
