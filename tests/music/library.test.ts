import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audioFilesIn } from '../../electron/music/audio-files-in.ts';
import { openBuiltInSet } from '../../electron/music/built-in-set.ts';
import { type Decode, type MusicLibrary, openMusicLibrary } from '../../electron/music/library.ts';
import { createMediaHandler } from '../../electron/music/media-handler.ts';
import { silentWav } from './test-sounds.ts';

const FFMPEG = '/usr/bin/ffmpeg';
const hasFfmpeg = existsSync(FFMPEG);
const MINUTE = 60_000;
const noNeed = { longestJourneyMs: 0, reserveMs: 0 };

const ENCODINGS = [
  { file: 'a.wav', format: 'wav', type: 'audio/wav', codec: ['-c:a', 'pcm_s16le'] },
  { file: 'b.mp3', format: 'mp3', type: 'audio/mpeg', codec: ['-c:a', 'libmp3lame', '-b:a', '128k'] },
  { file: 'c.flac', format: 'flac', type: 'audio/flac', codec: ['-c:a', 'flac'] },
  { file: 'd.ogg', format: 'ogg', type: 'audio/ogg', codec: ['-c:a', 'libvorbis'] },
  { file: 'e.opus', format: 'opus', type: 'audio/ogg', codec: ['-c:a', 'libopus'] },
  { file: 'f.m4a', format: 'm4a', type: 'audio/mp4', codec: ['-c:a', 'aac'] },
] as const;

let folder: string;
let sources: string;
let caseNumber = 0;
let directory: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-library-'));
  sources = join(folder, 'Songs of somebody');
  await mkdir(sources);
  if (!hasFfmpeg) return;
  for (const { file, codec } of ENCODINGS) {
    const tags = ['-metadata', `title=Title of ${file}`, '-metadata', 'artist=Somebody'];
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=330:duration=5', '-ac', '2', '-ar', '48000'];
    const output = [...tone, ...codec, ...tags, join(sources, file)];
    execFileSync(FFMPEG, ['-nostdin', '-loglevel', 'error', '-y', ...output]);
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  caseNumber += 1;
  directory = join(folder, `library-${caseNumber}`);
});

function open(): Promise<MusicLibrary> {
  let ids = 0;
  return openMusicLibrary({
    directory,
    builtInSet: openBuiltInSet(join(folder, 'built-in'), { pieceSeconds: 2, threads: 2 }),
    newId: () => {
      ids += 1;
      return `list-${caseNumber}-${ids}`;
    },
  });
}

const sounds: Decode = (track) => Promise.resolve({ ok: true, value: { durationMs: track.durationMs, peakDb: -12 } });

async function importOne(library: MusicLibrary, ...paths: string[]): Promise<string> {
  const outcome = await library.createPlaylist('Mine', paths);
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return outcome.value.playlistId;
}

describe.skipIf(!hasFfmpeg)('the music library with files of every format', () => {
  test('imports wav, mp3, flac, ogg, opus and m4a with their tags and lengths, and finds them again', async () => {
    const library = await open();
    const paths = ENCODINGS.map(({ file }) => join(sources, file));
    const outcome = await library.createPlaylist('  All of them ', paths);
    expect(outcome).toMatchObject({ ok: true, value: { title: 'All of them', builtIn: false, endless: false } });
    const again = await open();
    expect(again.problem).toBeNull();
    const playlist = again.listPlaylists()[1];
    expect(playlist?.tracks.map((track) => track.format)).toEqual(ENCODINGS.map(({ format }) => format));
    for (const [index, track] of (playlist?.tracks ?? []).entries()) {
      expect(track.title).toBe(`Title of ${ENCODINGS[index]?.file}`);
      expect(track.artist).toBe('Somebody');
      expect(Math.abs(track.durationMs - 5_000)).toBeLessThan(100);
      expect(track.loudnessDb).toBeNull();
    }
    if (playlist === undefined) return;
    expect(await again.check(playlist.playlistId, { longestJourneyMs: 20_000, reserveMs: 5_000 }, sounds)).toEqual({
      ok: true,
      value: { playlist, problems: [] },
    });
  });

  test('serves each with its type, from a copy: the source may be gone', async () => {
    const library = await open();
    for (const { file, type } of ENCODINGS) {
      const copy = join(folder, `moved-${file}`);
      await copyFile(join(sources, file), copy);
      const content = await readFile(copy);
      const playlistId = await importOne(library, copy);
      await rm(copy);
      const trackId = library.playlist(playlistId)?.tracks[0]?.trackId ?? '';
      const handle = createMediaHandler((asked) => library.mediaSource(asked), { longestAnswerBytes: 1 << 24 });
      const response = await handle(new Request(`app://vigil/media/${trackId}`));
      expect(response.headers.get('content-type')).toBe(type);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(content);
    }
  });

  test('nothing of a file’s name or folder is in the names of the library', async () => {
    const named = join(sources, 'For Maria M.mp3');
    await copyFile(join(sources, 'b.mp3'), named);
    await importOne(await open(), named, named);
    const names = await readdir(join(directory, 'tracks'));
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^track-[0-9a-f]{32}\.mp3$/);
  });

  test('what a file is is told from its bytes, not from its name', async () => {
    const disguised = join(sources, 'really-a-flac.mp3');
    await copyFile(join(sources, 'c.flac'), disguised);
    const library = await open();
    expect(library.playlist(await importOne(library, disguised))?.tracks[0]?.format).toBe('flac');
  });

  test('a file without tags has its name for a title', async () => {
    const plain = join(sources, 'Untagged piece.wav');
    await writeFile(plain, silentWav(1));
    const library = await open();
    expect(library.playlist(await importOne(library, plain))?.tracks[0]?.title).toBe('Untagged piece');
  });

  test.each([
    ['missing', async () => {}, 'is not there any more'],
    ['a text', (path: string) => writeFile(path, 'not music at all '.repeat(500)), 'holds no music'],
    ['empty', (path: string) => writeFile(path, ''), 'holds no music'],
    [
      'noise',
      (path: string) =>
        writeFile(
          path,
          new Uint8Array(9_999).map((_, at) => (at * at * 7) % 256),
        ),
      'no music',
    ],
  ])('one file that is %s is named and left out; alone it makes no playlist', async (kind, make, words) => {
    const bad = join(sources, `bad ${kind}.mp3`);
    await make(bad);
    const library = await open();
    const alone = await library.createPlaylist('Mine', [bad]);
    expect(alone.ok).toBe(false);
    expect(library.listPlaylists()).toHaveLength(1);
    expect(existsSync(join(directory, 'library.json'))).toBe(false);
    const outcome = await library.createPlaylist('Mine', [join(sources, 'a.wav'), bad, join(sources, 'b.mp3')]);
    if (!outcome.ok) throw new Error(outcome.problem.sentence);
    expect(outcome.value.tracks.map((track) => track.format)).toEqual(['wav', 'mp3']);
    expect(outcome.value.leftOut).toHaveLength(1);
    const [problem] = outcome.value.leftOut;
    expect(problem?.sentence).toContain(`“bad ${kind}.mp3”`);
    expect(problem?.sentence).toContain(words);
    expect(problem?.remedy).not.toBe('');
    await rm(bad, { recursive: true, force: true });
  });

  test('a folder gives its audio files in the order of their names, those of its folders too', async () => {
    const album = join(folder, `album-${caseNumber}`);
    await mkdir(join(album, '3 more'), { recursive: true });
    await copyFile(join(sources, 'c.flac'), join(album, '10 last.flac'));
    await copyFile(join(sources, 'b.mp3'), join(album, '2 first.MP3'));
    await copyFile(join(sources, 'd.ogg'), join(album, '3 more', '1.ogg'));
    await writeFile(join(album, 'cover.jpg'), 'no music');
    await writeFile(join(album, '.hidden.mp3'), 'no music');
    const outcome = await (await open()).createPlaylist('Mine', [album]);
    if (!outcome.ok) throw new Error(outcome.problem.sentence);
    expect(outcome.value.tracks.map((track) => track.format)).toEqual(['mp3', 'ogg', 'flac']);
    expect(outcome.value.leftOut).toEqual([]);
  });

  test('of a folder with more than 500 files the first 500 are looked at, and that is said', async () => {
    const whole = join(folder, `whole-${caseNumber}`);
    await mkdir(whole);
    const names = Array.from({ length: 501 }, (_, index) => `${String(index).padStart(3, '0')}.wav`);
    for (const name of names.slice(0, 500)) await writeFile(join(whole, name), '');
    const five = { files: names.slice(0, 500).map((name) => join(whole, name)), areMore: false };
    expect(await audioFilesIn([whole])).toEqual(five);
    await writeFile(join(whole, '500.wav'), '');
    expect(await audioFilesIn([whole])).toEqual({ ...five, areMore: true });
    await writeFile(join(whole, '000.wav'), silentWav(0.1));
    const outcome = await (await open()).createPlaylist('Mine', [whole]);
    if (!outcome.ok) throw new Error(outcome.problem.sentence);
    expect(outcome.value.leftOut).toHaveLength(500);
    expect(outcome.value.leftOut.at(-1)?.sentence).toBe('Only the first 500 files were taken.');
  });

  test('a folder without music is a Problem', async () => {
    const empty = join(folder, `empty-${caseNumber}`);
    await mkdir(empty);
    const outcome = await (await open()).createPlaylist('Mine', [empty]);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'music-import-none' } });
  });

  test('a check finds what is missing, silent, broken, not checked, and too short', async () => {
    const quiet = join(sources, 'quiet.wav');
    await writeFile(quiet, silentWav(3));
    const library = await open();
    const paths = [quiet, ...['a.wav', 'b.mp3', 'c.flac', 'd.ogg'].map((file) => join(sources, file))];
    const playlistId = await importOne(library, ...paths);
    const tracks = library.playlist(playlistId)?.tracks ?? [];
    await rm(join(directory, 'tracks', `${tracks[1]?.trackId}.wav`));
    const decode: Decode = async (track) => {
      if (track.format === 'mp3')
        return { ok: false, problem: { code: 'music-not-decodable', sentence: '', remedy: '' } };
      if (track.format === 'flac')
        return { ok: false, problem: { code: 'music-probe-too-slow', sentence: '', remedy: '' } };
      return { ok: true, value: { durationMs: 5_000, peakDb: track.format === 'wav' ? -120 : -12 } };
    };
    const outcome = await library.check(playlistId, { longestJourneyMs: 60 * MINUTE, reserveMs: 30 * MINUTE }, decode);
    expect(outcome.ok && outcome.value.problems.map((problem) => problem.code)).toEqual([
      'music-track-silent',
      'music-track-missing',
      'music-track-not-decodable',
      'music-track-not-checked',
      'music-too-short',
    ]);
  });

  test.each([
    [-59.9, []],
    [-60, []],
    [-60.1, ['music-track-silent']],
  ])('a track whose loudest place is %d dBFS', async (peakDb, codes) => {
    const library = await open();
    const playlistId = await importOne(library, join(sources, 'a.wav'));
    const outcome = await library.check(playlistId, noNeed, async () => ({
      ok: true,
      value: { durationMs: 5_000, peakDb },
    }));
    expect(outcome.ok && outcome.value.problems.map((problem) => problem.code)).toEqual(codes);
  });

  test('two imports at once both stay', async () => {
    const library = await open();
    await Promise.all(['a.wav', 'b.mp3', 'c.flac'].map((file) => importOne(library, join(sources, file))));
    expect((await open()).listPlaylists()).toHaveLength(4);
  });

  test('a damaged list is told with a remedy; the built-in set stays, and the damaged list is kept', async () => {
    for (const [index, text] of ['{"version":1,"tr', '[]', '{"version":1,"tracks":[],"playlists":[{}]}'].entries()) {
      directory = join(folder, `damaged-${index}`);
      await mkdir(directory);
      await writeFile(join(directory, 'library.json'), text);
      const library = await open();
      expect(library.problem?.code).toBe('music-library-unreadable');
      expect(library.problem?.remedy).not.toBe('');
      expect(library.listPlaylists().map((playlist) => playlist.playlistId)).toEqual(['built-in']);
      await importOne(library, join(sources, 'a.wav'));
      expect(await readFile(join(directory, 'library.damaged.json'), 'utf8')).toBe(text);
      expect((await open()).problem).toBeNull();
    }
  });

  test('a playlist that names an unknown track is a damaged list', async () => {
    await mkdir(directory);
    const playlists = [{ playlistId: 'x', title: 'X', endless: false, trackIds: [`track-${'0'.repeat(32)}`] }];
    await writeFile(join(directory, 'library.json'), JSON.stringify({ version: 1, tracks: [], playlists }));
    expect((await open()).problem?.code).toBe('music-library-unreadable');
  });

  test('the list of a newer version is never written over', async () => {
    await mkdir(directory);
    const text = '{"version":3,"anything":true}';
    await writeFile(join(directory, 'library.json'), text);
    const library = await open();
    expect(library.problem?.code).toBe('music-library-newer');
    expect(await library.createPlaylist('Mine', [join(sources, 'a.wav')])).toMatchObject({
      ok: false,
      problem: { code: 'music-library-newer' },
    });
    expect(await readFile(join(directory, 'library.json'), 'utf8')).toBe(text);
  });

  test('what was measured is kept, counts more than the tags, and stays with the next import of the same file', async () => {
    const library = await open();
    const playlistId = await importOne(library, join(sources, 'a.wav'));
    const [track] = library.unmeasured();
    expect(library.unmeasured()).toHaveLength(1);
    const edges = { headDb: -30, tailDb: -31, headSilenceMs: 0, tailSilenceMs: 120 };
    const found = { durationMs: 5_000, playerMs: 5_501, loudnessDb: -17.5, peakDb: -1.25, edges };
    expect(await library.keepMeasure(track?.trackId ?? '', found)).toEqual({ ok: true, value: null });
    expect(await library.keepMeasure(`track-${'0'.repeat(32)}`, found)).toEqual({ ok: true, value: null });
    await importOne(library, join(sources, 'a.wav'));
    for (const one of [library, await open()]) {
      expect(one.unmeasured()).toEqual([]);
      const known = { loudnessDb: -17.5, peakDb: -1.25, edges, isLengthDisputed: true, durationMs: 5_000 };
      expect(one.tracks()[0]).toMatchObject(known);
      expect(one.playlist(playlistId)?.tracks[0]).toMatchObject(known);
    }
    expect(await readFile(join(directory, 'library.json'), 'utf8')).toContain('"version": 2');
  });

  test('a list of version 1 is read, and its tracks are there to be measured', async () => {
    await mkdir(directory);
    const trackId = `track-${'a'.repeat(32)}`;
    const tags = { trackId, title: 'Old', artist: null, durationMs: 5_000, format: 'wav', loudnessDb: -20 };
    const playlists = [{ playlistId: 'x', title: 'X', endless: false, trackIds: [trackId] }];
    await writeFile(join(directory, 'library.json'), JSON.stringify({ version: 1, tracks: [tags], playlists }));
    const library = await open();
    expect(library.problem).toBeNull();
    expect(library.unmeasured()).toEqual([tags]);
    expect(library.playlist('x')?.tracks[0]).toMatchObject({ title: 'Old', loudnessDb: -20 });
  });

  test('who measured the whole of a track knows better whether it is silent than who listened here and there', async () => {
    const library = await open();
    const playlistId = await importOne(library, join(sources, 'a.wav'));
    const trackId = library.unmeasured()[0]?.trackId ?? '';
    const edges = { headDb: null, tailDb: null, headSilenceMs: 0, tailSilenceMs: 0 };
    const heard: Decode = async () => ({ ok: true, value: { durationMs: 5_000, peakDb: -90 } });
    const codesWith = async (peakDb: number) => {
      await library.keepMeasure(trackId, { durationMs: 5_000, playerMs: 5_000, loudnessDb: null, peakDb, edges });
      const checked = await library.check(playlistId, noNeed, heard);
      return checked.ok && checked.value.problems.map((problem) => problem.code);
    };
    expect(await codesWith(-59.9)).toEqual([]);
    expect(await codesWith(-60.1)).toEqual(['music-track-silent']);
  });

  test('an import tells how far it is; stopped, it keeps what is whole and makes no playlist', async () => {
    const library = await open();
    const stop = new AbortController();
    const told: unknown[] = [];
    const outcome = await library.createPlaylist('Mine', [join(sources, 'a.wav'), join(sources, 'b.mp3')], {
      onProgress: (progress) => {
        told.push(progress);
        if (progress.done === 1) stop.abort();
      },
      signal: stop.signal,
    });
    expect(told).toEqual([
      { done: 0, of: 2 },
      { done: 1, of: 2 },
    ]);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'music-import-stopped' } });
    expect(!outcome.ok && outcome.problem.sentence).toContain('1 of 2 files');
    expect(library.listPlaylists()).toHaveLength(1);
    expect((await open()).unmeasured().map(({ title }) => title)).toEqual(['Title of a.wav']);
    expect(await readdir(join(directory, 'tracks'))).toHaveLength(1);
  });

  test('a folder that can’t be written is a Problem, and nothing half is left', async () => {
    await writeFile(directory, 'a file where the folder should be');
    const outcome = await (await open()).createPlaylist('Mine', [join(sources, 'a.wav')]);
    expect(outcome).toMatchObject({ ok: false });
  });

  test('a copy that was cut off in the library is served as an error of the stream at most', async () => {
    const library = await open();
    const playlistId = await importOne(library, join(sources, 'a.wav'));
    const track = library.playlist(playlistId)?.tracks[0];
    const source = await library.mediaSource(track?.trackId ?? '');
    await truncate(join(directory, 'tracks', `${track?.trackId}.wav`), 1_000);
    const stream = await source?.open(0, (source?.sizeBytes ?? 0) - 1);
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow();
  });
});

describe('the music library without any files', () => {
  test('has the built-in set, checks it as long enough, and serves it', async () => {
    const library = await open();
    const need = { longestJourneyMs: 600 * MINUTE, reserveMs: 30 * MINUTE };
    const outcome = await library.check('built-in', need, sounds);
    expect(outcome).toMatchObject({ ok: true, value: { problems: [] } });
    expect((await library.mediaSource('built-in-1'))?.contentType).toBe('audio/ogg');
    expect(await library.mediaSource('built-in-9')).toBeNull();
    expect(await library.mediaSource('..')).toBeNull();
  });

  test('an unknown playlist and an empty choice are Problems', async () => {
    const library = await open();
    expect(await library.check('nope', noNeed, sounds)).toMatchObject({ ok: false });
    expect(await library.createPlaylist('Mine', [])).toMatchObject({ ok: false });
  });
});
