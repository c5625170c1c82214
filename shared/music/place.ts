import { type Playlist, partAround, partsOf } from './track.ts';

/**
 * A place in the music, as it is journaled. `positionMs` is audio time within the track; `gain` is the volume (0 to 1)
 * that was really sounding, so that a player that comes back is never louder than it was.
 */
export type MusicPlace = {
  readonly playlistId: string;
  readonly trackIndex: number;
  readonly positionMs: number;
  readonly gain: number;
  readonly playing: boolean;
  /** How the therapist holds the music; absent where in no way. */
  readonly hold?: MusicHold | undefined;
};

/** How the music is held: down, in its part, or away from its list, whose place is kept. */
export type MusicHold = { readonly softer: boolean; readonly stay: boolean; readonly grounded: boolean };

/**
 * Where the music would stand had it gone on playing for `elapsedMs` from `place`. Past a track's end it is in the next
 * one (tracks overlap by `crossfadeMs`); past the end of a list that is not endless it is at the end of the last track.
 * A place that was not playing, or that the ground stands in for, does not move; one that stays goes round in its part.
 */
export function placeAfter(playlist: Playlist, place: MusicPlace, elapsedMs: number, crossfadeMs: number): MusicPlace {
  if (place.hold?.grounded === true) return place;
  if (place.hold?.stay === true) return placeInPart(playlist, place, elapsedMs, crossfadeMs);
  const { tracks, endless, repeatsFrom = 0 } = playlist;
  if (tracks.length === 0) return { ...place, trackIndex: 0, positionMs: 0 };
  let trackIndex = Math.min(Math.max(0, Math.trunc(place.trackIndex)), tracks.length - 1);
  const durationOf = (index: number): number => tracks[index]?.durationMs ?? 0;
  let positionMs = Math.max(0, place.positionMs) + (place.playing ? Math.max(0, elapsedMs) : 0);
  const roundMs = tracks
    .slice(repeatsFrom)
    .reduce((sum, track) => sum + Math.max(1, track.durationMs - crossfadeMs), 0);
  // Once through what comes before, and once more through what is repeated.
  for (let step = 0; step <= 2 * tracks.length && positionMs >= durationOf(trackIndex); step += 1) {
    const beyondMs = positionMs - durationOf(trackIndex);
    // Whole rounds through what is repeated end where they began.
    if (endless && trackIndex >= repeatsFrom && beyondMs > roundMs) {
      positionMs -= Math.floor(beyondMs / roundMs) * roundMs;
    }
    const isLast = trackIndex === tracks.length - 1;
    if (isLast && !endless) return { ...place, trackIndex, positionMs: durationOf(trackIndex) };
    // Inside a crossfade the place belongs to the track that is coming.
    positionMs = Math.max(0, positionMs - Math.max(1, durationOf(trackIndex) - crossfadeMs));
    trackIndex = isLast ? repeatsFrom : trackIndex + 1;
  }
  return { ...place, trackIndex, positionMs };
}

function placeInPart(playlist: Playlist, place: MusicPlace, elapsedMs: number, crossfadeMs: number): MusicPlace {
  const { first, length } = partAround(partsOf(playlist), place.trackIndex);
  const tracks = playlist.tracks.slice(first, first + length);
  const free = { ...place, trackIndex: place.trackIndex - first, hold: undefined };
  const later = placeAfter({ ...playlist, tracks, endless: true, repeatsFrom: 0 }, free, elapsedMs, crossfadeMs);
  return { ...later, trackIndex: later.trackIndex + first, hold: place.hold };
}

/** How long the list lasts from a place on, crossfades taken off; null where it has no end. */
export function musicLeftMs(playlist: Playlist, place: MusicPlace, crossfadeMs: number): number | null {
  if (playlist.endless || place.hold?.stay === true || place.hold?.grounded === true) return null;
  const [current, ...after] = playlist.tracks.slice(place.trackIndex);
  const rest = after.reduce((sum, track) => sum + Math.max(0, track.durationMs - crossfadeMs), 0);
  return Math.max(0, (current?.durationMs ?? 0) - place.positionMs) + rest;
}
