import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_PLAYLIST, renderBuiltInSet } from '../../electron/music/built-in-set.ts';
import { ungatedLoudnessDb } from '../../shared/music/loudness.ts';
import { atMost, type Goal, notRun } from './goal.ts';

const RATE = 48_000;

/** The tones of EBU Tech 3341's first two cases: 20 s of 1 kHz in both channels. */
function tone(levelDb: number): Float32Array {
  const samples = new Float32Array(20 * RATE);
  for (let frame = 0; frame < samples.length; frame += 1) {
    samples[frame] = 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * 1_000 * frame) / RATE);
  }
  return samples;
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
    unit: 'LU from EBU 3341, cases 1 and 2',
    quick: true,
    measure: async () => {
      const error = Math.max(
        ...[-23, -33].map((levelDb) => Math.abs(ungatedLoudnessDb(tone(levelDb), tone(levelDb), RATE) - levelDb)),
      );
      return {
        value: error,
        met: error <= 0.1 ? null : false,
        note: 'case 3 needs a gate, which the built-in set’s meter has not',
      };
    },
  },
  {
    goal: 'G14',
    target: 1,
    unit: 'LU between two tracks of the library after their gains',
    quick: true,
    measure: async () => notRun('imported tracks are not measured here'),
  },
  {
    goal: 'G16',
    target: 0,
    unit: 'requests to a network',
    quick: true,
    measure: async () =>
      notRun('npm run rehearse holds it: every request of a whole session is answered or refused there'),
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
      const minutes = BUILT_IN_PLAYLIST.tracks.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000;
      const isSame = first.manifest === second.manifest;
      const slowestS = Math.max(first.tookS, second.tookS);
      const found = atMost(
        first.bytes / 1e6,
        45,
        `${minutes} minutes, rendered in ${Math.round(slowestS)} s, ${isSame ? 'the same' : 'NOT the same'} twice`,
      );
      return { ...found, met: found.met === true && isSame && minutes >= 72 && slowestS <= 240 };
    },
  },
];
