import * as fc from 'fast-check';
import type { SessionEvent } from '../../shared/session/event.ts';
import { type SampleName, sampleNames, samples } from './journal-samples.ts';
import { JournalScript } from './journal-script.ts';

/** Text as people type and paste it: any script, line breaks, and what other languages take for markup. */
export const typedText = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '| a | b |\n|---|---|',
      '\n\n# heading\n- item\n1. one',
      '*bold* _it_ `code` [link](javascript:alert(1)) ![i](x)',
      '</td></tr></table><img src=x onerror=alert(1)>',
      '&lt;b&gt; &amp; "quoted" \'single\'',
      'a\\|b\\\n c',
      '}</style><style>*{display:none}',
      '=HYPERLINK("x")',
    ),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '');

/** A sample with more notes, late entries, corrections, retractions and process notes appended. */
export const generatedJournal: fc.Arbitrary<SessionEvent[]> = fc
  .record({
    sample: fc.constantFrom<SampleName>(...sampleNames),
    additions: fc.array(
      fc.record({
        text: typedText,
        process: fc.boolean(),
        lateMinutes: fc.integer({ min: 0, max: 90 }),
        correction: fc.option(typedText, { nil: null }),
        earlierByMinutes: fc.option(fc.integer({ min: -1, max: 60 }), { nil: null }),
        retracted: fc.boolean(),
        systolicMmHg: fc.integer({ min: 60, max: 240 }),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ sample, additions }) => {
    const script = JournalScript.continuing(samples[sample](), 50_000);
    additions.forEach((addition, index) => {
      const minute = 300 + index * 5;
      const stream = addition.process ? 'process' : 'record';
      const note = script.note(minute - addition.lateMinutes, addition.text, { stream }, addition.lateMinutes);
      if (addition.correction !== null && note.body.type === 'note-recorded') {
        script.at(minute + 1, {
          type: 'corrected',
          eventId: note.eventId,
          reason: addition.correction,
          body: { ...note.body, text: addition.correction },
          earlierByMinutes: addition.earlierByMinutes,
        });
      }
      if (addition.retracted && note.body.type === 'note-recorded') {
        script.at(minute + 2, { type: 'note-retracted', noteId: note.body.noteId });
      }
      script.reading(minute + 3, [addition.systolicMmHg, addition.systolicMmHg - 30, 70]);
    });
    return script.events;
  });
