import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import type { Figure } from './figure.ts';
import type { SeenShift } from './layout-page.ts';

/** A figure that should be nothing at all. */
function figureNone(figure: string, value: number, target: 0 | null): Figure {
  const rounded = Math.round(value * 10_000) / 10_000;
  return { figure, value: rounded, unit: 'layout shift', target, met: target === null ? null : rounded === target };
}

/**
 * What moves on the screen over a whole calm rehearsal, from the door to the signed record, by Chromium's own score: 1 is the
 * whole screen by its whole height. What moves within half a second of a touch or a key was asked for, and is only told.
 */
export async function* measure(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-layout-'));
  const log = join(folder, 'shifts.json');
  const rehearsal = new Rehearsal({
    out: join(folder, 'rehearsal'),
    scenario: 'calm',
    speed: 240,
    passphrase: 'bench lantern orchid gravel',
    note: 'Speaks of the sea.',
    size: { width: 1280, height: 800 },
    environment: { NODE_OPTIONS: `--import=${new URL('layout-probe.ts', import.meta.url).href}`, VIGIL_BENCH_LOG: log },
    // The page is asked every half second; what was seen on each screen has to be there before it changes.
    onScreen: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
    atEnd: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
  });
  try {
    await rehearsal.run();
    const seen: readonly SeenShift[] = JSON.parse(readFileSync(log, 'utf8'));
    const unasked = seen.filter(({ isAsked }) => !isAsked);
    for (const shift of unasked.toSorted((one, other) => other.value - one.value).slice(0, 20)) {
      console.error(`${shift.value.toFixed(4)} in ${shift.heading}: ${shift.moved.join('; ')}`);
    }
    const sum = (shifts: readonly SeenShift[]) => shifts.reduce((total, { value }) => total + value, 0);
    yield figureNone('layout.unasked-shift', sum(unasked), 0);
    yield figureNone('layout.shift-after-touch', sum(seen.filter(({ isAsked }) => isAsked)), null);
  } finally {
    await rehearsal.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
