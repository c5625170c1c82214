import { heardMsOf, noEntries, type PlaylistEntry, type Sections } from './playlist.ts';
import type { ImportedEntry, ImportedPlaylist } from './playlist-export.ts';
import type { Track } from './track.ts';

/** Lengths that are told by different programs differ by up to this. */
const SAME_LENGTH_MS = 2_000;

/** A file's playlist joined to this library. */
export type MatchedPlaylist = {
  readonly sections: Sections;
  /** Titles of entries whose track is not in this library: they stand in the list, and sound once their file is imported. */
  readonly missing: readonly string[];
  /** Titles of entries that can't be told from each other without their file: they are left out. */
  readonly leftOut: readonly string[];
};

function trackFor(entry: ImportedEntry, tracks: readonly Track[]): Track | null {
  const byContent = tracks.find(({ trackId }) => trackId === entry.trackId);
  if (byContent !== undefined || entry.trackId !== null) return byContent ?? null;
  const named = tracks.filter(
    (track) =>
      track.title === entry.title &&
      (entry.artist === null || track.artist === entry.artist) &&
      (entry.fileMs === null || Math.abs(track.durationMs - entry.fileMs) <= SAME_LENGTH_MS),
  );
  // Two that fit are none: the wrong music is worse than a missing piece.
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Finds a file's tracks in the library: by their content, which their id is made from, else by title, artist and length. */
export function matchedPlaylist({ entries }: ImportedPlaylist, tracks: readonly Track[]): MatchedPlaylist {
  const missing: string[] = [];
  const leftOut: string[] = [];
  let list: Sections = noEntries;
  for (const [index, entry] of entries.entries()) {
    const track = trackFor(entry, tracks);
    const trackId = track?.trackId ?? entry.trackId;
    const fileMs = track?.durationMs ?? entry.fileMs;
    // A cut beyond the end of a file that is shorter here is none.
    const isCutSound = fileMs !== null && heardMsOf({ ...entry, fileMs }) > 0;
    if (trackId === null || fileMs === null) {
      leftOut.push(entry.title);
      continue;
    }
    if (track === null) missing.push(entry.title);
    const added: PlaylistEntry = {
      entryId: `entry-${index + 1}`,
      trackId,
      title: track?.title ?? entry.title,
      fileMs,
      startMs: isCutSound ? entry.startMs : 0,
      endMs: isCutSound ? entry.endMs : null,
    };
    list = { ...list, [entry.section]: [...list[entry.section], added] };
  }
  return { sections: list, missing, leftOut };
}
