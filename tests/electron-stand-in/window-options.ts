import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions } from 'electron';
import { notOffered } from './not-offered.ts';
import { defaultSession, type StandInSession, sessionOf } from './session.ts';

/** What the stand-in takes from a window's options, with Electron's defaults. */
export type WindowOptions = {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly shown: boolean;
  readonly fullscreen: boolean;
  readonly javascript: boolean;
  readonly preloadPath: string | undefined;
  readonly preloadSource: string | undefined;
  readonly session: StandInSession;
};

/** Reads a window's options. Throws on preferences that would weaken the window, which no page of the stand-in can have. */
export function readWindowOptions(options: BrowserWindowConstructorOptions, appName: string): WindowOptions {
  const { webPreferences = {} } = options;
  if (webPreferences.contextIsolation === false) throw notOffered('webPreferences.contextIsolation: false');
  if (webPreferences.nodeIntegration === true) throw notOffered('webPreferences.nodeIntegration: true');
  if (webPreferences.sandbox === false) throw notOffered('webPreferences.sandbox: false');
  if (webPreferences.webviewTag === true) throw notOffered('webPreferences.webviewTag: true');
  if (webPreferences.additionalArguments !== undefined) throw notOffered('webPreferences.additionalArguments');
  if (webPreferences.offscreen !== undefined) throw notOffered('webPreferences.offscreen');
  const { preload } = webPreferences;
  const given: unknown = webPreferences.session;
  return {
    title: options.title ?? appName,
    width: options.width ?? 800,
    height: options.height ?? 600,
    background: options.backgroundColor ?? '#fff',
    shown: options.show ?? true,
    fullscreen: options.fullscreen === true || options.kiosk === true,
    javascript: webPreferences.javascript ?? true,
    preloadPath: preload,
    preloadSource: preload === undefined ? undefined : readFileSync(preload, 'utf8'),
    session:
      given !== undefined
        ? (given as StandInSession)
        : webPreferences.partition === undefined
          ? defaultSession()
          : sessionOf(webPreferences.partition),
  };
}
