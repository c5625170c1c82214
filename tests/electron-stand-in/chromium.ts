import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { appPathOf } from './app-paths.ts';
import { endGracefully, endImmediately } from './at-exit.ts';
import { runtime } from './runtime.ts';

/** How long a new window on a display may take. */
const WINDOW_PATIENCE_MS = 15_000;
const MEMORY_FOLDER = '/dev/shm';
const PROFILE_PREFIX = 'electron-stand-in-';
/** A profile takes some tens of megabytes; below this much free memory it goes to disk, until exit. */
const ENOUGH_MEMORY_BYTES = 256 * 1024 * 1024;

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--autoplay-policy=no-user-gesture-required',
  '--deny-permission-prompts',
  // No bright bar across a window about the flags above.
  '--test-type',
  // Every request is answered or refused by the stand-in; should one slip by, its host resolves to nothing.
  '--host-resolver-rules=MAP * ~NOTFOUND',
];
/** Playwright's own defaults that would hide what a real window does. */
const UNWANTED_DEFAULTS = [
  '--mute-audio',
  '--hide-scrollbars',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** Makes Chromium open a window without tabs or address bar, empty and of the given colour. */
function appWindowFlag(background: string): string {
  return `--app=data:text/html,${encodeURIComponent(`<style>html{background:${background}}</style>`)}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function removeAbandonedProfiles(): void {
  for (const name of readdirSync(MEMORY_FOLDER)) {
    const pid = new RegExp(`^${PROFILE_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(MEMORY_FOLDER, name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to remove.
    }
  }
}

function hasMemoryForProfile(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
    return bavail * bsize > ENOUGH_MEMORY_BYTES;
  } catch {
    return false;
  }
}

/** Makes Chromium's profile folder: in memory where it fits, else below userData; removed at exit. */
function makeProfileFolder(): string {
  let folder = join(appPathOf('userData'), 'chromium-profile');
  if (hasMemoryForProfile()) {
    removeAbandonedProfiles();
    folder = mkdtempSync(join(MEMORY_FOLDER, `${PROFILE_PREFIX}${process.pid}-`));
  } else {
    folder = `${folder}-${process.pid}`;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  endImmediately(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  return folder;
}

/** One running Chromium with a profile of its own; started with the first page, headed or headless. */
export class Chromium {
  readonly headless: boolean;
  private readonly prepare: (context: BrowserContext) => Promise<void>;
  private readonly profileFolder = makeProfileFolder();
  private starting: Promise<BrowserContext> | undefined;
  private opening: Promise<unknown> = Promise.resolve();
  private readonly ownPages = new WeakSet<Page>();
  private expectsPage = false;
  /** What was shown last, and what stands before all others now. */
  private front: Page | undefined;
  private active: Page | undefined;
  private closing = false;

  /** @param prepare sets up a context (its routes) before any page of the app is opened in it */
  constructor(headless: boolean, prepare: (context: BrowserContext) => Promise<void>) {
    this.headless = headless;
    this.prepare = prepare;
    endGracefully(() => this.close());
  }

  /** Starts Chromium where it is not running yet. Throws where it cannot be started. */
  async start(background = '#fff'): Promise<BrowserContext> {
    this.starting ??= this.launch(background);
    return this.starting;
  }

  /** Opens a page in a window of its own. @param background the colour that a window on a display shows at first */
  async openPage(background: string): Promise<Page> {
    const opened = this.opening.then(() => this.openNext(background));
    this.opening = opened.catch(() => {});
    return opened;
  }

  /** Closes a page; after any window that is being opened, for a display's Chromium ends with its last one. */
  async closePage(page: Page): Promise<void> {
    if (!this.headless) await this.opening;
    await page.close().catch(() => {});
    if (this.active === page) await this.restoreFront();
  }

  /** Brings a page before all others. */
  async focusPage(page: Page): Promise<void> {
    this.front = page;
    this.active = page;
    await page.bringToFront();
  }

  /**
   * Without a screen all pages stand in one window, where the newest is before all others; when it closes, any other may be.
   * The windows of an app do not do that to each other: the one that was shown last is in front again.
   */
  private async restoreFront(): Promise<void> {
    if (!this.headless || this.front === undefined || this.front.isClosed()) return;
    this.active = this.front;
    await this.front.bringToFront().catch(() => {});
  }

  /** Ends Chromium. */
  async close(): Promise<void> {
    this.closing = true;
    const context = await this.starting?.catch(() => undefined);
    await context?.close().catch(() => {});
  }

  private flags(): string[] {
    return runtime.sandboxed ? FLAGS : ['--no-sandbox', ...FLAGS];
  }

  private async launch(background: string): Promise<BrowserContext> {
    const appFlag = this.headless ? [] : [appWindowFlag(background)];
    const context = await chromium.launchPersistentContext(this.profileFolder, {
      executablePath: runtime.chromiumPath,
      headless: this.headless,
      chromiumSandbox: runtime.sandboxed,
      args: [...this.flags(), ...appFlag],
      ignoreDefaultArgs: UNWANTED_DEFAULTS,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      artifactsDir: join(this.profileFolder, 'artifacts'),
      viewport: this.headless ? { width: 800, height: 600 } : null,
      colorScheme: null,
      acceptDownloads: false,
      serviceWorkers: 'block',
    });
    context.setDefaultTimeout(0);
    await this.prepare(context);
    context.on('page', (page) => {
      // Whatever no window of the app asked for (a popup, a browser shortcut) goes.
      if (!this.expectsPage && !this.ownPages.has(page)) void page.close().catch(() => {});
    });
    context.on('close', () => {
      this.starting = undefined;
      if (this.headless && !this.closing) {
        process.stderr.write('Chromium ended unexpectedly, and the test runtime ends with it.\n');
        process.exit(1);
      }
    });
    return context;
  }

  private async openNext(background: string): Promise<Page> {
    const page = this.headless ? await this.newHeadlessPage() : await this.newAppWindow(background);
    this.ownPages.add(page);
    return page;
  }

  private async newHeadlessPage(): Promise<Page> {
    const context = await this.start();
    this.expectsPage = true;
    const page = await context.newPage();
    this.expectsPage = false;
    this.active = page;
    return page;
  }

  private async newAppWindow(background: string): Promise<Page> {
    const first = this.starting === undefined;
    const context = await this.start(background);
    const [initial] = context.pages();
    if (first && initial !== undefined) return initial;
    this.expectsPage = true;
    // A second start with the same profile makes the running Chromium open the window, without tabs or address bar.
    const messenger = spawn(
      runtime.chromiumPath,
      [`--user-data-dir=${this.profileFolder}`, ...this.flags(), appWindowFlag(background)],
      { stdio: 'ignore' },
    );
    const delivered = once(messenger, 'exit');
    try {
      return await context.waitForEvent('page', { timeout: WINDOW_PATIENCE_MS });
    } catch (error) {
      // Nobody took the message: the messenger must not become a browser of its own.
      messenger.kill('SIGKILL');
      await delivered;
      // A display's Chromium ends with its last window, and may have done so just now: then this starts it again.
      if (this.starting !== undefined) throw error;
      return await this.newAppWindow(background);
    } finally {
      this.expectsPage = false;
    }
  }
}
