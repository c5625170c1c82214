import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { type BuiltBackup, backupBytes, buildBackup } from './backup-build.ts';
import {
  type BackupContents,
  backupName,
  contentsFile,
  contentsVersion,
  unfinishedEnding,
  vaultFilesIn,
} from './backup-contents.ts';
import { removeUnfinished, seeBackups } from './backup-list.ts';
import { backupProblems } from './backup-problems.ts';
import {
  atTarget,
  type BackupFiles,
  type BackupPorts,
  freeBytesIn,
  isDiskOfThisMachine,
  passThrough,
  pathIn,
  removeFolder,
  syncNames,
  targetFailure,
  targetProblem,
  writeNew,
} from './backup-target.ts';
import type { LongWork } from './long-work.ts';
import { vaultProblems } from './problems.ts';
import { storageProblem } from './storage-failure.ts';
import { backupInTheMaking, journalsFolder } from './vault-files.ts';
import type { VaultInside } from './vault-inside.ts';

/** Room that is left on the vault's disk for the session that runs meanwhile. */
const roomForSessionBytes = 64 * 1024 * 1024;

/** Where a backup is to go, and how many are to be there afterwards. */
export type BackupWish = { readonly folder: string; readonly keep: number; readonly sameDiskAccepted: boolean };

/** A backup that was made, verified, and put in its place. */
export type MadeBackup = {
  readonly name: string;
  readonly generation: number;
  readonly bytes: number;
  readonly journalIds: readonly string[];
  readonly damagedJournals: number;
  /** The names of older backups that were removed because enough newer ones are kept. */
  readonly removed: readonly string[];
  /** Why an older one that is not needed any more could not be removed; null where it could. The new one is good all the same. */
  readonly notRemoved: Problem | null;
};

/**
 * Backs the unlocked vault up to a folder. It is made and verified on a disk of this machine, then copied under a temporary name,
 * read back, and renamed; only then are older ones removed. Where anything fails, nothing of it stays.
 */
export async function backUp(
  inside: VaultInside,
  wanted: BackupWish,
  work: LongWork,
  ports: BackupPorts,
): Promise<Outcome<MadeBackup>> {
  const needed = await backupBytes(inside);
  if (!needed.ok) return needed;
  const prepared = await atTarget(ports.wait, (step) => prepare(inside, wanted, needed.value, ports.files, step));
  if (!prepared.ok) return prepared;
  const { generation } = prepared.value;
  const name = backupName(inside.keyring.header.vaultId, generation);
  const unfinished = join(wanted.folder, `${name}${unfinishedEnding}`);
  const making = join(inside.folder, backupInTheMaking);
  try {
    const built = await build(inside, { making, unfinished, neededBytes: needed.value }, work, ports);
    if (!built.ok) return built;
    const delivered = await atTarget(ports.wait, (step) =>
      deliver(inside, built.value, generation, work, ports.files, step),
    );
    if (!delivered.ok) return delivered;
    const named = await atTarget(ports.wait, async () => {
      await ports.files.rename(unfinished, join(wanted.folder, name));
      await syncNames(ports.files, wanted.folder);
      return { ok: true, value: null };
    });
    if (!named.ok) return named;
    const removed: string[] = [];
    const cleared = await atTarget(ports.wait, async (step) => {
      for (const old of await outlived(ports.files, wanted, inside.keyring.header.vaultId, step)) {
        await removeFolder(ports.files, join(wanted.folder, old), join(wanted.folder, `${old}${unfinishedEnding}`));
        removed.push(old);
        step();
      }
      return { ok: true, value: null };
    });
    const bytes = delivered.value.files.reduce((sum, file) => sum + file.bytes, 0);
    const { journalIds, damaged } = built.value;
    const notRemoved = cleared.ok ? null : cleared.problem;
    return { ok: true, value: { name, generation, bytes, journalIds, damagedJournals: damaged, removed, notRemoved } };
  } finally {
    tolerateStorageFailure(() => rmSync(making, { recursive: true, force: true }));
    // Where even this fails, the next backup removes it.
    await atTarget(ports.wait, async () => ({
      ok: true,
      value: await ports.files.rm(unfinished, { recursive: true, force: true }),
    }));
  }
}

type Making = { readonly making: string; readonly unfinished: string; readonly neededBytes: number };
type Made = BuiltBackup & { readonly made: string; readonly unfinished: string };

async function prepare(
  inside: VaultInside,
  wanted: BackupWish,
  neededBytes: number,
  files: BackupFiles,
  step: () => void,
): Promise<Outcome<{ generation: number }>> {
  const problem = await targetProblem(files, wanted, inside.folder);
  if (problem !== null) return { ok: false, problem };
  step();
  await removeUnfinished(files, wanted.folder, inside.keyring.header.vaultId, step);
  if ((await freeBytesIn(files, wanted.folder)) < neededBytes) return { ok: false, problem: backupProblems.folderFull };
  const seen = await seeBackups(files, wanted.folder, step);
  return { ok: true, value: { generation: Math.max(0, ...seen.map((backup) => backup.generation)) + 1 } };
}

/** In the vault's own folder where there is room; else at the target, if that is a disk on which a database may be opened. */
async function build(
  inside: VaultInside,
  { making, unfinished, neededBytes }: Making,
  work: LongWork,
  { files }: BackupPorts,
): Promise<Outcome<Made>> {
  rmSync(making, { recursive: true, force: true });
  const isRoomHere = (await freeBytesIn(files, inside.folder)) > neededBytes + roomForSessionBytes;
  if (!isRoomHere && !isDiskOfThisMachine(unfinished)) return { ok: false, problem: backupProblems.noRoomHere };
  const made = isRoomHere ? making : unfinished;
  try {
    mkdirSync(made, { mode: 0o700 });
    const built = await buildBackup(inside, made, work);
    return built.ok ? { ok: true, value: { ...built.value, made, unfinished } } : built;
  } catch (error) {
    if (!isRoomHere) return targetFailure(error);
    const problem = storageProblem(error);
    if (problem === null) throw error;
    const isFull = problem.code === vaultProblems.diskFull.code;
    return { ok: false, problem: isFull ? backupProblems.noRoomHere : backupProblems.interrupted };
  }
}

/** Copies what was made to the target, unless it was made there, and reads every file back. */
async function deliver(
  inside: VaultInside,
  { made, unfinished }: Made,
  generation: number,
  work: LongWork,
  files: BackupFiles,
  step: () => void,
): Promise<Outcome<BackupContents>> {
  const names = vaultFilesIn(made);
  if (made !== unfinished) await files.mkdir(join(unfinished, journalsFolder), { recursive: true, mode: 0o700 });
  const listed: BackupContents['files'] = [];
  for (const [index, name] of names.entries()) {
    work.tell(index, names.length);
    if (work.isStopped()) return { ok: false, problem: backupProblems.stopped };
    const there = pathIn(unfinished, name);
    if (made === unfinished) await syncFile(files, there);
    const written = await passThrough(files, pathIn(made, name), made === unfinished ? null : there, step);
    const readBack = await passThrough(files, there, null, step);
    if (readBack.sha256 !== written.sha256) return { ok: false, problem: backupProblems.folderUnfaithful };
    listed.push({ name, ...written });
  }
  const { vaultId, rehearsal } = inside.keyring.header;
  const contents: BackupContents = {
    magic: 'vigil-backup',
    formatVersion: contentsVersion,
    vaultId,
    rehearsal,
    generation,
    files: listed,
  };
  await writeNew(files, join(unfinished, contentsFile), `${JSON.stringify(contents, null, 2)}\n`);
  await syncNames(files, join(unfinished, journalsFolder));
  await syncNames(files, unfinished);
  work.tell(names.length, names.length);
  return { ok: true, value: contents };
}

/** The names of what is older than the oldest of the newest whole ones that are kept, whole or not. */
async function outlived(
  files: BackupFiles,
  { folder, keep }: BackupWish,
  vaultId: string,
  step: () => void,
): Promise<string[]> {
  const ours = (await seeBackups(files, folder, step)).filter((backup) => backup.vaultId === vaultId);
  const oldestKept = ours.filter((backup) => backup.state === 'whole')[keep - 1];
  if (oldestKept === undefined) return [];
  return ours.filter((backup) => backup.generation < oldestKept.generation).map(({ name }) => name);
}

async function syncFile(files: BackupFiles, path: string): Promise<void> {
  const file = await files.open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function tolerateStorageFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (storageProblem(error) === null) throw error;
  }
}
