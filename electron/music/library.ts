import { SILENT_BELOW_DB } from '../../shared/music/level.ts';
import type { DecodedTrack } from '../../shared/music/measure-messages.ts';
import { heardPlaylist } from '../../shared/music/playlist.ts';
import {
  checkPlaylist,
  isLengthDisputed,
  type MusicNeed,
  type TrackFinding,
} from '../../shared/music/playlist-check.ts';
import type { Playlist, Track } from '../../shared/music/track.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Progress } from '../../shared/progress.ts';
import { CONTENT_TYPE_OF } from './audio-file.ts';
import { audioFilesIn } from './audio-files-in.ts';
import { BUILT_IN_PLAYLIST, type BuiltInSet } from './built-in-set.ts';
import { mediaSourceOfFile } from './file-bytes.ts';
import { fileOfTrack, type ImportedTrack, importAudioFile } from './import-audio-file.ts';
import { inTurn } from './in-turn.ts';
import {
  type KeptTrack,
  type LibraryContent,
  libraryNotWritable,
  readLibraryFile,
  setDamagedFileAside,
  writeLibraryFile,
} from './library-file.ts';
import type { MediaSource } from './media-source.ts';
import { openPlaylistShelf, type PlaylistShelf, sectionsOf } from './playlist-shelf.ts';
import { stored } from './storage-problem.ts';

/** What the player finds when it decodes a track: its length, and the highest level heard where it listened. */
export type ProbeFinding = { readonly durationMs: number; readonly peakDb: number };
/** Has the player window decode a track. A Problem with the code `music-probe-too-slow` says nothing about the file. */
export type Decode = (track: Track) => Promise<Outcome<ProbeFinding>>;

/** What a check found; without problems the playlist can be trusted with a session. */
export type PlaylistCheck = { readonly playlist: Playlist; readonly problems: readonly Problem[] };

/** A playlist that was just made, and a Problem for each file that did not come into it. */
export type ImportedPlaylist = Playlist & { readonly leftOut: readonly Problem[] };

/** Follows an import, file by file, and stops it. */
export type WatchedImport = {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
};

const unwatched: WatchedImport = { onProgress: () => {}, signal: new AbortController().signal };

const LONGEST_TITLE = 120;

export interface MusicLibrary {
  /** What is wrong with the library's list, found when it was opened; the built-in set works all the same. */
  readonly problem: Problem | null;
  /** Every playlist, the built-in one first. */
  listPlaylists(): readonly Playlist[];
  playlist(playlistId: string): Playlist | null;
  /** The clinic's own playlists by sections, as they are kept and changed. */
  readonly shelf: PlaylistShelf;
  /** Every track that a playlist can hold, those of the built-in set last. */
  tracks(): readonly Track[];
  /**
   * Copies the files at these absolute paths, and those in the folders among them, into the library and lists them in
   * this order. What can't be taken is named and left out; without one good file there is no playlist. Where it is stopped
   * there is none either, and what was copied whole stays in the library.
   */
  createPlaylist(title: string, paths: readonly string[], watched?: WatchedImport): Promise<Outcome<ImportedPlaylist>>;
  /** Own tracks that nobody measured yet. */
  unmeasured(): readonly Track[];
  /** Keeps what decoding a track found. Nothing where the library has no such track. */
  keepMeasure(trackId: string, found: DecodedTrack): Promise<Outcome<null>>;
  /** Whether every file is there, decodes and sounds, and whether the whole is long enough. */
  check(playlistId: string, need: MusicNeed, decode: Decode): Promise<Outcome<PlaylistCheck>>;
  /** A track's bytes for the media handler; null where the library has none. */
  mediaSource(trackId: string): Promise<MediaSource | null>;
}

const unknownPlaylist: Problem = {
  code: 'music-list-unknown',
  sentence: 'That playlist is not in the library.',
  remedy: 'Choose another playlist.',
};

const noMusicThere: Problem = {
  code: 'music-import-none',
  sentence: 'No audio files were found in that folder.',
  remedy: 'Choose a folder with WAV, FLAC, Ogg, Opus, MP3 or M4A files.',
};

function stopped(taken: number, of: number): Problem {
  return {
    code: 'music-import-stopped',
    sentence: `The import was stopped: ${taken} of ${of} files are in the library, and no playlist was made.`,
    remedy: 'Make a playlist of them by hand, or bring the same files again: what is there already is not kept twice.',
  };
}

function tooManyFiles(taken: number): Problem {
  return {
    code: 'music-import-too-many',
    sentence: `Only the first ${taken} files were taken.`,
    remedy: 'Bring the rest as a playlist of its own.',
  };
}

/** A track as the rest of the house knows it: what was measured counts more than what its tags say. */
function knownTrack({ measured, ...tags }: KeptTrack): Track {
  if (measured === null) return tags;
  const { loudnessDb, peakDb, edges, playerMs } = measured;
  return {
    ...tags,
    loudnessDb: loudnessDb ?? tags.loudnessDb,
    peakDb,
    edges,
    isLengthDisputed: isLengthDisputed(tags.durationMs, playerMs),
  };
}

async function stateOf(track: Track, isThere: boolean, decode: Decode): Promise<TrackFinding> {
  const { trackId } = track;
  if (!isThere) return { trackId, state: 'missing' };
  const found = await decode(track);
  if (found.ok) {
    const { durationMs, peakDb } = found.value;
    // Who listened to the whole of it knows better than who listened here and there.
    const loudestDb = track.peakDb ?? peakDb;
    return { trackId, state: loudestDb < SILENT_BELOW_DB ? 'silent' : 'sound', durationMs };
  }
  return { trackId, state: found.problem.code === 'music-not-decodable' ? 'not-decodable' : 'not-checked' };
}

/**
 * Opens the music library in `directory` (made when the first music is imported). `newId` gives ids for new playlists.
 * A damaged list is a Problem of the library, not a failure: the built-in set must always play.
 */
export async function openMusicLibrary(options: {
  readonly directory: string;
  readonly builtInSet: BuiltInSet;
  readonly newId: () => string;
}): Promise<MusicLibrary> {
  const { directory, builtInSet, newId } = options;
  const opened = await readLibraryFile(directory);
  let content: LibraryContent = opened.content;
  let isDamaged = opened.problem !== null && opened.mayWrite;
  const importing = inTurn();

  const shelf = await openPlaylistShelf({ directory, newId, before: content });

  /** The tracks as they are known, made anew only when the list has changed. */
  let own: { readonly of: LibraryContent; readonly tracks: readonly Track[]; readonly open: readonly Track[] } | null =
    null;
  function known(): { readonly tracks: readonly Track[]; readonly open: readonly Track[] } {
    if (own?.of === content) return own;
    const tracks = content.tracks.map(knownTrack);
    own = { of: content, tracks, open: tracks.filter((_, index) => content.tracks[index]?.measured === null) };
    return own;
  }
  const allTracks = (): readonly Track[] => [...known().tracks, ...BUILT_IN_PLAYLIST.tracks];

  /** Writes the list as `next`; the library has it once it is on disk. */
  async function write(next: LibraryContent): Promise<Outcome<null>> {
    const written = await stored(async () => {
      if (isDamaged) await setDamagedFileAside(directory);
      isDamaged = false;
      await writeLibraryFile(directory, next);
    });
    if (!written.ok) return written;
    content = next;
    return { ok: true, value: null };
  }

  /** The playlists as they are heard, made anew only when tracks or lists have changed: they are asked for at every turn. */
  let heard: { readonly of: readonly [LibraryContent, unknown]; readonly playlists: readonly Playlist[] } | null = null;

  function playlists(): readonly Playlist[] {
    const lists = shelf.list();
    if (heard?.of[0] === content && heard.of[1] === lists) return heard.playlists;
    const byId = new Map(allTracks().map((track) => [track.trackId, track]));
    const own = lists.map((list) => heardPlaylist(list, (trackId) => byId.get(trackId) ?? null));
    heard = { of: [content, lists], playlists: [BUILT_IN_PLAYLIST, ...own] };
    return heard.playlists;
  }

  /** Lists tracks that were copied, each once; what is known of one that is there already stays known. */
  function listTracks(tracks: readonly ImportedTrack[]): Promise<Outcome<null>> {
    const listed = new Map(content.tracks.map((track) => [track.trackId, track]));
    for (const track of tracks) {
      listed.set(track.trackId, { ...track, measured: listed.get(track.trackId)?.measured ?? null });
    }
    return write({ ...content, tracks: [...listed.values()] });
  }

  async function importAll(
    title: string,
    paths: readonly string[],
    { onProgress, signal }: WatchedImport,
  ): Promise<Outcome<ImportedPlaylist>> {
    if (!opened.mayWrite) return { ok: false, problem: opened.problem ?? libraryNotWritable };
    const tracks: ImportedTrack[] = [];
    const leftOut: Problem[] = [];
    const { files, areMore } = await audioFilesIn(paths);
    for (const [index, path] of files.entries()) {
      onProgress({ done: index, of: files.length });
      const imported = await importAudioFile(directory, path, signal).catch((error: unknown) => {
        if (signal.aborted) return null;
        throw error;
      });
      if (imported === null || signal.aborted) {
        if (imported?.ok === true) tracks.push(imported.value);
        const listed = await listTracks(tracks);
        return listed.ok ? { ok: false, problem: stopped(tracks.length, files.length) } : listed;
      }
      if (imported.ok) tracks.push(imported.value);
      else if (imported.problem.code === 'music-import-unreadable') leftOut.push(imported.problem);
      else return imported;
    }
    if (tracks.length === 0) return { ok: false, problem: leftOut[0] ?? noMusicThere };
    if (areMore) leftOut.push(tooManyFiles(files.length));
    const listed = await listTracks(tracks);
    if (!listed.ok) return listed;
    const name = title.trim().slice(0, LONGEST_TITLE) || 'Playlist';
    const kept = await shelf.save({ playlistId: null, title: name, sections: sectionsOf('peak', tracks) });
    if (!kept.ok) return kept;
    const byId = new Map(known().tracks.map((track) => [track.trackId, track]));
    const playlist = heardPlaylist(kept.value, (trackId) => byId.get(trackId) ?? null);
    return { ok: true, value: { ...playlist, leftOut } };
  }

  async function mediaSource(trackId: string): Promise<MediaSource | null> {
    const builtIn = await builtInSet.mediaSource(trackId);
    if (builtIn !== null) return builtIn;
    const track = content.tracks.find((one) => one.trackId === trackId);
    return track === undefined ? null : mediaSourceOfFile(fileOfTrack(directory, track), CONTENT_TYPE_OF[track.format]);
  }

  return {
    problem: opened.problem ?? shelf.problem,
    shelf,
    tracks: allTracks,
    listPlaylists: playlists,
    playlist: (playlistId) => playlists().find((one) => one.playlistId === playlistId) ?? null,
    createPlaylist(title, paths, watched = unwatched) {
      if (paths.length === 0) {
        const problem: Problem = {
          code: 'music-import-empty',
          sentence: 'No files were chosen.',
          remedy: 'Choose at least one audio file.',
        };
        return Promise.resolve({ ok: false, problem });
      }
      // Each writes the list as the one before left it.
      return importing(() => importAll(title, paths, watched));
    },
    unmeasured: () => known().open,
    keepMeasure: (trackId, measured) =>
      importing(async () => {
        if (!opened.mayWrite) return { ok: false, problem: opened.problem ?? libraryNotWritable };
        if (!content.tracks.some((track) => track.trackId === trackId)) return { ok: true, value: null };
        const tracks = content.tracks.map((track) => (track.trackId === trackId ? { ...track, measured } : track));
        return write({ ...content, tracks });
      }),
    async check(playlistId, need, decode) {
      const playlist = playlists().find((one) => one.playlistId === playlistId);
      if (playlist === undefined) return { ok: false, problem: unknownPlaylist };
      const builtIn = new Set(BUILT_IN_PLAYLIST.tracks.map((track) => track.trackId));
      if (playlist.tracks.some((track) => builtIn.has(track.trackId))) {
        const rendered = await builtInSet.ready();
        if (!rendered.ok) return rendered;
      }
      const findings: TrackFinding[] = [];
      for (const track of new Map(playlist.tracks.map((one) => [one.trackId, one])).values()) {
        findings.push(await stateOf(track, (await mediaSource(track.trackId)) !== null, decode));
      }
      return { ok: true, value: { playlist, problems: checkPlaylist(playlist, findings, need) } };
    },
    mediaSource,
  };
}
