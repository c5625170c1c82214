// Which Electron a start uses: the real one where its binary is or can be fetched, else the stand-in.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runQuietly } from './child.mjs';
import { BuildProblem, say } from './problem.mjs';
import { projectEnvironment, projectNode, root } from './repository.mjs';

/** Where Electron's binary is unreachable, an attempt to fetch it must not hold up the start. */
const FETCH_LIMIT_MS = 10_000;
/** After an attempt that failed we do not try again for a day. */
const FETCH_AGAIN_AFTER_MS = 24 * 60 * 60 * 1000;

const standIn = join(root, 'tests', 'electron-stand-in', 'dist');
const realDist = join(root, 'node_modules', 'electron', 'dist');
const failedFetch = join(root, '.cache', 'electron-fetch-failed');

/** Electron's binary inside a folder of its distribution, on each platform. */
const binaryNames = ['electron', 'electron.exe', join('Electron.app', 'Contents', 'MacOS', 'Electron')];

/** @param {string} folder */
function hasBinary(folder) {
  return binaryNames.some((name) => existsSync(join(folder, name)));
}

/** Whether the binary is there after one attempt to fetch it. */
async function fetchElectron() {
  const failedAtMs = existsSync(failedFetch) ? statSync(failedFetch).mtimeMs : -Infinity;
  if (Date.now() - failedAtMs < FETCH_AGAIN_AFTER_MS) return false;
  say('Fetching Electron (10 seconds at most) ...');
  await runQuietly([projectNode, join(root, 'node_modules', 'electron', 'install.js')], {
    env: projectEnvironment(),
    limitMs: FETCH_LIMIT_MS,
  });
  if (hasBinary(realDist)) {
    rmSync(failedFetch, { force: true });
    return true;
  }
  mkdirSync(dirname(failedFetch), { recursive: true });
  writeFileSync(failedFetch, '');
  return false;
}

/**
 * The folder that `ELECTRON_OVERRIDE_DIST_PATH` shall name for this start. Says in one line when it is the stand-in's.
 * @param {{ isRoot: boolean }} options Electron's sandbox does not run as root, so root always gets the stand-in
 * @returns {Promise<{ distFolder: string, isStandIn: boolean }>}
 * @throws {BuildProblem} when the user named a folder without Electron in it
 */
export async function chooseElectron({ isRoot }) {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named !== undefined && named !== '') {
    const distFolder = resolve(root, named);
    if (!hasBinary(distFolder)) {
      throw new BuildProblem(`ELECTRON_OVERRIDE_DIST_PATH names ${named}, and no Electron is there.`, [
        'Name the folder that holds the `electron` program, or leave the variable out.',
      ]);
    }
    return { distFolder, isStandIn: distFolder === standIn };
  }
  if (isRoot) {
    say("Electron's sandbox does not run as root: starting on the stand-in with the system's Chromium.");
    return { distFolder: standIn, isStandIn: true };
  }
  if (hasBinary(realDist) || (await fetchElectron())) return { distFolder: realDist, isStandIn: false };
  say(
    "Electron's own runtime is not here (`npx install-electron --no` fetches it): starting on the stand-in with the system's Chromium.",
  );
  return { distFolder: standIn, isStandIn: true };
}
