import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { EXTENSION_OF } from './audio-file.ts';

/** More than a playlist may hold: whoever gives a whole disk gets an end. */
const MOST_FILES = 500;
/** Deeper folders are not looked into: artist, album, disc and one more. */
const DEEPEST = 4;

const extensions: ReadonlySet<string> = new Set(
  [...Object.values(EXTENSION_OF), 'oga', 'wave'].map((name) => `.${name}`),
);

async function filesUnder(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  const files: string[] = [];
  for (const entry of sorted) {
    // Names that begin with a point are the system's own; links are not followed, so that no circle is walked.
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile() && extensions.has(extname(entry.name).toLowerCase())) files.push(path);
    if (entry.isDirectory() && depth < DEEPEST) files.push(...(await filesUnder(path, depth + 1)));
    if (files.length > MOST_FILES) break;
  }
  return files;
}

/**
 * The paths with each folder replaced by the audio files in it and in its folders, in the order of their names, numbers
 * as numbers. What is no folder stays as it is, whatever it is called. At most 500; `areMore` says that there were others.
 */
export async function audioFilesIn(
  paths: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly areMore: boolean }> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() !== true) files.push(path);
    // A folder that can't be read is named by the import like a file that can't.
    else files.push(...(await filesUnder(path, 1).catch(() => [path])));
  }
  return { files: files.slice(0, MOST_FILES), areMore: files.length > MOST_FILES };
}
