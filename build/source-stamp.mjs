// Whether the bundle in dist is that of the present sources: one hash over all that goes into it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * One hash over the names and contents of files and folders (whole trees), the same on every system.
 * @param {string} base
 * @param {readonly string[]} names files and folders under `base`; one that is not there counts as such
 */
export function hashOfSources(base, names) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const path of filesUnder(join(base, name))) {
      hash.update(`${relative(base, path).split(sep).join('/')}\0`);
      hash.update(createHash('sha256').update(readFileSync(path)).digest());
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {readonly string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  try {
    const names = readdirSync(path).sort();
    return names.flatMap((name) => filesUnder(join(path, name)));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path];
    throw error;
  }
}
