import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MusicPlace, placeAfter } from '../../shared/music/place.ts';
import type { Playlist } from '../../shared/music/track.ts';

const CROSSFADE = 8_000;

function playlistOf(seconds: readonly number[], endless: boolean): Playlist {
  const tracks = seconds.map((one, index) => ({
    trackId: `track-${index}`,
    title: `${index}`,
    artist: null,
    durationMs: one * 1000,
    format: 'wav' as const,
    loudnessDb: null,
  }));
  return { playlistId: 'list', title: 'List', builtIn: false, endless, tracks };
}

const place: MusicPlace = { playlistId: 'list', trackIndex: 0, positionMs: 50_000, gain: 0.5, playing: true };
const later = (playlist: Playlist, elapsedMs: number, from: MusicPlace = place): MusicPlace =>
  placeAfter(playlist, from, elapsedMs, CROSSFADE);

describe('a place some time later', () => {
  test('moves within the track, and not at all where nothing played', () => {
    const playlist = playlistOf([600, 600], false);
    expect(later(playlist, 10_000)).toEqual({ ...place, positionMs: 60_000 });
    expect(later(playlist, 10_000, { ...place, playing: false })).toEqual({ ...place, playing: false });
  });

  test('one below, at and above a track’s end', () => {
    const playlist = playlistOf([60, 60], false);
    expect(later(playlist, 9_999)).toMatchObject({ trackIndex: 0, positionMs: 59_999 });
    expect(later(playlist, 10_000)).toMatchObject({ trackIndex: 1, positionMs: 8_000 });
    expect(later(playlist, 10_001)).toMatchObject({ trackIndex: 1, positionMs: 8_001 });
  });

  test('behind a finite list it stands at the end, behind an endless one it goes round', () => {
    expect(later(playlistOf([60, 60], false), 3_600_000)).toMatchObject({ trackIndex: 1, positionMs: 60_000 });
    const round = 2 * 52_000;
    expect(later(playlistOf([60, 60], true), 5 * round)).toMatchObject({ trackIndex: 0, positionMs: 50_000 });
    expect(later(playlistOf([60], true), 52_000 * 7 + 3_000)).toMatchObject({ trackIndex: 0, positionMs: 53_000 });
  });

  test('is always a place of the list, whatever it is asked with', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 5 }),
        fc.boolean(),
        fc.record({ trackIndex: fc.integer({ min: -2, max: 9 }), positionMs: fc.integer({ min: -5, max: 2_000_000 }) }),
        fc.integer({ min: -1_000, max: 100_000_000 }),
        (seconds, endless, from, elapsedMs) => {
          const playlist = playlistOf(seconds, endless);
          const { trackIndex, positionMs } = later(playlist, elapsedMs, { ...place, ...from });
          expect(positionMs).toBeGreaterThanOrEqual(0);
          if (playlist.tracks.length > 0) expect(playlist.tracks[trackIndex]).toBeDefined();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
