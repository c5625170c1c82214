import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { type ExportDisk, exportDisk } from './export-disk.ts';
import { exportProblem, exportProblems } from './export-problems.ts';

export type ExportFile = { readonly name: string; readonly bytes: Uint8Array };
export type WrittenFile = { readonly name: string; readonly path: string; readonly sha256: string };

/** A new folder with the files of one export. */
export type WrittenFolder = { readonly folder: string; readonly files: readonly WrittenFile[] };

/** Beyond so many folders of one name something else is wrong. */
const mostOfOneName = 999;
/** The exports that are being written now, by their temporary folder. */
const running = new Set<string>();

/**
 * Writes the files into a new folder called `name` inside `parent`, whole or not at all: into a temporary folder first,
 * each file durable, then one rename. Nothing that is there is ever written over: where the name is taken, the new
 * folder gets a number (`name-2`). The names hold nothing of a patient; files and folder are readable by their owner only.
 */
export function writeExportFolder(
  parent: string,
  name: string,
  files: readonly ExportFile[],
  disk: ExportDisk = exportDisk,
): Outcome<WrittenFolder> {
  const temporary = join(parent, `.${name}.part`);
  if (running.has(temporary)) return { ok: false, problem: exportProblems.running };
  running.add(temporary);
  let begun = false;
  try {
    // A temporary folder of this very name is what an export left that was killed in the middle: it holds clear text.
    if (disk.isThere(temporary)) disk.remove(temporary);
    disk.makeFolder(temporary);
    begun = true;
    return { ok: true, value: writeWhole(parent, name, temporary, files, disk) };
  } catch (error) {
    const problem = exportProblem(error);
    const left = begun && !isRemoved(temporary, disk);
    if (problem === null) throw error;
    return { ok: false, problem: left ? exportProblems.leftOver : problem };
  } finally {
    running.delete(temporary);
  }
}

function writeWhole(
  parent: string,
  name: string,
  temporary: string,
  files: readonly ExportFile[],
  disk: ExportDisk,
): WrittenFolder {
  for (const file of files) disk.writeNew(join(temporary, file.name), file.bytes);
  disk.syncFolder(temporary);
  const folder = moveToFreeName(parent, name, temporary, disk);
  try {
    disk.syncFolder(parent);
  } catch (error) {
    // A folder whose name may vanish with the power is not an export: the therapist is told, and it goes.
    disk.remove(folder);
    throw error;
  }
  return {
    folder,
    files: files.map((file) => ({
      name: file.name,
      path: join(folder, file.name),
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
    })),
  };
}

function moveToFreeName(parent: string, name: string, temporary: string, disk: ExportDisk): string {
  for (let number = 1; number <= mostOfOneName; number += 1) {
    const folder = join(parent, number === 1 ? name : `${name}-${number}`);
    if (disk.isThere(folder)) continue;
    try {
      disk.rename(temporary, folder);
      return folder;
    } catch (error) {
      // Somebody else took the name between looking and renaming; a folder that holds something is never replaced.
      if (!disk.isThere(folder)) throw error;
    }
  }
  throw new Error('no free name for an export');
}

/** Removes what was begun. False where the drive does not even allow that. */
function isRemoved(temporary: string, disk: ExportDisk): boolean {
  try {
    disk.remove(temporary);
    return !disk.isThere(temporary);
  } catch (error) {
    if (exportProblem(error) === null) throw error;
    return false;
  }
}
