import type { MeasureFault } from '../music/measuring.ts';
import type { SectionedPlaylist } from '../music/playlist.ts';
import type { Track } from '../music/track.ts';

/** All that playlists are made of, as the editor asks for it. */
export type ShelfPicture = {
  readonly tracks: readonly Track[];
  readonly playlists: readonly SectionedPlaylist[];
  /** The playlist of the session that runs: it stays as it was checked. Null where none runs or none is chosen. */
  readonly inUse: string | null;
  /** How long the music must last: the longest journey and the reserve behind it. */
  readonly neededMs: number;
  /** Tracks that were to be measured and could not be. */
  readonly unmeasurable: readonly { readonly trackId: string; readonly fault: MeasureFault }[];
  /** How long two tracks overlap. */
  readonly crossfadeMs: number;
};

/** What came of a playlist's file. */
export type PlaylistImportPicture = {
  readonly playlistId: string;
  readonly title: string;
  /** Titles of entries whose track is not in this library; they stand in the list until it is. */
  readonly missing: readonly string[];
  /** Titles of entries that were left out: nothing in the file says which track they are. */
  readonly leftOut: readonly string[];
};
