import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextPartIndex } from '../../shared/music/control.ts';
import {
  arcMsOf,
  entriesInOrder,
  heardMsOf,
  heardPlaylist,
  noEntries,
  placeOf,
  type Sections,
  withEntryMoved,
  withEntryStepped,
  withEntryTrimmed,
  withoutEntry,
  withTrackAdded,
} from '../../shared/music/playlist.ts';
import { sectionsSchema } from '../../shared/music/playlist-schema.ts';
import { sections } from '../../shared/music/section.ts';
import { partsOf, totalDurationMs } from '../../shared/music/track.ts';
import { anySections, MINUTE, sampleEntry, sampleSections, sampleTrack, trackIdOf } from './playlist-samples.ts';

const order = (list: Sections): string[] => entriesInOrder(list).map(({ entryId, section }) => `${section}:${entryId}`);
const ids = (list: Sections): string[] =>
  entriesInOrder(list)
    .map(({ entryId }) => entryId)
    .sort();
const anyPlace = fc.record({ section: fc.constantFrom(...sections), index: fc.integer({ min: -3, max: 30 }) });

describe('the order of a playlist', () => {
  test('no move ever loses, doubles or changes an entry, and the list stays one that can be kept', () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant('to' as const), nth: fc.nat(30), to: anyPlace }),
      fc.record({ kind: fc.constant('step' as const), nth: fc.nat(30), by: fc.constantFrom(-1 as const, 1 as const) }),
    );
    fc.assert(
      fc.property(anySections, fc.array(move, { maxLength: 30 }), (start, moves) => {
        let list = start;
        for (const { nth, ...asked } of moves) {
          const entries = entriesInOrder(list);
          const entryId = entries.length === 0 ? 'none' : (entries[nth % entries.length]?.entryId ?? 'none');
          list =
            asked.kind === 'to' ? withEntryMoved(list, entryId, asked.to) : withEntryStepped(list, entryId, asked.by);
          expect(ids(list)).toEqual(ids(start));
        }
        expect(arcMsOf(list) + list.extension.reduce((sum, entry) => sum + heardMsOf(entry), 0)).toBe(
          entriesInOrder(start).reduce((sum, entry) => sum + heardMsOf(entry), 0),
        );
        expect(sectionsSchema.safeParse(list).success).toBe(true);
      }),
    );
  });

  test('an entry stands where it was put; beyond the end of a section is its end', () => {
    fc.assert(
      fc.property(anySections, fc.nat(30), anyPlace, (list, nth, to) => {
        const entries = entriesInOrder(list);
        const entry = entries[nth % Math.max(1, entries.length)];
        if (entry === undefined) return;
        const others = withoutEntry(list, entry.entryId)[to.section].length;
        const index = Math.min(others, Math.max(0, to.index));
        expect(placeOf(withEntryMoved(list, entry.entryId, to), entry.entryId)).toEqual({ section: to.section, index });
      }),
    );
  });

  test('a step goes over into the next section and stops at both ends of the list', () => {
    let list = sampleSections({ opening: ['a'], peak: ['b', 'c'] });
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      list = withEntryStepped(list, 'a', 1);
      seen.push(order(list).join(' '));
    }
    expect(seen).toEqual([
      'onset:a peak:b peak:c',
      'peak:a peak:b peak:c',
      'peak:b peak:a peak:c',
      'peak:b peak:c peak:a',
    ]);
    const first = sampleSections({ opening: ['a'] });
    expect(withEntryStepped(first, 'a', -1)).toBe(first);
    const last = sampleSections({ extension: ['a'] });
    expect(withEntryStepped(last, 'a', 1)).toBe(last);
  });

  test('a step back undoes a step', () => {
    fc.assert(
      fc.property(anySections, fc.nat(30), (list, nth) => {
        const entries = entriesInOrder(list);
        const entryId = entries[nth % Math.max(1, entries.length)]?.entryId ?? 'none';
        const there = withEntryStepped(list, entryId, 1);
        if (there !== list) expect(withEntryStepped(there, entryId, -1)).toEqual(list);
      }),
    );
  });

  test('an added track gets an id that no other entry has, also after some were taken out', () => {
    let list = noEntries;
    for (const digit of ['a', 'b', 'c']) list = withTrackAdded(list, 'peak', sampleTrack(digit));
    list = withTrackAdded(withoutEntry(list, 'entry-1'), 'opening', sampleTrack('d'));
    expect(order(list)).toEqual(['opening:entry-4', 'peak:entry-2', 'peak:entry-3']);
  });
});

describe('a trim', () => {
  const list: Sections = { ...noEntries, peak: [sampleEntry('a', { fileMs: 60_000 })] };
  const trimmed = (startMs: number, endMs: number | null) => withEntryTrimmed(list, 'a', startMs, endMs)?.peak[0];

  test('leaves at least five seconds: one millisecond less is refused', () => {
    expect(trimmed(10_000, 14_999)).toBeUndefined();
    expect(trimmed(10_000, 15_000)).toMatchObject({ startMs: 10_000, endMs: 15_000 });
    expect(trimmed(55_001, null)).toBeUndefined();
    expect(trimmed(55_000, null)).toMatchObject({ startMs: 55_000, endMs: null });
    expect(trimmed(-1, null)).toBeUndefined();
  });

  test('to the end of the file or beyond is to its end', () => {
    expect(trimmed(0, 59_999)).toMatchObject({ endMs: 59_999 });
    expect(trimmed(0, 60_000)).toMatchObject({ endMs: null });
    expect(trimmed(0, 60_001)).toMatchObject({ endMs: null });
  });

  test('a file that is shorter than five seconds can be heard whole again', () => {
    const short: Sections = { ...noEntries, peak: [sampleEntry('a', { fileMs: 4_000 })] };
    expect(withEntryTrimmed(short, 'a', 0, null)).not.toBeNull();
    expect(withEntryTrimmed(short, 'a', 1, null)).toBeNull();
  });
});

describe('a playlist as it is played', () => {
  const whole = { playlistId: 'p', title: 'Evening' };

  test('each piece stands at its section’s level and as long as it is heard', () => {
    const list: Sections = {
      ...noEntries,
      opening: [sampleEntry('a', { startMs: MINUTE })],
      peak: [sampleEntry('b', { endMs: 4 * MINUTE })],
      landing: [sampleEntry('c')],
    };
    const heard = heardPlaylist({ ...whole, sections: list }, () => null);
    expect(
      heard.tracks.map(({ section, durationMs, levelDb, cut }) => ({ section, durationMs, levelDb, cut })),
    ).toEqual([
      { section: 'opening', durationMs: 9 * MINUTE, levelDb: -4, cut: { fromMs: MINUTE, toMs: null } },
      { section: 'peak', durationMs: 4 * MINUTE, levelDb: 0, cut: { fromMs: 0, toMs: 4 * MINUTE } },
      { section: 'landing', durationMs: 10 * MINUTE, levelDb: -5, cut: undefined },
    ]);
    expect(totalDurationMs(heard)).toBe(23 * MINUTE);
    expect(heard.endless).toBe(false);
  });

  test('with an extension it goes on without end, from the extension’s first piece', () => {
    const list = sampleSections({ opening: ['a'], landing: ['b'], extension: ['c', 'd'] });
    const heard = heardPlaylist({ ...whole, sections: list }, () => null);
    expect(heard).toMatchObject({ endless: true, repeatsFrom: 2 });
    expect(arcMsOf(list)).toBe(20 * MINUTE);
  });

  test('what the library knows counts before what was kept; what it lacks keeps its name', () => {
    const list = sampleSections({ peak: ['a', 'b'] });
    const known = sampleTrack('a', { title: 'Another name', durationMs: 3 * MINUTE });
    const heard = heardPlaylist({ ...whole, sections: list }, (trackId) => (trackId === trackIdOf('a') ? known : null));
    expect(heard.tracks.map(({ title, durationMs }) => [title, durationMs])).toEqual([
      ['Another name', 3 * MINUTE],
      ['Piece b', 10 * MINUTE],
    ]);
  });
});

describe('the parts of the arc', () => {
  test('are the sections; a track without one is a part of its own', () => {
    const sections = sampleSections({ opening: ['a', 'b'], peak: ['c'], extension: ['d', 'e'] });
    expect(partsOf(heardPlaylist({ playlistId: 'p', title: 'P', sections }, () => null))).toEqual([0, 0, 1, 2, 2]);
    const plain = [sampleTrack('a'), sampleTrack('b'), sampleTrack('c', { section: 'peak' })];
    expect(partsOf({ playlistId: 'p', title: 'P', builtIn: true, endless: true, tracks: plain })).toEqual([0, 1, 2]);
  });

  test('moving on leads through them, and from the extension nowhere: it is repeated as it is', () => {
    const at = (trackIndex: number, repeatsFrom?: number) =>
      nextPartIndex({
        parts: [0, 0, 1, 2, 2],
        endless: true,
        repeatsFrom,
        trackIndex,
        positionMs: 0,
        playing: true,
        volume: 0.5,
      });
    expect([0, 1, 2, 3, 4].map((index) => at(index, 3))).toEqual([2, 2, 3, null, null]);
    expect([3, 4].map((index) => at(index))).toEqual([0, 0]);
  });
});
