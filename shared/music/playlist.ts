import { type Section, sectionLevelDb, sections } from './section.ts';
import type { Playlist, PlaylistTrack, Track } from './track.ts';

/**
 * One piece in a playlist: a track of the library, whole or from `startMs` to `endMs` of its file (null is its end). Title
 * and length are kept with it, so that a piece whose track is gone can still be named.
 */
export type PlaylistEntry = {
  readonly entryId: string;
  readonly trackId: string;
  readonly title: string;
  readonly fileMs: number;
  readonly startMs: number;
  readonly endMs: number | null;
};

export type Sections = Readonly<Record<Section, readonly PlaylistEntry[]>>;

/** A playlist by sections, as a clinic keeps it. */
export type SectionedPlaylist = { readonly playlistId: string; readonly title: string; readonly sections: Sections };

/** Where an entry stands, or is to stand: `index` counts the others of the section. */
export type EntryPlace = { readonly section: Section; readonly index: number };

/** Less than this is a slip of the hand, not a piece of music. */
export const SHORTEST_HEARD_MS = 5_000;
/** More entries than any session needs. */
export const MOST_ENTRIES = 500;

export const noEntries: Sections = { opening: [], onset: [], peak: [], return: [], landing: [], extension: [] };

/** All entries in the order they are heard in, each with its section. */
export function entriesInOrder(list: Sections): readonly (PlaylistEntry & { readonly section: Section })[] {
  return sections.flatMap((section) => list[section].map((entry) => ({ ...entry, section })));
}

/** Where an entry stands; null where the list does not have it. */
export function placeOf(list: Sections, entryId: string): EntryPlace | null {
  for (const section of sections) {
    const index = list[section].findIndex((entry) => entry.entryId === entryId);
    if (index >= 0) return { section, index };
  }
  return null;
}

/** The list without an entry. */
export function withoutEntry(list: Sections, entryId: string): Sections {
  const place = placeOf(list, entryId);
  if (place === null) return list;
  return { ...list, [place.section]: list[place.section].filter((entry) => entry.entryId !== entryId) };
}

function inserted(list: Sections, entry: PlaylistEntry, { section, index }: EntryPlace): Sections {
  const before = list[section];
  const at = Math.min(before.length, Math.max(0, Math.trunc(index)));
  return { ...list, [section]: [...before.slice(0, at), entry, ...before.slice(at)] };
}

/** The list with an entry somewhere else; a place beyond a section's end is its end. */
export function withEntryMoved(list: Sections, entryId: string, to: EntryPlace): Sections {
  const place = placeOf(list, entryId);
  const entry = place === null ? undefined : list[place.section][place.index];
  return entry === undefined ? list : inserted(withoutEntry(list, entryId), entry, to);
}

/** The list with an entry one place earlier or later; beyond a section's end it goes over into the next one. */
export function withEntryStepped(list: Sections, entryId: string, direction: -1 | 1): Sections {
  const place = placeOf(list, entryId);
  if (place === null) return list;
  const { section, index } = place;
  const isInside = direction === -1 ? index > 0 : index < list[section].length - 1;
  if (isInside) return withEntryMoved(list, entryId, { section, index: index + direction });
  const neighbour = sections[sections.indexOf(section) + direction];
  if (neighbour === undefined) return list;
  return withEntryMoved(list, entryId, {
    section: neighbour,
    index: direction === -1 ? list[neighbour].length : 0,
  });
}

/** The list with a whole track at the end of a section. Its entry gets the first id that is free in this list. */
export function withTrackAdded(
  list: Sections,
  section: Section,
  track: Pick<Track, 'trackId' | 'title' | 'durationMs'>,
): Sections {
  const known = new Set(entriesInOrder(list).map(({ entryId }) => entryId));
  let number = known.size + 1;
  while (known.has(`entry-${number}`)) number += 1;
  const { trackId, title, durationMs } = track;
  const entry = { entryId: `entry-${number}`, trackId, title, fileMs: durationMs, startMs: 0, endMs: null };
  return inserted(list, entry, { section, index: list[section].length });
}

/** The list with an entry heard from one place of its file to another; null where less than five seconds would be heard. */
export function withEntryTrimmed(
  list: Sections,
  entryId: string,
  startMs: number,
  endMs: number | null,
): Sections | null {
  const place = placeOf(list, entryId);
  const entry = place === null ? undefined : list[place.section][place.index];
  if (place === null || entry === undefined) return list;
  const end = endMs === null || endMs >= entry.fileMs ? null : endMs;
  const trimmed = { ...entry, startMs, endMs: end };
  const isWhole = startMs === 0 && end === null;
  if (startMs < 0 || (!isWhole && heardMsOf(trimmed) < SHORTEST_HEARD_MS)) return null;
  const changed = list[place.section].map((one) => (one.entryId === entryId ? trimmed : one));
  return { ...list, [place.section]: changed };
}

/** How long an entry is heard. */
export function heardMsOf({ fileMs, startMs, endMs }: Pick<PlaylistEntry, 'fileMs' | 'startMs' | 'endMs'>): number {
  return Math.max(0, Math.min(endMs ?? fileMs, fileMs) - startMs);
}

/** How long the entries before the extension last together; crossfades are not taken off. */
export function arcMsOf(list: Sections): number {
  return entriesInOrder(list)
    .filter(({ section }) => section !== 'extension')
    .reduce((sum, entry) => sum + heardMsOf(entry), 0);
}

/** An entry as it is played: with what the library knows of its track now, or as it was last known where it is gone. */
export function heardTrack(
  entry: PlaylistEntry & { readonly section: Section },
  track: Track | null,
): PlaylistTrack & { readonly section: Section } {
  const { trackId, title, section, startMs, endMs } = entry;
  const known: Track = track ?? {
    trackId,
    title,
    artist: null,
    durationMs: entry.fileMs,
    format: 'wav',
    loudnessDb: null,
  };
  const isWhole = startMs === 0 && endMs === null;
  return {
    ...known,
    section,
    durationMs: heardMsOf({ fileMs: known.durationMs, startMs, endMs }),
    levelDb: sectionLevelDb[section],
    ...(isWhole ? {} : { cut: { fromMs: startMs, toMs: endMs } }),
  };
}

/** The playlist as the player takes it. With an extension it never ends: the extension is repeated. */
export function heardPlaylist(
  { playlistId, title, sections: list }: SectionedPlaylist,
  trackOf: (trackId: string) => Track | null,
): Playlist {
  const entries = entriesInOrder(list);
  const endless = list.extension.length > 0;
  return {
    playlistId,
    title,
    builtIn: false,
    endless,
    ...(endless ? { repeatsFrom: entries.length - list.extension.length } : {}),
    tracks: entries.map((entry) => heardTrack(entry, trackOf(entry.trackId))),
  };
}
