import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { createMediaHandler, type FindMedia } from '../../electron/music/media-handler.ts';
import { playerReportSchema } from '../../shared/music/player-message-schemas.ts';
import type { PlayerCommand, PlayerReport } from '../../shared/music/player-messages.ts';
import { PAGE_PRELUDE, TAP_PROCESSOR, type TapBlock } from './sound-tap.ts';

export const CHROMIUM = '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM);

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self' data:; worker-src 'self'; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Bundles one of the windows' pages, by its folder's name. */
export async function bundlePage(name: string, out: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, '..', '..', 'renderer', name),
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    build: { outDir: out, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
}

function pageFile(folder: string, pathname: string): { readonly type: string; readonly file: string } {
  const file = join(folder, pathname === '/' ? 'index.html' : pathname);
  return { file, type: TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream' };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  media: (request: Request) => Promise<Response>,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname.startsWith('/media/')) {
    const { range } = request.headers;
    const headers = range === undefined ? new Headers() : new Headers({ range });
    const found = await media(new Request(`http://localhost${pathname}`, { method: request.method ?? 'GET', headers }));
    response.writeHead(found.status, Object.fromEntries(found.headers));
    if (found.body === null) response.end();
    // A player that has enough hangs up in the middle.
    else await pipeline(Readable.from(found.body), response).catch(() => {});
    return;
  }
  if (pathname === '/tap.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(TAP_PROCESSOR);
    return;
  }
  const { file, type } = pageFile(folder, pathname);
  if (!existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(await readFile(file));
}

/** Serves a bundled page and the tracks that `find` knows, on a port of this machine alone. */
export async function servePage(
  folder: string,
  find: FindMedia,
): Promise<{ readonly server: Server; readonly port: number }> {
  const media = createMediaHandler(find, { longestAnswerBytes: 256 * 1024 });
  const server = createServer((request, response) => {
    answer(request, response, folder, media).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

/** The real player page, bundled, in the system's Chromium, with its sound tapped sample by sample. */
export class PlayerPage {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #server: Server;
  readonly page: Page;
  readonly errors: string[];
  #sequence = 0;

  private constructor(browser: Browser, server: Server, folder: string, page: Page, errors: string[]) {
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
    this.page = page;
    this.errors = errors;
  }

  /** @param environment what Chromium is started with beyond this process's own, an output of sound for instance */
  static async open(find: FindMedia, environment: Readonly<Record<string, string>> = {}): Promise<PlayerPage> {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-player-'));
    await bundlePage('player', folder);
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
      ignoreDefaultArgs: ['--mute-audio'],
      env: { ...process.env, ...environment },
    });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const { server, port } = await servePage(folder, find);
    // As the shell does for the player: it may know the outputs' names.
    await page.context().grantPermissions(['microphone'], { origin: `http://127.0.0.1:${port}` });
    await page.addInitScript(PAGE_PRELUDE);
    await page.goto(`http://127.0.0.1:${port}/`);
    const opened = new PlayerPage(browser, server, folder, page, errors);
    await opened.until((report) => report.kind === 'ready');
    return opened;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async send(command: PlayerCommand['command']): Promise<void> {
    this.#sequence += 1;
    await this.page.evaluate((numbered) => Reflect.apply(Reflect.get(window, 'sendCommand'), null, [numbered]), {
      sequence: this.#sequence,
      command,
    });
  }

  /** Every report so far, parsed as the main process parses them. */
  async reports(): Promise<PlayerReport[]> {
    const raw: unknown[] = await this.page.evaluate(() => Reflect.get(window, 'reports'));
    return raw.map((one) => playerReportSchema.parse(one));
  }

  /** Waits until a report that came after now's last command fits, and answers it. */
  async until<Report extends PlayerReport>(
    fits: (report: PlayerReport) => report is Report,
    withinMs?: number,
  ): Promise<Report>;
  async until(fits: (report: PlayerReport) => boolean, withinMs?: number): Promise<PlayerReport>;
  async until(fits: (report: PlayerReport) => boolean, withinMs = 15_000): Promise<PlayerReport> {
    const endMs = performance.now() + withinMs;
    for (;;) {
      const all = await this.reports();
      const isNew = (report: PlayerReport): boolean =>
        report.kind !== 'health' || report.afterSequence === this.#sequence;
      const found = all.findLast((report) => isNew(report) && fits(report));
      if (found !== undefined) return found;
      if (performance.now() > endMs) {
        throw new Error(`No such report within ${withinMs} ms. The last: ${JSON.stringify(all.slice(-4))}`);
      }
      await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 30)));
    }
  }

  /** Lets the page play on for a while. */
  async listen(forMs: number): Promise<void> {
    await this.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), forMs);
  }

  /** What the tap has heard since this was last asked. */
  async heard(): Promise<{ readonly blocks: readonly TapBlock[]; readonly sampleRate: number }> {
    const [rows, sampleRate] = await this.page.evaluate((): [number[][], number] => {
      const all: number[][] = Reflect.get(window, 'tapped');
      return [all.splice(0), Reflect.get(window, 'sampleRate')];
    });
    const blocks = rows.map(([atFrame = 0, peak = 0, jump = 0, crossings = 0, power = 0]) => {
      return { atFrame, peak, jump, crossings, power };
    });
    return { blocks, sampleRate };
  }

  async violations(): Promise<string[]> {
    return this.page.evaluate(() => Reflect.get(window, 'violations'));
  }
}

/** The longest run of blocks below -70 dBFS, in milliseconds. */
export function longestSilenceMs({ blocks, sampleRate }: Awaited<ReturnType<PlayerPage['heard']>>): number {
  let run = 0;
  let longest = 0;
  for (const { peak } of blocks) {
    run = peak < 10 ** (-70 / 20) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * 128_000) / sampleRate;
}
