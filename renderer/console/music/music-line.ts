import type { MusicPicture } from '../../../shared/bridge/picture.ts';
import { minutesLeft } from '../../design/time.ts';
import { musicWords as words } from '../words/music-words.ts';

/** What plays and what comes next. */
export function titleLine(music: MusicPicture): string {
  if (music.loadedPlaylistId === null) return words.none;
  if (music.control.grounded || music.problem?.code === 'music-list-ended') return words.ground;
  if (music.trackTitle === null) return words.ready;
  return music.nextTitle === null || music.control.stay
    ? music.trackTitle
    : words.andThen(music.trackTitle, music.nextTitle);
}

/**
 * How the music is held, how long it lasts against what is left of the journey, and the volume. `journeyLeftMs` is null
 * outside the journey.
 */
export function restLine(music: MusicPicture, journeyLeftMs: number | null): string {
  if (music.loadedPlaylistId === null) return '';
  const { softer, stay, grounded, undo } = music.control;
  // What stands at its very beginning, with nothing done to it, was not hushed by anybody.
  const begun = music.playing || music.positionMs > 0 || undo !== null;
  return [
    words.volume(Math.round(music.volume * 100)),
    ...(music.playing || music.trackTitle === null ? [] : [begun ? words.hushed : words.notBegun]),
    ...(softer ? [words.held] : []),
    ...(stay ? [words.stays] : []),
    // While nothing plays, how it goes on is not asked yet; the line has no room for both.
    ...(music.leftMs === null
      ? stay || grounded || !music.playing
        ? []
        : [words.again]
      : [words.left(minutesLeft(music.leftMs))]),
    ...(music.leftMs === null || journeyLeftMs === null ? [] : [words.journeyLeft(minutesLeft(journeyLeftMs))]),
  ].join(' · ');
}
