import type { Section } from './section.ts';

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
  /** Its largest sample in dBFS; left out where nobody measured it. */
  readonly peakDb?: number;
  /** The player takes it to be longer or shorter than it is, and looks for places in it where they are not. */
  readonly isLengthDisputed?: boolean;
  /** How it begins and ends; left out where nobody measured it. */
  readonly edges?: TrackEdges;
};

/**
 * A track's edges as they are in its file: short-term loudness of the first and last 15 s in LUFS, and how long it is
 * silent (below -60 dBFS) before its first and behind its last sound. Null where it was not measured.
 */
export type TrackEdges = {
  readonly headDb: number | null;
  readonly tailDb: number | null;
  readonly headSilenceMs: number | null;
  readonly tailSilenceMs: number | null;
};

/** The part of a file that is heard: from one place to another, null being the file's end. */
export type Cut = { readonly fromMs: number; readonly toMs: number | null };

/** A track as a playlist plays it. `durationMs` is what is heard of it. */
export type PlaylistTrack = Track & {
  readonly section?: Section;
  readonly cut?: Cut;
  /** How far its section stands above or below the house's loudness, in dB. */
  readonly levelDb?: number;
};

/**
 * An ordered list of tracks. An endless one starts over with the track at `repeatsFrom` (the first where it is left out);
 * any other ends in the safety bed.
 */
export type Playlist = {
  readonly playlistId: string;
  readonly title: string;
  readonly builtIn: boolean;
  readonly endless: boolean;
  readonly repeatsFrom?: number;
  readonly tracks: readonly PlaylistTrack[];
};

/** How long a playlist's tracks last together; crossfades are not taken off. */
export function totalDurationMs(playlist: Playlist): number {
  return playlist.tracks.reduce((total, track) => total + track.durationMs, 0);
}

/**
 * The part of the arc that each track belongs to, by number: neighbours of one section are one part, and each track without
 * a section is a part of its own.
 */
export function partsOf({ tracks }: Playlist): readonly number[] {
  let part = 0;
  return tracks.map(({ section }, index) => {
    if (index > 0 && (section === undefined || section !== tracks[index - 1]?.section)) part += 1;
    return part;
  });
}

/** The part that a track belongs to: where it begins in the list, and how many tracks it has. */
export function partAround(
  parts: readonly number[],
  trackIndex: number,
): { readonly first: number; readonly length: number } {
  const part = parts[trackIndex];
  const before = parts.slice(0, trackIndex).toReversed();
  const behind = parts.slice(trackIndex + 1);
  const run = (neighbours: readonly number[]) => {
    const end = neighbours.findIndex((one) => one !== part);
    return end < 0 ? neighbours.length : end;
  };
  const earlier = run(before);
  return { first: trackIndex - earlier, length: earlier + 1 + run(behind) };
}
