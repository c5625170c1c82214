import { mkdirSync } from 'node:fs';
import type { App } from 'electron';
import { relaunchExitCode } from '../driver/door-message.ts';
import { appName, appPathOf, setAppName, setAppPath } from './app-paths.ts';
import { leaveProcess } from './at-exit.ts';
import { guarded } from './not-offered.ts';
import { OfferedEvents, preventable } from './offered-events.ts';
import { leaveArguments } from './relaunch-file.ts';
import { runtime } from './runtime.ts';
import { SingleInstanceLock } from './single-instance.ts';
import { onLastWindowGone, openWindows } from './window-registry.ts';

const APP_EVENTS = [
  'ready',
  'will-finish-launching',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'second-instance',
  'activate',
  'browser-window-created',
  'web-contents-created',
  'render-process-gone',
  'child-process-gone',
];

/** Electron's `app`: the life of the process. */
class StandInApp extends OfferedEvents {
  readonly isPackaged = false;
  /** Chromium's switches are the stand-in's own; what the app appends is kept and only answers `hasSwitch`. */
  readonly commandLine;
  private readonly lock = new SingleInstanceLock();
  private readyState: 'starting' | 'ready' = 'starting';
  private announceReady: () => void = () => {};
  private readonly readiness = new Promise<void>((resolve) => {
    this.announceReady = resolve;
  });
  private quitting = false;
  private leaving = false;
  private relaunching = false;
  private relaunchArgs: readonly string[] | null = null;

  constructor() {
    super('app', APP_EVENTS);
    const switches = new Map<string, string>();
    this.commandLine = guarded('app.commandLine', {
      appendSwitch(name: string, value = ''): void {
        switches.set(name, value);
      },
      hasSwitch: (name: string): boolean =>
        switches.has(name) || process.argv.some((given) => given === `--${name}` || given.startsWith(`--${name}=`)),
    });
    onLastWindowGone(() => this.afterLastWindow());
  }

  get name(): string {
    return appName();
  }

  set name(name: string) {
    setAppName(name);
  }

  whenReady(): Promise<void> {
    return this.readiness;
  }

  isReady(): boolean {
    return this.readyState === 'ready';
  }

  /** Whether the app has left for good: nothing may be started any more. */
  isLeaving(): boolean {
    return this.leaving;
  }

  /** Called once by the stand-in when Chromium is there. */
  becomeReady(): void {
    if (this.leaving) return;
    mkdirSync(appPathOf('userData'), { recursive: true, mode: 0o700 });
    this.readyState = 'ready';
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
    this.announceReady();
  }

  quit(): void {
    if (this.quitting || this.leaving) return;
    this.quitting = true;
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) {
      this.quitting = false;
      return;
    }
    const windows = openWindows();
    if (windows.length === 0) this.finishQuitting();
    // The last window's going finishes the quitting; a veto ends it.
    if (!windows.every((window) => window.requestClose())) this.quitting = false;
  }

  exit(exitCode = 0): void {
    if (this.leaving) return;
    this.leaving = true;
    for (const window of openWindows()) window.destroy();
    this.emit('quit', {}, exitCode);
    if (this.relaunching && this.relaunchArgs !== null) leaveArguments(this.relaunchArgs);
    void leaveProcess(this.relaunching ? relaunchExitCode : exitCode);
  }

  /** Once this process has ended another one takes its place; whoever drives the app starts it. */
  relaunch(options: { readonly args?: readonly string[] } = {}): void {
    this.relaunching = true;
    this.relaunchArgs = options.args ?? null;
  }

  private finishQuitting(): void {
    const event = preventable({});
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.quitting = false;
    else this.exit(0);
  }

  private afterLastWindow(): void {
    if (this.leaving) return;
    if (this.quitting) this.finishQuitting();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  getName(): string {
    return appName();
  }

  setName(name: string): void {
    setAppName(name);
  }

  getVersion(): string {
    return runtime.appVersion;
  }

  getAppPath(): string {
    return runtime.appPath;
  }

  getPath(name: string): string {
    return appPathOf(name);
  }

  setPath(name: string, path: string): void {
    setAppPath(name, path);
  }

  setAppLogsPath(path?: string): void {
    setAppPath('logs', path ?? appPathOf('logs'));
  }

  /** Kept: Chromium's pages are always sandboxed here, unless the stand-in runs as root. */
  enableSandbox(): void {}

  /** Kept: the stand-in always starts Chromium without the GPU. */
  disableHardwareAcceleration(): void {}

  setAppUserModelId(): void {}

  focus(): void {}

  getLocale(): string {
    return new Intl.DateTimeFormat().resolvedOptions().locale;
  }

  requestSingleInstanceLock(additionalData?: unknown): boolean {
    return this.lock.request(appPathOf('userData'), additionalData ?? {}, (second) =>
      this.emit('second-instance', preventable({}), second.argv, second.workingDirectory, second.additionalData),
    );
  }

  hasSingleInstanceLock(): boolean {
    return this.lock.held();
  }

  releaseSingleInstanceLock(): void {
    this.lock.release();
  }
}

const standInApp = new StandInApp();
standInApp satisfies Pick<
  App,
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'whenReady'
  | 'isReady'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'setPath'
  | 'setAppLogsPath'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'setAppUserModelId'
  | 'focus'
  | 'getLocale'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'isPackaged'
  | 'name'
> & { commandLine: Pick<App['commandLine'], 'appendSwitch' | 'hasSwitch'> };

/** The stand-in's own handle on the app. */
export const theApp: StandInApp = standInApp;
