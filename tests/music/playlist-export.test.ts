import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchedPlaylist } from '../../shared/music/match-playlist.ts';
import { entriesInOrder, noEntries, type Sections } from '../../shared/music/playlist.ts';
import { exportedPlaylist, type ImportedPlaylist, importedPlaylist } from '../../shared/music/playlist-export.ts';
import { sectionsSchema } from '../../shared/music/playlist-schema.ts';
import type { Track } from '../../shared/music/track.ts';
import {
  anySections,
  anyTitle,
  MINUTE,
  sampleEntry,
  sampleSections,
  sampleTrack,
  trackIdOf,
} from './playlist-samples.ts';

const nothingKnown = () => null;

function read(text: string, name = 'file'): ImportedPlaylist {
  const outcome = importedPlaylist(text, name);
  if (!outcome.ok) throw new Error(outcome.problem.sentence);
  return outcome.value;
}

const code = (text: string): string | null => {
  const outcome = importedPlaylist(text, 'file');
  return outcome.ok ? null : outcome.problem.code;
};

const withoutIds = (list: Sections) => entriesInOrder(list).map(({ entryId, ...entry }) => entry);

describe('a playlist as one file', () => {
  test('comes back whole: order, sections, trims, titles, whatever they hold', () => {
    fc.assert(
      fc.property(anySections, anyTitle, (sections, title) => {
        if (entriesInOrder(sections).length === 0) return;
        const imported = read(exportedPlaylist({ playlistId: 'p', title, sections }, nothingKnown));
        expect(imported.title).toBe(title);
        const matched = matchedPlaylist(imported, []);
        expect(withoutIds(matched.sections)).toEqual(withoutIds(sections));
        expect(matched.missing).toEqual(entriesInOrder(sections).map((entry) => entry.title));
        expect(matched.leftOut).toEqual([]);
        expect(sectionsSchema.safeParse(matched.sections).success).toBe(true);
      }),
    );
  });

  test('is what any player reads: its lines are an M3U8 with names, lengths and files in order', () => {
    const sections: Sections = {
      ...noEntries,
      opening: [sampleEntry('a', { startMs: MINUTE })],
      peak: [sampleEntry('b')],
    };
    const known = (trackId: string): Track | null =>
      trackId === trackIdOf('b') ? sampleTrack('b', { artist: 'Somebody', format: 'mp3' }) : null;
    const lines = exportedPlaylist({ playlistId: 'p', title: 'Evening', sections }, known).split('\n');
    expect(lines[0]).toBe('#EXTM3U');
    expect(lines.filter((line) => line.startsWith('#EXTINF') || !line.startsWith('#'))).toEqual([
      '#EXTINF:540,Piece a',
      `tracks/${trackIdOf('a')}.wav`,
      '#EXTINF:600,Somebody - Piece b',
      `tracks/${trackIdOf('b')}.mp3`,
      '',
    ]);
  });

  test('any text at all is read or refused with a remedy, and never more', () => {
    const whole = exportedPlaylist(
      { playlistId: 'p', title: 'Evening', sections: sampleSections({ opening: ['a'], peak: ['b', 'c'] }) },
      nothingKnown,
    );
    const broken = fc
      .tuple(fc.nat(whole.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, cut, put]) => whole.slice(0, at) + put + whole.slice(at + cut));
    const lines = fc
      .array(
        fc.oneof(
          fc.constantFrom('#EXTM3U', '#VIGIL:{"version":1}', '#VIGIL:{"version":2}', '#VIGIL-ENTRY:{}', '#EXTGRP:peak'),
          fc.json().map((text) => `#VIGIL-ENTRY:${text}`),
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `#EXTINF:${text}`),
        ),
      )
      .map((list) => list.join('\n'));
    let readable = 0;
    fc.assert(
      fc.property(fc.oneof(broken, lines, fc.string({ unit: 'binary' })), (text) => {
        const outcome = importedPlaylist(text, 'file');
        if (!outcome.ok) {
          expect(outcome.problem.remedy).not.toBe('');
          return;
        }
        readable += 1;
        const { sections } = matchedPlaylist(outcome.value, [sampleTrack('a')]);
        expect(sectionsSchema.safeParse(sections).success).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(readable).toBeGreaterThan(20);
  });

  test('what cannot be read is told by its line; a newer version and what is no playlist are told as such', () => {
    expect(importedPlaylist('#EXTM3U\n#VIGIL-ENTRY:{"section":"peak"}\na.mp3', 'file')).toMatchObject({
      ok: false,
      problem: { code: 'playlist-import-damaged', sentence: 'Line 2 of the file can’t be read.' },
    });
    expect(code('#EXTM3U\n#VIGIL:{"version":2}\na.mp3')).toBe('playlist-import-newer');
    expect(code('#EXTM3U\n#VIGIL:{"version":1}\na.mp3')).toBeNull();
    expect(code('a.mp3\nb.mp3')).toBe('playlist-import-not-one');
    expect(code('#EXTM3U\n')).toBe('playlist-import-not-one');
    expect(code('')).toBe('playlist-import-not-one');
  });

  test('five hundred entries are read, one more is not', () => {
    const many = (count: number) => `#EXTM3U\n${'a.mp3\n'.repeat(count)}`;
    expect(read(many(500)).entries).toHaveLength(500);
    expect(code(many(501))).toBe('playlist-import-too-long');
  });
});

describe('a playlist of another program', () => {
  const foreign = [
    '\uFEFF#EXTM3U',
    '#EXTINF:601,Somebody - Piece a',
    '../../secret/Piece a.flac',
    '#EXTINF:-1,Piece b',
    'C:\\Music\\b.mp3',
    'http://example.org/c/Piece%20c.ogg',
  ].join('\r\n');

  test('is read by names and lengths; of its paths only the last part is looked at', () => {
    expect(read(foreign, 'My list')).toEqual({
      title: 'My list',
      entries: [
        {
          section: 'peak',
          trackId: null,
          title: 'Piece a',
          artist: 'Somebody',
          fileMs: 601_000,
          startMs: 0,
          endMs: null,
        },
        { section: 'peak', trackId: null, title: 'Piece b', artist: null, fileMs: null, startMs: 0, endMs: null },
        { section: 'peak', trackId: null, title: 'Piece%20c', artist: null, fileMs: null, startMs: 0, endMs: null },
      ],
    });
  });

  test('finds the tracks that fit alone; the others are named and left out', () => {
    const tracks = [
      sampleTrack('a', { artist: 'Somebody' }),
      sampleTrack('b'),
      sampleTrack('d', { title: 'Piece b', durationMs: 5 * MINUTE }),
    ];
    const matched = matchedPlaylist(read(foreign), tracks);
    expect(matched.sections.peak.map(({ trackId }) => trackId)).toEqual([trackIdOf('a')]);
    expect(matched.leftOut).toEqual(['Piece b', 'Piece%20c']);
  });

  test.each([
    [597_999, false],
    [598_000, true],
    [602_000, true],
    [602_001, false],
  ])('a length of %d ms against one of 600 s', (fileMs, fits) => {
    const entry = {
      section: 'peak',
      trackId: null,
      title: 'Piece a',
      artist: null,
      fileMs,
      startMs: 0,
      endMs: null,
    } as const;
    const { leftOut } = matchedPlaylist({ title: 'x', entries: [entry] }, [sampleTrack('a')]);
    expect(leftOut).toEqual(fits ? [] : ['Piece a']);
  });

  test('a trim that this library’s file is too short for is dropped', () => {
    const entry = {
      section: 'peak',
      trackId: trackIdOf('a'),
      title: 'Piece a',
      artist: null,
      fileMs: 20 * MINUTE,
      startMs: 10 * MINUTE,
      endMs: null,
    } as const;
    const { sections } = matchedPlaylist({ title: 'x', entries: [entry] }, [sampleTrack('a')]);
    expect(sections.peak[0]).toMatchObject({ startMs: 0, endMs: null, fileMs: 10 * MINUTE });
  });
});
