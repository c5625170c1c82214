import { availableParallelism, loadavg } from 'node:os';
import { atMost, type Goal, type Measured, notRun } from './goal.ts';
import {
  largestJump,
  largestStepDb,
  levelsDb,
  longestSilenceMs,
  msUntil,
  type Sound,
  sweepPlaceS,
} from './sound-blocks.ts';
import { SILENT } from './sound-watch.ts';
import { hasFfmpeg, type SoundName, type Stage, TONE } from './stage.ts';

type Heard = Awaited<ReturnType<Stage['heard']>>;

const TONE_DB = 20 * Math.log10(TONE.amplitude);
/** Above this a rise could startle. */
const FLOOR_DB = TONE_DB - 30;

/**
 * Judged by the output while this machine has a processor to spare; else by the graph, whose sound runs on its own clock:
 * a recorder and a Chromium that wait for a processor lose sound that a computer with real-time priorities keeps.
 */
function judged(heard: Heard, target: number, figure: (sound: Sound) => number): Measured {
  const tap = figure(heard.tap);
  if (heard.output === null) return atMost(tap, target, 'in the graph; no PulseAudio here');
  const output = figure(heard.output);
  const isBusy = (loadavg()[0] ?? 0) > availableParallelism();
  if (isBusy) return atMost(tap, target, `in the graph, as this machine is busy; ${output.toFixed(3)} at the output`);
  return atMost(Math.max(tap, output), target, `${tap.toFixed(3)} in the graph, ${output.toFixed(3)} at the output`);
}

function jumpLimit(sampleRate: number): number {
  return (1.1 * TONE.amplitude * 2 * Math.PI * TONE.hertz) / sampleRate;
}

async function twoCrossfades(stage: Stage): Promise<Heard> {
  await stage.play(['noise-a', 'noise-b', 'noise-c'], { positionMs: 12_500 });
  await stage.risen();
  await stage.forget();
  await stage.until((health) => health.trackIndex === 1 && health.positionMs > 18_000, 40_000);
  await stage.until((health) => health.trackIndex === 2 && health.positionMs > 5_000, 40_000);
  return stage.heard();
}

async function throughEverything(stage: Stage): Promise<Heard> {
  await stage.forget();
  await stage.play(['high', 'low'], { positionMs: 5_000 });
  await stage.risen();
  const { player } = stage;
  await player.send({ kind: 'pause' });
  await player.listen(500);
  await player.send({ kind: 'play' });
  await player.listen(1_000);
  await player.send({ kind: 'pause' });
  await player.listen(30);
  await player.send({ kind: 'play' });
  await stage.risen();
  await player.send({ kind: 'set-volume', volume: 0.5 });
  await player.listen(400);
  await player.send({ kind: 'set-volume', volume: 1 });
  await player.listen(2_600);
  await player.send({ kind: 'skip' });
  await player.listen(5_000);
  await stage.play(['high', 'low'], { positionMs: 30_500 });
  await stage.until((health) => health.trackIndex === 1 && health.positionMs > 4_500);
  await player.send({ kind: 'fade-out', overMs: 2_000 });
  await player.listen(2_500);
  return stage.heard();
}

/** How far what is heard of a sweep, taken up half way, is from the place that is told: the median report, in ms. */
async function placeErrorMs(stage: Stage, sweep: SoundName): Promise<number | null> {
  await stage.play([sweep], { positionMs: 30_000 });
  await stage.risen();
  await stage.forget();
  const from = (await stage.player.reports()).length;
  await stage.player.listen(6_000);
  const { tap } = await stage.heard();
  const placeAtZeroS = sweepPlaceS(tap);
  const moments: number[] = await stage.player.page.evaluate(() => Reflect.get(window, 'moments'));
  const errors = (await stage.player.reports()).slice(from).flatMap((report, index) => {
    const momentS = moments[from + index];
    if (report.kind !== 'health' || momentS === undefined) return [];
    return [Math.abs(placeAtZeroS + momentS - report.positionMs / 1000) * 1000];
  });
  const sorted = errors.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** All that is measured on the player page, goal by goal. */
export const PAGE_GOALS: readonly Goal<Stage>[] = [
  {
    goal: 'G1',
    target: 20,
    unit: 'ms of silence',
    quick: true,
    measure: async (stage) => judged(await twoCrossfades(stage), 20, longestSilenceMs),
  },
  {
    goal: 'G2',
    target: 1.1,
    unit: 'times the tone’s own steepness',
    quick: true,
    measure: async (stage) =>
      judged(await throughEverything(stage), 1.1, (sound) => (1.1 * largestJump(sound)) / jumpLimit(sound.sampleRate)),
  },
  {
    goal: 'G3',
    target: 2,
    unit: 'dB between the loudest and the quietest 400 ms',
    quick: false,
    measure: async (stage) =>
      judged(await twoCrossfades(stage), 2, (sound) => {
        const levels = levelsDb(sound, 400);
        return Math.max(...levels) - Math.min(...levels);
      }),
  },
  {
    goal: 'G4',
    target: 6,
    unit: 'dB/s',
    quick: true,
    measure: async (stage) => {
      await stage.play(['high'], { positionMs: 2_000 });
      await stage.risen();
      await stage.player.send({ kind: 'pause' });
      await stage.player.listen(400);
      await stage.forget();
      await stage.player.send({ kind: 'play' });
      await stage.risen();
      await stage.player.send({ kind: 'set-volume', volume: 0.4 });
      await stage.player.listen(400);
      await stage.player.send({ kind: 'set-volume', volume: 1 });
      await stage.player.listen(3_500);
      const heard = await stage.heard();
      // Half a second, so that the tone's own ripple between blocks does not count as a rise.
      const found = judged(heard, 6, (sound) => largestStepDb(sound, 500, FLOOR_DB, 1) * 2);
      const peak = Math.max(...heard.tap.blocks.map((block) => block.peak));
      const isLouder = peak > 1.01 * TONE.amplitude;
      return isLouder ? { ...found, met: false, note: 'came back louder than before' } : found;
    },
  },
  {
    goal: 'G5',
    target: 0.5,
    unit: 'dB per 10 ms',
    quick: true,
    measure: async (stage) => {
      await stage.play(['high'], { positionMs: 2_000 });
      await stage.risen();
      await stage.forget();
      await stage.player.send({ kind: 'fade-out', overMs: 8_000 });
      await stage.blockMainThread(4_000);
      await stage.player.listen(4_500);
      return judged(await stage.heard(), 0.5, (sound) => largestStepDb(sound, 10, FLOOR_DB, 0));
    },
  },
  {
    goal: 'G6',
    target: 150,
    unit: 'ms in the graph',
    quick: true,
    measure: async (stage) => {
      await stage.play(['high'], { positionMs: 2_000 });
      await stage.risen();
      await stage.forget();
      const frame = await stage.sendAt({ kind: 'set-volume', volume: 0.5 });
      await stage.player.listen(600);
      const { tap } = await stage.heard();
      const goneMs = msUntil(tap, frame, ({ peak }) => peak < (TONE.amplitude / 4) * 1.06);
      const deviceMs = (goneMs ?? Number.POSITIVE_INFINITY) + (await stage.outputLatencyMs());
      const found = atMost(goneMs, 150, `${Math.round(deviceMs)} ms at the output, of at most 250`);
      return { ...found, met: found.met === true && deviceMs <= 250 };
    },
  },
  {
    goal: 'G7',
    target: 100,
    unit: 'ms until the graph is silent',
    quick: true,
    measure: async (stage) => {
      await stage.play(['high'], { positionMs: 2_000 });
      await stage.risen();
      await stage.forget();
      const frame = await stage.sendAt({ kind: 'pause' });
      await stage.player.listen(600);
      const goneMs = msUntil((await stage.heard()).tap, frame, ({ peak }) => peak < SILENT);
      let lost = 0;
      for (const afterMs of [0, 10, 25, 50]) {
        await stage.player.send({ kind: 'play' });
        await stage.player.listen(afterMs);
        await stage.player.send({ kind: 'pause' });
        await stage.player.listen(700);
        await stage.forget();
        await stage.player.listen(400);
        const { tap } = await stage.heard();
        if (tap.blocks.some(({ peak }) => peak >= SILENT)) lost += 1;
      }
      const found = atMost(goneMs, 100, `${lost} of 4 lost that came 0 to 50 ms after play`);
      return { ...found, met: found.met === true && lost === 0 };
    },
  },
  {
    goal: 'G11',
    target: 1_500,
    unit: 'ms without sound when a file stalls',
    quick: true,
    measure: async (stage) => {
      await stage.play(['stalls', 'noise-b'], { positionMs: 1_000 });
      await stage.risen();
      await stage.forget();
      await stage.until((health) => health.safetyBed, 20_000);
      await stage.player.listen(2_500);
      const heard = await stage.heard();
      const levels = levelsDb(heard.tap, 400);
      const before = Math.max(...levels.slice(0, 5));
      const after = Math.max(...levels.slice(-5));
      const found = judged(heard, 1_500, longestSilenceMs);
      return {
        ...found,
        met: found.met === true && after <= before,
        note: `${found.note}; then ${(after - before).toFixed(1)} dB against before`,
      };
    },
  },
  {
    goal: 'G15',
    target: 50,
    unit: 'ms between the place that is heard and the one that is told (WAV)',
    quick: true,
    measure: async (stage) => atMost(await placeErrorMs(stage, 'sweep'), 50),
  },
  {
    goal: 'G15',
    target: 50,
    unit: 'ms between the place that is heard and the one that is told (the worst of FLAC, Vorbis, Opus, MP3)',
    quick: false,
    measure: async (stage) => {
      if (!hasFfmpeg) return notRun('needs ffmpeg to make the files');
      const found: (readonly [string, number | null])[] = [];
      for (const sweep of ['sweep-flac', 'sweep-ogg', 'sweep-opus', 'sweep-mp3'] as const) {
        found.push([sweep.slice(6), await placeErrorMs(stage, sweep)]);
      }
      const worst = Math.max(...found.map(([, errorMs]) => errorMs ?? Number.POSITIVE_INFINITY));
      return atMost(worst, 50, found.map(([name, errorMs]) => `${name} ${errorMs?.toFixed(1)} ms`).join(', '));
    },
  },
  {
    goal: 'G17',
    target: 20,
    unit: 'ms of silence after the list ran out',
    quick: false,
    measure: async (stage) => {
      await stage.play(['short', 'short'], { crossfadeMs: 2_000, trackIndex: 1 }, false);
      await stage.risen();
      await stage.forget();
      await stage.player.listen(12_000);
      return judged(await stage.heard(), 20, longestSilenceMs);
    },
  },
  {
    goal: 'G20',
    target: 20,
    unit: 's for six tracks of ten minutes, one silent, one broken and one missing',
    quick: false,
    measure: async (stage) => {
      const startMs = performance.now();
      const missed: string[] = [];
      for (const [index, name] of [
        'long',
        'long',
        'long',
        'long',
        'long',
        'long',
        'silent',
        'broken',
        'gone',
      ].entries()) {
        const probeId = `probe-${startMs}-${index}`;
        await stage.player.send({ kind: 'probe', probeId, trackId: name, format: 'wav' });
        const found = await stage.player.until((one) => 'probeId' in one && one.probeId === probeId);
        const sounds = found.kind === 'probed' && found.peakDb > -60;
        if (sounds !== (name === 'long')) missed.push(name);
      }
      const found = atMost((performance.now() - startMs) / 1000, 20);
      return missed.length === 0 ? found : { ...found, met: false, note: `not found: ${missed.join(', ')}` };
    },
  },
  {
    goal: 'G10',
    target: 2_000,
    unit: 'ms from the return of the output to music',
    quick: true,
    measure: async (stage) => {
      const { sink } = stage;
      if (sink === null)
        return { value: null, met: null, note: 'an output can only be taken away where PulseAudio is' };
      await stage.play(['high'], { positionMs: 2_000 });
      await stage.risen();
      const takenAtMs = performance.now();
      await sink.takeAway();
      const lost = await stage.untilNow((health) => health.problem === 'no-output', 8_000);
      const alarmMs = performance.now() - takenAtMs;
      await stage.player.listen(10_000);
      await sink.bringBack();
      await stage.startRecording();
      await stage.forget();
      const backAtMs = performance.now();
      const back = await stage.untilNow((health) => health.problem === null && health.playing, 15_000);
      // The first sound that reaches the output ends it.
      let isHeard = false;
      while (!isHeard && performance.now() - backAtMs < 15_000) {
        const { output } = await stage.heard();
        isHeard = output?.blocks.some(({ peak }) => peak >= SILENT) === true;
        if (!isHeard) await stage.player.listen(20);
      }
      const returnMs = performance.now() - backAtMs;
      const placeMs = Math.abs(back.positionMs - lost.positionMs);
      const met = isHeard && alarmMs <= 1_000 && returnMs <= 2_000 && placeMs <= 1_000;
      const note = `told after ${Math.round(alarmMs)} ms, place moved by ${Math.round(placeMs)} ms${isHeard ? '' : ', nothing heard'}`;
      return { value: returnMs, met, note };
    },
  },
];
