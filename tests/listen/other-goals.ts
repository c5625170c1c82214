import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { composePiece, framesOfStep, renderStep, stepsOf } from '../../electron/music/built-in-piece.ts';
import { BUILT_IN_PIECES } from '../../electron/music/built-in-recipes.ts';
import { BUILT_IN_PLAYLIST, renderBuiltInSet } from '../../electron/music/built-in-set.ts';
import { ungatedLoudnessDb } from '../../shared/music/loudness.ts';
import { TrackMeter } from '../../shared/music/track-meter.ts';
import { atMost, type Goal, notRun } from './goal.ts';
import { importedTracks } from './imported-tracks.ts';

const RATE = 48_000;

/** How far the meter is from EBU Tech 3341, of which a case is 1 kHz in both channels at these levels for so many seconds. */
function meterError(expectedDb: number, ...parts: readonly (readonly [levelDb: number, seconds: number])[]): number {
  const meter = new TrackMeter(RATE);
  for (const [levelDb, seconds] of parts) {
    const samples = new Float32Array(seconds * RATE);
    for (let frame = 0; frame < samples.length; frame += 1) {
      samples[frame] = 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * 1_000 * frame) / RATE);
    }
    meter.take([samples, samples]);
  }
  return Math.abs((meter.measure().loudnessDb ?? 0) - expectedDb);
}

async function renderOnce(): Promise<{ readonly manifest: string; readonly bytes: number; readonly tookS: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-set-'));
  try {
    const startMs = performance.now();
    const outcome = await renderBuiltInSet(folder);
    if (!outcome.ok) throw new Error(outcome.problem.sentence);
    const tookS = (performance.now() - startMs) / 1000;
    let bytes = 0;
    for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
    return { manifest: await readFile(join(folder, 'manifest.json'), 'utf8'), bytes, tookS };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Loudness = { readonly wholeDb: number; readonly headDb: number; readonly tailDb: number };

/** How loud a piece of the built-in set is: the whole, its first 15 s and its last 15 s, in LUFS. */
function loudnessOf(piece: (typeof BUILT_IN_PIECES)[number], seconds: number): Loudness {
  // Nothing in the set is above 3 kHz: at this rate it is the same music.
  const rate = 8_000;
  const composing = composePiece(piece.recipe, rate, seconds);
  let step = composing.next();
  while (step.done !== true) step = composing.next();
  const left = new Float32Array(step.value.frames);
  const right = new Float32Array(step.value.frames);
  for (let at = 0; at < stepsOf(step.value); at += 1) {
    const from = at * step.value.stepFrames;
    const to = from + framesOfStep(step.value, at);
    renderStep(step.value, at, left.subarray(from, to), right.subarray(from, to));
  }
  const between = (from: number, to: number): number =>
    ungatedLoudnessDb(left.subarray(from, to), right.subarray(from, to), rate);
  const edge = 15 * rate;
  return {
    wholeDb: between(0, left.length),
    headDb: between(0, edge),
    tailDb: between(left.length - edge, left.length),
  };
}

/** Rehearses a whole session where there is no network but the machine's own; answers the bytes that were sent there. */
async function bytesSentInASession(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-offline-'));
  try {
    const rehearse = `npm run --silent rehearse -- --scenario calm --speed 480 --out ${folder} >&2 && cat /proc/net/dev`;
    const { stdout } = await promisify(execFile)('unshare', ['-n', 'sh', '-c', rehearse], { timeout: 600_000 });
    return stdout
      .split('\n')
      .flatMap((line) => line.split(':')[1]?.trim().split(/\s+/).slice(8, 9) ?? [])
      .reduce((sum, sent) => sum + (Number(sent) || 0), 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is measured without a window, and what this command does not measure. */
export const OTHER_GOALS: readonly Goal<null>[] = [
  {
    goal: 'G12',
    target: 250,
    unit: 'MB of the playing process',
    quick: true,
    measure: async () => notRun('needs hours; measured by --soak'),
  },
  {
    goal: 'G13',
    target: 0.1,
    unit: 'LU from EBU 3341, cases 1 to 3',
    quick: true,
    measure: async () =>
      atMost(
        Math.max(
          meterError(-23, [-23, 20]),
          meterError(-33, [-33, 20]),
          meterError(-23, [-36, 10], [-23, 60], [-36, 10]),
        ),
        0.1,
        'the meter that imports go through',
      ),
  },
  {
    goal: 'G14',
    target: 1,
    unit: 'LU between two tracks of the library after their gains',
    quick: true,
    measure: async () => {
      const { apartLu, highestPeakDb } = await importedTracks();
      const said = `highest peak ${highestPeakDb.toFixed(1)} dBFS, by ffmpeg’s own meter`;
      return highestPeakDb <= -3 ? atMost(apartLu, 1, said) : { ...atMost(apartLu, 1, said), met: false };
    },
  },
  {
    goal: 'G16',
    target: 0,
    unit: 'bytes sent by a whole session that was begun without a network',
    quick: false,
    measure: async () =>
      process.getuid?.() === 0
        ? atMost(await bytesSentInASession(), 0)
        : notRun('only root may take the network away from a program'),
  },
  {
    goal: 'G18',
    target: 20,
    unit: 'ms of silence in the graph over the whole soak',
    quick: true,
    measure: async () => notRun('measured by --soak'),
  },
  {
    goal: 'G19',
    target: 45,
    unit: 'MB of the built-in set',
    quick: false,
    measure: async () => {
      const first = await renderOnce();
      const second = await renderOnce();
      const levels = BUILT_IN_PIECES.map((piece, at) =>
        loudnessOf(piece, (BUILT_IN_PLAYLIST.tracks[at]?.durationMs ?? 0) / 1000),
      );
      const offDb = Math.max(...levels.map(({ wholeDb }) => Math.abs(wholeDb - -23)));
      const joinDb = Math.max(
        ...levels.map(({ tailDb }, at) => Math.abs((levels[(at + 1) % levels.length]?.headDb ?? 0) - tailDb)),
      );
      const minutes = BUILT_IN_PLAYLIST.tracks.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000;
      const isSame = first.manifest === second.manifest;
      const slowestS = Math.max(first.tookS, second.tookS);
      const found = atMost(
        first.bytes / 1e6,
        45,
        `${minutes} minutes, rendered in ${Math.round(slowestS)} s, ${isSame ? 'the same' : 'NOT the same'} twice, ${offDb.toFixed(2)} LU off -23 LUFS, neighbours within ${joinDb.toFixed(2)} LU`,
      );
      return {
        ...found,
        met: found.met === true && isSame && minutes >= 72 && slowestS <= 240 && offDb <= 0.5 && joinDb <= 3,
      };
    },
  },
];
