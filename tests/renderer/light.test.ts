import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultDisplay } from '../../shared/bridge/display-settings.ts';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

let browser: Browser;
let script = '';
let style = '';
let page: Page;

beforeAll(async () => {
  ({ script, style } = await bundledPageHere('light-page.tsx'));
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
});

// The page's timers stand until the test lets them run.
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, hasTouch: true });
  page.setDefaultTimeout(5000);
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  await page.evaluate(() => window.lightPage.open(120_000));
  await button('Dark screen').waitFor();
});
afterEach(async () => {
  await page.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const veil = () => button('Dark screen. Touch to see the session again.');
const counts = () => page.getByRole('note').innerText();
const pass = (ms: number) => page.clock.runFor(ms);
const root = (name: string) => page.evaluate((key) => document.documentElement.dataset[key] ?? null, name);
const rootStyle = (name: string) =>
  page.evaluate((key) => getComputedStyle(document.documentElement).getPropertyValue(key), name);

async function touchAt(selector: ReturnType<typeof button>): Promise<void> {
  const box = (await selector.boundingBox()) ?? expect.fail('not on the page');
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

async function twoFingers(places: readonly { x: number; y: number }[]): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  const touchPoints = places.map((place, id) => ({ ...place, id }));
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await protocol.detach();
}

describe('the veil', () => {
  test('is black over everything but Emergency, and the key 0 brings it', async () => {
    await page.keyboard.press('0');
    await veil().waitFor();
    const covered = await page.evaluate(() =>
      [
        [10, 10],
        [640, 400],
        [1270, 790],
      ].map(([x = 0, y = 0]) => document.elementFromPoint(x, y)?.className ?? ''),
    );
    expect(covered).toEqual(['veil', 'veil', 'veil']);
  });

  test('the touch that wakes the screen does nothing else, the next one acts', async () => {
    await page.keyboard.press('0');
    await veil().waitFor();
    await touchAt(button('Note'));
    await pass(400);
    await veil().waitFor({ state: 'detached' });
    expect(await counts()).toBe('pressed 0, emergencies 0');
    await touchAt(button('Note'));
    expect(await counts()).not.toBe('pressed 0, emergencies 0');
  });

  test('the key that wakes the screen does nothing else', async () => {
    await button('Note').focus();
    await page.keyboard.press('0');
    await veil().waitFor();
    await page.keyboard.press('Enter');
    await veil().waitFor({ state: 'detached' });
    expect(await counts()).toBe('pressed 0, emergencies 0');
  });

  test('Emergency opens through it with one touch, or E', async () => {
    await page.keyboard.press('0');
    await veil().waitFor();
    await touchAt(button('Emergency'));
    await veil().waitFor({ state: 'detached' });
    expect(await counts()).toBe('pressed 0, emergencies 1');
    await page.keyboard.press('0');
    await veil().waitFor();
    await page.keyboard.press('e');
    await veil().waitFor({ state: 'detached' });
    expect(await counts()).toBe('pressed 0, emergencies 2');
  });

  test('two fingers bring it, but not two fingers on controls', async () => {
    const box = (await button('Note').boundingBox()) ?? expect.fail('no button');
    await twoFingers([
      { x: box.x + 4, y: box.y + 4 },
      { x: 900, y: 600 },
    ]);
    await pass(50);
    expect(await veil().count()).toBe(0);
    await twoFingers([
      { x: 900, y: 600 },
      { x: 1000, y: 600 },
    ]);
    await veil().waitFor();
  });

  test('an alert, a prompt, an emergency or trouble with saving takes it away; what was known before does not', async () => {
    const problem = { code: 'disk-full', sentence: 'The disk is full.', remedy: 'Make room.' };
    await page.evaluate((trouble) => window.lightPage.show({ saving: { unsaved: 1, problem: trouble } }), problem);
    await page.keyboard.press('0');
    await veil().waitFor();
    await page.evaluate(() => window.lightPage.at(121_000));
    await pass(50);
    expect(await veil().count()).toBe(1);
    await page.evaluate(
      (trouble) => window.lightPage.show({ saving: { unsaved: 1, problem: { ...trouble, code: 'disk-gone' } } }),
      problem,
    );
    await veil().waitFor({ state: 'detached' });
    await page.keyboard.press('0');
    await veil().waitFor();
    await page.evaluate(() => window.lightPage.add({ type: 'open-emergency' }));
    await veil().waitFor({ state: 'detached' });
  });
});

describe('the touch lock', () => {
  beforeEach(async () => {
    await page.keyboard.press('l');
    await page.getByText('Touch is locked').waitFor();
  });

  test('takes every touch and key', async () => {
    await touchAt(button('Note'));
    await button('Note').dispatchEvent('click');
    await page.keyboard.press('0');
    await page.keyboard.press('Tab');
    expect(await counts()).toBe('pressed 0, emergencies 0');
    expect(await veil().count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Hold: unlock touch');
  });

  test('opens when it is held for a second, and not before', async () => {
    await button('Hold: unlock touch').hover();
    await page.mouse.down();
    await pass(999);
    expect(await page.getByText('Touch is locked').count()).toBe(1);
    await pass(1);
    await page.getByText('Touch is locked').waitFor({ state: 'detached' });
    await page.mouse.up();
    await touchAt(button('Note'));
    expect(await counts()).not.toBe('pressed 0, emergencies 0');
  });

  test('lets Emergency through, which ends it', async () => {
    await touchAt(button('Emergency'));
    await page.getByText('Touch is locked').waitFor({ state: 'detached' });
    expect(await counts()).toBe('pressed 0, emergencies 1');
  });
});

describe('the screen at rest', () => {
  test('settles 20 s after the last touch and not before, and wakes at the next', async () => {
    const ink2 = await rootStyle('--ink2');
    const ink = await rootStyle('--ink');
    const far = await rootStyle('--ink2-far');
    await page.keyboard.press('Shift');
    await pass(19_999);
    expect(await root('settled')).toBeNull();
    await pass(1);
    expect(await root('settled')).toBe('true');
    expect(await rootStyle('--ink2')).not.toBe(ink2);
    expect([await rootStyle('--ink'), await rootStyle('--ink2-far')]).toEqual([ink, far]);
    await page.keyboard.press('Shift');
    expect(await root('settled')).toBeNull();
    expect(await rootStyle('--ink2')).toBe(ink2);
  });

  test('hides the pointer 3 s after it moved, and draws it in the palette’s ink before', async () => {
    const cursor = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('main button') ?? document.body).cursor);
    await page.mouse.move(300, 300);
    await pass(2_999);
    expect(await cursor()).toContain('data:image/svg+xml');
    await pass(1);
    expect(await cursor()).toBe('none');
    await page.mouse.move(310, 300);
    expect(await cursor()).toContain('data:image/svg+xml');
  });
});

describe('what the machine is set to', () => {
  test('the dimmer leaves its share of the light, over everything and without taking a touch', async () => {
    await page.getByRole('slider', { name: 'Dimmer 100 %' }).fill('35');
    const dimmer = () => page.evaluate(() => getComputedStyle(document.querySelector('.dimmer') ?? document.body));
    await expect.poll(async () => Number((await dimmer()).opacity)).toBeCloseTo(0.65, 5);
    await touchAt(button('Note'));
    expect(await counts()).not.toBe('pressed 0, emergencies 0');
  });

  test('an emergency is shown in full light, and never darker than dim', async () => {
    await page.evaluate(
      (display) => window.lightPage.show({ appearance: 'blackout', display: { ...display, dimmerPercent: 30 } }),
      defaultDisplay,
    );
    await expect.poll(() => root('mode')).toBe('blackout');
    await page.evaluate(() => window.lightPage.add({ type: 'open-emergency' }));
    await expect.poll(() => root('mode')).toBe('dim');
    expect(await rootStyle('--dimmed')).toBe('0');
  });

  test('day stays day in an emergency', async () => {
    await page.evaluate(() => window.lightPage.show({ appearance: 'day' }));
    await page.evaluate(() => window.lightPage.add({ type: 'open-emergency' }));
    await pass(50);
    expect(await root('mode')).toBe('day');
  });

  test('text grows by steps to 140 % and shrinks to 90 %, and no further', async () => {
    const size = () => page.evaluate(() => getComputedStyle(document.body).fontSize);
    expect(await size()).toBe('20px');
    for (let step = 0; step < 4; step += 1) await button('Larger text').click();
    expect(await size()).toBe('28px');
    expect(await button('Larger text').isDisabled()).toBe(true);
    for (let step = 0; step < 5; step += 1) await button('Smaller text').click();
    expect(await size()).toBe('18px');
    expect(await button('Smaller text').isDisabled()).toBe(true);
  });

  test('the hand is written on the page', async () => {
    expect(await root('hand')).toBe('right');
    await page.getByRole('radio', { name: 'Left hand' }).check();
    await expect.poll(() => root('hand')).toBe('left');
  });
});
