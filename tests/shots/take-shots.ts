/**
 * `npm run shots -- --out DIR [--mode NAME] [--scenario NAME]`: every screen of a session in every palette and size, as
 * `SCREEN.MODE.WIDTHxHEIGHT.png`, taken by the rehearsal's hands in the real windows. The last line of output is one JSON
 * object: how many pictures there are, and where.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { appearanceModes } from '../../shared/bridge/appearance-mode.ts';
import { scenarioNamed, scenarioNames } from '../../shared/rehearsal/scenarios.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { sheetsOf } from './sheets.ts';

/** A laptop, a large screen, a 10-inch tablet held either way, short windows; the laptop's size last, as the session goes on in it. */
const sizes = [
  { width: 1920, height: 1080 },
  { width: 800, height: 1280 },
  { width: 1280, height: 720 },
  { width: 1280, height: 600 },
  { width: 1280, height: 800 },
] as const;

const { values } = parseArgs({
  options: { out: { type: 'string' }, mode: { type: 'string' }, scenario: { type: 'string', default: 'calm' } },
});
const scenario = scenarioNamed(values.scenario);
const modes = appearanceModes.filter((mode) => values.mode === undefined || mode === values.mode);
if (values.out === undefined) stop('Say where the pictures go: --out DIR');
if (scenario === null) stop(`There is no scenario of this name. Choose one of ${scenarioNames.join(', ')}.`);
if (modes.length === 0) stop(`There is no palette of this name. Choose one of ${appearanceModes.join(', ')}.`);

const { productName } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly productName: string;
};
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
let pictures = 0;
try {
  for (const mode of modes) {
    const work = join(out, `.session-${mode}`);
    rmSync(work, { recursive: true, force: true });
    const profile = join(work, 'profile', productName);
    mkdirSync(profile, { recursive: true });
    // What this machine would have kept: the windows begin in it.
    writeFileSync(join(profile, 'appearance.json'), JSON.stringify({ mode }));
    const picture = async (screen: string, hands: Hands): Promise<void> => {
      for (const { width, height } of sizes) {
        await hands.window.setViewport(width, height);
        await hands.window.screenshot(join(out, `${screen}.${mode}.${width}x${height}.png`));
        pictures += 1;
      }
    };
    const rehearsal = new Rehearsal({
      out: work,
      scenario,
      speed: 240,
      passphrase: 'rehearsal lantern orchid gravel',
      note: 'Speaks of the sea; tears, then a smile.',
      size: { width: 1280, height: 800 },
      async onScreen(screen, hands) {
        await picture(screen, hands);
        for (const sheet of sheetsOf(screen)) {
          await sheet.open(hands);
          await picture(`${screen}-${sheet.name}`, hands);
          await sheet.close(hands);
        }
      },
    });
    try {
      await rehearsal.run();
    } finally {
      await rehearsal.end();
    }
    rmSync(work, { recursive: true, force: true });
    console.error(`${mode}: ${pictures} pictures so far`);
  }
  console.log(JSON.stringify({ pictures, out }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
