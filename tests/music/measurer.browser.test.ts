import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT_TYPE_OF } from '../../electron/music/audio-file.ts';
import { mediaSourceOfFile } from '../../electron/music/file-bytes.ts';
import type { DecodedTrack } from '../../shared/music/measure-messages.ts';
import { MeasurerPage } from './measurer-page.ts';
import { hasChromium } from './player-page.ts';
import { noiseWav, silentWav, toneWav } from './test-sounds.ts';

const FFMPEG = '/usr/bin/ffmpeg';
const forever = new AbortController().signal;

/** A tone of 1 kHz at -23 dBFS in both ears has -23 LUFS, by EBU 3341. */
const TONE = 10 ** (-23 / 20);

const ENCODINGS = [
  ['mp3', 'cbr.mp3', ['-c:a', 'libmp3lame', '-b:a', '192k']],
  ['mp3', 'vbr.mp3', ['-c:a', 'libmp3lame', '-q:a', '4']],
  ['ogg', 'tone.ogg', ['-c:a', 'libvorbis', '-q:a', '6']],
  ['opus', 'tone.opus', ['-c:a', 'libopus', '-b:a', '192k']],
  ['flac', 'tone.flac', ['-c:a', 'flac']],
  ['m4a', 'tone.m4a', ['-c:a', 'aac', '-b:a', '192k']],
] as const;

describe.skipIf(!hasChromium || !existsSync(FFMPEG))('the page that measures tracks', { timeout: 120_000 }, () => {
  let folder: string;
  let page: MeasurerPage;

  function encode(from: string, to: string, options: readonly string[]): void {
    const paths = ['-i', join(folder, from), ...options, join(folder, to)];
    execFileSync(FFMPEG, ['-nostdin', '-loglevel', 'error', '-y', ...paths]);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-measured-'));
    await writeFile(join(folder, 'tone.wav'), toneWav(20, 1000, TONE));
    for (const [, file, options] of ENCODINGS) encode('tone.wav', file, options);
    page = await MeasurerPage.open((trackId) => {
      const file = trackId.replace(/-(?=[a-z0-9]+$)/, '.');
      const format = file.split('.').at(-1) ?? '';
      const type = Object.entries(CONTENT_TYPE_OF).find(([name]) => name === format)?.[1] ?? '';
      return mediaSourceOfFile(join(folder, file), type);
    });
  }, 120_000);
  afterAll(async () => {
    await page?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What the page finds of a file; its Problem's code where it finds none. */
  async function found(file: string): Promise<DecodedTrack | string> {
    const outcome = await page.measurer.measure(file.replace('.', '-'), forever);
    return outcome.ok ? outcome.value : outcome.problem.code;
  }

  async function measured(file: string): Promise<DecodedTrack> {
    const outcome = await found(file);
    if (typeof outcome === 'string') throw new Error(`${file}: ${outcome}`);
    return outcome;
  }

  // LAME itself makes this tone 0.3 dB softer at a constant rate.
  test.each<[string, string, number]>([
    ['wav', 'tone.wav', 0.2],
    ...ENCODINGS.map(([format, file]): [string, string, number] => [format, file, format === 'mp3' ? 0.4 : 0.2]),
  ])('measures %s (%s) as it was made', async (_format, file, withinDb) => {
    const { loudnessDb, peakDb, durationMs, playerMs, edges } = await measured(file);
    expect(Math.abs((loudnessDb ?? 0) - -23)).toBeLessThan(withinDb);
    expect(Math.abs(peakDb - -23)).toBeLessThan(0.6);
    expect(Math.abs(durationMs - 20_000)).toBeLessThan(100);
    expect(Math.abs(playerMs - 20_000)).toBeLessThan(100);
    expect(Math.abs((edges.headDb ?? 0) - -23)).toBeLessThan(withinDb);
    expect(Math.abs((edges.tailDb ?? 0) - -23)).toBeLessThan(withinDb);
    expect(edges.headSilenceMs).toBeLessThan(60);
    expect(edges.tailSilenceMs).toBeLessThan(60);
  });

  test('an MP3 of variable rate without a header of its own has another length for the player than for the decoder', async () => {
    await writeFile(join(folder, 'quiet.wav'), toneWav(60, 440, 0.0003));
    await writeFile(join(folder, 'loud.wav'), noiseWav(60, 5));
    const both = ['-i', join(folder, 'loud.wav'), '-filter_complex', '[0][1]concat=n=2:v=0:a=1'];
    encode('quiet.wav', 'headerless.mp3', [...both, '-c:a', 'libmp3lame', '-q:a', '2', '-write_xing', '0']);
    const { durationMs, playerMs } = await measured('headerless.mp3');
    expect(Math.abs(durationMs - 120_000)).toBeLessThan(200);
    expect(Math.abs(playerMs - durationMs)).toBeGreaterThan(5_000);
  });

  test('silence has no loudness; what is damaged or not there says so, and the next one is measured', async () => {
    await writeFile(join(folder, 'silent.wav'), silentWav(3));
    await writeFile(
      join(folder, 'broken.mp3'),
      new Uint8Array(60_000).map((_, index) => (index * 89) % 251),
    );
    expect(await measured('silent.wav')).toMatchObject({ loudnessDb: null, peakDb: -120, durationMs: 3_000 });
    expect(await found('broken.mp3')).toBe('music-not-decodable');
    expect(await found('nowhere.mp3')).toBe('music-not-measured');
    expect((await measured('tone.wav')).durationMs).toBe(20_000);
  });

  test('a file that was cut off is either refused or of the length that is there', async () => {
    const whole = await readFile(join(folder, 'cbr.mp3'));
    await writeFile(join(folder, 'cut.mp3'), whole.subarray(0, whole.length / 2));
    const outcome = await found('cut.mp3');
    if (typeof outcome !== 'string') expect(outcome.durationMs).toBeLessThan(10_500);
    else expect(outcome).toBe('music-not-decodable');
  });

  test('one page serves all of them, ends when nothing more is to be done, and breaks no policy', async () => {
    expect(page.opened).toBe(1);
    page.measurer.rest();
    expect((await measured('tone.ogg')).durationMs).toBeGreaterThan(19_000);
    expect(page.opened).toBe(2);
    expect(page.faults).toEqual([]);
  });
});
