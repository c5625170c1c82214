import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { type ExportDisk, exportDisk } from './export-disk.ts';
import type { ExportFile } from './export-file.ts';
import { writeWhole } from './write-whole.ts';

/** A new folder with files that nobody signed. */
export type WrittenFolder = {
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly path: string; readonly sha256: string }[];
};

/** Writes the files into a new folder called `name` inside `parent`, as `writeWhole` does, without a list of their hashes. */
export async function writeExportFolder(
  parent: string,
  name: string,
  files: readonly ExportFile[],
  disk: ExportDisk = exportDisk,
): Promise<Outcome<WrittenFolder>> {
  const placed = await writeWhole(parent, { name, ending: '' }, disk, async (temporary) => {
    disk.makeFolder(temporary);
    for (const file of files) disk.writeNew(join(temporary, file.name), file.bytes);
    disk.syncFolder(temporary);
  });
  if (!placed.ok) return placed;
  const written = files.map(({ name: own, bytes }) => ({
    name: own,
    path: join(placed.value, own),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  return { ok: true, value: { folder: placed.value, files: written } };
}
