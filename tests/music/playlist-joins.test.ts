import { describe, expect, test } from 'vitest';
import { joinSentence } from '../../shared/music/join-words.ts';
import { findingsOfJoin, joinsOf } from '../../shared/music/playlist-joins.ts';
import type { Playlist, PlaylistTrack, TrackEdges } from '../../shared/music/track.ts';
import { sampleTrack } from './playlist-samples.ts';

const CROSSFADE_MS = 8_000;
const even: TrackEdges = { headDb: -23, tailDb: -23, headSilenceMs: 0, tailSilenceMs: 0 };

function edged(digit: string, edges: Partial<TrackEdges> = {}, changes: Partial<PlaylistTrack> = {}): PlaylistTrack {
  return sampleTrack(digit, { edges: { ...even, ...edges }, ...changes });
}

const kinds = (from: PlaylistTrack, to: PlaylistTrack): string[] =>
  findingsOfJoin(from, to, CROSSFADE_MS).map(({ kind }) => kind);

describe('what is said of a join', () => {
  test('nothing, where both edges are known and fit', () => {
    expect(kinds(edged('a'), edged('b'))).toEqual([]);
  });

  test.each([
    [-28.9, []],
    [-29, []],
    [-29.1, ['level']],
    [-17, []],
    [-16.9, ['level']],
  ])('a piece that begins at %d LUFS behind one that ends at -23', (headDb, expected) => {
    expect(kinds(edged('a'), edged('b', { headDb }))).toEqual(expected);
  });

  test('levels are compared as they are heard: after loudness and section', () => {
    // The file is 10 dB hotter and is lowered by as much.
    expect(kinds(edged('a'), edged('b', { headDb: -13 }, { loudnessDb: -13 }))).toEqual([]);
    // Peak to landing: 5 dB less by section and 2 dB less at the edge.
    expect(kinds(edged('a', {}, { levelDb: 0 }), edged('b', { headDb: -25 }, { levelDb: -5 }))).toEqual(['level']);
    expect(kinds(edged('a', {}, { levelDb: 0 }), edged('b', { headDb: -24 }, { levelDb: -5 }))).toEqual([]);
  });

  test.each([
    [3_999, []],
    [4_000, []],
    [4_001, ['silence']],
  ])('%d ms of silence at a crossfade of eight seconds', (silentMs, expected) => {
    const beginning = Math.floor(silentMs / 2);
    const from = edged('a', { tailSilenceMs: silentMs - beginning });
    expect(kinds(from, edged('b', { headSilenceMs: beginning }))).toEqual(expected);
  });

  test('a short piece has a short crossfade, which less silence spoils', () => {
    const short = { durationMs: 10_000 };
    expect(kinds(edged('a', { tailSilenceMs: 2_000 }, short), edged('b'))).toEqual([]);
    expect(kinds(edged('a', { tailSilenceMs: 2_001 }, short), edged('b'))).toEqual(['silence']);
  });

  test('the same track after itself, whatever its edges', () => {
    expect(kinds(edged('a'), edged('a'))).toEqual(['same-track']);
    expect(kinds(sampleTrack('a'), sampleTrack('a'))).toEqual(['same-track']);
  });

  test('an edge that nobody measured, or that was cut off, is told as such', () => {
    expect(kinds(sampleTrack('a'), edged('b'))).toEqual(['not-measured']);
    expect(kinds(edged('a', { tailDb: null }), edged('b'))).toEqual(['not-measured']);
    expect(kinds(edged('a', {}, { cut: { fromMs: 0, toMs: 60_000 } }), edged('b'))).toEqual(['not-measured']);
    expect(kinds(edged('a', {}, { cut: { fromMs: 60_000, toMs: null } }), edged('b'))).toEqual([]);
    expect(kinds(edged('a'), edged('b', {}, { cut: { fromMs: 60_000, toMs: null } }))).toEqual(['not-measured']);
  });

  test('what is known is told even where the other half is not', () => {
    expect(kinds(edged('a', { tailSilenceMs: null }), edged('b', { headDb: -10 }))).toEqual(['level', 'not-measured']);
  });

  test('each has a sentence of its own', () => {
    expect(joinSentence({ kind: 'level', stepLu: -7.6 })).toContain('8 LU softer');
    expect(joinSentence({ kind: 'level', stepLu: 7.4 })).toContain('7 LU louder');
    expect(joinSentence({ kind: 'silence', silentMs: 4_250 })).toContain('4.3 s of silence');
    expect(joinSentence({ kind: 'same-track' })).not.toBe(joinSentence({ kind: 'not-measured' }));
  });
});

describe('the joins of a list', () => {
  const list = (tracks: readonly PlaylistTrack[], repeatsFrom?: number): Playlist => ({
    playlistId: 'p',
    title: 'Evening',
    builtIn: false,
    endless: repeatsFrom !== undefined,
    ...(repeatsFrom === undefined ? {} : { repeatsFrom }),
    tracks,
  });
  const pairs = (playlist: Playlist) => joinsOf(playlist, CROSSFADE_MS).map(({ from, to }) => [from, to]);

  test('one less than there are pieces; one more where it is repeated', () => {
    const tracks = [edged('a'), edged('b'), edged('c')];
    expect(pairs(list(tracks))).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(pairs(list(tracks, 1))).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(pairs(list([]))).toEqual([]);
  });

  test('an extension of one piece follows itself', () => {
    const joins = joinsOf(list([edged('a'), edged('b')], 1), CROSSFADE_MS);
    expect(joins.at(-1)).toEqual({ from: 1, to: 1, findings: [{ kind: 'same-track' }] });
  });
});
