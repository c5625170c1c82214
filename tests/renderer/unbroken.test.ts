import { expect, test } from 'vitest';
import { lightOf } from '../shots/light.ts';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

test('a screen that breaks leaves a dark page with the card, and can be shown again', { timeout: 60_000 }, async () => {
  const { script, style } = await bundledPageHere('unbroken-page.tsx');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addStyleTag({ content: style });
    await page.addScriptTag({ content: script });
    await page.getByRole('heading', { name: 'This screen broke' }).waitFor();
    await page.getByText('911').waitFor();
    expect(lightOf(await page.screenshot()).mean).toBeLessThan(0.016);
    await page.evaluate(() => window.mend());
    await page.getByRole('button', { name: 'Show the screen again' }).click();
    await page.getByText('The part is there').waitFor();
  } finally {
    await browser.close();
  }
});
