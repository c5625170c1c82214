/** The module that `electron` means in the main process on the stand-in. See README.md: this is not Electron. */
import { theApp } from './app.ts';
import { BrowserWindow as StandInBrowserWindow } from './browser-window.ts';
import { crashReporter } from './crash-reporter.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import { nativeTheme } from './native-theme.ts';
import { net } from './net.ts';
import { absent, guarded } from './not-offered.ts';
import { powerMonitor, powerSaveBlocker } from './power.ts';
import { safeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { defaultSession, sessionOf } from './session.ts';
import { shell } from './shell.ts';
import { utilityProcess } from './utility-process.ts';
import { WebContents } from './web-contents.ts';

export const app = guarded('app', theApp);
export const BrowserWindow = guarded('BrowserWindow', StandInBrowserWindow);
export const session = guarded('session', {
  get defaultSession() {
    return defaultSession();
  },
  fromPartition: sessionOf,
});
export const protocol = defaultSession().protocol;
export const webContents = guarded('webContents', {
  getAllWebContents: () => WebContents.all(),
  fromId: (id: number) => WebContents.all().find((contents) => contents.id === id),
});
export {
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  utilityProcess,
};

export const autoUpdater = absent('autoUpdater');
export const BaseWindow = absent('BaseWindow');
export const BrowserView = absent('BrowserView');
export const clipboard = absent('clipboard');
export const contentTracing = absent('contentTracing');
export const contextBridge = absent('contextBridge in the main process');
export const desktopCapturer = absent('desktopCapturer');
export const globalShortcut = absent('globalShortcut');
export const ImageView = absent('ImageView');
export const inAppPurchase = absent('inAppPurchase');
export const ipcRenderer = absent('ipcRenderer in the main process');
export const MenuItem = absent('MenuItem');
export const MessageChannelMain = absent('MessageChannelMain');
export const nativeImage = absent('nativeImage');
export const netLog = absent('netLog');
export const Notification = absent('Notification');
export const pushNotifications = absent('pushNotifications');
export const ServiceWorkerMain = absent('ServiceWorkerMain');
export const ShareMenu = absent('ShareMenu');
export const systemPreferences = absent('systemPreferences');
export const TouchBar = absent('TouchBar');
export const Tray = absent('Tray');
export const View = absent('View');
export const WebContentsView = absent('WebContentsView');
export const webFrame = absent('webFrame in the main process');
export const webFrameMain = absent('webFrameMain');
export const webUtils = absent('webUtils in the main process');

export default guarded('electron', {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
});
