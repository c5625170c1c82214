import { randomBytes } from 'node:crypto';
import type { CDPSession, Page } from 'playwright-core';
import { type FromDocument, pageWorldScript, preloadWorldScript, type ToDocument, worldNames } from './page-scripts.ts';

/** What a window hears from its page. */
export type PageHearing = {
  said(documentNumber: number, message: FromDocument): void;
  crashed(): void;
  closed(): void;
  loaded(): void;
  domReady(): void;
  navigated(address: string): void;
  wantsWindow(request: { url: string; frameName: string; features: string }): void;
  console(message: { type: string; text: string; url: string; line: number }): void;
  download(url: string, fileName: string): void;
};

/** What is set up in a page before it loads anything. */
export type PageSetup = { preloadSource: string | undefined; javascript: boolean };

/** The wire between the stand-in and one Chromium page. */
export class PageLink {
  readonly page: Page;
  private readonly protocol: CDPSession;
  private readonly hear: string;
  private currentDocument: number | undefined;

  private constructor(page: Page, protocol: CDPSession, hear: string) {
    this.page = page;
    this.protocol = protocol;
    this.hear = hear;
  }

  /** Sets a fresh page up: the preload in its own world, the bridge, the events. */
  static async attach(page: Page, setup: PageSetup, hearing: PageHearing): Promise<PageLink> {
    const secret = `s${randomBytes(12).toString('hex')}`;
    const names = worldNames(secret);
    const protocol = await page.context().newCDPSession(page);
    const link = new PageLink(page, protocol, names.hear);
    protocol.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== names.tell) return;
      const message: FromDocument = JSON.parse(payload);
      if (message.kind === 'hello') link.currentDocument = executionContextId;
      hearing.said(executionContextId, message);
    });
    protocol.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (link.currentDocument === executionContextId) link.currentDocument = undefined;
    });
    protocol.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
      hearing.wantsWindow({ url, frameName: windowName, features: windowFeatures.join(',') }),
    );
    page.on('crash', () => hearing.crashed());
    page.on('close', () => hearing.closed());
    page.on('load', () => hearing.loaded());
    page.on('domcontentloaded', () => hearing.domReady());
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) hearing.navigated(frame.url());
    });
    page.on('console', (message) => {
      const { url, lineNumber } = message.location();
      hearing.console({ type: message.type(), text: message.text(), url, line: lineNumber });
    });
    page.on('pageerror', (error) =>
      hearing.console({ type: 'error', text: `Uncaught ${error.message}`, url: page.url(), line: 0 }),
    );
    page.on('download', (download) => hearing.download(download.url(), download.suggestedFilename()));
    await protocol.send('Page.enable');
    if (setup.javascript) {
      await protocol.send('Runtime.enable');
      await protocol.send('Runtime.addBinding', { name: names.tell, executionContextName: names.world });
      await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldScript(secret) });
      const source = preloadWorldScript(secret, setup.preloadSource);
      await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: names.world });
    } else {
      await protocol.send('Emulation.setScriptExecutionDisabled', { value: true });
    }
    return link;
  }

  /** Tells a document something; without a number, the one shown now. What no document can hear is lost, as in Electron. */
  async tell(message: ToDocument, documentNumber = this.currentDocument): Promise<void> {
    if (documentNumber === undefined) return;
    try {
      await this.protocol.send('Runtime.callFunctionOn', {
        functionDeclaration: `function (message) { globalThis.${this.hear}(message); }`,
        executionContextId: documentNumber,
        arguments: [{ value: JSON.stringify(message) }],
      });
    } catch {
      // The document went away meanwhile.
    }
  }

  /** Prints through Chromium; the parameters are the protocol's own. */
  async printToPdf(parameters: object): Promise<Buffer> {
    await this.tell({ kind: 'label', shown: false });
    try {
      const { data } = await this.protocol.send('Page.printToPDF', parameters);
      return Buffer.from(data, 'base64');
    } finally {
      await this.tell({ kind: 'label', shown: true });
    }
  }

  /** The colour below whatever the page paints. @param colour `#rrggbb`; others, and white, leave Chromium's own */
  async setBackground(colour: string): Promise<void> {
    const [, r, g, b] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour) ?? [];
    if (r === undefined || g === undefined || b === undefined) return;
    const color = { r: Number.parseInt(r, 16), g: Number.parseInt(g, 16), b: Number.parseInt(b, 16), a: 1 };
    await this.protocol.send('Emulation.setDefaultBackgroundColorOverride', { color });
  }

  /** Kills the page's renderer. */
  crash(): void {
    // It never answers: the renderer is gone.
    this.protocol.send('Page.crash').catch(() => {});
  }

  /** Sets the state and the place of the page's window, where Chromium has a display. */
  async setBounds(bounds: {
    windowState?: 'normal' | 'minimized' | 'maximized' | 'fullscreen';
    width?: number;
    height?: number;
  }): Promise<void> {
    const { windowId } = await this.protocol.send('Browser.getWindowForTarget');
    await this.protocol.send('Browser.setWindowBounds', { windowId, bounds });
  }
}
