import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, AppWindow } from './driver/driver.ts';
import { driverFor, electronExecutable } from './driver/driver-for.ts';
import { pickWindow } from './driver/find-window.ts';
import { describeLocator, textMatch } from './driver/locator.ts';
import { standInDriver } from './driver/stand-in-driver.ts';

const FIXTURE = fileURLToPath(new URL('./electron-stand-in/fixture', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'driver-test-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a driver on the stand-in', { timeout: 20_000 }, () => {
  let app: App;
  let window: AppWindow;

  beforeAll(async () => {
    app = await standInDriver.launchApp({
      app: FIXTURE,
      args: ['--rehearsal', `--user-data-dir=${join(folder, 'profile')}`],
      out: folder,
      timeoutMs: 1500,
    });
    window = await app.window('Fixture');
  }, 20_000);

  afterAll(async () => {
    await app.close();
  }, 20_000);

  it('fills, types, checks, selects and reads', async () => {
    const name = window.byLabel('Name');
    await name.fill('one');
    expect(await name.inputValue()).toBe('one');
    await name.type(' two');
    await window.press('Backspace');
    expect(await name.inputValue()).toBe('one tw');
    const agreed = window.byRole('checkbox', { name: /agreed/i });
    expect(await agreed.isChecked()).toBe(false);
    await agreed.check();
    expect(await agreed.isChecked()).toBe(true);
    await window.byLabel('Colour').selectOption('Green');
    expect(await window.byLabel('Colour').inputValue()).toBe('Green');
  });

  it('holds the pointer, touches and touches long', async () => {
    const result = window.byRole('status');
    const held = window.byRole('button', { name: 'Hold me' });
    await held.hold(350);
    expect(await result.text()).toBe('mouse held');
    await held.click();
    expect(await result.text()).toBe('mouse short');
    await held.tap();
    expect(await result.text()).toBe('touch short');
    await held.tap(350);
    expect(await result.text()).toBe('touch held');
  });

  it('knows what is there, how often, and whether it can be used', async () => {
    expect(await window.byRole('button', { name: 'Cannot' }).isEnabled()).toBe(false);
    expect(await window.byRole('button', { name: 'Ask', exact: true }).isEnabled()).toBe(true);
    expect(await window.byRole('button', { name: 'Absent' }).isVisible()).toBe(false);
    expect(await window.byRole('link').count()).toBe(2);
    expect(await window.byRole('link').nth(1).text()).toBe('New window');
    const main = window.byRole('main');
    expect(await window.byRole('link').within(main).count()).toBe(0);
    expect(await window.byRole('button', { name: 'Ask', exact: true }).within(main).count()).toBe(1);
    await window.byText('Absent').waitHidden();
  });

  it('names what it sought and what is there instead', async () => {
    const absent = window.byRole('button', { name: 'Absent' });
    await expect(absent.click()).rejects.toThrow(
      /click: button "Absent" in "Fixture" within 1500 ms(.|\n)*There is: (.|\n)*heading "Fixture"(.|\n)*button "Ask"/,
    );
    await expect(window.byRole('button', { name: 'Cannot' }).click()).rejects.toThrow(/not enabled/);
    await expect(app.window('elsewhere', 100)).rejects.toThrow(/No window elsewhere.*"Fixture" \(app:\/\/fixture\/\)/);
  });

  it('takes pictures at the size asked for, marked as the test runtime', async () => {
    await window.setViewport(640, 480);
    await window.screenshot('picture.png');
    const picture = readFileSync(join(folder, 'picture.png'));
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([640, 480]);
    expect(await window.byText('test runtime').count()).toBe(1);
    expect(await window.snapshot()).not.toContain('test runtime');
  });
});

describe('the choice of a driver', () => {
  it('is Electron’s own only where its executable is there as a file', () => {
    const electronPackage = join(folder, 'electron');
    mkdirSync(join(electronPackage, 'dist'), { recursive: true });
    expect(electronExecutable({}, electronPackage)).toBeUndefined();
    writeFileSync(join(electronPackage, 'path.txt'), 'electron');
    expect(electronExecutable({}, electronPackage)).toBeUndefined();
    const executable = join(electronPackage, 'dist', 'electron');
    writeFileSync(executable, '');
    expect(electronExecutable({}, electronPackage)).toBe(executable);
    const named = join(folder, 'named');
    expect(electronExecutable({ ELECTRON_EXEC_PATH: named }, folder)).toBeUndefined();
    writeFileSync(named, '');
    expect(driverFor({ ELECTRON_EXEC_PATH: named }).name).toBe('electron');
  });

  it('finds windows by place, title, pattern and path', () => {
    const windows = [
      { id: 1, title: 'Vigil music', url: 'app://vigil/player/index.html' },
      { id: 2, title: 'Vigil', url: 'app://vigil/console/index.html' },
    ];
    expect(pickWindow(windows, 0)?.id).toBe(1);
    expect(pickWindow(windows, 'Vigil')?.id).toBe(2);
    expect(pickWindow(windows, 'player')?.id).toBe(1);
    expect(pickWindow(windows, /music$/)?.id).toBe(1);
    expect(pickWindow(windows, 'vigil-x')).toBeUndefined();
  });

  it('puts a target into words', () => {
    expect(
      describeLocator([
        { by: 'role', role: 'dialog', name: null },
        { by: 'role', role: 'button', name: textMatch(/^begin/i, false) },
        { by: 'nth', index: 1 },
      ]),
    ).toBe('dialog, in it button /^begin/i, in it number 2');
  });
});
