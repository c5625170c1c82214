import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertStatus, categoryWords, priorityStars, priorityWords } from '../../renderer/console/alerts/alert-words.ts';
import { appearanceModes } from '../../shared/bridge/appearance-mode.ts';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

/** Met and done are one shape: both need nothing more. */
const marks = ['met', 'unmet', 'unknown', 'advisory', 'caution', 'warning'] as const;
/** So much of what either of two marks covers may be covered by both at most. The house's choice. */
const mostShared = 0.5;
/** What is drawn has to stand out by this against its ground. WCAG 2.2, 1.4.11. */
const leastContrast = 3;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const { script, style } = await bundledPageHere('without-colour-page.tsx');
  browser = await launchBrowser('--force-color-profile=srgb');
  page = await browser.newPage({ viewport: { width: 600, height: 600 }, deviceScaleFactor: 2 });
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
}, 60_000);
afterAll(() => browser.close());

type Drawing = { readonly ink: readonly number[]; readonly contrast: number };

/** A mark as it is drawn: how much of its ink is at each pixel, 0 to 1, and how far it stands out. */
function drawingIn(picture: Buffer): Drawing {
  const { data } = PNG.sync.read(picture);
  const light: number[] = [];
  const linear = (byte: number | undefined): number => {
    const part = (byte ?? 0) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  // Relative luminance: what is left of a colour for an eye that sees none.
  for (let at = 0; at < data.length; at += 4) {
    light.push(0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]));
  }
  const ground = light[0] ?? 0;
  const farthest = light.reduce((most, value) => (Math.abs(value - ground) > Math.abs(most - ground) ? value : most));
  const contrast = (Math.max(ground, farthest) + 0.05) / (Math.min(ground, farthest) + 0.05);
  return { ink: light.map((value) => Math.abs(value - ground) / Math.abs(farthest - ground)), contrast };
}

function shared(one: Drawing, other: Drawing): number {
  const both = one.ink.reduce((sum, ink, index) => sum + Math.min(ink, other.ink[index] ?? 0), 0);
  const all = (drawing: Drawing) => drawing.ink.reduce((sum, ink) => sum + ink, 0);
  return both / (all(one) + all(other) - both);
}

test.each(appearanceModes)('without any colour each mark of %s is a shape of its own, and stands out', async (mode) => {
  await page.evaluate(([name, shown]) => window.showMarks(name, shown), [mode, marks] as const);
  const drawings = new Map<string, Drawing>();
  for (const mark of marks) {
    drawings.set(mark, drawingIn(await page.locator(`.status-${mark} > svg`).screenshot()));
  }
  for (const [index, [name, one]] of [...drawings].entries()) {
    expect.soft(one.contrast, `${name} against its ground`).toBeGreaterThanOrEqual(leastContrast);
    for (const [otherName, other] of [...drawings].slice(index + 1)) {
      expect.soft(shared(one, other), `${name} beside ${otherName}`).toBeLessThan(mostShared);
    }
  }
});

test('two drawings of one mark are the same shape: the measure can tell', async () => {
  await page.evaluate(() => window.showMarks('dim', ['met', 'done']));
  const [met, done] = await Promise.all(
    ['met', 'done'].map(async (mark) => drawingIn(await page.locator(`.status-${mark} > svg`).screenshot())),
  );
  if (met === undefined || done === undefined) throw new Error('a mark is not drawn');
  expect(shared(met, done)).toBeGreaterThan(0.9);
});

test('each priority has a shape, a word and stars of its own, each category a word', () => {
  for (const told of [alertStatus, priorityWords, priorityStars, categoryWords]) {
    const values = Object.values(told);
    expect(new Set(values).size).toBe(values.length);
    expect(values).not.toContain('');
  }
});
