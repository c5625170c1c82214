import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importAudioFile } from '../../electron/music/import-audio-file.ts';
import { readLibraryFile } from '../../electron/music/library-file.ts';
import { toneWav } from './test-sounds.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-broken-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const trackId = `track-${'a'.repeat(32)}`;
const sound = JSON.stringify({
  version: 1,
  tracks: [{ trackId, title: 'A', artist: null, durationMs: 5_000, format: 'wav', loudnessDb: null }],
  playlists: [{ playlistId: 'p', title: 'P', endless: false, trackIds: [trackId] }],
});

/** Changes of a few places in something sound: a byte replaced, or the rest cut off. */
const changes = fc.array(fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }), cut: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
});

function changed(bytes: Uint8Array, how: readonly { at: number; byte: number; cut: boolean }[]): Uint8Array {
  let result = bytes.slice();
  for (const { at, byte, cut } of how) {
    if (result.length === 0) return result;
    if (cut) result = result.slice(0, at % result.length);
    else result[at % result.length] = byte;
  }
  return result;
}

test('a changed library list is read whole or is a Problem with an empty list, never half of it', async () => {
  const directory = join(folder, 'list');
  await mkdir(directory);
  await writeFile(join(directory, 'library.json'), sound);
  expect(await readLibraryFile(directory)).toMatchObject({ problem: null, content: { tracks: [{ trackId }] } });
  await fc.assert(
    fc.asyncProperty(fc.oneof(changes, fc.json()), async (how) => {
      const text = typeof how === 'string' ? how : changed(Buffer.from(sound), how);
      await writeFile(join(directory, 'library.json'), text);
      const { content, problem } = await readLibraryFile(directory);
      if (problem === null) {
        const known = content.tracks.map((track) => track.trackId);
        for (const { trackIds } of content.playlists) expect(known).toEqual(expect.arrayContaining(trackIds));
      } else {
        expect(problem.remedy).not.toBe('');
        expect(content).toMatchObject({ tracks: [], playlists: [] });
      }
    }),
    { numRuns: 150 },
  );
});

test('a changed audio file is taken with a length or named with a remedy, and its bytes are copied as they are', async () => {
  const whole = toneWav(1, 440, 0.1);
  const path = join(folder, 'source.wav');
  const directory = join(folder, 'library');
  let taken = 0;
  let refused = 0;
  await fc.assert(
    // Most changes hit the header, where they matter.
    fc.asyncProperty(changes, fc.boolean(), async (how, inHeader) => {
      const near = how.map((one) => ({ ...one, at: inHeader ? one.at % 44 : one.at }));
      const bytes = changed(whole, near);
      await writeFile(path, bytes);
      const outcome = await importAudioFile(directory, path, new AbortController().signal);
      if (outcome.ok) {
        taken += 1;
        const { trackId: id, format, durationMs } = outcome.value;
        expect(durationMs).toBeGreaterThan(0);
        expect(Buffer.from(bytes).equals(await readFile(join(directory, 'tracks', `${id}.${format}`)))).toBe(true);
      } else {
        refused += 1;
        expect(outcome.problem).toMatchObject({ code: 'music-import-unreadable' });
        expect(outcome.problem.sentence).toContain('source.wav');
        expect(outcome.problem.remedy).not.toBe('');
      }
    }),
    { numRuns: 150 },
  );
  expect(taken).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
