import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import type { ExportDisk } from './export-disk.ts';
import { exportProblem, exportProblems } from './export-problems.ts';

/** Beyond so many exports of one name something else is wrong. */
const mostOfOneName = 999;
/** The exports that are being written now, by their temporary path. */
const running = new Set<string>();

/**
 * Has a folder or a file written under a temporary name inside `parent`, then gives it the name asked for, or that name
 * and a number where it is taken; the path that it got. Where anything fails, what was begun is removed. The names hold
 * nothing of a patient.
 */
export async function writeWhole(
  parent: string,
  { name, ending }: { readonly name: string; readonly ending: string },
  disk: ExportDisk,
  write: (temporary: string) => Promise<void>,
): Promise<Outcome<string>> {
  const temporary = join(parent, `.${name}${ending}.part`);
  if (running.has(temporary)) return { ok: false, problem: exportProblems.running };
  running.add(temporary);
  let begun = false;
  try {
    // Something of this very name is what an export left that was killed in the middle: it may hold clear text.
    if (disk.isThere(temporary)) disk.remove(temporary);
    begun = true;
    await write(temporary);
    const path = moveToFreeName(parent, { name, ending }, temporary, disk);
    try {
      disk.syncFolder(parent);
    } catch (error) {
      // What may vanish with the power is not an export: the therapist is told, and it goes.
      disk.remove(path);
      throw error;
    }
    return { ok: true, value: path };
  } catch (error) {
    const problem = exportProblem(error);
    const left = begun && !isRemoved(temporary, disk);
    if (left) return { ok: false, problem: exportProblems.leftOver };
    if (problem === null) throw error;
    return { ok: false, problem };
  } finally {
    running.delete(temporary);
  }
}

function moveToFreeName(
  parent: string,
  { name, ending }: { readonly name: string; readonly ending: string },
  temporary: string,
  disk: ExportDisk,
): string {
  for (let number = 1; number <= mostOfOneName; number += 1) {
    const path = join(parent, `${name}${number === 1 ? '' : `-${number}`}${ending}`);
    if (disk.isThere(path)) continue;
    try {
      disk.moveNew(temporary, path);
      return path;
    } catch (error) {
      // Somebody else took the name between looking and moving; what is there is never replaced.
      if (!disk.isThere(path)) throw error;
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
