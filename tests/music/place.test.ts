import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MusicPlace, musicLeftMs, placeAfter } from '../../shared/music/place.ts';
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

  test('does not move while the ground stands in for it', () => {
    const grounded = { ...place, hold: { softer: false, stay: false, grounded: true } };
    expect(later(playlistOf([60, 60], true), 3_600_000, grounded)).toEqual(grounded);
  });

  test('goes round in its part while it stays there', () => {
    const staying = { ...place, trackIndex: 1, hold: { softer: true, stay: true, grounded: false } };
    for (const elapsedMs of [0, 9_999, 10_000, 60_000, 3_600_000]) {
      const found = later(playlistOf([60, 60, 60], false), elapsedMs, staying);
      expect(found).toMatchObject({ trackIndex: 1, hold: staying.hold });
      expect(found.positionMs).toBeLessThan(60_000);
    }
  });

  test('behind a finite list it stands at the end, behind an endless one it goes round', () => {
    expect(later(playlistOf([60, 60], false), 3_600_000)).toMatchObject({ trackIndex: 1, positionMs: 60_000 });
    const round = 2 * 52_000;
    expect(later(playlistOf([60, 60], true), 5 * round)).toMatchObject({ trackIndex: 0, positionMs: 50_000 });
    expect(later(playlistOf([60], true), 52_000 * 7 + 3_000)).toMatchObject({ trackIndex: 0, positionMs: 53_000 });
  });

  test('a list with an extension is gone through once, then round its extension for ever', () => {
    const playlist: Playlist = { ...playlistOf([60, 60, 60, 60], true), repeatsFrom: 2 };
    // Through the first two, each 52 s before the next begins, then the third.
    expect(later(playlist, 104_000)).toMatchObject({ trackIndex: 2, positionMs: 50_000 });
    expect(later(playlist, 104_000 + 52_000)).toMatchObject({ trackIndex: 3, positionMs: 50_000 });
    expect(later(playlist, 104_000 + 2 * 52_000)).toMatchObject({ trackIndex: 2, positionMs: 50_000 });
    expect(later(playlist, 104_000 + 1_001 * 52_000)).toMatchObject({ trackIndex: 3, positionMs: 50_000 });
  });

  test('one that stays in its section goes round there, whatever is repeated behind it', () => {
    const playlist: Playlist = { ...playlistOf([60, 60, 60], true), repeatsFrom: 2 };
    const tracks = playlist.tracks.map((track, index) => ({
      ...track,
      section: index < 2 ? ('peak' as const) : ('extension' as const),
    }));
    const hold = { softer: false, stay: true, grounded: false };
    expect(later({ ...playlist, tracks }, 104_000, { ...place, hold })).toMatchObject({
      trackIndex: 0,
      positionMs: 50_000,
    });
    expect(later({ ...playlist, tracks }, 156_000, { ...place, hold })).toMatchObject({
      trackIndex: 1,
      positionMs: 50_000,
    });
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

test('what is left of the music: one below, at and above a track’s end, and of a list without end nothing can be said', () => {
  const left = (positionMs: number, trackIndex = 0, hold: MusicPlace['hold'] = undefined) =>
    musicLeftMs(playlistOf([60, 60], false), { ...place, trackIndex, positionMs, hold }, CROSSFADE);
  expect([left(59_999), left(60_000), left(60_001)]).toEqual([52_001, 52_000, 52_000]);
  expect(left(10_000, 1)).toBe(50_000);
  expect(left(10_000, 1, { softer: true, stay: false, grounded: false })).toBe(50_000);
  expect(left(10_000, 1, { softer: false, stay: true, grounded: false })).toBeNull();
  expect(left(10_000, 1, { softer: false, stay: false, grounded: true })).toBeNull();
  expect(musicLeftMs(playlistOf([60], true), place, CROSSFADE)).toBeNull();
});
