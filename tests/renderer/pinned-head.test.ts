import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchBrowser } from './page-in-browser.ts';

const renderer = join(import.meta.dirname, '../../renderer');
const css = ['design/tokens.css', 'design/base.css', 'console/phase/phase-layout.css', 'console/record/record.css']
  .map((file) => readFileSync(join(renderer, file), 'utf8').replace(/^@import.*$/m, ''))
  .join('\n');
const fields = Array.from({ length: 24 }, (_, at) => `<div><input id="field-${at}" style="height: 56px"></div>`);
const markup = `<!doctype html><html data-mode="dim"><style>${css}</style><body>
  <div class="phase-sign-off" style="height: 70vh"><div class="phase-time" style="height: 100%">
  <div class="sign-off-head"><h1 class="phase-word">Departed</h1>
  <p class="hero-time">12<span class="hero-unit"> items open</span></p></div>${fields.join('')}</div></div></body></html>`;

test.each([
  [1280, 800],
  [560, 800],
  [320, 800],
  [1280, 621],
  [1280, 620],
])(
  'at %i x %i no field that gets the focus from below lies under the pinned head',
  async (width, height) => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.setContent(markup);
      await page.focus(`#field-${fields.length - 1}`);
      for (let at = fields.length - 2; at >= 0; at -= 1) {
        await page.keyboard.press('Shift+Tab');
        const onTop = await page.evaluate(() => {
          const focused = document.activeElement;
          const box = focused?.getBoundingClientRect();
          if (box === undefined) return 'nothing has the focus';
          return document.elementFromPoint(box.left + 8, box.top + 2)?.id ?? '';
        });
        expect(onTop).toBe(`field-${at}`);
      }
    } finally {
      await browser.close();
    }
  },
  60_000,
);
