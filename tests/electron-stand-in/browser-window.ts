import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronBrowserWindow } from 'electron';
import { theApp } from './app.ts';
import { keepFrames } from './frame-keeper.ts';
import { guarded } from './not-offered.ts';
import { OfferedEvents, preventable } from './offered-events.ts';
import type { PageLink } from './page-link.ts';
import { runtime } from './runtime.ts';
import { WebContents } from './web-contents.ts';
import { readWindowOptions, type WindowOptions } from './window-options.ts';
import { enterRegistry, leaveRegistry } from './window-registry.ts';

const WINDOW_EVENTS = [
  'ready-to-show',
  'show',
  'hide',
  'close',
  'closed',
  'focus',
  'blur',
  'unresponsive',
  'responsive',
  'page-title-updated',
  'enter-full-screen',
  'leave-full-screen',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
];

const allWindows = new Map<number, BrowserWindow>();
let lastWindowId = 0;

/** Electron's `BrowserWindow`: a Chromium window without tabs or address bar, or only a page where there is no display. */
export class BrowserWindow extends OfferedEvents {
  readonly id: number;
  readonly webContents: WebContents;
  private readonly options: WindowOptions;
  private readonly self: BrowserWindow;
  private title: string;
  private shown: boolean;
  private fullScreen: boolean;
  private maximized = false;
  private minimized = false;
  private destroyed = false;
  private closing = false;
  private background: string;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', WINDOW_EVENTS);
    lastWindowId += 1;
    this.id = lastWindowId;
    this.options = readWindowOptions(options, theApp.getName());
    this.title = this.options.title;
    this.shown = this.options.shown;
    this.background = this.options.background;
    this.fullScreen = this.options.fullscreen;
    this.webContents = WebContents.create(this.options, {
      pageOpened: (link) => this.dress(link),
      pageClosed: () => this.afterClosedByPerson(),
    });
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.self = guarded('BrowserWindow', this);
    allWindows.set(this.id, this.self);
    enterRegistry(this.self);
    theApp.emit('browser-window-created', {}, this.self);
    // A constructor may answer another object; it still passes for this class.
    // biome-ignore lint/correctness/noConstructorReturn: the guard is what the app must hold
    return this.self;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...allWindows.values()];
  }

  static fromWebContents(contents: object): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return allWindows.get(id) ?? null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isVisible()) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.shown = true;
    this.minimized = false;
    this.redress();
    const page = this.webContents.shownPage();
    // A page that goes meanwhile paints nothing more.
    if (page !== undefined) void keepFrames(page, () => this.isVisible()).catch(() => {});
    this.webContents.focus();
    this.emit('show');
    this.emit('focus', {});
  }

  showInactive(): void {
    this.shown = true;
    this.redress();
    this.emit('show');
  }

  hide(): void {
    this.shown = false;
    this.redress();
    this.emit('hide');
  }

  close(): void {
    this.requestClose();
  }

  requestClose(): boolean {
    if (this.destroyed || this.closing) return true;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.closing = true;
    // 'closed' comes after the caller is done, as in Electron.
    setImmediate(() => this.destroy());
    return true;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.shown = false;
    allWindows.delete(this.id);
    this.webContents.destroy();
    this.emit('closed');
    leaveRegistry(this.self);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isVisible(): boolean {
    return this.shown && !this.minimized;
  }

  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this.self;
  }

  focus(): void {
    this.webContents.focus();
  }

  setTitle(title: string): void {
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  setFullScreen(fullScreen: boolean): void {
    this.fullScreen = fullScreen;
    this.redress();
    this.emit(fullScreen ? 'enter-full-screen' : 'leave-full-screen');
  }

  isFullScreen(): boolean {
    return this.fullScreen;
  }

  setKiosk(kiosk: boolean): void {
    this.setFullScreen(kiosk);
  }

  isKiosk(): boolean {
    return this.fullScreen;
  }

  maximize(): void {
    this.maximized = true;
    this.shown = true;
    this.redress();
    this.emit('maximize');
  }

  unmaximize(): void {
    this.maximized = false;
    this.redress();
    this.emit('unmaximize');
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  minimize(): void {
    this.minimized = true;
    this.redress();
    this.emit('minimize');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  restore(): void {
    this.minimized = false;
    this.redress();
    this.emit('restore');
  }

  setBackgroundColor(colour: string): void {
    this.background = colour;
    const link = this.webContents.shownLink();
    void link?.setBackground(colour).catch(() => {});
  }

  // A window of the stand-in has no menu.
  setMenu(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setContentProtection(): void {}

  private async dress(link: PageLink): Promise<void> {
    const { width, height } = this.options;
    await link.setBackground(this.background);
    if (this.isVisible()) await keepFrames(link.page, () => this.isVisible());
    if (runtime.headless) {
      await link.page.setViewportSize({ width, height });
      return;
    }
    await link.setBounds({ windowState: 'normal' });
    await link.setBounds({ width, height });
    const state = this.wantedState();
    if (state !== 'normal') await link.setBounds({ windowState: state });
  }

  private wantedState(): 'normal' | 'minimized' | 'maximized' | 'fullscreen' {
    if (!this.isVisible()) return 'minimized';
    if (this.fullScreen) return 'fullscreen';
    return this.maximized ? 'maximized' : 'normal';
  }

  private redress(): void {
    const link = this.webContents.shownLink();
    if (runtime.headless || link === undefined) return;
    const state = this.wantedState();
    const change = async (): Promise<void> => {
      // Chromium goes from one special state to another only by way of the normal one.
      await link.setBounds({ windowState: 'normal' });
      if (state !== 'normal') await link.setBounds({ windowState: state });
    };
    void change().catch(() => {});
  }

  /** Chromium has already closed the window: a veto brings it back as it was. */
  private afterClosedByPerson(): void {
    if (this.destroyed || this.closing) return;
    const address = this.webContents.getURL();
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) {
      void this.webContents.loadURL(address).catch((error: unknown) => console.error(error));
    } else {
      this.destroy();
    }
  }
}

type Offered = Pick<
  ElectronBrowserWindow,
  | 'loadURL'
  | 'reload'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFocused'
  | 'focus'
  | 'setTitle'
  | 'getTitle'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'setKiosk'
  | 'isKiosk'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'minimize'
  | 'isMinimized'
  | 'restore'
  | 'setBackgroundColor'
  | 'setMenu'
  | 'removeMenu'
  | 'setMenuBarVisibility'
  | 'id'
>;
/** Fails to compile where the class drifts from Electron's own types. */
export type BrowserWindowAsElectronHasIt = BrowserWindow extends Offered ? true : never;
