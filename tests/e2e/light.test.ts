import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hands } from '../rehearsal/hands.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { lightOf, type PictureLight } from '../shots/light.ts';
import { sheetsOf } from '../shots/sheets.ts';
import { passphrase, speed } from './practice.ts';

/** A screen that stands still, and when it did. Unix time in ms. */
type Still = { readonly name: string; readonly atMs: number };

/** How much brighter than what stands before and after it a frame may be. */
const allowedFlash = 1.3;

/** The brightest the journey may be: mean by size, brightest pixel, mean blue; shares of an all-white screen. */
const bars = {
  dim: { '1280x800': 0.026, '1920x1080': 0.019, peak: 0.53, blue: 1 },
  blackout: { '1280x800': 0.016, '1920x1080': 0.011, peak: 0.4, blue: 0.0001 },
} as const;

let rehearsal: Rehearsal | null = null;
let out = '';
afterEach(async () => {
  delete process.env.VIGIL_FRAMES;
  await rehearsal?.end();
  rmSync(out, { recursive: true, force: true });
}, 30_000);

/** A session through start, dialogs, a killed main process and a crashed window, with every frame it painted. */
async function session(mode: 'dim' | 'blackout') {
  out = mkdtempSync(join(tmpdir(), 'vigil-light-'));
  const frames = join(out, 'frames');
  process.env.VIGIL_FRAMES = frames;
  const profile = join(out, 'profile', 'Vigil');
  mkdirSync(profile, { recursive: true });
  writeFileSync(join(profile, 'appearance.json'), JSON.stringify({ mode }));
  const stills: Still[] = [];
  const journeys = new Map<string, PictureLight>();
  const look = async (hands: Hands): Promise<PictureLight> => {
    const path = join(out, 'still.png');
    await hands.window.screenshot(path);
    return lightOf(readFileSync(path));
  };
  const still = async (name: string, hands: Hands): Promise<void> => {
    // The picture is taken once all is painted; so is the last frame before it.
    await look(hands);
    stills.push({ name, atMs: Date.now() });
  };
  rehearsal = new Rehearsal({
    out,
    scenario: 'crash',
    speed,
    passphrase,
    note: 'Speaks of the sea; tears, then a smile.',
    size: { width: 1280, height: 800 },
    async onScreen(screen, hands) {
      await still(screen, hands);
      for (const sheet of sheetsOf(screen)) {
        await sheet.open(hands);
        await still(`${screen}+${sheet.name}`, hands);
        await sheet.close(hands);
        await still(screen, hands);
      }
      if (screen !== 'journey') return;
      for (const [width, height] of [
        [1920, 1080],
        [1280, 800],
      ] as const) {
        await hands.window.setViewport(width, height);
        journeys.set(`${width}x${height}`, await look(hands));
      }
      await still(screen, hands);
    },
    async atEnd(hands, crashed) {
      await still('signed', hands);
      const again = await crashed();
      await again.waitForHeading('Signed');
      await still('signed', again);
    },
  });
  await rehearsal.run();
  const painted = framesIn(frames);
  const lit = stills.map((one) => ({ ...one, mean: painted.findLast(({ atMs }) => atMs <= one.atMs)?.mean ?? 0 }));
  return { stills: lit, journeys, frames: painted };
}

function framesIn(folder: string): readonly { readonly atMs: number; readonly mean: number }[] {
  const known = new Map<string, number>();
  const painted = readdirSync(folder).map((name) => {
    const png = readFileSync(join(folder, name));
    const key = png.toString('latin1');
    const mean = known.get(key) ?? lightOf(png).mean;
    known.set(key, mean);
    return { atMs: Number.parseInt(name, 10), mean };
  });
  return painted.sort((one, other) => one.atMs - other.atMs);
}

describe.each(['dim', 'blackout'] as const)('a session in %s', (mode) => {
  it('gives off no more light than it may, in no frame', { timeout: 400_000 }, async () => {
    const { stills, journeys, frames } = await session(mode);

    expect(journeys.size).toBe(2);
    for (const [size, { mean, peak, blue }] of journeys) {
      expect(mean, `mean of the journey at ${size}`).toBeLessThanOrEqual(bars[mode][size as '1280x800']);
      expect(peak, `peak of the journey at ${size}`).toBeLessThanOrEqual(bars[mode].peak);
      expect(blue, `blue of the journey at ${size}`).toBeLessThanOrEqual(bars[mode].blue);
    }

    // Between two screens that stand still everything is a transition: start, dialogs, crash and restart among them.
    expect(frames.length).toBeGreaterThan(stills.length);
    const brightest = Math.max(...stills.map(({ mean }) => mean));
    const flashes = frames.flatMap(({ atMs, mean }) => {
      const after = stills.find((one) => one.atMs >= atMs);
      const before = stills.filter((one) => one.atMs < atMs).at(-1);
      const isOneStep = before === undefined || after === undefined || stepsOfOneTouch(before.name, after.name);
      const limit = allowedFlash * (isOneStep ? Math.max(before?.mean ?? 0, after?.mean ?? 0) : brightest);
      return mean <= limit ? [] : [`${before?.name} -> ${after?.name}: ${mean.toFixed(4)} over ${limit.toFixed(4)}`];
    });
    expect(flashes).toEqual([]);
  });
});

/** Whether one leads to the other without screens between: a dialog, or a window that came back. */
function stepsOfOneTouch(before: string, after: string): boolean {
  return before === after || after.startsWith(`${before}+`) || before.startsWith(`${after}+`);
}
