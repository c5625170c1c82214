import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBuiltInSet } from '../../electron/music/built-in-set.ts';
import { ungatedLoudnessDb } from '../../shared/music/loudness.ts';
import { hasChromium, PlayerPage } from './player-page.ts';

const RATE = 24_000;
const SECONDS = 20;

describe.skipIf(!hasChromium)('the built-in set in the player that plays it', { timeout: 60_000 }, () => {
  let folder: string;
  let player: PlayerPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-built-in-page-'));
    const set = openBuiltInSet(folder, { pieceSeconds: SECONDS, threads: 2 });
    await set.ready();
    player = await PlayerPage.open((trackId) => set.mediaSource(trackId));
  }, 120_000);
  afterAll(async () => {
    await player?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('is decoded to the very number of frames it was made of, at the loudness it was made for', async () => {
    expect((await readdir(folder)).filter((name) => name.endsWith('.ogg'))).toHaveLength(6);
    const [left = [], right = []] = await player.page.evaluate<number[][], number>(async (rate) => {
      const bytes = await (await fetch('/media/built-in-3')).arrayBuffer();
      const buffer = await new OfflineAudioContext(2, 1, rate).decodeAudioData(bytes);
      return [0, 1].map((side) => Array.from(buffer.getChannelData(side)));
    }, RATE);
    expect(left).toHaveLength(SECONDS * RATE);
    const sides = [Float32Array.from(left), Float32Array.from(right)] as const;
    expect(Math.abs(ungatedLoudnessDb(...sides, RATE) - -23)).toBeLessThan(0.5);
    for (const side of sides) expect(Math.max(...side.map(Math.abs).slice(0, 100_000))).toBeLessThan(10 ** (-6 / 20));
  });

  test('is found sound by the check, with its length', async () => {
    await player.send({ kind: 'probe', probeId: 'one', trackId: 'built-in-5', format: 'ogg' });
    const found = await player.until((report) => 'probeId' in report && report.probeId === 'one');
    expect(found).toMatchObject({ kind: 'probed' });
    expect(found).toHaveProperty('durationMs', expect.closeTo(SECONDS * 1000, -2));
    expect(found).toHaveProperty('peakDb', expect.closeTo(-15, -1));
  });
});
