import type { Outcome } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import { type BackupState, changeBackupState, keptProblem, readBackupState } from './backup-state.ts';
import { atTarget, type BackupPorts, targetProblem } from './backup-target.ts';
import { backUp } from './backup-vault.ts';
import type { LongWork } from './long-work.ts';
import type { VaultInside } from './vault-inside.ts';

/** Sets where backups go. A folder that takes none is refused, and the plan before stays. */
export async function setBackupPlan(
  inside: VaultInside,
  plan: BackupState['plan'],
  { files, wait }: BackupPorts,
): Promise<Outcome<BackupState>> {
  if (plan !== null) {
    const taken = await atTarget(wait, async () => {
      const problem = await targetProblem(files, plan, inside.folder);
      return problem === null ? { ok: true, value: null } : { ok: false, problem };
    });
    if (!taken.ok) return taken;
  }
  return changeBackupState(inside, (state) => ({ ...state, plan }));
}

/** Backs up by the plan, and remembers how that went: a failure is known until a later backup succeeds. */
export async function backUpByPlan(
  inside: VaultInside,
  wallMs: number,
  work: LongWork,
  ports: BackupPorts,
): Promise<Outcome<BackupState>> {
  const before = await readBackupState(inside);
  if (!before.ok) return before;
  const { plan } = before.value;
  if (plan === null) return { ok: false, problem: backupProblems.noPlan };
  const made = await backUp(inside, plan, work, ports);
  if (!made.ok) {
    // Whoever stops it knows that there is none.
    if (made.problem.code === backupProblems.stopped.code) return made;
    const lastFailure = { wallMs, problem: keptProblem(made.problem) };
    const remembered = await changeBackupState(inside, (state) => ({ ...state, lastFailure }));
    return remembered.ok ? made : remembered;
  }
  const { name, generation, bytes, journalIds, removed, notRemoved } = made.value;
  const newest = { folder: plan.folder, name, generation, wallMs, bytes, journalIds: [...journalIds] };
  return changeBackupState(inside, (state) => ({
    ...state,
    known: [newest, ...state.known.filter((one) => one.folder !== plan.folder || !removed.includes(one.name))],
    lastSuccessWallMs: wallMs,
    lastFailure: notRemoved === null ? null : { wallMs, problem: keptProblem(notRemoved) },
  }));
}
