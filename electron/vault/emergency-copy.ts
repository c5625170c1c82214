import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { TargetStalled, watched } from './backup-target.ts';
import type { FoundJournal } from './find-journals.ts';
import { headerBackupFile, headerBytes, headerFile } from './header-file.ts';
import { hexText } from './hexadecimal.ts';
import { uuidBytes } from './identifier.ts';
import { frameOf, journalHeader } from './journal-file.ts';
import { headFileBytes } from './journal-head.ts';
import { vaultProblems } from './problems.ts';
import { sealEntries } from './seal-entries.ts';
import { storageProblem } from './storage-failure.ts';
import { headFile, journalHeadPath, journalPath, journalsFolder } from './vault-files.ts';
import { sealedHead } from './vault-head.ts';
import type { VaultInside } from './vault-inside.ts';
import type { Wait } from './wrong-tries.ts';

/** What to copy where: a folder on another disk, and every entry of each journal, in order, as it is in memory. */
export type EmergencyCopy = {
  readonly folder: string;
  readonly journals: readonly { readonly journalId: string; readonly entries: readonly string[] }[];
};

type File = { readonly name: string; readonly bytes: Uint8Array };

/**
 * Writes journals to another disk while the vault's own takes nothing: a new folder that is a vault by itself, with the same id
 * and keys, durable and read back before it gets its name. Nothing is read from the vault's disk and nothing there is changed.
 * The copy has no database; opening it makes one.
 */
export async function copyInEmergency(
  inside: Pick<VaultInside, 'folder' | 'vaultId' | 'keyring' | 'journals' | 'keys' | 'randomBytes'>,
  wanted: EmergencyCopy,
  wait: Wait,
): Promise<Outcome<{ readonly folder: string; readonly isOnSameDisk: boolean }>> {
  const files = filesOf(inside, wanted);
  if (!files.ok) return files;
  const name = `vigil-emergency-copy-${hexText(inside.randomBytes(4))}`;
  const temporary = join(wanted.folder, `.${name}.part`);
  const folder = join(wanted.folder, name);
  try {
    await watched(wait, async (step) => {
      // Never the folder itself: where a disk is not plugged in, its place would be made on the disk that is in trouble.
      await mkdir(temporary, { mode: 0o700 });
      await mkdir(join(temporary, journalsFolder), { mode: 0o700 });
      for (const { name: path, bytes } of files.value) {
        await writeProven(join(temporary, path), bytes);
        step();
      }
      for (const made of [join(temporary, journalsFolder), temporary]) await syncFolder(made);
      await rename(temporary, folder);
      await syncFolder(wanted.folder);
    });
    return { ok: true, value: { folder, isOnSameDisk: (await diskOf(inside.folder)) === (await diskOf(folder)) } };
  } catch (error) {
    const problem = copyProblem(error);
    if (problem === null) throw error;
    // A disk that does not answer is not asked once more.
    if (!(error instanceof TargetStalled)) await removeLeavings(temporary);
    return { ok: false, problem };
  }
}

function filesOf(
  {
    vaultId,
    keyring,
    journals,
    keys,
    randomBytes,
  }: Pick<VaultInside, 'vaultId' | 'keyring' | 'journals' | 'keys' | 'randomBytes'>,
  wanted: EmergencyCopy,
): Outcome<readonly File[]> {
  const files: File[] = [];
  const listed: { journalId: string; kind: 'clinic' | 'session' | 'audit'; count: number; link: string }[] = [];
  for (const { journalId, entries } of wanted.journals) {
    const journal: FoundJournal | undefined = journals.get(journalId);
    if (journal === undefined) return { ok: false, problem: vaultProblems.journalUnknown };
    if (!('keys' in journal)) return { ok: false, problem: journal.problem };
    const { added, mark } = sealEntries({ vaultId, keys: journal.keys, randomBytes }, [], entries);
    const frames = Buffer.concat([journalHeader(vaultId, journal.record), ...added.map(frameOf)]);
    const head = headFileBytes(mark, journal.keys.logKey, vaultId, uuidBytes(journalId));
    files.push(
      { name: journalPath('', journalId), bytes: frames },
      { name: journalHeadPath('', journalId), bytes: head },
    );
    listed.push({ journalId, kind: journal.keys.kind, count: mark.count, link: hexText(mark.link) });
  }
  const header = headerBytes(keyring.header);
  const head = sealedHead({ counter: 1, journals: listed }, keys().sealing, randomBytes);
  files.push({ name: headFile, bytes: head });
  files.push({ name: headerBackupFile, bytes: header }, { name: headerFile, bytes: header });
  return { ok: true, value: files };
}

/** @throws CopyDiffers, or what the operating system says. */
async function writeProven(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (!(await readFile(path)).equals(bytes)) throw new CopyDiffers();
}

/** Windows has no such call; there the file system's own journal does it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What the system calls the disk of a folder; null where the folder is gone with its disk. */
async function diskOf(folder: string): Promise<number | null> {
  try {
    return (await stat(folder)).dev;
  } catch (error) {
    if (storageProblem(error) === null) throw error;
    return null;
  }
}

class CopyDiffers extends Error {}

/** What is left is sealed, and has no name that anything reads. */
async function removeLeavings(temporary: string): Promise<void> {
  try {
    await rm(temporary, { recursive: true, force: true });
  } catch (error) {
    if (storageProblem(error) === null) throw error;
  }
}

function copyProblem(error: unknown): Problem | null {
  const stays = 'Nothing is lost: the entries are still kept in memory.';
  const remedy = 'Choose a folder on another disk, or plug in a memory stick, and try again.';
  const failed = (code: string, sentence: string): Problem => ({ code, sentence: `${sentence} ${stays}`, remedy });
  if (error instanceof TargetStalled) return failed('copy-stalled', 'The folder for the copy does not answer.');
  if (error instanceof CopyDiffers) return failed('copy-differs', 'The copy reads back differently.');
  switch (storageProblem(error)?.code) {
    case undefined:
      return null;
    case vaultProblems.diskFull.code:
      return failed('copy-disk-full', 'The disk for the copy is full.');
    case vaultProblems.diskReadOnly.code:
      return failed('copy-disk-read-only', 'The folder for the copy cannot be written.');
    default:
      return failed('copy-disk-error', 'The folder for the copy is not there, or its disk reports an error.');
  }
}
