import { theApp } from './app.ts';
import { openDriverDoor } from './driver-door.ts';
import { windowEngine } from './engines.ts';
import { runtime } from './runtime.ts';

function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The first asks, as a window's close would; a second one ends the process whatever the app says.
    process.once(signal, () => theApp.quit());
  }
}

async function becomeReady(): Promise<void> {
  if (theApp.isLeaving()) return;
  try {
    if (runtime.headless) await windowEngine().start();
    theApp.becomeReady();
  } catch (error) {
    if (theApp.isLeaving()) return;
    process.stderr.write(`Chromium at ${runtime.chromiumPath} cannot be started.\n${String(error)}\n`);
    process.exit(1);
  }
}

/** Starts what an app finds running: Chromium, the answer to signals, and the door for a driver. */
export function begin(): void {
  Object.defineProperty(process, 'type', { value: 'browser' });
  quitOnSignals();
  if (runtime.driverAttached) openDriverDoor();
  // After the app's main file has had its first turn, so that it can still set paths and register schemes.
  setImmediate(() => void becomeReady());
}
