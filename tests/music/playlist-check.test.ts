import { describe, expect, test } from 'vitest';
import { checkPlaylist, type TrackFinding } from '../../shared/music/playlist-check.ts';
import type { Playlist } from '../../shared/music/track.ts';

const MINUTE = 60_000;
/** Sixty minutes of journey and thirty more. */
const need = { longestJourneyMs: 60 * MINUTE, reserveMs: 30 * MINUTE };

function playlistOf(durationsMs: readonly number[], endless = false): Playlist {
  return {
    playlistId: 'one',
    title: 'Evening',
    builtIn: false,
    endless,
    tracks: durationsMs.map((durationMs, index) => ({
      trackId: `track-${index}`,
      title: `Piece ${index + 1}`,
      artist: null,
      durationMs,
      format: 'flac',
      loudnessDb: null,
    })),
  };
}

function allSound(playlist: Playlist): TrackFinding[] {
  return playlist.tracks.map(({ trackId, durationMs }) => ({ trackId, state: 'sound', durationMs }));
}

const codes = (playlist: Playlist, findings = allSound(playlist)): string[] =>
  checkPlaylist(playlist, findings, need).map((problem) => problem.code);

describe('checking a playlist', () => {
  test('length: one millisecond below is too short, exactly enough and one above are not', () => {
    expect(codes(playlistOf([45 * MINUTE, 45 * MINUTE - 1]))).toEqual(['music-too-short']);
    expect(codes(playlistOf([45 * MINUTE, 45 * MINUTE]))).toEqual([]);
    expect(codes(playlistOf([45 * MINUTE, 45 * MINUTE + 1]))).toEqual([]);
  });

  test('the sentence never rounds a short list up to what is needed', () => {
    const playlist = playlistOf([90 * MINUTE - 1]);
    expect(checkPlaylist(playlist, allSound(playlist), need)[0]?.sentence).toBe(
      'The playlist “Evening” lasts 89 minutes; 90 are needed.',
    );
  });

  test('an endless list of any length passes', () => {
    expect(codes(playlistOf([MINUTE], true))).toEqual([]);
  });

  test('an empty list does not pass, endless or not', () => {
    expect(codes(playlistOf([]))).toEqual(['music-list-empty']);
    expect(codes(playlistOf([], true))).toEqual(['music-list-empty']);
  });

  test.each([
    [-501, ['music-track-length-disputed']],
    [-500, []],
    [0, []],
    [500, []],
    [501, ['music-track-length-disputed']],
  ])('a length that the decoder sees %d ms away from the tags', (differenceMs, expected) => {
    const playlist = playlistOf([100 * MINUTE]);
    const durationMs = 100 * MINUTE + differenceMs;
    expect(codes(playlist, [{ trackId: 'track-0', state: 'sound', durationMs }])).toEqual(expected);
  });

  test.each([
    [{ fromMs: 10 * MINUTE, toMs: null }, 90 * MINUTE],
    [{ fromMs: 0, toMs: 95 * MINUTE }, 95 * MINUTE],
    [{ fromMs: MINUTE, toMs: 96 * MINUTE }, 95 * MINUTE],
  ])('a cut of a file is no dispute about its length: %j', (cut, heardMs) => {
    const [track, ...rest] = playlistOf([heardMs]).tracks;
    if (track === undefined) throw new Error('no track');
    const playlist = { ...playlistOf([]), tracks: [{ ...track, cut }, ...rest] };
    expect(codes(playlist, [{ trackId: 'track-0', state: 'sound', durationMs: 100 * MINUTE }])).toEqual([]);
    const shorter = [{ trackId: 'track-0', state: 'sound' as const, durationMs: 94 * MINUTE }];
    expect(codes(playlist, shorter)).toEqual([
      'music-track-length-disputed',
      ...(heardMs === 90 * MINUTE ? ['music-too-short'] : []),
    ]);
  });

  test('what the decoder says counts, not what the tags said', () => {
    const playlist = playlistOf([90 * MINUTE]);
    expect(codes(playlist, [{ trackId: 'track-0', state: 'sound', durationMs: 80 * MINUTE }])).toEqual([
      'music-track-length-disputed',
      'music-too-short',
    ]);
  });

  test.each([
    ['missing', 'music-track-missing'],
    ['not-decodable', 'music-track-not-decodable'],
    ['silent', 'music-track-silent'],
    ['not-checked', 'music-track-not-checked'],
  ] as const)('a track that is %s is named, with a remedy, and its length does not count', (state, code) => {
    const playlist = playlistOf([60 * MINUTE, 60 * MINUTE]);
    const findings = allSound(playlist);
    const finding: TrackFinding =
      state === 'silent' ? { trackId: 'track-1', state, durationMs: 60 * MINUTE } : { trackId: 'track-1', state };
    const problems = checkPlaylist(playlist, [...findings.slice(0, 1), finding], need);
    expect(problems.map((problem) => problem.code)).toEqual([code, 'music-too-short']);
    expect(problems[0]?.sentence).toContain('Piece 2');
    expect(problems[0]?.remedy).not.toBe('');
  });

  test('a track without a finding was not checked; one that is listed twice is named once and counts twice', () => {
    const twice = playlistOf([45 * MINUTE]);
    const playlist = { ...twice, tracks: [...twice.tracks, ...twice.tracks] };
    expect(codes(playlist, [])).toEqual(['music-track-not-checked', 'music-too-short']);
    expect(codes(playlist)).toEqual([]);
  });
});
