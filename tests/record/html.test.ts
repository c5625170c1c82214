import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aftercareHtml } from '../../shared/record/aftercare.ts';
import { draftRecord } from '../../shared/record/draft.ts';
import { cssString, escapeHtml } from '../../shared/record/escape-html.ts';
import { exportContent, viewOfContent } from '../../shared/record/export-content.ts';
import { recordHtml } from '../../shared/record/html.ts';
import { viewOfDraft } from '../../shared/record/record-view.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import { stripChart } from '../../shared/record/strip.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal, typedText } from './generated-journal.ts';
import {
  calmJournal,
  correctionsJournal,
  declinedJournal,
  hypertensionJournal,
  journeyNote,
  sampleNames,
  samples,
} from './journal-samples.ts';
import { JournalScript } from './journal-script.ts';
import { addAddendum, signJournal } from './sign-journal.ts';

const draftOf = (events: readonly SessionEvent[]) => draftRecord(replay(events));
const pageOf = (events: readonly SessionEvent[]) => recordHtml(viewOfDraft(draftOf(events)), '');

/** Reads HTML as far as it has to be well-formed: every tag is known and closed in order. Returns the text between. */
function textOf(html: string): string {
  const open: string[] = [];
  let text = '';
  let rest = html.replace(/^<!doctype html>/, '');
  while (rest !== '') {
    const style = /^<style>[^<]*<\/style>/.exec(rest);
    const tag = /^<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9:-]+="[^"<>]*")*) ?(\/?)>/.exec(rest);
    const words = /^[^<]+/.exec(rest);
    const [taken] = style ?? tag ?? words ?? [];
    if (taken === undefined) throw new Error(`no HTML: ${rest.slice(0, 60)}`);
    if (style === null && tag !== null) {
      const [, closing, name = '', , selfClosing] = tag;
      expect(known.has(name), `tag ${name}`).toBe(true);
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (selfClosing !== '/' && name !== 'meta' && name !== 'br') open.push(name);
    } else if (style === null) text += taken;
    rest = rest.slice(taken.length);
  }
  expect(open).toEqual([]);
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

const known = new Set(
  'html head meta title style body header section aside figure figcaption blockquote div p h1 h2 ul li dl dt dd strong small s br table caption thead tbody tr th td svg g line rect path circle text'.split(
    ' ',
  ),
);

describe('text in HTML', () => {
  test('no typed text becomes markup', () => {
    expect(escapeHtml(`<a href="x" title='y'>&\u0000\u0085`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\uFFFD\uFFFD',
    );
    fc.assert(
      fc.property(typedText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
    );
  });

  test('a CSS string holds no character that could end it or the style', () => {
    expect(cssString('a"b</style>\\')).toBe('"a\\22 b\\3c \\2f style\\3e \\5c "');
    fc.assert(
      fc.property(typedText, (text) => {
        expect(cssString(text)).toMatch(/^"[A-Za-z0-9 \\]*"$/);
      }),
    );
  });
});

describe('a record as a page', () => {
  test.each(sampleNames)('%s is well-formed, with sixteen headings and the strip', (name) => {
    const html = pageOf(samples[name]());
    textOf(html);
    expect(html.match(/<h2>/g)).toHaveLength(16);
    expect(html).toContain('<svg class="strip"');
  });

  test('holds the note, loads nothing, runs nothing, and has nothing of the process notes', () => {
    const html = pageOf(calmJournal());
    expect(textOf(html)).toContain(journeyNote);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; font-src data:"`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|https?:\/\/(?!www\.w3\.org\/2000\/svg)|url\(/);
    for (const events of [calmJournal(), correctionsJournal()])
      expect(pageOf(events)).not.toContain('countertransference');
  });

  test('shows signature, whole hash, short code and addenda; a draft says that it is one', () => {
    const record = buildSignedRecord(replay(addAddendum(signJournal(calmJournal()), 'Called: <well>')));
    const text = textOf(recordHtml(viewOfContent(exportContent(record, nothingRedacted)), ''));
    for (const part of [
      'Ines Halloran, LMFT',
      'Signed as author of this record, 2026-11-23 15:31:00 +01:00',
      record.recordSha256,
      record.signature.signatureHex,
      shortCode(record.recordSha256),
      'Called: <well>',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('DRAFT');
    expect(textOf(pageOf(calmJournal()))).toContain('DRAFT');
  });

  test('a rehearsal says so on the page and on the head of every page', () => {
    const script = new JournalScript();
    script.open({ rehearsal: true });
    const html = pageOf(script.events);
    expect(html).toContain('<p class="banner">REHEARSAL');
    expect(html).toContain('@top-right { content: "REHEARSAL');
  });

  test('an override is marked, a struck reading struck', () => {
    expect(pageOf(hypertensionJournal())).toMatch(/<table class="overrides">.*<tr class="marked">/);
    expect(pageOf(correctionsJournal())).toMatch(/<tr class="struck"><td><s>T\+0:41 14:02:00<\/s>/);
  });

  test('is well-formed whatever is typed', () => {
    fc.assert(
      fc.property(generatedJournal, (events) => {
        textOf(pageOf(events));
      }),
      { numRuns: 60 },
    );
  });

  test('is well-formed whatever the patient, the clinic and the therapist are called', () => {
    fc.assert(
      fc.property(typedText, typedText, (one, other) => {
        const script = new JournalScript(one);
        script.open({
          patient: {
            patientId: 'p',
            name: one,
            dateOfBirth: '1984-03-09',
            phone: other,
            allergies: one,
            emergencyContact: other,
          },
          clinic: { name: other, emergencyNumber: one, address: other },
        });
        textOf(pageOf(script.events));
        textOf(aftercareHtml(replay(script.events), ''));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the strip', () => {
  const count = (svg: string, pattern: RegExp) => svg.match(pattern)?.length ?? 0;

  test('shows every phase, reading, dose and note once', () => {
    const document = draftOf(correctionsJournal());
    const svg = stripChart(document);
    expect(count(svg, /<g class="strip-reading/g)).toBe(document.readings.length);
    expect(count(svg, /class="strip-reading is-struck is-by-hand"/g)).toBe(1);
    expect(count(svg, /class="strip-reading is-pending"/g)).toBe(1);
    expect(count(svg, /class="strip-cross"/g)).toBe(1);
    expect(count(svg, /class="strip-dose"/g)).toBe(1);
    expect(count(svg, /class="strip-note is-saved is-lettered"/g)).toBe(1);
    expect(count(svg, /class="strip-note is-struck is-lettered"/g)).toBe(1);
  });

  test('joins pulses at most three minutes apart, and never a later one', () => {
    const [joined = ''] = /<path class="strip-pulse" d="([^"]*)"/.exec(stripChart(draftOf(calmJournal()))) ?? [];
    expect(count(joined, /L/g)).toBe(1);
  });

  test('doubles the arrows of a reading that reached a limit', () => {
    const arrowsAt = (systolicMmHg: number, diastolicMmHg: number) => {
      const script = new JournalScript();
      script.open();
      script.reading(10, [systolicMmHg, diastolicMmHg, 70]);
      // One pair stands beside the name of the row.
      return count(stripChart(draftOf(script.events)), /class="strip-arrow"/g) - 1;
    };
    expect([139, 140, 141].map((systolic) => arrowsAt(systolic, 80))).toEqual([2, 4, 4]);
    expect([89, 90, 91].map((diastolic) => arrowsAt(120, diastolic))).toEqual([2, 4, 4]);
  });

  test('says the numbers of what lies off its scale of 40 to 200', () => {
    const numbersAt = (systolicMmHg: number) => {
      const script = new JournalScript();
      script.open();
      script.reading(10, [systolicMmHg, 80, 70]);
      return count(stripChart(draftOf(script.events)), new RegExp(`>${systolicMmHg}/80</text>`, 'g'));
    };
    expect([199, 200, 201].map(numbersAt)).toEqual([0, 0, 1]);
  });

  test('hatches the sleep of the machine, as long as it lasted', () => {
    const svg = stripChart(draftOf(samples.unsteady()));
    expect(count(svg, /class="strip-hatch"/g)).toBe(count(svg, />asleep \d+:\d\d<\/text>/g));
    expect(count(svg, /class="strip-hatch"/g)).toBeGreaterThan(0);
  });

  test('names the clock under the axis, but not where the clock was moved', () => {
    expect(stripChart(draftOf(calmJournal()))).toContain('>14:22</text>');
    expect(stripChart(draftOf(samples.unsteady()))).not.toContain('>14:24</text>');
    expect(stripChart(draftOf(declinedJournal()))).toContain('>S+0:30</text>');
  });

  test('has no colour but grey', () => {
    const html = pageOf(hypertensionJournal());
    for (const [, colour = ''] of html.matchAll(/#([0-9a-f]{3,6})\b/g)) expect(colour).toMatch(/^(.)\1+$/);
  });
});

describe('the aftercare sheet', () => {
  test('says what to do, when to come and whom to call, and neither who nor what for', () => {
    const text = textOf(aftercareHtml(replay(calmJournal()), ''));
    for (const part of ['until the next day, after restful sleep', 'Tuesday 2026-11-24, 10:00', '911', 'Alder House']) {
      expect(text).toContain(part);
    }
    for (const part of ['Maren', 'Okafor', '1984', 'ketamine', 'Ketamine', 'depress', 'session 2']) {
      expect(text).not.toContain(part);
    }
  });

  test('leaves room for the appointment while none is booked', () => {
    expect(textOf(aftercareHtml(replay(declinedJournal()), ''))).toContain('Date and time: ____');
  });
});
