import { Chromium } from './chromium.ts';
import { routeRequests } from './request-router.ts';
import { runtime } from './runtime.ts';

let windows: Chromium | undefined;
let printer: Chromium | undefined;

/** The Chromium that shows the app's windows. */
export function windowEngine(): Chromium {
  windows ??= new Chromium(runtime.headless, routeRequests);
  return windows;
}

/** The Chromium that prints: the windows' own where that is headless, else a second one, for only headless ones print. */
export function printEngine(): Chromium {
  if (runtime.headless) return windowEngine();
  printer ??= new Chromium(true, routeRequests);
  return printer;
}
