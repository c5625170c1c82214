import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { removeUnfinished, seeBackups } from './backup-list.ts';
import type { BackupState, KnownBackup } from './backup-state.ts';
import { atTarget, type BackupFiles, type BackupPorts, isFileThere } from './backup-target.ts';
import { journalPath } from './vault-files.ts';
import type { VaultInside } from './vault-inside.ts';

/** A backup that holds a session. */
export type HoldingBackup = Omit<KnownBackup, 'journalIds'>;

/**
 * The backups that hold a session, newest first: those that are known to, also where their disk is not here now, and those that
 * lie in the folders for backups without being known, because the program ended just then or they were put there. What was left
 * unfinished there is removed.
 */
export async function backupsHolding(
  inside: VaultInside,
  journalId: string,
  { plan, known }: Pick<BackupState, 'plan' | 'known'>,
  ports: BackupPorts,
): Promise<HoldingBackup[]> {
  const holding: HoldingBackup[] = known
    .filter((backup) => backup.journalIds.includes(journalId))
    .map(({ journalIds: _, ...backup }) => backup);
  const folders = new Set([...(plan === null ? [] : [plan.folder]), ...known.map(({ folder }) => folder)]);
  const { vaultId } = inside.keyring.header;
  for (const folder of folders) {
    const found = await atTarget(ports.wait, (step) => foundIn(ports.files, { folder, vaultId, journalId }, step));
    // A folder that is not there now holds what is known of it; nothing more can be said.
    if (!found.ok) continue;
    const isTold = (name: string) => holding.some((backup) => backup.folder === folder && backup.name === name);
    holding.push(...found.value.filter(({ name }) => !isTold(name)));
  }
  return holding.sort((a, b) => b.wallMs - a.wallMs);
}

async function foundIn(
  files: BackupFiles,
  { folder, vaultId, journalId }: { readonly folder: string; readonly vaultId: string; readonly journalId: string },
  step: () => void,
): Promise<Outcome<HoldingBackup[]>> {
  await removeUnfinished(files, folder, vaultId, step);
  const found: HoldingBackup[] = [];
  for (const { name, generation, bytes, writtenWallMs } of await seeBackups(files, folder, step)) {
    if (!(await isFileThere(files, journalPath(join(folder, name), journalId)))) continue;
    found.push({ folder, name, generation, bytes, wallMs: writtenWallMs ?? 0 });
  }
  return { ok: true, value: found };
}
