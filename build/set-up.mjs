// Sets up a fresh machine: npm packages, the project's own Node, and what a command needs of the system.
// Plain JavaScript with nothing but Node's own modules: it runs on Node 20 before anything is installed.
import { realpathSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { setUpNpmPackages } from './npm-packages.mjs';
import { BuildProblem, runCommand, say } from './problem.mjs';
import { setUpSystemPackages } from './system-packages.mjs';

/** @typedef {import('./system-packages.mjs').Need} Need */

const platforms = ['linux', 'darwin', 'win32'];
const architectures = ['x64', 'arm64'];

/**
 * Sets up whatever is missing and does nothing where all is there. Speaks on stderr only, a line for each step.
 * @param {{ needs: readonly Need[] }} options what the command needs of the system
 * @throws {BuildProblem} with what to install by hand where it may not
 */
export async function setUp({ needs }) {
  if (!platforms.includes(process.platform) || !architectures.includes(process.arch)) {
    throw new BuildProblem(`Vigil does not run on ${process.platform} with ${process.arch}.`, [
      'Use Linux, macOS or Windows on a 64-bit Intel, AMD or ARM processor.',
    ]);
  }
  await setUpNpmPackages();
  await setUpSystemPackages(needs);
}

if (realpathSync(argv[1] ?? '.') === fileURLToPath(import.meta.url)) {
  await runCommand(async () => {
    await setUp({ needs: ['chromium', 'xvfb', 'libusb', 'poppler', 'ffmpeg'] });
    say('All that Vigil needs is there.');
    return 0;
  });
}
