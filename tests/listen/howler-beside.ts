import { setTimeout as sleep } from 'node:timers/promises';
import { openHowlerPage } from './howler-page.ts';
import { SINK_RATE } from './pulse-sink.ts';
import { renderersMb } from './soak.ts';
import { largestJump, largestStepDb, longestSilenceMs, type Sound } from './sound-blocks.ts';
import { Stage, TONE } from './stage.ts';

/** The same figure of both, and how many times better ours is. */
export type Beside = {
  readonly beside: string;
  readonly ours: number;
  readonly howler: number;
  readonly times: number;
  readonly met: boolean | null;
};

/** What can't be told apart from none: one block of silence, a thousandth of a jump, a hundredth of a dB. */
const SMALLEST = { gap: 128_000 / SINK_RATE, click: 0.001, fade: 0.01 };
const FLOOR_DB = 20 * Math.log10(TONE.amplitude) - 30;
const OWN_JUMP = (TONE.amplitude * 2 * Math.PI * TONE.hertz) / SINK_RATE;

function beside(name: string, ours: number, howler: number, smallest: number): Beside {
  const times = Math.max(howler, smallest) / Math.max(ours, smallest);
  const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
  return { beside: name, ours: rounded(ours), howler: rounded(howler), times: Math.round(times), met: times >= 10 };
}

type Work = { readonly join: Sound; readonly pause: Sound; readonly fade: Sound };

/** The end of one track and the beginning of the next, a pause and a resume, a fade while the main thread is blocked. */
async function withOurs(stage: Stage): Promise<Work> {
  const heard = async (): Promise<Sound> => (await stage.heard()).tap;
  await stage.play(['short', 'noise-a'], { crossfadeMs: 2_000 });
  await stage.risen();
  await stage.forget();
  await stage.player.listen(4_000);
  const join = await heard();
  await stage.play(['high'], { positionMs: 2_000 });
  await stage.risen();
  await stage.forget();
  await stage.player.send({ kind: 'pause' });
  await stage.player.listen(500);
  await stage.player.send({ kind: 'play' });
  await stage.risen();
  const pause = await heard();
  await stage.player.send({ kind: 'fade-out', overMs: 8_000 });
  await stage.blockMainThread(4_000);
  await stage.player.listen(4_500);
  return { join, pause, fade: await heard() };
}

/** The same by howler alone, in its mode for long files. Its elements go past every graph unless they are led into one. */
async function withHowler(stage: Stage): Promise<Work> {
  const page = await openHowlerPage(stage.player);
  await page.addScriptTag({
    content: `
      Howler.autoUnlock = false;
      const context = new AudioContext({ latencyHint: 'playback' });
      window.make = (name, options) => new Promise((resolve) => {
        const howl = new Howl({ src: ['/media/' + name], format: ['wav'], html5: true, ...options,
          onload() { context.createMediaElementSource(howl._sounds[0]._node).connect(context.destination); resolve(howl); } });
      });`,
  });
  const heard = async (): Promise<Sound> => {
    const [rows, sampleRate] = await page.evaluate((): [number[][], number] => {
      const all: number[][] = Reflect.get(window, 'tapped');
      return [all.splice(0), Reflect.get(window, 'sampleRate')];
    });
    const blocks = rows.map(([atFrame = 0, peak = 0, jump = 0, crossings = 0, power = 0]) => {
      return { atFrame, peak, jump, crossings, power };
    });
    return { blocks, sampleRate };
  };
  try {
    await page.evaluate(
      `(async () => { const second = await make('noise-a'); const first = await make('short', { onend: () => second.play() });
        window.howls = [first, second]; first.seek(5); first.play(); })()`,
    );
    await sleep(2_000);
    await heard();
    await sleep(6_000);
    const join = await heard();
    await page.evaluate(
      `howls.forEach((howl) => howl.stop()); make('high').then((howl) => { window.tone = howl; howl.play(); })`,
    );
    await sleep(3_000);
    await heard();
    await page.evaluate('tone.pause()');
    await sleep(500);
    await page.evaluate('tone.play()');
    await sleep(2_000);
    const pause = await heard();
    await page.evaluate('tone.fade(1, 0, 8000)');
    await page.evaluate('{ const endMs = performance.now() + 4000; while (performance.now() < endMs); }');
    await sleep(4_500);
    return { join, pause, fade: await heard() };
  } finally {
    await page.close();
  }
}

/** By how much the renderer that grew most has grown, in megabytes. */
async function grownMb(work: () => Promise<void>): Promise<number> {
  const before = renderersMb(process.pid);
  await work();
  return Math.max(...[...renderersMb(process.pid)].map(([pid, megabytes]) => megabytes - (before.get(pid) ?? 0)));
}

/** What ten minutes of stereo take while they play: in ours, and in howler as it plays when nothing is said. */
async function memory(stage: Stage): Promise<Beside> {
  const ours = await grownMb(async () => {
    await stage.play(['long']);
    await stage.player.listen(5_000);
  });
  const page = await openHowlerPage(stage.player);
  try {
    const howler = await grownMb(async () => {
      await page.evaluate(`new Promise((resolve) => {
        window.long = new Howl({ src: ['/media/long'], format: ['wav'], onload: resolve });
      })`);
      await page.evaluate('long.play()');
      await sleep(5_000);
    });
    return { ...beside('memory that ten minutes of music take, MB', ours, howler, 1), met: null };
  } finally {
    await page.close();
  }
}

/** Plain howler and the player at the same work, in one browser, one after the other, both tapped sample by sample. */
export async function besideHowler(): Promise<readonly Beside[]> {
  const stage = await Stage.open();
  try {
    const ours = await withOurs(stage);
    const howler = await withHowler(stage);
    const click = ({ pause }: Work): number => Math.max(0, largestJump(pause) - OWN_JUMP);
    const step = ({ fade }: Work): number => largestStepDb(fade, 10, FLOOR_DB, 0);
    return [
      beside('longest gap at a join, ms', longestSilenceMs(ours.join), longestSilenceMs(howler.join), SMALLEST.gap),
      beside('largest click beyond the tone itself', click(ours), click(howler), SMALLEST.click),
      beside('largest fade step, dB per 10 ms', step(ours), step(howler), SMALLEST.fade),
      await memory(stage),
    ];
  } finally {
    await stage.close();
  }
}
