import { BrowserWindow, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import { type AppearanceMode, windowColours } from '../../shared/bridge/appearance-mode.ts';
import { fallbackMode } from '../../shared/bridge/fallback-words.ts';
import { consoleUrl, fallbackUrl, measurerUrl, playerUrl } from './app-scheme.ts';

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
  /** The console's page is gone or about to go, and another is on its way. */
  readonly onConsoleGone: () => void;
  readonly onPlayerLoaded: () => void;
  readonly onPlayerGone: () => void;
  readonly onMeasurerGone: () => void;
};

/**
 * The console, the hidden player, and the fallback that stands in while the console does not answer: made beforehand, as a
 * window is not made in time when it is needed. Each may crash and is made anew. A fourth, hidden, decodes imported music
 * while there is some to measure; it stays gone when it crashes.
 */
export class Windows {
  readonly #parts: WindowParts;
  #console: BrowserWindow | null = null;
  #player: BrowserWindow | null = null;
  #fallback: BrowserWindow | null = null;
  #measurer: BrowserWindow | null = null;
  #fullScreen = false;
  #crashes: number[] = [];
  #closing = false;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  open(): void {
    this.#openPlayer();
    this.#openConsole();
    this.#openFallback();
  }

  consoleContents = (): WebContents | null => contentsOf(this.#console);
  playerContents = (): WebContents | null => contentsOf(this.#player);
  measurerContents = (): WebContents | null => contentsOf(this.#measurer);

  /** Tells the console window something; nothing where it is not there. */
  tellConsole(channel: string, content: unknown): void {
    this.consoleContents()?.send(channel, content);
  }

  tellPlayer(channel: string, content: unknown): void {
    this.playerContents()?.send(channel, content);
  }

  tellMeasurer(channel: string, content: unknown): void {
    this.measurerContents()?.send(channel, content);
  }

  tellFallback(channel: string, content: unknown): void {
    contentsOf(this.#fallback)?.send(channel, content);
  }

  showFallback(): void {
    if (this.#closing) return;
    if (this.#fallback === null) this.#openFallback();
    const window = this.#fallback;
    if (window === null || window.isDestroyed() || window.isVisible()) return;
    if (this.#fullScreen) window.setFullScreen(true);
    window.show();
  }

  hideFallback(): void {
    const window = this.#fallback;
    if (window === null || window.isDestroyed() || !window.isVisible()) return;
    window.hide();
    this.focusConsole();
  }

  /** Ends the console's page where it hangs; its going brings another. */
  endConsolePage(): void {
    this.consoleContents()?.forcefullyCrashRenderer();
  }

  /** No bright frame, title or task bar stands around a session. */
  setFullScreen(fullScreen: boolean): void {
    if (fullScreen === this.#fullScreen) return;
    this.#fullScreen = fullScreen;
    if (this.#console !== null && !this.#console.isDestroyed()) this.#console.setFullScreen(fullScreen);
  }

  /** Fills the windows with the present palette's ground, which a resize may show for a moment. */
  recolour(): void {
    const mode = this.#parts.mode();
    if (this.#console !== null && !this.#console.isDestroyed()) this.#console.setBackgroundColor(windowColours[mode]);
    if (this.#fallback !== null && !this.#fallback.isDestroyed()) {
      this.#fallback.setBackgroundColor(windowColours[fallbackMode(mode)]);
    }
  }

  focusConsole(): void {
    if (this.#console === null || this.#console.isDestroyed()) return;
    if (this.#console.isMinimized()) this.#console.restore();
    this.#console.focus();
  }

  /** Makes the console window anew, so that nothing of what it showed is left in it. */
  rebuildConsole(): void {
    const old = this.#console;
    this.#parts.onConsoleGone();
    this.#openConsole();
    if (old !== null && !old.isDestroyed()) old.destroy();
  }

  /** From now on windows stay closed. */
  closeAll(): void {
    this.#closing = true;
    for (const window of [this.#console, this.#player, this.#fallback, this.#measurer]) {
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
      ...(this.#fullScreen ? { fullscreen: true } : {}),
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
      this.#parts.onConsoleGone();
      void this.#again(window, () => this.#openConsole());
    });
    void load(window, consoleUrl);
  }

  #openFallback(): void {
    const window = new BrowserWindow({
      title: 'Vigil waits for its console',
      width: 1280,
      height: 800,
      show: false,
      alwaysOnTop: true,
      autoHideMenuBar: true,
      backgroundColor: windowColours[fallbackMode(this.#parts.mode())],
      webPreferences: safePreferences(this.#parts.preload),
    });
    this.#fallback = window;
    // It vetoes nothing: whoever closes it while it covers gets it again at the next look.
    window.on('closed', () => {
      if (this.#fallback === window) this.#fallback = null;
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      void this.#again(window, () => this.#openFallback());
    });
    void load(window, fallbackUrl);
  }

  /** A window that is never shown. */
  #makeHidden(title: string): BrowserWindow {
    return new BrowserWindow({
      title,
      width: 400,
      height: 300,
      show: false,
      backgroundColor: windowColours.blackout,
      webPreferences: safePreferences(this.#parts.preload),
    });
  }

  #openPlayer(): void {
    const window = this.#makeHidden('Vigil music');
    this.#player = window;
    window.webContents.on('did-finish-load', () => this.#parts.onPlayerLoaded());
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      this.#parts.onPlayerGone();
      void this.#again(window, () => this.#openPlayer());
    });
    void load(window, playerUrl);
  }

  /** Opens the hidden window that decodes music, for as long as there is some to measure. */
  openMeasurer(): void {
    if (this.#closing || contentsOf(this.#measurer) !== null) return;
    const window = this.#makeHidden('Vigil measures music');
    this.#measurer = window;
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit' || this.#measurer !== window) return;
      this.closeMeasurer();
      this.#parts.onMeasurerGone();
    });
    void load(window, measurerUrl);
  }

  closeMeasurer(): void {
    const window = this.#measurer;
    this.#measurer = null;
    if (window !== null && !window.isDestroyed()) window.destroy();
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
