// The npm packages: installed when they differ from the lock file, with the project's own Node checked.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { firstLines, lastLines, runQuietly } from './child.mjs';
import { BuildProblem, say } from './problem.mjs';
import { projectNode, root, systemEnvironment } from './repository.mjs';

/** Node-API 10: with an older one better-sqlite3's binary dies of a segmentation fault without a word. */
const NODE_API_NEEDED = 10;
const NODE_MAJOR_NEEDED = 24;

/** @typedef {{ version?: string, optional?: boolean }} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages */

/**
 * What keeps the installed packages from being those of the lock file: names of packages that are missing or of
 * another version. Optional packages may be missing (most are another platform's binaries).
 * @param {LockedPackages} locked the `packages` of package-lock.json
 * @param {LockedPackages} installed the `packages` of node_modules/.package-lock.json, which npm writes last
 * @returns {readonly string[]}
 */
export function differingPackages(locked, installed) {
  return Object.entries(locked)
    .filter(([path, { version, optional }]) => {
      if (path === '') return false;
      const found = installed[path];
      return found === undefined ? optional !== true : found.version !== version;
    })
    .map(([path]) => path);
}

/**
 * @param {string} path
 * @returns {LockedPackages}
 */
function packagesOf(path) {
  if (!existsSync(path)) return {};
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

async function install() {
  say('Installing the npm packages (about a minute) ...');
  const { code, output } = await runQuietly(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    env: systemEnvironment(),
    shell: process.platform === 'win32',
  });
  if (code !== 0) {
    throw new BuildProblem('npm could not install the packages.', [
      ...firstLines(output),
      'Check that the npm registry can be reached, then run the command again.',
    ]);
  }
}

/** @returns {Promise<{ version: string, nodeApi: number } | undefined>} */
async function askProjectNode() {
  if (!existsSync(projectNode)) return undefined;
  if (process.execPath === projectNode) return { version: process.version, nodeApi: Number(process.versions.napi) };
  const { code, output } = await runQuietly([projectNode, '-p', 'process.version + " " + process.versions.napi']);
  const [version, nodeApi] = output.trim().split(' ');
  return code === 0 && version !== undefined ? { version, nodeApi: Number(nodeApi) } : undefined;
}

async function installProjectNode() {
  const packageFolder = dirname(dirname(projectNode));
  say('Fetching Node 24 from the npm registry ...');
  // npm skips this installer where install scripts are switched off (`ignore-scripts`); nothing else needs its script.
  return runQuietly([process.execPath, 'installArchSpecificPackage.js'], {
    cwd: packageFolder,
    env: systemEnvironment(),
  });
}

/**
 * Brings node_modules to what package-lock.json says and checks the Node in it.
 * @throws {BuildProblem} when npm fails or the Node that it brought cannot run Vigil
 */
export async function setUpNpmPackages() {
  const locked = packagesOf(join(root, 'package-lock.json'));
  if (differingPackages(locked, packagesOf(join(root, 'node_modules', '.package-lock.json'))).length > 0)
    await install();

  let node = await askProjectNode();
  let installerOutput = '';
  if (node === undefined) {
    installerOutput = (await installProjectNode()).output;
    node = await askProjectNode();
  }
  if (node === undefined) {
    throw new BuildProblem('Node 24 could not be set up in node_modules/node.', [
      ...lastLines(installerOutput),
      'Run `npm rebuild node --ignore-scripts=false`, or delete node_modules and run the command again.',
    ]);
  }
  if (Number.parseInt(node.version.slice(1), 10) < NODE_MAJOR_NEEDED || !(node.nodeApi >= NODE_API_NEEDED)) {
    throw new BuildProblem(
      `The Node in node_modules/node is ${node.version} with Node-API ${node.nodeApi}; Vigil needs Node ${NODE_MAJOR_NEEDED} with Node-API ${NODE_API_NEEDED}.`,
      ['Delete node_modules and run the command again.'],
    );
  }
}
