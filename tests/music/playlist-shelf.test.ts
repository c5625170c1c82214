import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LibraryContent } from '../../electron/music/library-file.ts';
import { playlistsOf, writePlaylistFile } from '../../electron/music/playlist-file.ts';
import { freeTitle, openPlaylistShelf, type PlaylistShelf } from '../../electron/music/playlist-shelf.ts';
import { entriesInOrder, noEntries } from '../../shared/music/playlist.ts';
import { anySections, anyTitle, sampleSections, sampleTrack, trackIdOf } from './playlist-samples.ts';

let folder: string;
let directory: string;
let caseNumber = 0;
const nothingBefore: LibraryContent = { version: 2, tracks: [], playlists: [] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-shelf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  caseNumber += 1;
  directory = join(folder, `shelf-${caseNumber}`);
});

function open(before = nothingBefore): Promise<PlaylistShelf> {
  let ids = 0;
  return openPlaylistShelf({
    directory,
    before,
    newId: () => {
      ids += 1;
      return `list-${ids}`;
    },
  });
}

async function saved(shelf: PlaylistShelf, title: string, playlistId: string | null = null) {
  const outcome = await shelf.save({ playlistId, title, sections: sampleSections({ peak: ['a'] }) });
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return outcome.value;
}

const titles = (shelf: PlaylistShelf) => shelf.list().map(({ title }) => title);

describe('the clinic’s playlists', () => {
  test('are there again after a restart, changed, and gone when they were removed', async () => {
    const shelf = await open();
    const { playlistId } = await saved(shelf, 'Evening');
    await saved(shelf, 'Morning', playlistId);
    await saved(shelf, 'Night');
    expect(titles(await open())).toEqual(['Morning', 'Night']);
    expect(await shelf.remove(playlistId)).toEqual({ ok: true, value: null });
    expect(titles(await open())).toEqual(['Night']);
  });

  test('any playlist that may be kept comes back as it was', async () => {
    await mkdir(directory);
    await fc.assert(
      fc.asyncProperty(anySections, anyTitle, async (sections, title) => {
        const playlist = { playlistId: 'p', title, sections };
        await writePlaylistFile(directory, [playlist]);
        expect((await open()).list()).toEqual([playlist]);
      }),
      { numRuns: 30 },
    );
  });

  test('changes at once all stay, one after another', async () => {
    const shelf = await open();
    await Promise.all(['A', 'B', 'C'].map((title) => saved(shelf, title)));
    expect(titles(await open())).toEqual(['A', 'B', 'C']);
  });

  test('a title that is taken gets a number; a playlist may keep its own', async () => {
    const shelf = await open();
    const { playlistId } = await saved(shelf, 'Evening');
    await saved(shelf, ' Evening ');
    await saved(shelf, 'Evening');
    await saved(shelf, 'Evening', playlistId);
    expect(titles(shelf)).toEqual(['Evening', 'Evening (2)', 'Evening (3)']);
    expect(freeTitle('x'.repeat(120), new Set(['x'.repeat(120)]))).toHaveLength(116);
  });

  test.each([
    ['an empty title', '   '],
    ['a title of 121 letters', 'x'.repeat(121)],
    ['a title of two lines', 'a\nb'],
  ])('%s is refused and nothing is written', async (_, title) => {
    const shelf = await open();
    const outcome = await shelf.save({ playlistId: null, title, sections: noEntries });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'playlist-not-valid' } });
    expect(shelf.list()).toEqual([]);
  });

  test('one that is not there can neither be changed nor removed', async () => {
    const shelf = await open();
    expect(await shelf.save({ playlistId: 'x', title: 'X', sections: noEntries })).toMatchObject({ ok: false });
    expect(await shelf.remove('x')).toMatchObject({ ok: false, problem: { code: 'music-list-unknown' } });
  });

  test('a folder that can’t be written is a Problem, and the shelf stays as it was', async () => {
    await writeFile(directory, 'a file where the folder should be');
    const shelf = await open();
    const outcome = await shelf.save({ playlistId: null, title: 'X', sections: noEntries });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'music-folder-not-writable' } });
    expect(shelf.list()).toEqual([]);
  });
});

describe('playlists of an older version', () => {
  const before: LibraryContent = {
    version: 2,
    tracks: ['a', 'b'].map((digit) => ({
      trackId: trackIdOf(digit),
      title: `Piece ${digit}`,
      artist: null,
      durationMs: 600_000,
      format: 'flac' as const,
      loudnessDb: null,
      measured: null,
    })),
    playlists: [
      {
        playlistId: 'old',
        title: 'Evening',
        endless: false,
        trackIds: [trackIdOf('b'), trackIdOf('a'), trackIdOf('b')],
      },
      { playlistId: 'round', title: 'Round', endless: true, trackIds: [trackIdOf('a')] },
    ],
  };

  test('are read on: same ids, same order, at the level they had; without end stays without end', async () => {
    const shelf = await open(before);
    expect(shelf.problem).toBeNull();
    const [evening, round] = shelf.list();
    expect(evening?.playlistId).toBe('old');
    expect(evening?.sections.peak.map(({ title }) => title)).toEqual(['Piece b', 'Piece a', 'Piece b']);
    expect(entriesInOrder(evening?.sections ?? noEntries)).toHaveLength(3);
    expect(round?.sections.extension).toHaveLength(1);
  });

  test('once there are playlists with sections, the old list is not looked at again', async () => {
    const shelf = await open(before);
    await shelf.remove('old');
    await shelf.remove('round');
    expect((await open(before)).list()).toEqual([]);
  });
});

describe('a playlists file that is not as it should be', () => {
  const text = (content: unknown) => JSON.stringify(content);
  const entry = {
    entryId: 'e',
    trackId: trackIdOf('a'),
    title: 'A',
    fileMs: sampleTrack('a').durationMs,
    startMs: 0,
    endMs: null,
  };
  const withPeak = (...peak: readonly unknown[]) => ({
    version: 1,
    playlists: [{ playlistId: 'p', title: 'P', sections: { ...noEntries, peak } }],
  });

  test.each([
    ['no JSON', '{"version":1,'],
    ['another shape', '[]'],
    ['an entry of which nothing is heard', text(withPeak({ ...entry, startMs: entry.fileMs }))],
    ['an end before its start', text(withPeak({ ...entry, startMs: 5, endMs: 5 }))],
    ['a track that is a path', text(withPeak({ ...entry, trackId: '../../etc/passwd' }))],
    ['two entries with one id', text(withPeak(entry, entry))],
    ['a member more', text({ ...withPeak(entry), more: true })],
    ['a section less', text({ version: 1, playlists: [{ playlistId: 'p', title: 'P', sections: { peak: [] } }] })],
  ])('%s: told with a remedy, kept aside, and the next change is written', async (_, damaged) => {
    await mkdir(directory);
    await writeFile(join(directory, 'playlists.json'), damaged);
    const shelf = await open();
    expect(shelf.problem?.code).toBe('playlists-unreadable');
    expect(shelf.list()).toEqual([]);
    await saved(shelf, 'New');
    expect(await readFile(join(directory, 'playlists.damaged.json'), 'utf8')).toBe(damaged);
    expect((await open()).problem).toBeNull();
  });

  test('the same entries as they should be are read', () => {
    expect(playlistsOf(text(withPeak({ ...entry, startMs: entry.fileMs - 1 }))).kind).toBe('read');
    expect(playlistsOf(text(withPeak(entry, { ...entry, entryId: 'f' }))).kind).toBe('read');
  });

  test('that of a newer version is never written over', async () => {
    await mkdir(directory);
    const newer = '{"version":2,"anything":true}';
    await writeFile(join(directory, 'playlists.json'), newer);
    const shelf = await open();
    expect(shelf.problem?.code).toBe('playlists-newer');
    const outcome = await shelf.save({ playlistId: null, title: 'X', sections: noEntries });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'playlists-newer' } });
    expect(await readFile(join(directory, 'playlists.json'), 'utf8')).toBe(newer);
  });

  test('any text is read, damaged or newer; never an error', () => {
    const whole = text(withPeak(entry));
    const broken = fc
      .tuple(fc.nat(whole.length), fc.nat(9), fc.string({ maxLength: 9 }))
      .map(([at, cut, put]) => whole.slice(0, at) + put + whole.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(broken, fc.json(), fc.string({ unit: 'binary' })), (any) => {
        expect(['read', 'damaged', 'newer']).toContain(playlistsOf(any).kind);
      }),
      { numRuns: 1_000 },
    );
  });
});
