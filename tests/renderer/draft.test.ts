import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, noDraft, placeOf } from '../../renderer/console/notes/draft.ts';
import { readDraft, writtenDraft } from '../../shared/bridge/draft-place.ts';

const place = fc.record({
  tagId: fc.option(fc.string({ maxLength: 80 })),
  stream: fc.constantFrom('record' as const, 'process' as const),
  openedAt: fc.record({
    elapsedMs: fc.nat(),
    wallMs: fc.nat(),
    utcOffsetMinutes: fc.integer({ min: -720, max: 840 }),
  }),
  minutesAgo: fc.constantFrom(0, 1, 2, 5, 10),
});

describe('a draft in its slot', () => {
  it('is read as it was written, with its tag, stream and time', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.option(place), (text, where) => {
        expect(readDraft(writtenDraft({ text, place: where }))).toEqual({ text, place: where });
      }),
    );
  });

  it('without words leaves nothing', () => {
    expect(writtenDraft({ text: '', place: null })).toBe('');
    expect(readDraft('')).toEqual({ text: '', place: null });
  });

  it('of an older version is its bare words, whatever they are', () => {
    for (const words of ['Speaks of the sea', '5', '{"a":1}', '{"text":1,"place":null}', '"quoted"', 'null'])
      expect(readDraft(words)).toEqual({ text: words, place: null });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        expect(readDraft(words).text).toBe(words);
      }),
    );
  });

  it('comes back whole after a crash: process notes never become part of the record', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), place, (text, where) => {
        const before = { ...noDraft, text, ...where };
        const kept = readDraft(writtenDraft({ text, place: placeOf(before) }));
        expect(draftOf({ draft: kept.text, draftPlace: kept.place })).toEqual(before);
      }),
    );
  });
});
