/** The audio formats the library takes; what the bytes are, not what the file is called. */
export type AudioFormat = 'wav' | 'mp3' | 'ogg' | 'opus' | 'flac' | 'm4a';

/** One piece of music in the library. `loudnessDb` is its integrated loudness in LUFS; null where nobody measured it. */
export type Track = {
  readonly trackId: string;
  readonly title: string;
  readonly artist: string | null;
  readonly durationMs: number;
  readonly format: AudioFormat;
  readonly loudnessDb: number | null;
};

/** An ordered list of tracks. An endless one starts over with its first track; any other ends in the safety bed. */
export type Playlist = {
  readonly playlistId: string;
  readonly title: string;
  readonly builtIn: boolean;
  readonly endless: boolean;
  readonly tracks: readonly Track[];
};

/** How long a playlist's tracks last together; crossfades are not taken off. */
export function totalDurationMs(playlist: Playlist): number {
  return playlist.tracks.reduce((total, track) => total + track.durationMs, 0);
}

/** The part of the arc that each track belongs to, by number: neighbours with the same one are one part. */
export function partsOf(playlist: Playlist): readonly number[] {
  return playlist.tracks.map((_, index) => index);
}
