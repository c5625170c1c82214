import { mkdir } from 'node:fs/promises';
import { noEntries, type SectionedPlaylist, type Sections, withTrackAdded } from '../../shared/music/playlist.ts';
import { sectionedPlaylistSchema } from '../../shared/music/playlist-schema.ts';
import type { Section } from '../../shared/music/section.ts';
import type { Track } from '../../shared/music/track.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { inTurn } from './in-turn.ts';
import type { LibraryContent } from './library-file.ts';
import {
  playlistsNewer,
  playlistsUnreadable,
  readPlaylistFile,
  setDamagedPlaylistsAside,
  writePlaylistFile,
} from './playlist-file.ts';
import { stored } from './storage-problem.ts';

/** A playlist that is to be kept; without an id it is a new one. */
export type PlaylistDraft = {
  readonly playlistId: string | null;
  readonly title: string;
  readonly sections: Sections;
};

/** The clinic's own playlists, each kept whole or not at all. */
export interface PlaylistShelf {
  /** What is wrong with the file, found when it was opened. */
  readonly problem: Problem | null;
  list(): readonly SectionedPlaylist[];
  /** Keeps a new playlist, or another form of one that is known. A title that is taken gets a number. */
  save(draft: PlaylistDraft): Promise<Outcome<SectionedPlaylist>>;
  /** Removes a playlist; its tracks stay in the library. */
  remove(playlistId: string): Promise<Outcome<null>>;
}

/** Somebody asks for a playlist that was removed. */
export const playlistGone: Problem = {
  code: 'music-list-unknown',
  sentence: 'That playlist is not there any more.',
  remedy: 'Go back to the list of playlists and choose another one.',
};

const refused: Problem = {
  code: 'playlist-not-valid',
  sentence: 'The playlist can’t be kept like this.',
  remedy: 'Give it a title of at most 120 letters and at most 500 entries.',
};

/** Tracks one after another in one section. */
export function sectionsOf(section: Section, tracks: readonly Track[]): Sections {
  return tracks.reduce((list, track) => withTrackAdded(list, section, track), noEntries);
}

/**
 * The playlists of the time before there were sections. They were played at one level, so they stand in the section that
 * is neither raised nor lowered; one without end is an extension, which is repeated.
 */
function fromBefore({ tracks, playlists }: LibraryContent): SectionedPlaylist[] {
  const known = new Map(tracks.map((track) => [track.trackId, track]));
  return playlists.map(({ playlistId, title, endless, trackIds }) => ({
    playlistId,
    title: title.trim() || 'Playlist',
    sections: sectionsOf(
      endless ? 'extension' : 'peak',
      trackIds.flatMap((trackId) => known.get(trackId) ?? []),
    ),
  }));
}

/** The title itself, or with the first number that makes it another than all of these. */
export function freeTitle(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  let number = 2;
  while (taken.has(`${title.slice(0, 112)} (${number})`)) number += 1;
  return `${title.slice(0, 112)} (${number})`;
}

/**
 * Opens the playlists in the library's folder; where there is no such file yet, those that an older version kept in the
 * library's own list. `newId` gives ids for new playlists. A damaged file is a Problem of the shelf, not a failure.
 */
export async function openPlaylistShelf(options: {
  readonly directory: string;
  readonly newId: () => string;
  readonly before: LibraryContent;
}): Promise<PlaylistShelf> {
  const { directory, newId, before } = options;
  const found = await readPlaylistFile(directory);
  let playlists: readonly SectionedPlaylist[] = [];
  if (found.kind === 'read') playlists = found.playlists;
  if (found.kind === 'none') playlists = fromBefore(before);
  let isDamaged = found.kind === 'damaged';
  // Each writes all playlists as the one before left them.
  const changing = inTurn();

  async function write(next: readonly SectionedPlaylist[]): Promise<Outcome<null>> {
    if (found.kind === 'newer') return { ok: false, problem: playlistsNewer };
    const written = await stored(async () => {
      await mkdir(directory, { recursive: true });
      if (isDamaged) await setDamagedPlaylistsAside(directory);
      isDamaged = false;
      await writePlaylistFile(directory, next);
    });
    if (!written.ok) return written;
    playlists = next;
    return written;
  }

  async function save({ playlistId, title, sections }: PlaylistDraft): Promise<Outcome<SectionedPlaylist>> {
    if (playlistId !== null && !playlists.some((one) => one.playlistId === playlistId)) {
      return { ok: false, problem: playlistGone };
    }
    const taken = new Set(playlists.filter((one) => one.playlistId !== playlistId).map((one) => one.title));
    const kept = sectionedPlaylistSchema.safeParse({
      playlistId: playlistId ?? newId(),
      title: freeTitle(title.trim(), taken),
      sections,
    });
    if (!kept.success) return { ok: false, problem: refused };
    const { data } = kept;
    const next =
      playlistId === null ? [...playlists, data] : playlists.map((one) => (one.playlistId === playlistId ? data : one));
    const written = await write(next);
    return written.ok ? { ok: true, value: data } : written;
  }

  async function remove(playlistId: string): Promise<Outcome<null>> {
    const next = playlists.filter((one) => one.playlistId !== playlistId);
    return next.length === playlists.length ? { ok: false, problem: playlistGone } : write(next);
  }

  const problems = { damaged: playlistsUnreadable, newer: playlistsNewer, none: null, read: null };
  return {
    problem: problems[found.kind],
    list: () => playlists,
    save: (draft) => changing(() => save(draft)),
    remove: (playlistId) => changing(() => remove(playlistId)),
  };
}
