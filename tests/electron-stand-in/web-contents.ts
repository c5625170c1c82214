import type { WebContents as ElectronWebContents, PrintToPDFOptions } from 'electron';
import type { Page } from 'playwright-core';
import { theApp } from './app.ts';
import { applyTheme } from './color-scheme.ts';
import { printEngine, windowEngine } from './engines.ts';
import { type Frame, makeFrame } from './frame.ts';
import { noteInput } from './idle-time.ts';
import { ipcMain, wireForIpc } from './ipc-main.ts';
import { guarded, notOffered } from './not-offered.ts';
import { OfferedEvents, preventable } from './offered-events.ts';
import { type PageHearing, PageLink } from './page-link.ts';
import { type PageOwner, setOwner } from './page-owners.ts';
import type { FromDocument } from './page-scripts.ts';
import { printParameters } from './print-options.ts';
import { toChromiumAddress, toElectronAddress } from './scheme-address.ts';
import type { StandInSession } from './session.ts';
import type { WindowOptions } from './window-options.ts';

const CONTENTS_EVENTS = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'did-navigate',
  'did-finish-load',
  'did-fail-load',
  'dom-ready',
  'render-process-gone',
  'preload-error',
  'unresponsive',
  'responsive',
  'console-message',
  'destroyed',
];
/** How many console errors a window keeps for whoever drives it. */
const KEPT_CONSOLE_ERRORS = 1000;

type WindowOpenHandler = Parameters<ElectronWebContents['setWindowOpenHandler']>[0];

/** What a window's contents need of the window around them. */
export type ContentsHost = {
  /** A new page stands in for the window, not yet loaded. */
  pageOpened(link: PageLink): Promise<void>;
  /** The page was closed from outside: by the person, in the window's own frame. */
  pageClosed(): void;
};

const allContents = new Map<number, WebContents>();
let lastContentsId = 0;

/** Electron's `webContents`: a window's page, whichever Chromium page that is at the time. */
export class WebContents extends OfferedEvents {
  readonly id: number;
  readonly session: StandInSession;
  readonly consoleErrors: string[] = [];
  private readonly options: WindowOptions;
  private readonly host: ContentsHost;
  private self: WebContents = this;
  private link: PageLink | undefined;
  private opening: Promise<PageLink> | undefined;
  private frame: Frame;
  private frameDocument = 0;
  private expectedNavigation: string | undefined;
  private windowOpenHandler: WindowOpenHandler | undefined;
  private crashed = false;
  private destroyed = false;

  private constructor(options: WindowOptions, host: ContentsHost) {
    super('webContents', CONTENTS_EVENTS);
    lastContentsId += 1;
    this.id = lastContentsId;
    this.session = options.session;
    this.options = options;
    this.host = host;
    this.frame = makeFrame(this.id, 0, 'about:blank');
  }

  /** Makes a window's contents and announces them to the app. */
  static create(options: WindowOptions, host: ContentsHost): WebContents {
    const contents = guarded('webContents', new WebContents(options, host));
    contents.self = contents;
    allContents.set(contents.id, contents);
    theApp.emit('web-contents-created', {}, contents);
    return contents;
  }

  /** All contents that are not destroyed. */
  static all(): WebContents[] {
    return [...allContents.values()];
  }

  get mainFrame(): Frame {
    return this.frame;
  }

  async loadURL(url: string): Promise<void> {
    const address = toChromiumAddress(url);
    const link = await this.openLink();
    this.expectedNavigation = address;
    try {
      await link.page.goto(address, { waitUntil: 'load', timeout: 0 });
      await this.grantOutputs(link.page, address);
    } catch (error) {
      const code = /net::(ERR_[A-Z_]+)/.exec(String(error))?.[1] ?? 'ERR_FAILED';
      this.emit('did-fail-load', {}, -2, code, url, true);
      throw Object.assign(new Error(`${code} (-2) loading '${url}'`), { code, errno: -2, url });
    }
  }

  /** Chromium grants by origin, not by page as Electron does: pages beside this one could ask as well. */
  private async grantOutputs(page: Page, address: string): Promise<void> {
    const { origin } = new URL(address);
    if (origin === 'null' || !this.session.allowsOutputs(this.self, origin)) return;
    await page.context().grantPermissions(['microphone'], { origin });
  }

  reload(): void {
    const again = this.getURL();
    if (this.crashed) {
      void this.loadURL(again).catch((error: unknown) => console.error(error));
      return;
    }
    this.expectedNavigation = toChromiumAddress(again);
    void this.link?.page.reload({ timeout: 0 }).catch(() => {});
  }

  getURL(): string {
    return this.frame.url === 'about:blank' ? '' : this.frame.url;
  }

  send(channel: string, ...args: unknown[]): void {
    const wire = wireForIpc(args);
    void this.link?.tell({ kind: 'push', channel, args: wire });
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }

  async printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    const parameters = printParameters(options);
    const engine = printEngine();
    if (engine === windowEngine()) {
      const link = await this.opening;
      if (link === undefined) throw new Error('Failed to generate PDF: nothing is loaded');
      return link.printToPdf(parameters);
    }
    return this.printElsewhere(parameters);
  }

  forcefullyCrashRenderer(): void {
    this.link?.crash();
  }

  isCrashed(): boolean {
    return this.crashed;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isLoading(): boolean {
    return this.expectedNavigation !== undefined;
  }

  focus(): void {
    if (this.link !== undefined)
      void windowEngine()
        .focusPage(this.link.page)
        .catch(() => {});
  }

  getTitle(): string {
    return this.options.title;
  }

  /** Kept: no page of the stand-in is throttled, hidden or not. */
  setBackgroundThrottling(): void {}
  /** Kept: there is no network to share an address with. */
  setWebRTCIPHandlingPolicy(): void {}

  openDevTools(): never {
    throw notOffered('webContents.openDevTools');
  }

  executeJavaScript(): never {
    throw notOffered('webContents.executeJavaScript');
  }

  /** The page, for whoever drives the app. */
  shownPage(): Page | undefined {
    return this.crashed ? undefined : this.link?.page;
  }

  /** The page's wire, for the window and whoever drives the app. */
  shownLink(): PageLink | undefined {
    return this.crashed ? undefined : this.link;
  }

  /** Called by the window when it goes. */
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.frame.detached = true;
    allContents.delete(this.id);
    const { opening } = this;
    this.link = undefined;
    void opening?.then((link) => windowEngine().closePage(link.page)).catch(() => {});
    this.emit('destroyed');
  }

  private async openLink(): Promise<PageLink> {
    if (this.crashed) {
      const crashedPage = this.link?.page;
      this.link = undefined;
      this.opening = this.openNewLink();
      this.crashed = false;
      if (crashedPage !== undefined) void windowEngine().closePage(crashedPage);
    }
    this.opening ??= this.openNewLink();
    return this.opening;
  }

  private async openNewLink(): Promise<PageLink> {
    const page = await windowEngine().openPage(this.options.background);
    setOwner(page, this.owner());
    const link = await PageLink.attach(page, this.options, this.hearing(page));
    if (!this.destroyed) this.link = link;
    await applyTheme(page);
    await this.host.pageOpened(link);
    return link;
  }

  private owner(): PageOwner {
    return {
      contentsId: this.id,
      contents: this.self,
      session: this.session,
      mayNavigate: (address, isMainFrame) => this.mayNavigate(address, isMainFrame),
    };
  }

  private mayNavigate(address: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.expectedNavigation === toChromiumAddress(address)) return true;
    const details = preventable({ url: address, isSameDocument: false, isMainFrame, frame: this.frame });
    this.emit('will-frame-navigate', details);
    if (isMainFrame) this.emit('will-navigate', details, address);
    return !details.defaultPrevented;
  }

  private hearing(page: Page): PageHearing {
    const current = (): boolean => !this.destroyed && (this.link === undefined || this.link.page === page);
    return {
      said: (documentNumber, message) => {
        if (current()) this.hear(documentNumber, message);
      },
      crashed: () => {
        if (current()) this.becomeCrashed();
      },
      closed: () => {
        if (!current() || this.crashed) return;
        this.link = undefined;
        this.opening = undefined;
        this.host.pageClosed();
      },
      loaded: () => {
        this.expectedNavigation = undefined;
        if (current()) this.emit('did-finish-load');
      },
      domReady: () => {
        if (current()) this.emit('dom-ready', {});
      },
      navigated: (address) => {
        if (!current()) return;
        if (!this.options.javascript) this.frame = makeFrame(this.id, this.frameDocument, address);
        this.frame.moveTo(address);
        this.emit('did-navigate', {}, toElectronAddress(address), 200, 'OK');
      },
      wantsWindow: ({ url, frameName, features }) => this.refuseWindow(url, frameName, features),
      console: ({ type, text, url, line }) => this.hearConsole(type, text, url, line),
      download: (url, fileName) => {
        const item = guarded('downloadItem', {
          getURL: (): string => toElectronAddress(url),
          getFilename: (): string => fileName,
          cancel: (): void => {},
        });
        // Chromium was told to refuse every download, so nothing is left to prevent.
        this.session.emit('will-download', preventable({}), item, this.self);
      },
    };
  }

  private hear(documentNumber: number, message: FromDocument): void {
    switch (message.kind) {
      case 'hello':
        this.frame.detached = true;
        this.frameDocument = documentNumber;
        this.frame = makeFrame(this.id, documentNumber, message.href);
        return;
      case 'wants-window':
        this.refuseWindow(message.url, '', '');
        return;
      case 'activity':
        noteInput();
        return;
      case 'preload-error': {
        const error = Object.assign(new Error(message.message), { stack: message.stack });
        console.error(`Unable to load preload script: ${this.options.preloadPath}\n${message.stack}`);
        this.emit('preload-error', {}, this.options.preloadPath, error);
        return;
      }
      case 'send':
        if (documentNumber === this.frameDocument) {
          ipcMain.deliver(this.self, this.frame, message.channel, message.args);
        }
        return;
      case 'invoke': {
        const { link, frame } = this;
        if (documentNumber !== this.frameDocument) return;
        void ipcMain
          .answer(this.self, frame, message.channel, message.args)
          .then((reply) => link?.tell({ kind: 'reply', id: message.id, ...reply }, documentNumber));
      }
    }
  }

  /** Asks the app, and says so where the app would have allowed what the stand-in cannot open. */
  private refuseWindow(url: string, frameName: string, features: string): void {
    const details = { url: toElectronAddress(url), frameName, features, disposition: 'new-window' as const };
    const answer = this.windowOpenHandler?.({ ...details, referrer: { url: '', policy: 'default' } });
    if (answer?.action !== 'deny') console.error(notOffered(`a second window for ${details.url}`).message);
  }

  private hearConsole(type: string, text: string, url: string, line: number): void {
    if (this.destroyed) return;
    if (type === 'error') {
      this.consoleErrors.push(text);
      if (this.consoleErrors.length > KEPT_CONSOLE_ERRORS) this.consoleErrors.shift();
    }
    const level = type === 'error' || type === 'warning' || type === 'debug' ? type : 'info';
    const sourceId = toElectronAddress(url);
    this.emit('console-message', preventable({ level, message: text, lineNumber: line, sourceId, frame: this.frame }));
  }

  private becomeCrashed(): void {
    this.crashed = true;
    this.expectedNavigation = undefined;
    this.frame.detached = true;
    const details = { reason: 'crashed', exitCode: 5 };
    this.emit('render-process-gone', {}, details);
    theApp.emit('render-process-gone', {}, this.self, details);
  }

  private async printElsewhere(parameters: object): Promise<Buffer> {
    const address = toChromiumAddress(this.getURL());
    const page = await printEngine().openPage(this.options.background);
    setOwner(page, { ...this.owner(), mayNavigate: () => true });
    const silent: PageHearing = {
      said: () => {},
      crashed: () => {},
      closed: () => {},
      loaded: () => {},
      domReady: () => {},
      navigated: () => {},
      wantsWindow: () => {},
      console: () => {},
      download: () => {},
    };
    const link = await PageLink.attach(page, { preloadSource: undefined, javascript: this.options.javascript }, silent);
    try {
      await page.goto(address, { waitUntil: 'load', timeout: 0 });
      return await link.printToPdf(parameters);
    } finally {
      await printEngine().closePage(page);
    }
  }
}

type Offered = Pick<
  ElectronWebContents,
  | 'loadURL'
  | 'reload'
  | 'getURL'
  | 'send'
  | 'setWindowOpenHandler'
  | 'printToPDF'
  | 'forcefullyCrashRenderer'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isLoading'
  | 'focus'
  | 'getTitle'
  | 'setBackgroundThrottling'
  | 'setWebRTCIPHandlingPolicy'
  | 'id'
>;
/** Fails to compile where the class drifts from Electron's own types. */
export type WebContentsAsElectronHasThem = WebContents extends Offered ? true : never;
