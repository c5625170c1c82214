import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composePiece, framesOfStep, renderStep, stepsOf } from '../../electron/music/built-in-piece.ts';
import { BUILT_IN_PIECES } from '../../electron/music/built-in-recipes.ts';
import {
  BUILT_IN_PLAYLIST,
  openBuiltInSet,
  type RenderNews,
  type RenderOptions,
  renderBuiltInSet,
} from '../../electron/music/built-in-set.ts';
import { createMediaHandler } from '../../electron/music/media-handler.ts';
import { ungatedLoudnessDb } from '../../shared/music/loudness.ts';
import type { PadRecipe } from '../../shared/music/periodic-pad.ts';
import { renderSafetyBed } from '../../shared/music/safety-bed.ts';
import { totalDurationMs } from '../../shared/music/track.ts';
import type { Outcome } from '../../shared/problem.ts';

/** A third of what the set is made with: the same music, judged in a third of the time. Nothing in it is above 3 kHz. */
const RATE = 8_000;

type Stereo = { readonly left: Float32Array; readonly right: Float32Array };

function largestOf(samples: Float32Array, of: (index: number) => number): number {
  let largest = 0;
  for (let index = 0; index < samples.length; index += 1) largest = Math.max(largest, Math.abs(of(index)));
  return largest;
}

/** Second difference: what a kink or a click would show in, and a smooth seam would not. */
function bend(samples: Float32Array, index: number): number {
  const { length } = samples;
  const at = (one: number): number => samples[(one + length) % length] ?? 0;
  return at(index - 1) - 2 * at(index) + at(index + 1);
}

function shortTermDb({ left, right }: Stereo): number[] {
  const levels: number[] = [];
  for (let start = 0; start + 3 * RATE <= left.length; start += RATE) {
    levels.push(
      ungatedLoudnessDb(left.subarray(start, start + 3 * RATE), right.subarray(start, start + 3 * RATE), RATE),
    );
  }
  return levels;
}

describe('the loudness measure', () => {
  test.each([48_000, 44_100, 32_000])('a stereo tone of 1 kHz at -23 dBFS is -23 LUFS at %d Hz', (rate) => {
    const tone = new Float32Array(rate * 4).map(
      (_, frame) => 10 ** (-23 / 20) * Math.sin((2 * Math.PI * 1000 * frame) / rate),
    );
    expect(ungatedLoudnessDb(tone, tone, rate)).toBeCloseTo(-23, 1);
  });
});

/** A whole piece as it is before it is encoded. */
function composed(recipe: PadRecipe, seconds: number): Stereo {
  const composing = composePiece(recipe, RATE, seconds);
  let step = composing.next();
  while (step.done !== true) step = composing.next();
  const piece = step.value;
  const left = new Float32Array(piece.frames);
  const right = new Float32Array(piece.frames);
  for (let at = 0; at < stepsOf(piece); at += 1) {
    const from = at * piece.stepFrames;
    const to = from + framesOfStep(piece, at);
    renderStep(piece, at, left.subarray(from, to), right.subarray(from, to));
  }
  return { left, right };
}

function rmsDb({ left, right }: Stereo, from: number, frames: number): number {
  let sum = 0;
  for (let at = from; at < from + frames; at += 1) sum += (left[at] ?? 0) ** 2 + (right[at] ?? 0) ** 2;
  return 10 * Math.log10(sum / (2 * frames));
}

describe('the pieces of the built-in set', () => {
  const pieceS = (BUILT_IN_PLAYLIST.tracks[0]?.durationMs ?? 0) / 1000;
  const edges: { readonly head: number; readonly tail: number }[] = [];

  test('last 75 minutes over six tracks, and start over', () => {
    expect(totalDurationMs(BUILT_IN_PLAYLIST)).toBe(75 * 60_000);
    expect(BUILT_IN_PLAYLIST.tracks).toHaveLength(6);
    expect(BUILT_IN_PLAYLIST.endless).toBe(true);
  });

  test.each(BUILT_IN_PIECES)('$title stands at -23 LUFS and startles nobody', { timeout: 120_000 }, ({ recipe }) => {
    const piece = composed(recipe, pieceS);
    const { left, right } = piece;
    expect(left.length).toBe(pieceS * RATE);
    expect(Math.abs(ungatedLoudnessDb(left, right, RATE) - -23)).toBeLessThan(0.2);
    for (const channel of [left, right]) {
      expect(largestOf(channel, (index) => channel[index] ?? 0)).toBeLessThanOrEqual(10 ** (-6 / 20));
      // A full-scale tone at 1 kHz moves by 0.77 a sample; what is here is low and soft.
      expect(
        largestOf(channel, (index) => (channel[index] ?? 0) - (channel[index - 1] ?? channel[index] ?? 0)),
      ).toBeLessThan(0.09);
    }
    const levels = shortTermDb(piece);
    levels.forEach((level, index) => {
      expect(Math.abs(level - -23)).toBeLessThan(4.5);
      expect(level - (levels[index - 1] ?? level)).toBeLessThan(3);
    });
    let largestRiseDb = 0;
    for (let from = RATE / 10; from + RATE / 10 <= left.length; from += RATE / 10) {
      largestRiseDb = Math.max(
        largestRiseDb,
        rmsDb(piece, from, RATE / 10) - rmsDb(piece, from - RATE / 10, RATE / 10),
      );
    }
    expect(largestRiseDb).toBeLessThan(2);
    const loudness = (from: number, to: number): number =>
      ungatedLoudnessDb(left.subarray(from, to), right.subarray(from, to), RATE);
    edges.push({ head: loudness(0, 15 * RATE), tail: loudness(left.length - 15 * RATE, left.length) });
  });

  test('neighbours meet within 3 LU, on different roots', () => {
    expect(edges).toHaveLength(BUILT_IN_PIECES.length);
    BUILT_IN_PIECES.forEach((piece, index) => {
      const next = (index + 1) % BUILT_IN_PIECES.length;
      expect(Math.abs((edges[next]?.head ?? 99) - (edges[index]?.tail ?? 0))).toBeLessThanOrEqual(3);
      expect(BUILT_IN_PIECES[next]?.recipe.rootHz).not.toBe(piece.recipe.rootHz);
    });
  });

  test('nothing in a piece comes twice: it differs from itself at the length of each of its loops', {
    timeout: 60_000,
  }, () => {
    const recipe = BUILT_IN_PIECES[0]?.recipe;
    if (recipe === undefined) throw new Error('no piece');
    const { left } = composed(recipe, pieceS);
    const own = rmsDb({ left, right: left }, 100 * RATE, 60 * RATE);
    for (const loopS of [41, 43, 47, 53, 59, 61, 67, 41 * 2, 120]) {
      const difference = new Float32Array(60 * RATE).map(
        (_, at) => (left[100 * RATE + at] ?? 0) - (left[(100 + loopS) * RATE + at] ?? 0),
      );
      expect(rmsDb({ left: difference, right: difference }, 0, difference.length)).toBeGreaterThan(own - 10);
    }
  });
});

describe('the files of the built-in set', () => {
  const short: RenderOptions = { pieceSeconds: 4, threads: 2 };
  let folder: string;
  let directory: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-built-in-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    count += 1;
    directory = join(folder, `set-${count}`);
  });

  const render = (news: RenderNews = {}, signal?: AbortSignal): Promise<Outcome<null>> =>
    renderBuiltInSet(directory, news, short, signal);
  const names = async (): Promise<string[]> => (await readdir(directory)).toSorted();
  const nameOf = async (trackId: string): Promise<string> =>
    (await names()).find((name) => name.startsWith(`${trackId}-`)) ?? '';

  test('are six and a manifest, made with a progress that only rises, and the same the second time', async () => {
    const heard: number[] = [];
    expect(await render({ onProgress: (done) => heard.push(done) })).toEqual({ ok: true, value: null });
    expect(heard).toEqual(heard.toSorted((one, other) => one - other));
    expect(heard.at(-1)).toBe(1);
    expect(await names()).toHaveLength(7);
    const first = await readFile(join(directory, 'manifest.json'), 'utf8');
    directory = join(folder, 'again');
    await render();
    expect(await readFile(join(directory, 'manifest.json'), 'utf8')).toBe(first);
  });

  test('what is whole is left alone, what is damaged or gone is made again', async () => {
    await render();
    const untouched = join(directory, await nameOf('built-in-6'));
    const [flipped, cut, gone] = await Promise.all(
      ['built-in-1', 'built-in-2', 'built-in-3'].map(async (trackId) => join(directory, await nameOf(trackId))),
    );
    if (flipped === undefined || cut === undefined || gone === undefined) throw new Error('no file');
    const whole = await Promise.all([flipped, cut, gone].map((path) => readFile(path)));
    const { mtimeMs } = await stat(untouched);
    const damaged = Buffer.from(whole[0] ?? []);
    damaged[1000] = (damaged[1000] ?? 0) ^ 1;
    await writeFile(flipped, damaged);
    await truncate(cut, 100);
    await rm(gone);
    await render();
    expect(await Promise.all([flipped, cut, gone].map((path) => readFile(path)))).toEqual(whole);
    expect((await stat(untouched)).mtimeMs).toBe(mtimeMs);
    await writeFile(join(directory, 'manifest.json'), '{"rendering":');
    await render();
    expect(await readFile(flipped)).toEqual(whole[0]);
  });

  test('what an older version left is not read, and goes once the new set stands; what is not its own stays', async () => {
    await mkdir(directory);
    const old = { trackId: 'built-in-1', recipe: 'x', bytes: 3, sha256: 'y' };
    await writeFile(join(directory, 'manifest.json'), JSON.stringify({ rendering: 1, pieces: [old] }));
    for (const name of ['built-in-1.pcm', 'built-in-2.pcm.new', 'built-in-3-0123456789ab.ogg', 'holiday.ogg']) {
      await writeFile(join(directory, name), 'old');
    }
    await render();
    const left = await names();
    expect(left).toContain('holiday.ogg');
    expect(left).toHaveLength(8);
    expect(left.filter((name) => name.endsWith('.pcm') || name.endsWith('.new'))).toEqual([]);
  });

  test('a rendering that is stopped says so, keeps what is whole, and goes on there', async () => {
    const stop = new AbortController();
    const news: RenderNews = { onPiece: () => stop.abort() };
    expect(await render(news, stop.signal)).toMatchObject({ ok: false, problem: { code: 'built-in-set-stopped' } });
    const made = (await names()).filter((name) => name.endsWith('.ogg'));
    expect(made.length).toBeGreaterThanOrEqual(1);
    expect(made.length).toBeLessThan(BUILT_IN_PIECES.length);
    const times = await Promise.all(made.map(async (name) => (await stat(join(directory, name))).mtimeMs));
    await render();
    expect(await Promise.all(made.map(async (name) => (await stat(join(directory, name))).mtimeMs))).toEqual(times);
  });

  test('stopped before it begins, nothing is made', async () => {
    expect(await render({}, AbortSignal.abort())).toMatchObject({ ok: false });
    expect(await names()).toEqual([]);
  });

  test('a folder that can’t be made is a Problem', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    directory = join(file, 'below');
    expect(await render()).toMatchObject({ ok: false, problem: { code: 'music-folder-not-writable' } });
  });

  test('are served as Ogg Vorbis, each as soon as it is made; other ids are not', async () => {
    const set = openBuiltInSet(directory, { ...short, threads: 1 });
    const progress: (number | null)[] = [];
    set.watch(() => progress.push(set.progress()));
    const handle = createMediaHandler((trackId) => set.mediaSource(trackId));
    const ask = (trackId: string, range: string): Promise<Response> =>
      handle(new Request(`app://vigil/media/${trackId}`, { headers: { range } }));
    const first = await ask('built-in-1', 'bytes=0-3');
    expect(await first.text()).toBe('OggS');
    expect(first.headers.get('content-type')).toBe('audio/ogg');
    expect(set.progress()).not.toBeNull();
    const file = await readFile(join(directory, await nameOf('built-in-1')));
    const part = await ask('built-in-1', 'bytes=100-299');
    expect(Buffer.from(await part.arrayBuffer())).toEqual(file.subarray(100, 300));
    expect(await set.ready()).toEqual({ ok: true, value: null });
    expect(set.progress()).toBeNull();
    expect(progress.at(-1)).toBeNull();
    expect(progress.length).toBeGreaterThan(5);
    expect((await ask('built-in-7', 'bytes=0-3')).status).toBe(404);
  });

  test('a choice that is stopped is answered, and whoever waits for a piece is not left waiting', async () => {
    const set = openBuiltInSet(directory, { pieceSeconds: 60, threads: 1 });
    set.watch(() => set.stop());
    const waiting = set.mediaSource('built-in-6');
    expect(await set.ready()).toMatchObject({ ok: false, problem: { code: 'built-in-set-stopped' } });
    expect(await waiting).toBeNull();
    expect(set.progress()).toBeNull();
  });
});

describe('the safety bed', () => {
  test('is half a minute, seamless, quieter than the music', () => {
    const rate = 44_100;
    const { left, right } = renderSafetyBed(rate);
    expect(left.length).toBe(30 * rate);
    expect(ungatedLoudnessDb(left, right, rate)).toBeCloseTo(-27, 0);
    for (const channel of [left, right]) {
      const inside = largestOf(channel, (index) =>
        index > 1 && index < channel.length - 2 ? bend(channel, index) : 0,
      );
      for (const index of [-1, 0, 1]) expect(Math.abs(bend(channel, index))).toBeLessThanOrEqual(inside);
    }
  });
});
