import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN_PIECES } from '../../electron/music/built-in-recipes.ts';
import { BUILT_IN_PLAYLIST, openBuiltInSet, renderBuiltInSet } from '../../electron/music/built-in-set.ts';
import { createMediaHandler } from '../../electron/music/media-handler.ts';
import { ungatedLoudnessDb } from '../../shared/music/loudness.ts';
import { renderSafetyBed } from '../../shared/music/safety-bed.ts';
import { totalDurationMs } from '../../shared/music/track.ts';

const RATE = 32_000;

type Stereo = { readonly left: Float32Array; readonly right: Float32Array };

function decoded(pcm: Buffer): Stereo {
  const frames = pcm.length / 4;
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    left[frame] = pcm.readInt16LE(frame * 4) / 32_768;
    right[frame] = pcm.readInt16LE(frame * 4 + 2) / 32_768;
  }
  return { left, right };
}

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

describe('the built-in set', () => {
  let folder: string;
  let pieces: readonly Stereo[] = [];
  let tookMs = 0;
  const heardProgress: number[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-built-in-'));
    const startedMs = performance.now();
    expect(await renderBuiltInSet(folder, (done) => heardProgress.push(done))).toEqual({ ok: true, value: null });
    tookMs = performance.now() - startedMs;
    pieces = await Promise.all(
      BUILT_IN_PIECES.map(async ({ trackId }) => decoded(await readFile(join(folder, `${trackId}.pcm`)))),
    );
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('lasts 93 minutes over six tracks, endless, and takes less than 100 MB', async () => {
    expect(totalDurationMs(BUILT_IN_PLAYLIST)).toBe(93 * 60_000);
    expect(BUILT_IN_PLAYLIST.endless).toBe(true);
    const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100_000_000);
    for (const { left } of pieces) expect(left.length).toBe(120 * RATE);
  });

  test('is rendered in well under 30 seconds, with progress that only rises', () => {
    expect(tookMs).toBeLessThan(30_000);
    expect(heardProgress).toEqual([...heardProgress].sort((a, b) => a - b));
    expect(heardProgress.at(-1)).toBe(1);
  });

  test('stands at -23 LUFS with peaks under -6 dBFS', () => {
    for (const { left, right } of pieces) {
      expect(ungatedLoudnessDb(left, right, RATE)).toBeCloseTo(-23, 0);
      for (const channel of [left, right]) {
        expect(largestOf(channel, (index) => channel[index] ?? 0)).toBeLessThanOrEqual(10 ** (-6 / 20));
      }
    }
  });

  test('is seamless: the seam bends no more than the music itself', () => {
    for (const { left, right } of pieces) {
      for (const channel of [left, right]) {
        const inside = largestOf(channel, (index) =>
          index > 1 && index < channel.length - 2 ? bend(channel, index) : 0,
        );
        for (const index of [-1, 0, 1]) expect(Math.abs(bend(channel, index))).toBeLessThanOrEqual(inside);
      }
    }
  });

  test('startles nobody: no sudden rise, an even level, nothing shrill', () => {
    for (const piece of pieces) {
      const levels = shortTermDb(piece);
      levels.forEach((level, index) => {
        expect(Math.abs(level - -23)).toBeLessThan(3.5);
        expect(level - (levels[index - 1] ?? level)).toBeLessThan(2.5);
      });
      // A full-scale tone at 2 kHz moves by 0.39 a sample; what is here is low and soft.
      const { left } = piece;
      expect(largestOf(left, (index) => (left[index] ?? 0) - (left[index - 1] ?? left[index] ?? 0))).toBeLessThan(0.03);
    }
  });

  test('neighbours are near in level at the join and stand on different roots', () => {
    // A track is seven pieces and three quarters: it ends there, and the next begins at its own beginning.
    const endS = (BUILT_IN_PLAYLIST.tracks[0]?.durationMs ?? 0) / 1000 - 7 * 120;
    BUILT_IN_PIECES.forEach((piece, index) => {
      const next = (index + 1) % BUILT_IN_PIECES.length;
      const ending = shortTermDb(pieces[index] ?? { left: new Float32Array(), right: new Float32Array() })[endS - 8];
      const beginning = shortTermDb(pieces[next] ?? { left: new Float32Array(), right: new Float32Array() })[5];
      expect(Math.abs((ending ?? 99) - (beginning ?? 0))).toBeLessThanOrEqual(4);
      expect(BUILT_IN_PIECES[next]?.recipe.rootHz).not.toBe(piece.recipe.rootHz);
    });
  });

  test('the same recipe gives the same samples', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    const hashes = await Promise.all(
      [one, other].map(async (directory) => {
        await renderBuiltInSet(directory, () => {}, { pieceSeconds: 4 });
        return createHash('sha256')
          .update(await readFile(join(directory, 'built-in-3.pcm')))
          .digest('hex');
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  test('what is whole is left alone, what is damaged is rendered again', async () => {
    const directory = join(folder, 'damaged');
    const render = (): Promise<unknown> => renderBuiltInSet(directory, () => {}, { pieceSeconds: 4 });
    await render();
    const timeOf = async (name: string): Promise<number> => (await stat(join(directory, name))).mtimeMs;
    const sound = await readFile(join(directory, 'built-in-1.pcm'));
    const untouchedAt = await timeOf('built-in-6.pcm');
    await render();
    expect(await timeOf('built-in-6.pcm')).toBe(untouchedAt);

    const flipped = Buffer.from(sound);
    flipped[1000] = (flipped[1000] ?? 0) ^ 1;
    await writeFile(join(directory, 'built-in-1.pcm'), flipped);
    await truncate(join(directory, 'built-in-2.pcm'), 100);
    await rm(join(directory, 'built-in-3.pcm'));
    await render();
    expect(await readFile(join(directory, 'built-in-1.pcm'))).toEqual(sound);
    expect((await stat(join(directory, 'built-in-2.pcm'))).size).toBe(4 * RATE * 4);
    expect((await stat(join(directory, 'built-in-3.pcm'))).size).toBe(4 * RATE * 4);
    expect(await timeOf('built-in-6.pcm')).toBe(untouchedAt);

    await writeFile(join(directory, 'manifest.json'), '{"rendering":');
    await render();
    expect(await readFile(join(directory, 'built-in-1.pcm'))).toEqual(sound);
  });

  test('a folder that can’t be made is a Problem', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const outcome = await renderBuiltInSet(join(file, 'below'), () => {}, { pieceSeconds: 1 });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'music-folder-not-writable' } });
  });

  test('is served as WAV files of 15.5 minutes that repeat the piece', async () => {
    const set = openBuiltInSet(folder);
    const handle = createMediaHandler((trackId) => set.mediaSource(trackId));
    const ask = (range: string): Promise<Response> =>
      handle(new Request('app://vigil/media/built-in-2', { headers: { range } }));
    const dataBytes = 930 * RATE * 4;
    const header = await ask('bytes=0-43');
    expect(header.headers.get('content-range')).toBe(`bytes 0-43/${44 + dataBytes}`);
    expect(
      Buffer.from(await header.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
    const pcm = await readFile(join(folder, 'built-in-2.pcm'));
    const seam = 44 + 3 * pcm.length;
    const across = Buffer.from(await (await ask(`bytes=${seam - 200}-${seam + 199}`)).arrayBuffer());
    expect(across).toEqual(Buffer.concat([pcm.subarray(-200), pcm.subarray(0, 200)]));
    expect((await handle(new Request('app://vigil/media/built-in-7'))).status).toBe(404);
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
