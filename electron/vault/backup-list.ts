import { basename, join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import {
  type BackupContents,
  type ContentsFile,
  contentsFile,
  contentsIn,
  generationIn,
  unfinishedEnding,
} from './backup-contents.ts';
import { backupProblems } from './backup-problems.ts';
import { atTarget, type BackupFiles, type BackupPorts, pathIn, removeFolder, targetFailure } from './backup-target.ts';

/** A backup as it is seen from outside, without a passphrase. */
export type SeenBackup = {
  readonly name: string;
  readonly vaultId: string | null;
  readonly generation: number;
  readonly bytes: number;
  /** The time of its files, by the clock of the machine that wrote them; null where it is unfinished. */
  readonly writtenWallMs: number | null;
  /** All its files are there in their size; `unfinished`: some are not, or it was cut off. */
  readonly state: 'whole' | 'unfinished' | 'newer';
  /** How many journals it has, that of the clinic among them. */
  readonly journals: number;
};

/**
 * The backups in a folder, newest number first, of whichever vaults. Nothing is opened or changed.
 * @throws what the operating system says.
 */
export async function seeBackups(files: BackupFiles, folder: string, step: () => void): Promise<SeenBackup[]> {
  const seen: SeenBackup[] = [];
  for (const name of await files.readdir(folder)) {
    const known = generationIn(name);
    if (known === null) continue;
    seen.push(await seeBackup(files, folder, name, known.generation, step));
    step();
  }
  return seen.sort((a, b) => b.generation - a.generation || (a.name < b.name ? -1 : 1));
}

/** The list of backups in a folder, for a person to choose from. */
export function listBackups({ files, wait }: BackupPorts, folder: string): Promise<Outcome<SeenBackup[]>> {
  return atTarget(wait, async (step) => ({ ok: true, value: await seeBackups(files, folder, step) }));
}

/** The contents of one backup, with a Problem where it is none, newer, or not whole. */
export async function contentsOfBackup(files: BackupFiles, backup: string): Promise<Outcome<BackupContents>> {
  try {
    const found = await contentsFileIn(files, backup);
    if (found.kind === 'newer') return { ok: false, problem: backupProblems.newerBackup };
    if (found.kind === 'whole') return { ok: true, value: found.contents };
    const isUnfinished = basename(backup).endsWith(unfinishedEnding) || generationIn(basename(backup)) !== null;
    return { ok: false, problem: isUnfinished ? backupProblems.unfinishedBackup : backupProblems.notABackup };
  } catch (error) {
    return targetFailure(error);
  }
}

/**
 * Removes what a backup of this vault that was cut off, or a removal that was, has left. @throws what the operating system says.
 */
export async function removeUnfinished(
  files: BackupFiles,
  folder: string,
  vaultId: string,
  step: () => void,
): Promise<void> {
  for (const name of await files.readdir(folder)) {
    if (!name.endsWith(unfinishedEnding)) continue;
    const known = generationIn(name.slice(0, -unfinishedEnding.length));
    if (known?.vault !== vaultId.slice(0, 8)) continue;
    const path = join(folder, name);
    await removeFolder(files, path, path);
    step();
  }
}

async function seeBackup(
  files: BackupFiles,
  folder: string,
  name: string,
  generation: number,
  step: () => void,
): Promise<SeenBackup> {
  const path = join(folder, name);
  const found = await contentsFileIn(files, path);
  const unknown = { name, generation, vaultId: null, bytes: 0, writtenWallMs: null, journals: 0 };
  if (found.kind !== 'whole') return { ...unknown, state: found.kind === 'newer' ? 'newer' : 'unfinished' };
  const { contents } = found;
  let isWhole = true;
  for (const file of contents.files) {
    isWhole &&= (await sizeOf(files, pathIn(path, file.name))) === file.bytes;
    step();
  }
  return {
    name,
    generation,
    vaultId: contents.vaultId,
    bytes: contents.files.reduce((sum, file) => sum + file.bytes, 0),
    writtenWallMs: Math.round((await files.stat(join(path, contentsFile))).mtimeMs),
    state: isWhole ? 'whole' : 'unfinished',
    journals: contents.files.filter((file) => file.name.endsWith('.vj')).length,
  };
}

async function contentsFileIn(files: BackupFiles, backup: string): Promise<ContentsFile> {
  try {
    return contentsIn(await files.readFile(join(backup, contentsFile), 'utf8'));
  } catch (error) {
    if (isAbsent(error)) return { kind: 'absent' };
    throw error;
  }
}

async function sizeOf(files: BackupFiles, path: string): Promise<number | null> {
  try {
    return (await files.stat(path)).size;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
