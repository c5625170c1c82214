/**
 * `npm run legible [-- --count N] [--seed N] [--out DIR]`: whether what must be readable from 2 m is: each of N sets of
 * values is shown in dim and in blackout, blurred as an eye at 2 m has it, and read by Tesseract. One JSON line for each
 * palette and panel. Then how urgent an alert is, in a word, by its light alone as an eye without colours has it, at arm's length.
 * Exits 1 where anything was misread. A machine's reader stands for an eye here; it is none.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { priorityWords } from '../../renderer/console/alerts/alert-words.ts';
import { bundledPage, launchBrowser } from '../renderer/page-in-browser.ts';
import { farValues } from './far-values.ts';
import { readPages } from './read-pages.ts';
import { minuteOfArcMm, type PanelSize, panels, seenFromAfar } from './seen-from-afar.ts';

const distanceMm = 2000;
const armMm = 700;
const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const parts = ['phase', 'minutes', 'pressure', 'pulse'] as const;
const alphabets = { phase: letters, minutes: digits, pressure: `${digits}/`, pulse: digits } as const;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error('Say how many values: --count 200, and where they begin: --seed 1. Both are whole numbers.');
  process.exit(2);
}
const out = values.out === undefined ? mkdtempSync(join(tmpdir(), 'vigil-legible-')) : resolve(values.out);
mkdirSync(out, { recursive: true });

const browser = await launchBrowser('--force-color-profile=srgb');
try {
  // The typeface goes along: it is what is tried here.
  const page = await bundledPage(join(import.meta.dirname, 'legible-page.tsx'), 1_000_000);
  let misread = 0;
  for (const panel of panels) {
    for (const mode of ['dim', 'blackout'] as const) misread += await readAll(browser, page, panel, mode);
  }
  for (const mode of ['dim', 'blackout', 'red'] as const) misread += await readPriorities(browser, page, mode);
  process.exitCode = misread === 0 ? 0 : 1;
} finally {
  await browser.close();
  if (values.out === undefined) rmSync(out, { recursive: true, force: true });
}

/** Reads the word of each priority in this palette, prints the line, and answers how many were misread. */
async function readPriorities(
  within: Browser,
  { script, style }: { readonly script: string; readonly style: string },
  mode: 'dim' | 'blackout' | 'red',
): Promise<number> {
  const [panel] = panels;
  if (panel === undefined) throw new Error('there is no panel');
  const page = await within.newPage({ viewport: { width: panel.width, height: panel.height } });
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  const sigmaPx = minuteOfArcMm(armMm) / panel.pitchMm;
  const pages: { readonly picture: Buffer; readonly expected: string }[] = [];
  for (const priority of ['high', 'medium', 'low'] as const) {
    const box = await page.evaluate(([name, given]) => window.showAlertKind(name, given), [mode, priority] as const);
    await page.evaluate(() => document.fonts.ready.then(() => null));
    const screen = PNG.sync.read(await page.screenshot());
    pages.push({ picture: seenFromAfar(screen, box, sigmaPx), expected: priorityWords[priority] });
  }
  await page.close();
  const read = await readPages(out, `${mode}-priorities`, pages, letters);
  const wrong = pages.flatMap(({ expected }, index) =>
    read[index] === expected ? [] : [`${expected} read as ${read[index] || 'nothing'}`],
  );
  console.log(
    JSON.stringify({
      mode,
      shown: 'priorities',
      distanceMm: armMm,
      values: pages.length,
      misread: wrong.length,
      wrong,
    }),
  );
  return wrong.length;
}

/** Reads every value on this panel in this palette, prints the line, and answers how many were misread. */
async function readAll(
  within: Browser,
  { script, style }: { readonly script: string; readonly style: string },
  panel: PanelSize,
  mode: 'dim' | 'blackout',
): Promise<number> {
  const page = await within.newPage({ viewport: { width: panel.width, height: panel.height } });
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  const sigmaPx = minuteOfArcMm(distanceMm) / panel.pitchMm;
  const shown = farValues(count, seed);
  const pictures: Record<(typeof parts)[number], Buffer[]> = { phase: [], minutes: [], pressure: [], pulse: [] };
  for (const far of shown) {
    const boxes = await page.evaluate(([name, given]) => window.showFar(name, given), [mode, far] as const);
    await page.evaluate(() => document.fonts.ready.then(() => null));
    const screen = PNG.sync.read(await page.screenshot());
    for (const part of parts) pictures[part].push(seenFromAfar(screen, boxes[part], sigmaPx));
  }
  const isTypefaceThere = await page.evaluate(() => document.fonts.check('500 96px "Source Sans 3 Variable"'));
  await page.close();
  const wrong: string[] = [];
  for (const part of parts) {
    const name = `${mode}-${panel.width}-${part}`;
    const pages = shown.map((far, index) => ({
      picture: pictures[part][index] ?? Buffer.alloc(0),
      expected: {
        phase: far.phase,
        minutes: String(far.minutes),
        pressure: `${far.systolic}/${far.diastolic}`,
        pulse: String(far.pulse),
      }[part],
    }));
    const read = await readPages(out, name, pages, alphabets[part]);
    for (const [index, { expected }] of pages.entries()) {
      if (read[index] === expected) continue;
      wrong.push(`${part} ${expected} read as ${read[index] || 'nothing'} (${name}-${index}.png)`);
    }
  }
  writeFileSync(join(out, `${mode}-${panel.width}-misread.txt`), wrong.join('\n'));
  const values = shown.length * parts.length;
  console.log(
    JSON.stringify({
      mode,
      panel: `${panel.width}x${panel.height}`,
      distanceMm,
      values,
      misread: wrong.length,
      isTypefaceThere,
      wrong: wrong.slice(0, 20),
    }),
  );
  return wrong.length;
}
