import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What the app is and how the stand-in was started; read once from the arguments and the environment. */
export type Runtime = {
  readonly appPath: string;
  readonly mainFile: string;
  readonly appName: string;
  readonly appVersion: string;
  readonly userDataSwitch: string | undefined;
  readonly chromiumPath: string;
  readonly headless: boolean;
  readonly driverAttached: boolean;
  readonly sandboxed: boolean;
  readonly rehearsal: boolean;
  /** Where every frame of the shown windows is kept; undefined where none is. */
  readonly framesFolder: string | undefined;
};

function packageOf(folder: string): { main?: string; name?: string; productName?: string; version?: string } {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return {};
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof parsed === 'object' && parsed !== null ? parsed : {};
}

function nearestPackageFolder(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  return nearestPackageFolder(dirname(folder));
}

/** Reads the app's place and manifest. Throws where the given path holds no app. */
function readRuntime(argv: readonly string[], environment: NodeJS.ProcessEnv): Runtime {
  const given = resolve(argv[1] ?? '.');
  if (!existsSync(given)) throw new Error(`Cannot find an app at ${given}`);
  const isFolder = statSync(given).isDirectory();
  const appPath = isFolder ? given : nearestPackageFolder(dirname(given));
  const manifest = packageOf(appPath);
  const driverAttached = environment.VIGIL_DRIVER === '1' && process.send !== undefined;
  return {
    appPath,
    mainFile: isFolder ? join(given, manifest.main ?? 'index.js') : given,
    appName: manifest.productName ?? manifest.name ?? 'Electron',
    appVersion: manifest.version ?? '0.0.0',
    userDataSwitch: argv.find((argument) => argument.startsWith('--user-data-dir='))?.slice('--user-data-dir='.length),
    chromiumPath: environment.VIGIL_CHROMIUM ?? '/usr/bin/chromium',
    headless: environment.VIGIL_STAND_IN_HEADLESS === '1' || (environment.DISPLAY ?? '') === '',
    driverAttached,
    sandboxed: process.getuid?.() !== 0,
    rehearsal: argv.slice(2).includes('--rehearsal'),
    framesFolder: environment.VIGIL_FRAMES,
  };
}

/** This process's app; `start.ts` puts the arguments into Electron's order before anything reads this. */
export const runtime: Runtime = readRuntime(process.argv, process.env);
