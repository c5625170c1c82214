import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { notOffered } from './not-offered.ts';
import { runtime } from './runtime.ts';

const chosenPaths = new Map<string, string>();
let chosenName: string | undefined;

/** The app's name: its `productName`, else `name`, else what was set. */
export function appName(): string {
  return chosenName ?? runtime.appName;
}

/** `app.setName`: changes the default of `userData` too, as in Electron. */
export function setAppName(name: string): void {
  chosenName = name;
}

/** `app.setPath`; the path must be absolute. */
export function setAppPath(name: string, path: string): void {
  if (path !== resolve(path)) throw new Error('Path must be absolute');
  chosenPaths.set(name, path);
}

/** `app.getPath` for the names that Electron has on Linux. */
export function appPathOf(name: string): string {
  const chosen = chosenPaths.get(name);
  if (chosen !== undefined) return chosen;
  const home = process.env.HOME ?? homedir();
  switch (name) {
    case 'home':
      return home;
    case 'appData':
      return process.env.XDG_CONFIG_HOME ?? join(home, '.config');
    case 'userData':
      return runtime.userDataSwitch === undefined
        ? join(appPathOf('appData'), appName())
        : resolve(runtime.userDataSwitch);
    case 'sessionData':
      return appPathOf('userData');
    case 'logs':
      return join(appPathOf('userData'), 'logs');
    case 'crashDumps':
      return join(appPathOf('userData'), 'Crashpad');
    case 'temp':
      return tmpdir();
    case 'exe':
      return process.argv[0] ?? process.execPath;
    case 'desktop':
    case 'documents':
    case 'downloads':
    case 'music':
    case 'pictures':
    case 'videos':
      return join(home, name.charAt(0).toUpperCase() + name.slice(1));
    default:
      throw notOffered(`app.getPath('${name}')`);
  }
}
