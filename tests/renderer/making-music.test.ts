import { expect, test } from 'vitest';
import { lightOf } from '../shots/light.ts';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

test('while the built-in music is made, how far it is stands where music is chosen, dark, and it can be stopped', {
  timeout: 60_000,
}, async () => {
  const { script, style } = await bundledPageHere('making-music-page.tsx');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 800, height: 500 } });
    await page.addStyleTag({ content: style });
    await page.addScriptTag({ content: script });
    await page.getByText('Built-in set', { exact: true }).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    for (const [done, percent] of [
      [0, '0'],
      [0.429, '42'],
      [0.43, '43'],
      [0.999, '99'],
    ] as const) {
      await page.evaluate((now) => window.tellMaking(now), done);
      await page.getByText(`once on this machine: ${percent} %`).waitFor();
      expect(await page.getByRole('progressbar', { name: 'Made so far' }).getAttribute('value')).toBe(percent);
    }
    for (const mode of ['day', 'dim', 'blackout']) {
      await page.evaluate((now) => {
        document.documentElement.dataset.mode = now;
      }, mode);
      const shot = await page.screenshot();
      if (mode === 'blackout') expect(lightOf(shot).mean).toBeLessThan(0.016);
    }
    await page.getByRole('button', { name: 'Stop making it' }).click();
    expect(await page.evaluate(() => window.stopsAsked())).toBe(1);
    await page.evaluate(() => window.tellMaking(null));
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
  } finally {
    await browser.close();
  }
});
