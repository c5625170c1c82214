import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

const name = 'Hold: dose given';
let browser: Browser;
let script = '';
let page: Page;

beforeAll(async () => {
  ({ script } = await bundledPageHere('hold-button-page.tsx'));
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
});

// The page's timers stand until the test lets them run; presses are real presses of Chromium.
beforeEach(async () => {
  page = await browser.newPage();
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.addScriptTag({ content: script });
  await button().waitFor();
});
afterEach(async () => {
  await page.close();
});

const button = () => page.getByRole('button', { name, exact: true });
const held = () => page.getByRole('status').innerText();
const pass = (ms: number) => page.clock.runFor(ms);

async function pressMouse() {
  await button().hover();
  await page.mouse.down();
}

test('a hold counts at 600 ms and not one before, once however long it goes on', async () => {
  await pressMouse();
  expect(await button().innerText()).toBe('Keep holding');
  await pass(599);
  expect(await held()).toBe('held 0');
  await pass(1);
  expect(await held()).toBe('held 1');
  await pass(5_000);
  await page.mouse.up();
  expect(await held()).toBe('held 1');
});

test('letting go cancels, and the next hold starts from nothing', async () => {
  await pressMouse();
  await pass(599);
  await page.mouse.up();
  await pass(5_000);
  expect(await held()).toBe('held 0');
  expect(await button().innerText()).toBe(name);
  await page.mouse.down();
  await pass(599);
  expect(await held()).toBe('held 0');
  await pass(1);
  expect(await held()).toBe('held 1');
});

test('leaving the button cancels, and coming back does not take it up again', async () => {
  await pressMouse();
  await pass(300);
  await page.mouse.move(700, 500);
  await button().hover();
  await pass(5_000);
  expect(await held()).toBe('held 0');
});

test('a short click does nothing, and shows no second step', async () => {
  await button().click();
  await pass(5_000);
  expect(await held()).toBe('held 0');
  expect(await page.getByRole('button').count()).toBe(1);
});

test('only the main button of a mouse holds', async () => {
  await button().hover();
  await page.mouse.down({ button: 'right' });
  await pass(5_000);
  expect(await held()).toBe('held 0');
});

test.each(['Enter', 'Space'])('%s holds as a finger does; its repeats do not restart it', async (key) => {
  await button().focus();
  await page.keyboard.down(key);
  await pass(400);
  await page.keyboard.down(key);
  await pass(199);
  expect(await held()).toBe('held 0');
  await pass(1);
  expect(await held()).toBe('held 1');
  await page.keyboard.up(key);
  expect(await page.getByRole('button').count()).toBe(1);
});

test('letting the key go, Escape and losing the focus cancel', async () => {
  await button().focus();
  await page.keyboard.down('Enter');
  await pass(599);
  await page.keyboard.up('Enter');
  await pass(5_000);
  await page.keyboard.down('Space');
  await pass(300);
  await page.keyboard.press('Escape');
  await pass(5_000);
  await page.keyboard.up('Space');
  await page.keyboard.down('Space');
  await pass(300);
  await page.keyboard.press('Tab');
  await pass(5_000);
  expect(await held()).toBe('held 0');
});

test('the window losing the focus cancels', async () => {
  await pressMouse();
  await pass(300);
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await pass(5_000);
  expect(await held()).toBe('held 0');
});

test('a second finger cancels', async () => {
  await pressMouse();
  await pass(300);
  await button().dispatchEvent('pointerdown', { pointerId: 77, isPrimary: false, button: 0 });
  await pass(5_000);
  expect(await held()).toBe('held 0');
});

test('a button that becomes disabled under the finger cancels', async () => {
  await pressMouse();
  await pass(300);
  await page.getByLabel('Disabled').dispatchEvent('click');
  await pass(5_000);
  expect(await held()).toBe('held 0');
});

test('a press without a gesture, as assistive technology makes it, asks once more by plain buttons', async () => {
  await button().evaluate((element) => {
    if (element instanceof HTMLElement) element.click();
  });
  expect(await held()).toBe('held 0');
  await page.getByRole('button', { name: 'Not now' }).click();
  expect(await held()).toBe('held 0');
  await button().evaluate((element) => {
    if (element instanceof HTMLElement) element.click();
  });
  await page.getByRole('button', { name: `Confirm: ${name}` }).click();
  expect(await held()).toBe('held 1');
});
