// Programs and libraries of the system: looked up as files, installed through apt where that is allowed.
import { readdirSync } from 'node:fs';
import { delimiter } from 'node:path';
import { lastLines, runQuietly } from './child.mjs';
import { BuildProblem, say } from './problem.mjs';
import { findFile, findProgram } from './repository.mjs';

/** @typedef {'chromium' | 'xvfb' | 'libusb' | 'pulseaudio' | 'poppler' | 'ffmpeg' | 'exportTools' | 'tesseract' | 'electronLibraries' | 'virtualMachine'} Need */

/**
 * One thing of the system: the files that show it is there, Debian's packages that bring it, and what to do elsewhere.
 * @typedef {object} SystemThing
 * @property {string} name
 * @property {readonly string[]} programs
 * @property {readonly string[]} libraries
 * @property {readonly string[]} debianPackages
 * @property {string} onMacOs
 * @property {string} onWindows
 */

const LINUX_ONLY = 'is for Linux only: run this command on Linux';

/** @type {Record<Need, SystemThing>} */
const things = {
  chromium: {
    name: 'Chromium',
    programs: ['chromium'],
    libraries: [],
    // The sandbox's helper and a font are only recommended by Debian's package; Chromium does not start well without.
    debianPackages: ['chromium', 'chromium-sandbox', 'fonts-liberation'],
    onMacOs: 'brew install --cask chromium, and put a `chromium` that starts it on the PATH',
    onWindows: 'install Chromium and put the folder of a `chromium.exe` on the PATH',
  },
  xvfb: {
    name: 'Xvfb',
    programs: ['Xvfb'],
    libraries: [],
    debianPackages: ['xvfb'],
    onMacOs: LINUX_ONLY,
    onWindows: LINUX_ONLY,
  },
  libusb: {
    name: 'libusb and libudev',
    programs: [],
    libraries: process.platform === 'linux' ? ['libusb-1.0.so.0', 'libudev.so.1'] : [],
    debianPackages: ['libusb-1.0-0', 'libudev1'],
    onMacOs: '',
    onWindows: '',
  },
  pulseaudio: {
    name: 'PulseAudio',
    programs: ['pulseaudio', 'pactl'],
    libraries: [],
    debianPackages: ['pulseaudio', 'pulseaudio-utils'],
    onMacOs: LINUX_ONLY,
    onWindows: LINUX_ONLY,
  },
  poppler: {
    name: 'Poppler',
    programs: ['pdftoppm', 'pdftotext'],
    libraries: [],
    debianPackages: ['poppler-utils'],
    onMacOs: 'brew install poppler',
    onWindows: 'install Poppler for Windows and put its bin folder on the PATH',
  },
  ffmpeg: {
    name: 'FFmpeg',
    programs: ['ffmpeg'],
    libraries: [],
    debianPackages: ['ffmpeg'],
    onMacOs: 'brew install ffmpeg',
    onWindows: 'install FFmpeg and put its bin folder on the PATH',
  },
  exportTools: {
    name: 'age and minisign',
    programs: ['age', 'minisign'],
    libraries: [],
    debianPackages: ['age', 'minisign'],
    onMacOs: 'brew install age minisign',
    onWindows: 'install age and minisign and put their folders on the PATH',
  },
  tesseract: {
    name: 'Tesseract',
    programs: ['tesseract'],
    libraries: [],
    debianPackages: ['tesseract-ocr'],
    onMacOs: 'brew install tesseract',
    onWindows: 'install Tesseract and put the folder of its tesseract.exe on the PATH',
  },
  virtualMachine: {
    name: 'QEMU, BusyBox and cpio',
    programs: ['qemu-system-x86_64', 'busybox', 'cpio'],
    libraries: [],
    debianPackages: ['qemu-system-x86', 'busybox-static', 'cpio'],
    onMacOs: LINUX_ONLY,
    onWindows: LINUX_ONLY,
  },
  electronLibraries: {
    name: "the libraries of Electron's windows",
    programs: [],
    libraries: process.platform === 'linux' ? ['libgtk-3.so.0', 'libnss3.so', 'libasound.so.2', 'libgbm.so.1'] : [],
    debianPackages: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'],
    onMacOs: '',
    onWindows: '',
  },
};

/** @returns {readonly string[]} */
function libraryFolders() {
  const bases = ['/lib', '/usr/lib', '/usr/local/lib', '/lib64', '/usr/lib64'];
  const architectures =
    findFile('', ['/usr/lib']) === undefined
      ? []
      : readdirSync('/usr/lib').filter((name) => name.includes('-linux-gnu'));
  const fromEnvironment = (process.env.LD_LIBRARY_PATH ?? '').split(delimiter).filter((entry) => entry !== '');
  return [...fromEnvironment, ...bases, ...architectures.flatMap((name) => [`/usr/lib/${name}`, `/lib/${name}`])];
}

/**
 * The needs that are not met on this machine.
 * @param {readonly Need[]} needs
 * @returns {readonly Need[]}
 */
function unmetNeeds(needs) {
  const folders = process.platform === 'linux' ? libraryFolders() : [];
  return needs.filter((need) => {
    const { programs, libraries } = things[need];
    const missesProgram = programs.some((program) => findProgram(program) === undefined);
    return missesProgram || libraries.some((library) => findFile(library, folders) === undefined);
  });
}

/**
 * What a person has to install, a line for each thing.
 * @param {readonly Need[]} needs
 * @param {{ platform: NodeJS.Platform, hasApt: boolean }} machine
 * @returns {readonly string[]}
 */
export function installInstructions(needs, { platform, hasApt }) {
  return needs.map((need) => {
    const thing = things[need];
    if (platform === 'darwin') return `${thing.name}: ${thing.onMacOs}`;
    if (platform === 'win32') return `${thing.name}: ${thing.onWindows}`;
    const packages = thing.debianPackages.join(' ');
    if (hasApt) return `${thing.name}: sudo apt-get install ${packages}`;
    return `${thing.name}: install what Debian calls ${packages} with your system's package manager`;
  });
}

/** The words before `apt-get` that let us install, or undefined where we may not. */
async function installerPrefix() {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') === undefined) return undefined;
  return (await runQuietly(['sudo', '-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Runs apt-get, waiting for another one to finish, and a second time where it failed (a mirror's hiccup).
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 */
async function aptGet(prefix, args) {
  const command = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=180',
    ...args,
  ];
  const first = await runQuietly(command);
  return first.code === 0 ? first : runQuietly(command);
}

/**
 * Sees that the system has what is needed.
 * @param {readonly Need[]} needs
 * @throws {BuildProblem} that names every thing that is missing and how to get it
 */
export async function setUpSystemPackages(needs) {
  const missing = unmetNeeds(needs);
  if (missing.length === 0) return;

  const hasApt = process.platform === 'linux' && findProgram('apt-get') !== undefined;
  const prefix = hasApt ? await installerPrefix() : undefined;
  const instructions = installInstructions(missing, { platform: process.platform, hasApt });
  if (prefix === undefined) {
    throw new BuildProblem('These are missing, and Vigil may not install them here:', instructions);
  }

  say(`Installing ${missing.map((need) => things[need].name).join(', ')} through apt ...`);
  const update = await aptGet(prefix, ['update']);
  const packages = missing.flatMap((need) => things[need].debianPackages);
  const install = await aptGet(prefix, ['install', '-y', '--no-install-recommends', ...packages]);
  const stillMissing = unmetNeeds(missing);
  if (stillMissing.length > 0) {
    const failed = update.code === 0 ? install : update;
    throw new BuildProblem('apt-get could not install all that is needed.', [
      ...lastLines(failed.output),
      ...installInstructions(stillMissing, { platform: process.platform, hasApt }),
    ]);
  }
}
