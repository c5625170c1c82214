import { expect, test } from 'vitest';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

test.each([800, 600])('a touched field stands free in %i px of height', { timeout: 60_000 }, async (height) => {
  const { script, style } = await bundledPageHere('screen-keyboard-page.tsx');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height }, hasTouch: true });
    await page.addStyleTag({ content: style });
    await page.addScriptTag({ content: script });
    const pinned = page.locator('.pinned-actions');
    await expect(pinned.evaluate((row) => getComputedStyle(row).position)).resolves.toBe('sticky');
    await page.getByLabel('Name').tap();
    const keyboard = page.getByRole('region', { name: 'Keyboard' });
    await keyboard.waitFor();
    // The room is made after the keyboard's first frame.
    await page.waitForFunction(() => (document.querySelector('.column')?.scrollTop ?? 0) > 0);
    const field = await page.getByLabel('Name').boundingBox();
    const keys = await keyboard.boundingBox();
    const row = await pinned.boundingBox();
    if (field === null || keys === null || row === null) throw new Error('Something is not on the screen');
    expect(field.y).toBeGreaterThanOrEqual(0);
    expect(field.y + field.height).toBeLessThanOrEqual(keys.y);
    expect(row.y >= field.y + field.height || row.y + row.height <= field.y).toBe(true);

    await page.getByRole('button', { name: 'a', exact: true }).tap();
    await expect(page.getByLabel('Name').inputValue()).resolves.toBe('a');
    await page.getByRole('button', { name: 'Hide the keyboard' }).tap();
    await keyboard.waitFor({ state: 'detached' });
    await expect(pinned.evaluate((bar) => getComputedStyle(bar).position)).resolves.toBe('sticky');
  } finally {
    await browser.close();
  }
});
