/**
 * `npm run two-hours [-- --speed N]`: a session that stays in its journey for two hours, on a clock N times as fast, with every
 * prompt answered. The window is weighed ten minutes into the journey and two hours later, on the same screen. One JSON line
 * for each figure; it exits 1 where the memory or the nodes grew by 5 % or more.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Protocol } from '../../shared/protocol/schema.ts';
import { figureBelow } from '../bench/figure.ts';
import type { Weight } from '../driver/driver.ts';
import { driverFor } from '../driver/driver-for.ts';
import { absorption, answerPrompts, dose } from './after-dose.ts';
import { block, createVault, openSession, precheck } from './before-dose.ts';
import { Hands } from './hands.ts';

const mostGrowthPercent = 5;
/** How long two hours may take at most. Real milliseconds. */
const patienceMs = 900_000;
const lookEveryMs = 1000;
const journeyMinutes = 180;

const { values } = parseArgs({ options: { speed: { type: 'string', default: '60' } } });
const folder = mkdtempSync(join(tmpdir(), 'vigil-two-hours-'));
// With the usual protocol the console asks at 60 minutes, and a rehearsal's clock waits for the answer.
const { durations } = defaultProtocol;
const longJourney: Protocol = {
  ...defaultProtocol,
  id: 'long-journey',
  durations: { ...durations, journeyMaximum: { ...durations.journeyMaximum, value: journeyMinutes } },
};
mkdirSync(join(folder, 'profile', 'Vigil'), { recursive: true });
writeFileSync(join(folder, 'profile', 'Vigil', 'protocol.json'), JSON.stringify(longJourney));
const app = await driverFor(process.env).launchApp({
  args: ['--rehearsal', '--vault', join(folder, 'vault'), '--scenario', 'calm', '--speed', values.speed],
  env: { XDG_CONFIG_HOME: join(folder, 'profile'), VIGIL_STAND_IN_HEADLESS: '1' },
  out: folder,
});
try {
  const window = await app.window('console', 30_000);
  await window.setViewport(1280, 800);
  const hands = new Hands(window);
  await createVault(hands, 'two hours lantern orchid');
  await openSession(hands);
  await precheck(hands);
  await block(hands, 2, true);
  await dose(hands);
  await absorption(hands);
  /** Waits, with every prompt answered, until so many minutes of the journey are left. */
  const weighAt = async (minutesLeft: number): Promise<Weight> => {
    const endsAt = performance.now() + patienceMs;
    while ((await minutesLeftIn(hands)) > minutesLeft) {
      if (performance.now() > endsAt) throw new Error(`There were never ${minutesLeft} minutes left`);
      await answerPrompts(hands);
      // Each look is work in the page, too: a person does not look ten times a second.
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    const weight = await window.weigh();
    console.error(`after ${journeyMinutes - minutesLeft} minutes: ${said(weight)}`);
    return weight;
  };
  const before = await weighAt(journeyMinutes - 10);
  let after = before;
  for (const minutes of [40, 70, 100, 130]) after = await weighAt(journeyMinutes - minutes);
  const growth = (of: keyof Weight) => ((after[of] - before[of]) / before[of]) * 100;
  const figures = [
    figureBelow('two-hours.heap', after.heapBytes / 1e6, 'MB', null),
    figureBelow('two-hours.heap-growth', growth('heapBytes'), '%', mostGrowthPercent),
    figureBelow('two-hours.nodes', after.nodes, 'nodes', null),
    figureBelow('two-hours.nodes-growth', growth('nodes'), '%', mostGrowthPercent),
    figureBelow('two-hours.listeners-growth', growth('listeners'), '%', null),
  ];
  for (const figure of figures) console.log(JSON.stringify(figure));
  process.exitCode = figures.some((figure) => figure.met === false) ? 1 : 0;
} finally {
  await app.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** What the screen says is left of the journey. */
async function minutesLeftIn(hands: Hands): Promise<number> {
  const text = await hands.window
    .byText(/^about \d+ min left of/)
    .nth(0)
    .text();
  return Number(/^about (\d+)/.exec(text)?.[1] ?? Number.NaN);
}

function said({ heapBytes, nodes, listeners }: Weight): string {
  return `${(heapBytes / 1e6).toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners`;
}
