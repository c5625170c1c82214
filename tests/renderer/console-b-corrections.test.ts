import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CorrectableEvent, isCorrectable } from '../../renderer/console/notes/correctable.ts';
import { correctedBody, correctionFields } from '../../renderer/console/notes/correction-fields.ts';
import { entryWords } from '../../renderer/console/notes/entry-words.ts';
import { correctableBodySchema } from '../../shared/session/event.ts';
import { Walk } from '../session/walk.ts';

/** One entry of nearly every kind that may be corrected, as a whole session makes them. */
const entries: readonly CorrectableEvent[] = new Walk()
  .readyToLeave()
  .must(
    { type: 'record-note', stream: 'record', tagId: 'spoke', text: 'Light' },
    {
      type: 'record-adverse-event',
      kind: 'Nausea',
      severity: 'mild',
      expected: true,
      serious: false,
      action: 'Sat up',
    },
  )
  .state.events.filter(isCorrectable);

const entryOf = (type: CorrectableEvent['body']['type']) => {
  const found = entries.find((entry) => entry.body.type === type);
  if (found === undefined) throw new Error(`no entry of type ${type}`);
  return found;
};

describe('a correction', () => {
  it('meets every kind of entry that may be corrected', () => {
    expect(new Set(entries.map((entry) => entry.body.type)).size).toBe(20);
  });

  it('leaves an entry as it was when no field is changed', () => {
    for (const { body } of entries) {
      const unchanged = Object.fromEntries(correctionFields(body).map((field) => [field.path, field.value]));
      expect(correctedBody(body, unchanged)).toEqual(body);
    }
  });

  it('never offers what names or binds the entry', () => {
    for (const { body } of entries) {
      const paths = correctionFields(body).map((field) => field.path);
      expect(paths.filter((path) => /(^type$|Id$|source|flags|signal|check\.kind)/.test(path))).toEqual([]);
    }
  });

  it('changes one value and nothing else', () => {
    const { body } = entryOf('reading-recorded');
    if (body.type !== 'reading-recorded') throw new Error('another entry');
    const corrected = correctedBody(body, { 'reading.systolicMmHg': '131' });
    expect(corrected).toEqual({ ...body, reading: { ...body.reading, systolicMmHg: 131 } });
  });

  it('may leave a pulse empty, but not a pressure', () => {
    const { body } = entryOf('reading-recorded');
    expect(correctedBody(body, { 'reading.pulsePerMin': '' })).toMatchObject({ reading: { pulsePerMin: null } });
    expect(correctedBody(body, { 'reading.systolicMmHg': '' })).toBeNull();
    expect(correctedBody(body, { 'reading.systolicMmHg': '13o' })).toBeNull();
  });

  it('offers the known answers of a choice', () => {
    const outcome = correctionFields(entryOf('hold-ended').body).find((field) => field.path === 'outcome');
    expect(outcome?.options.map((option) => option.value)).toEqual([
      'spat',
      'swallowed',
      'partly-swallowed',
      'vomited',
    ]);
  });

  it('makes a body of the same shape that the schema knows, whatever is chosen or typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...entries), fc.string(), fc.nat(), (entry, typed, index) => {
        const fields = correctionFields(entry.body);
        const field = fields[index % Math.max(1, fields.length)];
        if (field === undefined) return;
        const value =
          field.kind === 'choice' ? (field.options[0]?.value ?? '') : field.kind === 'yes-no' ? 'no' : typed;
        const corrected = correctedBody(entry.body, { [field.path]: value });
        if (corrected === null) {
          expect(field.kind).toBe('number');
          return;
        }
        expect(corrected.type).toBe(entry.body.type);
        expect(Object.keys(corrected)).toEqual(Object.keys(entry.body));
        if (field.kind === 'choice' || field.kind === 'yes-no') {
          expect(correctableBodySchema.safeParse(corrected).success).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('says every entry in one line', () => {
    const { state } = new Walk();
    const walk = new Walk().readyToLeave();
    for (const entry of walk.state.events.filter(isCorrectable)) {
      expect(entryWords(walk.state, entry)).not.toBe('');
    }
    for (const event of state.events) expect(entryWords(state, event)).toBe('');
  });
});
