import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

const design = join(import.meta.dirname, '../../renderer/design');
const css = (file: string) => readFileSync(join(design, file), 'utf8').replace(/^@import.*$/m, '');
const style = ['tokens.css', 'base.css', 'button.css', 'field.css', 'forced-colours.css'].map(css).join('\n');
const markup = `<!doctype html><html data-mode="blackout"><style>${style}</style><body>
  <button id="held" class="hold-button" data-holding="true"><span>Hold</span><span class="hold-fill"></span></button>
  <label class="choice-option" data-chosen="true"><span class="check-box"><svg viewBox="0 0 20 20"><path d="M4 10 8 14 16 5"/></svg></span></label>
  <button class="button" aria-pressed="true">Pressed</button><button class="button" aria-pressed="false">Not</button>
  <button id="focused" class="button">Focus</button></body></html>`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.VIGIL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  page = await browser.newPage();
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.setContent(markup);
}, 60_000);
afterAll(() => browser.close());

const computed = (selector: string, property: string) =>
  page.$eval(selector, (element, name) => getComputedStyle(element).getPropertyValue(name), property);

it('forces its colours on the page, or this says nothing', async () => {
  expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
});

it('shows how far a hold is, without motion', async () => {
  expect(await computed('.hold-fill', 'background-color')).not.toBe(await computed('#held', 'background-color'));
  expect(await computed('.hold-fill', 'transition-duration')).toMatch(/^0s$/);
});

it('shows what is ticked, pressed and focused by lines', async () => {
  expect(await computed('.check-box > svg', 'stroke')).not.toBe(await computed('body', 'background-color'));
  expect(await computed('[aria-pressed="true"]', 'border-top-width')).not.toBe(
    await computed('[aria-pressed="false"]', 'border-top-width'),
  );
  await page.keyboard.press('Tab');
  await page.focus('#focused');
  expect(await computed('#focused', 'outline-width')).toBe('3px');
});
