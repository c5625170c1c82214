import { setTimeout as sleep } from 'node:timers/promises';
import { Practice, passphrase } from '../e2e/practice.ts';
import { absorption, dose } from '../rehearsal/after-dose.ts';
import { block, createVault, openSession, precheck } from '../rehearsal/before-dose.ts';
import { type Goal, type Measured, notRun } from './goal.ts';
import { hasPulseAudio, PulseSink, SINK_RATE } from './pulse-sink.ts';
import { BlockMaker, longestSilenceMs, type Sound } from './sound-blocks.ts';
import { SILENT } from './sound-watch.ts';

const HEARD_WITHIN_MS = 30_000;
const WATCH_MS = 8_000;

type Playing = { readonly practice: Practice; hear(): Sound };

/** A whole app in a journey whose music is recorded while `act` has its way. */
async function inAJourney(act: (playing: Playing) => Promise<Measured>): Promise<Measured> {
  if (!hasPulseAudio) return notRun('needs PulseAudio');
  const sink = await PulseSink.start();
  const practice = new Practice(undefined, sink.environment);
  try {
    const maker = new BlockMaker();
    const hear = (): Sound => ({ blocks: maker.take(), sampleRate: SINK_RATE });
    const recording = await sink.record((frames) => maker.hear(frames));
    const hands = await practice.start();
    await createVault(hands, passphrase);
    await openSession(hands);
    await precheck(hands);
    await block(hands, 2, true);
    await dose(hands);
    await absorption(hands);
    const endMs = performance.now() + HEARD_WITHIN_MS;
    while (!hear().blocks.some(({ peak }) => peak >= SILENT)) {
      if (performance.now() > endMs) return { value: null, met: false, note: 'no music was heard in the journey' };
      await sleep(250);
    }
    // Until it has risen and stands.
    await sleep(WATCH_MS);
    hear();
    const found = await act({ practice, hear });
    await recording.stop();
    return found;
  } finally {
    await practice.end();
    await sink.close();
  }
}

function peakOf({ blocks }: Sound): number {
  return blocks.reduce((largest, { peak }) => Math.max(largest, peak), 0);
}

/** What is measured on the whole app, its windows killed. */
export const APP_GOALS: readonly Goal<null>[] = [
  {
    goal: 'G8',
    target: 0,
    unit: 'ms without sound when the console’s window is killed',
    quick: false,
    measure: () =>
      inAJourney(async ({ practice, hear }) => {
        const before = longestSilenceMs(hear());
        await practice.handsAfter(async () => (await practice.app.window('console')).crash());
        await sleep(2_000);
        const gapMs = longestSilenceMs(hear());
        return { value: gapMs, met: gapMs === 0, note: `${before.toFixed(1)} ms in the moment before` };
      }),
  },
  {
    goal: 'G9',
    target: 3_000,
    unit: 'ms without sound when the player’s window is killed',
    quick: false,
    measure: () =>
      inAJourney(async ({ practice, hear }) => {
        await sleep(3_000);
        const loudest = peakOf(hear());
        await (await practice.app.window('player')).crash();
        await sleep(WATCH_MS);
        const sound = hear();
        const gapMs = longestSilenceMs(sound);
        const isBack = peakOf({ ...sound, blocks: sound.blocks.slice(-400) }) >= SILENT;
        const lastSilent = sound.blocks.findLastIndex(({ peak }) => peak < SILENT);
        const after = peakOf({ ...sound, blocks: sound.blocks.slice(lastSilent + 1) });
        const louderDb = 20 * Math.log10(after / loudest);
        const note = `${isBack ? '' : 'did not come back; '}peak after against before ${louderDb.toFixed(1)} dB`;
        return { value: gapMs, met: isBack && gapMs <= 3_000 && louderDb <= 1, note };
      }),
  },
];
