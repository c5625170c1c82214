import { randomUUID } from 'node:crypto';
import { BrowserWindow, type PrintToPDFOptions } from 'electron';
import { appHost, appScheme } from './app-scheme.ts';
import { safePreferences } from './windows.ts';

/**
 * Prints HTML to a PDF in a hidden window that runs no script and has no preload. `printed` is the map that the app's
 * scheme answers from; the page is in it only while it is printed.
 */
export function pagePrinter(printed: Map<string, string>) {
  return async (html: string, options: PrintToPDFOptions): Promise<Uint8Array> => {
    const path = `/print/${randomUUID()}.html`;
    printed.set(path, html);
    const window = new BrowserWindow({
      show: false,
      width: 800,
      height: 1130,
      webPreferences: { ...safePreferences(null), javascript: false },
    });
    try {
      await window.loadURL(`${appScheme}://${appHost}${path}`);
      return await window.webContents.printToPDF(options);
    } finally {
      printed.delete(path);
      if (!window.isDestroyed()) window.destroy();
    }
  };
}
