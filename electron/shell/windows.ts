import { BrowserWindow, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import { type AppearanceMode, windowColours } from '../../shared/bridge/appearance-mode.ts';
import { consoleUrl, playerUrl } from './app-scheme.ts';

/** The colour of an empty window in each mode, so that not even the first frame is bright. */

/** How soon a crashed window is there again: at once, and after three crashes in a minute with a pause. */
const crashesInAMinute = 3;
const pauseAfterCrashesMs = 5_000;

/** The web preferences of every window: sandboxed, isolated, no Node, no zoom by accident. */
export function safePreferences(
  preload: string | null,
): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    ...(preload === null ? {} : { preload }),
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    backgroundThrottling: false,
    autoplayPolicy: 'no-user-gesture-required',
  };
}

export type WindowParts = {
  readonly preload: string;
  readonly mode: () => AppearanceMode;
  readonly nowMs: () => number;
  readonly pause: (durationMs: number) => Promise<void>;
  /** Asked before the console window closes; false keeps it open. */
  readonly mayClose: () => boolean;
  readonly onConsoleLoaded: () => void;
  readonly onPlayerLoaded: () => void;
  readonly onPlayerGone: () => void;
};

/** The two windows. Either may crash and is made anew. */
export class Windows {
  readonly #parts: WindowParts;
  #console: BrowserWindow | null = null;
  #player: BrowserWindow | null = null;
  #crashes: number[] = [];
  #closing = false;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  open(): void {
    this.#openPlayer();
    this.#openConsole();
  }

  consoleContents = (): WebContents | null => contentsOf(this.#console);
  playerContents = (): WebContents | null => contentsOf(this.#player);

  /** Tells the console window something; nothing where it is not there. */
  tellConsole(channel: string, content: unknown): void {
    this.consoleContents()?.send(channel, content);
  }

  tellPlayer(channel: string, content: unknown): void {
    this.playerContents()?.send(channel, content);
  }

  focusConsole(): void {
    if (this.#console === null || this.#console.isDestroyed()) return;
    if (this.#console.isMinimized()) this.#console.restore();
    this.#console.focus();
  }

  /** Makes the console window anew, so that nothing of what it showed is left in it. */
  rebuildConsole(): void {
    const old = this.#console;
    this.#openConsole();
    if (old !== null && !old.isDestroyed()) old.destroy();
  }

  /** From now on windows stay closed. */
  closeAll(): void {
    this.#closing = true;
    for (const window of [this.#console, this.#player]) {
      if (window !== null && !window.isDestroyed()) window.destroy();
    }
  }

  #openConsole(): void {
    const window = new BrowserWindow({
      title: 'Vigil',
      width: 1280,
      height: 800,
      minWidth: 760,
      minHeight: 560,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: windowColours[this.#parts.mode()],
      webPreferences: safePreferences(this.#parts.preload),
    });
    this.#console = window;
    window.once('ready-to-show', () => {
      if (!window.isDestroyed()) window.show();
    });
    window.on('close', (event) => {
      if (!this.#closing && !this.#parts.mayClose()) event.preventDefault();
    });
    window.on('closed', () => {
      if (this.#console === window) this.#console = null;
      // The hidden player alone keeps no application alive.
      if (!this.#closing && this.#console === null && this.#parts.mayClose()) this.closeAll();
    });
    window.webContents.on('did-finish-load', () => this.#parts.onConsoleLoaded());
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      void this.#again(window, () => this.#openConsole());
    });
    void load(window, consoleUrl);
  }

  #openPlayer(): void {
    const window = new BrowserWindow({
      title: 'Vigil music',
      width: 400,
      height: 300,
      show: false,
      backgroundColor: windowColours.blackout,
      webPreferences: safePreferences(this.#parts.preload),
    });
    this.#player = window;
    window.webContents.on('did-finish-load', () => this.#parts.onPlayerLoaded());
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      this.#parts.onPlayerGone();
      void this.#again(window, () => this.#openPlayer());
    });
    void load(window, playerUrl);
  }

  /** Makes a crashed window anew; a window that crashes again and again gets a pause between. */
  async #again(crashed: BrowserWindow, open: () => void): Promise<void> {
    const nowMs = this.#parts.nowMs();
    this.#crashes = [...this.#crashes.filter((atMs) => nowMs - atMs < 60_000), nowMs];
    if (this.#crashes.length > crashesInAMinute) await this.#parts.pause(pauseAfterCrashesMs);
    if (this.#closing) return;
    open();
    if (!crashed.isDestroyed()) crashed.destroy();
  }
}

async function load(window: BrowserWindow, url: string): Promise<void> {
  try {
    await window.loadURL(url);
  } catch (error) {
    // A window that was closed or crashed while it loaded is told of by its own events.
    if (!window.isDestroyed() && !window.webContents.isCrashed()) throw error;
  }
}

function contentsOf(window: BrowserWindow | null): WebContents | null {
  return window === null || window.isDestroyed() || window.webContents.isDestroyed() ? null : window.webContents;
}
