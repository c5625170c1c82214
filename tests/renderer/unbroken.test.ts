import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { lightOf } from '../shots/light.ts';

test('a screen that breaks leaves a dark page with the card, and can be shown again', { timeout: 60_000 }, async () => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'unbroken-page.tsx'), formats: ['iife'], name: 'UnbrokenPage' },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((part) => ('output' in part ? part.output : []));
  const browser = await chromium.launch({
    executablePath: process.env.VIGIL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    for (const part of outputs) {
      if (part.type === 'asset' && part.fileName.endsWith('.css'))
        await page.addStyleTag({ content: String(part.source) });
    }
    for (const part of outputs) if (part.type === 'chunk') await page.addScriptTag({ content: part.code });
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
