import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { FindMedia } from '../../electron/music/media-handler.ts';
import { createTrackMeasurer, type TrackMeasurer } from '../../electron/music/track-measurer.ts';
import { bundlePage, CHROMIUM, servePage } from './player-page.ts';

/** A bridge of the test's own, there before the page's scripts. */
const PRELUDE = `
addEventListener('securitypolicyviolation', (event) => window.tellFault(event.violatedDirective + ' ' + event.blockedURI));
window.measurer = {
  onOrder(listener) { window.sendOrder = listener; return () => {}; },
  report(report) { window.tellReport(report); },
};
`;

/** The real measuring page, bundled, in the system's Chromium, behind the real measurer of the main process. */
export class MeasurerPage {
  readonly measurer: TrackMeasurer;
  /** What went wrong in the pages so far. */
  readonly faults: string[] = [];
  /** How often a page was opened. */
  opened = 0;
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #folder: string;
  readonly #address: string;
  #page: Page | null = null;

  private constructor(browser: Browser, server: Server, folder: string, address: string) {
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
    this.#address = address;
    let orders = 0;
    this.measurer = createTrackMeasurer({
      openPage: () => void this.#open(),
      closePage: () => {
        void this.#page?.close();
        this.#page = null;
      },
      send: (order) =>
        void this.#page?.evaluate((told) => Reflect.apply(Reflect.get(window, 'sendOrder'), null, [told]), order),
      newId: () => {
        orders += 1;
        return `order-${orders}`;
      },
      after: (delayMs, then) => {
        const handle = setTimeout(then, delayMs);
        return () => clearTimeout(handle);
      },
      mayMeasure: () => true,
    });
  }

  static async open(find: FindMedia): Promise<MeasurerPage> {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-measurer-'));
    await bundlePage('measurer', folder);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const { server, port } = await servePage(folder, find);
    return new MeasurerPage(browser, server, folder, `http://127.0.0.1:${port}/`);
  }

  async #open(): Promise<void> {
    this.opened += 1;
    const page = await this.#browser.newPage();
    this.#page = page;
    page.on('pageerror', (error) => this.faults.push(error.message));
    await page.exposeFunction('tellFault', (fault: string) => this.faults.push(fault));
    await page.exposeFunction('tellReport', (report: unknown) => {
      const taken = this.measurer.receive(report);
      if (!taken.ok) this.faults.push(`${taken.problem.code} ${JSON.stringify(report)}`);
    });
    await page.addInitScript(PRELUDE);
    await page.goto(this.#address);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
