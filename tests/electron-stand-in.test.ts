import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, AppWindow } from './driver/driver.ts';
import { standInDriver } from './driver/stand-in-driver.ts';
import { absent, guarded } from './electron-stand-in/not-offered.ts';
import { OfferedEvents } from './electron-stand-in/offered-events.ts';
import { printParameters } from './electron-stand-in/print-options.ts';
import { answerFrom } from './electron-stand-in/response-body.ts';
import {
  registerScheme,
  toChromiumAddress,
  toChromiumPolicy,
  toElectronAddress,
} from './electron-stand-in/scheme-address.ts';
import { fitsPattern } from './electron-stand-in/url-pattern.ts';
import { decodeWire, encodeWire } from './electron-stand-in/wire.ts';

const FIXTURE = fileURLToPath(new URL('./electron-stand-in/fixture', import.meta.url));
const EXECUTABLE_FOLDER = fileURLToPath(new URL('./electron-stand-in/dist', import.meta.url));
const ELECTRON_COMMAND = fileURLToPath(new URL('../node_modules/electron/cli.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'stand-in-test-'));
let lastProfile = 0;

function newProfile(): string {
  lastProfile += 1;
  return join(folder, `profile-${lastProfile}`);
}

function launch(profile = newProfile(), more: readonly string[] = []): Promise<App> {
  const args = ['--rehearsal', `--user-data-dir=${profile}`, ...more];
  return standInDriver.launchApp({ app: FIXTURE, args, out: folder });
}

async function resultOf(window: AppWindow, button: string): Promise<string> {
  await window.byRole('button', { name: button, exact: true }).click();
  await window.byText('…', { exact: true }).waitHidden();
  return window.byRole('status', { name: 'Result' }).text();
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const endsAtMs = performance.now() + 8000;
  while (!holds()) {
    if (performance.now() > endsAtMs) throw new Error(`Not within 8 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Process numbers of everything whose command line names a text. */
function processesNaming(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || name === String(process.pid)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

/** Starts the app as a person would, through Electron's own command; ended after ten seconds. */
function startByHand(args: readonly string[], env: NodeJS.ProcessEnv): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [ELECTRON_COMMAND, FIXTURE, ...args], {
    env: { PATH: process.env.PATH, HOME: folder, ELECTRON_OVERRIDE_DIST_PATH: EXECUTABLE_FOLDER, ...env },
    encoding: 'utf8',
    timeout: 10_000,
  });
  return { status, stderr };
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an app on the stand-in', { timeout: 20_000 }, () => {
  let app: App;
  let window: AppWindow;

  beforeAll(async () => {
    app = await launch();
    window = await app.window('Fixture');
  }, 20_000);

  afterAll(async () => {
    await app.close();
  }, 20_000);

  it.each([
    ['Ask', 'a question'],
    ['Fail', "Error: Error invoking remote method 'call:fail': Error: no such luck"],
    ['Nobody', "Error: Error invoking remote method 'call:nobody': Error: No handler registered for 'call:nobody'"],
    ['Types', 'true true 1 NaN'],
    ['Send a function', 'Error: An object could not be cloned.'],
    ['Tell', 'a secret word'],
  ])('carries calls: %s', async (button, result) => {
    expect(await resultOf(window, button)).toBe(result);
  });

  it('names a missing API, in the main process and in the preload', async () => {
    expect(await resultOf(window, 'Missing')).toContain('The stand-in for Electron does not offer app.setBadgeCount');
    expect(await resultOf(window, 'Lacking')).toContain(
      'The stand-in for Electron does not offer ipcRenderer.sendSync',
    );
  });

  it('shows the main process the app’s own address and the main frame', async () => {
    expect(await resultOf(window, 'Sender')).toBe('app://fixture/ true app://fixture/');
    expect(await resultOf(window, 'Versions')).toMatch(/^Stand-in fixture 1\.2\.3 false true --rehearsal,/);
  });

  it('exposes one frozen object and nothing of the machinery', async () => {
    expect(await resultOf(window, 'Frozen')).toBe('true true false undefined 0 hello from the preload');
    expect(await resultOf(window, 'Throw')).toBe('Error: thrown in the preload');
  });

  it('pushes to a callback of the page, in order, until it unsubscribes', async () => {
    const pushes = window.byRole('log', { name: 'Pushes' });
    expect(await resultOf(window, 'Push')).toBe('undefined');
    expect(await pushes.text()).toBe('');
    await resultOf(window, 'Listen');
    await resultOf(window, 'Push');
    await window.byText('5 of 200000').waitVisible();
    await resultOf(window, 'Stop listening');
    await resultOf(window, 'Push');
    expect(await pushes.text()).toBe('5 of 200000');
  });

  it('enforces the content policy of the app’s own answer', async () => {
    expect(await resultOf(window, 'Evaluate')).toContain('EvalError');
    expect((await window.consoleErrors()).length).toBeGreaterThan(0);
  });

  it('refuses an unknown host and what the app’s filter cancels', async () => {
    expect(await resultOf(window, 'Foreign host')).toBe('rejected allowed rejected');
  });

  it('seeks in a recording through ranges', async () => {
    expect(await resultOf(window, 'Seek')).toBe('45 60 60');
    const ranges = (await resultOf(window, 'Ranges seen')).split(' ');
    expect(ranges[0]).toBe('bytes=0-');
    // 45 s into 48,000 samples of two bytes each second; a little before it for alignment.
    const starts = ranges.map((range) => Number(/bytes=(\d+)-/.exec(range)?.[1]));
    expect(starts.some((start) => start > 4_000_000 && start <= 4_320_044)).toBe(true);
  });

  it('opens no second window and follows no link away, and asks the app about both', async () => {
    expect(await resultOf(window, 'Open window')).toBe('null');
    await window.byRole('link', { name: 'New window' }).click();
    await window.byRole('link', { name: 'Away' }).click();
    expect(await resultOf(window, 'Navigations')).toBe('https://example.org/away');
    expect(await resultOf(window, 'Windows asked for')).toBe('app://fixture/second app://fixture/second');
    expect(await window.title()).toBe('Fixture');
    expect(await app.windows()).toHaveLength(1);
  });

  it('prints a page without running its scripts', async () => {
    const pdf = Buffer.from(await resultOf(window, 'Print'), 'base64').toString('latin1');
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf).toContain('/StructTreeRoot');
    expect(pdf).toContain('/Title (P)');
    expect(pdf).toContain('/Title (Printed heading)');
    expect(pdf).not.toContain('SCRIPTED');
    // A4 in points, as Chromium rounds it.
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
  });

  it('speaks with a utility process and hears of its end', async () => {
    expect(await resultOf(window, 'Ask the worker')).toBe(
      '{"doubled":40,"bytes":{"0":7},"argument":"argument","flavour":"plain"} 3',
    );
    await until(() => app.stdout().includes('child gone: Fixture worker 3'), 'child-process-gone');
  });

  it('answers dialogs as the driver says', async () => {
    await app.answerOpenDialog(['/some/folder']);
    expect(await resultOf(window, 'Choose a folder')).toBe('false /some/folder');
    await app.answerOpenDialog([]);
    expect(await resultOf(window, 'Choose a folder')).toBe('true');
    await app.answerSaveDialog('/some/file.pdf');
    expect(await resultOf(window, 'Choose a file to save')).toBe('false /some/file.pdf');
    await app.answerMessageBox(1);
    expect(await resultOf(window, 'Confirm')).toBe('1');
  });

  it('seals text, blocks sleep and reads files', async () => {
    expect(await resultOf(window, 'Storage')).toBe('false kept basic_text');
    expect(await resultOf(window, 'Power')).toMatch(/^true false boolean \d+$/);
    expect(await resultOf(window, 'Fetch data')).toBe('true');
  });

  it('lets the app veto the closing of its window', async () => {
    await resultOf(window, 'Forbid closing');
    app.kill('SIGTERM');
    await until(() => app.stdout().includes('closing was vetoed'), 'a veto');
    expect(await resultOf(window, 'Ask')).toBe('a question');
    await resultOf(window, 'Allow closing');
  });

  it('tells of a crashed renderer, and a new window works', async () => {
    const [before] = await app.windows();
    await window.crash();
    await until(() => app.stdout().includes('renderer gone: crashed'), 'the crash');
    window = await app.window('Fixture');
    const [after] = await app.windows();
    expect(after?.id).not.toBe(before?.id);
    expect(await resultOf(window, 'Ask')).toBe('a question');
  });

  it('quits in Electron’s order and leaves nothing running', async () => {
    const exit = await app.close();
    expect(exit).toEqual({ code: 0, signal: null });
    const said = app.stdout();
    expect(said.lastIndexOf('will-quit')).toBeGreaterThan(said.lastIndexOf('before-quit'));
    expect(said.match(/will-quit/g)).toHaveLength(1);
    await until(() => processesNaming(`electron-stand-in-${app.pid}-`).length === 0, 'Chromium gone');
    expect(readdirSync('/dev/shm').filter((name) => name.startsWith(`electron-stand-in-${app.pid}-`))).toEqual([]);
  });
});

describe('the life of the process', { timeout: 20_000 }, () => {
  it('takes Chromium and the utility process along when it is killed', async () => {
    const app = await launch();
    await app.window('Fixture');
    await until(() => /worker \d+/.test(app.stdout()), 'the utility process');
    const worker = /worker (\d+)/.exec(app.stdout())?.[1] ?? '';
    expect(readdirSync('/proc')).toContain(worker);
    expect(processesNaming(`electron-stand-in-${app.pid}-`).length).toBeGreaterThan(1);
    app.kill('SIGKILL');
    expect(await app.onExit).toEqual({ code: null, signal: 'SIGKILL' });
    await until(() => processesNaming(`electron-stand-in-${app.pid}-`).length === 0, 'Chromium gone');
    await until(() => !readdirSync('/proc').includes(worker), 'the utility process gone');
  });

  it('holds one instance for each profile, and the first hears of the second', async () => {
    const profile = newProfile();
    const first = await launch(profile);
    await first.window('Fixture');
    const second = await launch(profile, ['--second']);
    expect((await second.onExit).code).toBe(9);
    await until(() => first.stdout().includes('second instance: --second'), 'word of the second instance');
    first.kill('SIGKILL');
    await first.onExit;
    const third = await launch(profile);
    await third.window('Fixture');
    expect((await third.close()).code).toBe(0);
  });

  it('refuses to start as root without --rehearsal', { skip: process.getuid?.() !== 0 }, () => {
    const { status, stderr } = startByHand([], { DISPLAY: ':0' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/no sandbox when it runs as root.*--rehearsal/);
  });

  it('says so where there is no display', () => {
    const { status, stderr } = startByHand(['--rehearsal'], {});
    expect(status).toBe(1);
    expect(stderr.trim()).toMatch(/^No display: .*`npm run rehearse`/);
  });

  it('names the command that installs Chromium', () => {
    const { status, stderr } = startByHand(['--rehearsal'], { DISPLAY: ':0', VIGIL_CHROMIUM: join(folder, 'none') });
    expect(status).toBe(1);
    expect(stderr).toMatch(/Install it with: (sudo )?apt-get install -y chromium/);
  });

  it('writes no core', () => {
    const executable = readFileSync(join(EXECUTABLE_FOLDER, 'electron'), 'utf8');
    expect(executable).toMatch(/^ulimit -c 0$/m);
  });
});

describe('on a display', { timeout: 30_000, skip: spawnSync('which', ['Xvfb']).status !== 0 }, () => {
  it('shows its window without a driver’s help, and prints', async () => {
    const display = `:${100 + (process.pid % 400)}`;
    const server = spawn('Xvfb', [display, '-screen', '0', '1024x768x24'], { stdio: 'ignore' });
    try {
      const socket = `X${display.slice(1)}`;
      await until(() => existsSync(join('/tmp/.X11-unix', socket)), 'the display');
      const app = await standInDriver.launchApp({
        app: FIXTURE,
        args: ['--rehearsal', `--user-data-dir=${newProfile()}`],
        env: { DISPLAY: display, VIGIL_STAND_IN_HEADLESS: '' },
      });
      const window = await app.window('Fixture');
      expect(await resultOf(window, 'Ask')).toBe('a question');
      expect(
        Buffer.from(await resultOf(window, 'Print'), 'base64')
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
      await window.crash();
      const again = await app.window('Fixture');
      expect(await resultOf(again, 'Ask')).toBe('a question');
      expect((await app.close()).code).toBe(0);
    } finally {
      server.kill();
    }
  });
});

describe('its parts', () => {
  registerScheme('app');

  it('guards objects and names what is absent', () => {
    const held = guarded('thing', { known: 1 });
    expect(held.known).toBe(1);
    expect(() => Reflect.get(held, 'unknown')).toThrow('The stand-in for Electron does not offer thing.unknown');
    const missing = absent('Tray');
    expect(() => Reflect.construct(missing as new () => object, [])).toThrow('does not offer Tray');
    expect(() => Reflect.get(missing, 'on')).toThrow('does not offer Tray.on');
  });

  it('refuses listeners for events it never emits', () => {
    const emitter = new OfferedEvents('app', ['ready']);
    let heard = 0;
    emitter.once('ready', () => {
      heard += 1;
    });
    emitter.emit('ready');
    emitter.emit('ready');
    expect(heard).toBe(1);
    expect(() => emitter.on('gpu-info-update', () => {})).toThrow("does not offer app.on('gpu-info-update')");
  });

  it('carries every value that JSON or structured clone keeps', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (value) => {
          const cloned: unknown = structuredClone(value);
          expect(decodeWire(JSON.parse(JSON.stringify(encodeWire(cloned))))).toEqual(cloned);
        },
      ),
    );
    expect(() => encodeWire({ inner: () => 1 })).toThrow('An object could not be cloned.');
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(() => encodeWire(cyclic)).toThrow('cyclic');
  });

  it.each([
    ['app://main/x?y#z', 'https://main.app.invalid/x?y#z'],
    ['app://main', 'https://main.app.invalid/'],
    ['https://example.org/x', 'https://example.org/x'],
    ['data:text/html,x', 'data:text/html,x'],
  ])('gives %s to Chromium as %s', (address, carried) => {
    expect(toChromiumAddress(address)).toBe(carried);
    expect(toElectronAddress(carried)).toBe(address === 'app://main' ? 'app://main/' : address);
  });

  it('takes no other host for the app’s own', () => {
    expect(toElectronAddress('https://main.app.invalid.example.org/')).toBe('https://main.app.invalid.example.org/');
    expect(toElectronAddress('https://main.other.invalid/')).toBe('https://main.other.invalid/');
    expect(toChromiumPolicy("default-src 'none'; img-src app: app://main data:")).toBe(
      "default-src 'none'; img-src https://*.app.invalid https://main.app.invalid/ data:",
    );
  });

  it.each([
    ['<all_urls>', 'app://main/x', true],
    ['*://*/*', 'https://example.org/', true],
    ['app://main/*', 'app://main/x', true],
    ['app://main/*', 'app://other/x', false],
    ['https://*.example.org/*', 'https://a.example.org/b', true],
    ['https://*.example.org/*', 'https://example.org.evil/b', false],
  ])('pattern %s on %s: %s', (pattern, address, fits) => {
    expect(fitsPattern(pattern, address)).toBe(fits);
  });

  it('cuts a long range answer and says where it ends', async () => {
    const total = 5 * 1024 * 1024;
    const limit = 2 * 1024 * 1024;
    const headers = { 'content-range': `bytes 100-${total - 1}/${total}`, 'content-length': String(total - 100) };
    const cut = await answerFrom(new Response(new Uint8Array(total - 100), { status: 206, headers }));
    expect(cut.body.length).toBe(limit);
    expect(cut.headers['content-range']).toBe(`bytes 100-${100 + limit - 1}/${total}`);
    expect(cut.headers['content-length']).toBe(String(limit));
    const whole = await answerFrom(new Response(new Uint8Array(total)));
    expect(whole.body.length).toBe(total);
  });

  it('prints in inches, on the paper named', () => {
    expect(printParameters({ pageSize: 'A4', margins: { top: 0.5 }, preferCSSPageSize: true })).toEqual({
      paperWidth: 8.27,
      paperHeight: 11.7,
      marginTop: 0.5,
      preferCSSPageSize: true,
    });
    expect(printParameters({})).toEqual({ paperWidth: 8.5, paperHeight: 11 });
  });
});
