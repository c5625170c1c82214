import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPlaylistShelf } from '../../electron/music/playlist-shelf.ts';
import { fileNameOf, PlaylistRoom } from '../../electron/session/playlist-room.ts';
import { LARGEST_PLAYLIST_BYTES } from '../../shared/music/playlist-export.ts';
import type { Outcome } from '../../shared/problem.ts';
import { sampleSections, sampleTrack } from './playlist-samples.ts';

let folder: string;
let place: string;
let caseNumber = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-playlists-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  caseNumber += 1;
  place = join(folder, `${caseNumber}`);
  await mkdir(place);
});

function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return outcome.value;
}

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? null : outcome.problem.code);

async function roomWith(inUse: { id: string | null } = { id: null }, known = ['a', 'b']) {
  let ids = 0;
  const shelf = await openPlaylistShelf({
    directory: join(place, 'library'),
    before: { version: 2, tracks: [], playlists: [] },
    newId: () => {
      ids += 1;
      return `list-${ids}`;
    },
  });
  let pushes = 0;
  const room = new PlaylistRoom({
    library: { shelf, tracks: () => known.map((digit) => sampleTrack(digit)) },
    faults: () => new Map(),
    neededMs: () => 90 * 60_000,
    inUse: () => inUse.id,
    changed: () => {
      pushes += 1;
    },
  });
  const save = async (title: string, playlistId: string | null = null) =>
    room.save({ playlistId, title, sections: sampleSections({ opening: ['a'], peak: ['b'] }) });
  return { room, shelf, save, pushes: () => pushes };
}

describe('the playlists behind the windows', () => {
  test('what is exported twice is there twice; what is imported is a new one beside the old', async () => {
    const { room, shelf, save } = await roomWith();
    const { playlistId } = value(await save('Evening / für M.'));
    const first = value(await room.exportPlaylist(playlistId, place));
    const second = value(await room.exportPlaylist(playlistId, place));
    expect([first.file, second.file]).toEqual(['playlist-Evening-für-M.m3u8', 'playlist-Evening-für-M-2.m3u8']);
    expect(await readFile(join(place, first.file), 'utf8')).toBe(await readFile(join(place, second.file), 'utf8'));
    const imported = value(await room.importPlaylist(join(place, first.file)));
    expect(imported).toEqual({ playlistId: 'list-2', title: 'Evening / für M. (2)', missing: [], leftOut: [] });
    const [one, other] = shelf.list();
    expect(other?.sections).toEqual({
      ...one?.sections,
      opening: [expect.objectContaining({ title: 'Piece a' })],
      peak: [expect.objectContaining({ title: 'Piece b' })],
    });
  });

  test('a library that lacks a track names it and keeps its place', async () => {
    const there = await roomWith();
    const { file } = value(await there.room.exportPlaylist(value(await there.save('Evening')).playlistId, place));
    const here = await roomWith({ id: null }, ['b']);
    await rm(join(place, 'library'), { recursive: true });
    const imported = value(await here.room.importPlaylist(join(place, file)));
    expect(imported.missing).toEqual(['Piece a']);
    expect(here.shelf.list()[0]?.sections.opening).toHaveLength(1);
  });

  test('the playlist of the session that runs stays as it was checked', async () => {
    const inUse: { id: string | null } = { id: null };
    const { room, shelf, save } = await roomWith(inUse);
    const { playlistId } = value(await save('Evening'));
    inUse.id = playlistId;
    expect(codeOf(await save('Changed', playlistId))).toBe('playlist-in-use');
    expect(codeOf(await room.remove(playlistId))).toBe('playlist-in-use');
    expect(shelf.list().map(({ title }) => title)).toEqual(['Evening']);
    expect(value(room.shelf()).inUse).toBe(playlistId);
    inUse.id = null;
    expect(codeOf(await save('Changed', playlistId))).toBeNull();
    expect(codeOf(await room.remove(playlistId))).toBeNull();
  });

  test('the windows hear of every change', async () => {
    const { room, save, pushes } = await roomWith();
    const { playlistId } = value(await save('Evening'));
    await room.remove(playlistId);
    expect(pushes()).toBe(2);
  });
});

describe('a file that is no playlist', () => {
  test('missing, a folder, another thing, too large: each is told and nothing is kept', async () => {
    const { room, shelf } = await roomWith();
    const at = (name: string) => join(place, name);
    await writeFile(at('text.m3u8'), 'not a playlist');
    await writeFile(at('largest.m3u8'), '#EXTM3U\n');
    await truncate(at('largest.m3u8'), LARGEST_PLAYLIST_BYTES);
    await writeFile(at('larger.m3u8'), '#EXTM3U\n');
    await truncate(at('larger.m3u8'), LARGEST_PLAYLIST_BYTES + 1);
    const codes = [];
    for (const name of ['nowhere.m3u8', '', 'text.m3u8', 'larger.m3u8', 'largest.m3u8']) {
      codes.push(codeOf(await room.importPlaylist(at(name))));
    }
    expect(codes.slice(0, 4)).toEqual([
      'playlist-import-unreadable',
      'playlist-import-unreadable',
      'playlist-import-not-one',
      'playlist-import-too-large',
    ]);
    // As large as may be it is looked at; nothing but zeros is one title-less line.
    expect(codes[4]).toBe('playlist-import-not-one');
    expect(shelf.list()).toEqual([]);
  });

  test('an export into a folder that is not there leaves nothing', async () => {
    const { room, save } = await roomWith();
    const { playlistId } = value(await save('Evening'));
    expect(codeOf(await room.exportPlaylist(playlistId, join(place, 'gone')))).toBe('export-folder-missing');
    expect(codeOf(await room.exportPlaylist('nothing', place))).toBe('music-list-unknown');
    expect(await readdir(place)).toEqual(['library']);
  });
});

test('a file’s name is made of letters and digits, whatever the title holds', () => {
  expect(fileNameOf('../..\\etc: "x"')).toBe('playlist-etc-x');
  expect(fileNameOf('…')).toBe('playlist-untitled');
  expect(fileNameOf('x'.repeat(61))).toBe(`playlist-${'x'.repeat(60)}`);
});
