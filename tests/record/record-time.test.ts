import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactSpanInWords, spanFromWords } from '../../shared/record/record-time.ts';

test('a span in words is read back as it was written, within the words around it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
      const words = `The machine slept ${exactSpanInWords(seconds * 1000)}; the session's time went on`;
      // From an hour on the words leave the seconds out.
      const written = seconds < 3600 ? seconds : Math.floor(seconds / 60) * 60;
      expect(spanFromWords(words)).toBe(written * 1000);
    }),
  );
});

test.each([
  ['45 s', 45_000],
  ['3 min 5 s', 185_000],
  ['59 min 59 s', 3_599_000],
  ['1 h', 3_600_000],
  ['1 h 1 min', 3_660_000],
])('“%s” is %i ms', (words, spanMs) => {
  expect(spanFromWords(words)).toBe(spanMs);
});

test('words without a span give none', () => {
  expect(spanFromWords('The clock was put forward')).toBeNull();
});
