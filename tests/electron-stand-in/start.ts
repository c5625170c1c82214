/**
 * The stand-in's entry: `start.ts APP [arguments]`. Checks that it may and can run, makes `electron` mean the stand-in, and
 * starts the app's own main file.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

// As in Electron: the executable, the app's path, then the app's own arguments.
const given = process.argv.slice(2);
const appIndex = given.findIndex((argument) => !argument.startsWith('-'));
const appPath = appIndex === -1 ? '.' : (given[appIndex] ?? '.');
process.argv = [
  fileURLToPath(new URL('./dist/electron', import.meta.url)),
  appPath,
  ...given.filter((_argument, index) => index !== appIndex),
];

const { runtime } = await import('./runtime.ts');
if (!runtime.sandboxed && !runtime.rehearsal) {
  refuse(
    'The test runtime has no sandbox when it runs as root, so it opens no real vault: ' +
      'start it as an ordinary user, or add --rehearsal for a practice session.',
  );
}
if (runtime.headless && !runtime.driverAttached) {
  refuse(
    'No display: a window cannot be shown here. Set DISPLAY, or run `npm run rehearse` for a session without a person.',
  );
}
if (!existsSync(runtime.chromiumPath)) {
  refuse(
    `Chromium is missing: there is no ${runtime.chromiumPath}. Install it with: ` +
      `${runtime.sandboxed ? 'sudo ' : ''}apt-get install -y chromium`,
  );
}

const { resolveElectronTo } = await import('./module-hooks.ts');
resolveElectronTo(new URL('./electron.ts', import.meta.url).href);
const { begin } = await import('./begin.ts');
begin();
await import(pathToFileURL(runtime.mainFile).href);
