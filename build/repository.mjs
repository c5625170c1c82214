// Where things lie in this checkout. Runs on Node 20 with nothing installed.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that Electron embeds, from the npm package `node`: all of Vigil's own code runs on it. */
export const projectNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const binFolders = [dirname(projectNode), join(root, 'node_modules', '.bin')];

function pathWithoutProjectFolders() {
  const entries = (process.env.PATH ?? '').split(delimiter);
  return entries.filter((entry) => !binFolders.includes(entry)).join(delimiter);
}

/**
 * The environment for a program of ours: `node` and the installed tools first on the PATH.
 * @param {Record<string, string>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnvironment(extra = {}) {
  return { ...process.env, PATH: [...binFolders, pathWithoutProjectFolders()].join(delimiter), ...extra };
}

/**
 * The environment for npm itself. npm removes node_modules while it installs, so it must not run on the Node in there.
 * @returns {NodeJS.ProcessEnv}
 */
export function systemEnvironment() {
  return { ...process.env, PATH: pathWithoutProjectFolders() };
}

/**
 * The first file of that name in the given folders, or undefined.
 * @param {string} name
 * @param {readonly string[]} folders
 */
export function findFile(name, folders) {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * The program of that name on the PATH (or where Debian keeps programs, for a PATH that lacks it), or undefined.
 * @param {string} name
 */
export function findProgram(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== '');
  return findFile(file, process.platform === 'win32' ? folders : [...folders, '/usr/bin', '/usr/local/bin']);
}
