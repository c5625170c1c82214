import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dosesCsv, readingsCsv, timelineCsv } from '../../shared/record/csv.ts';
import { exportContent } from '../../shared/record/export-content.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal } from './generated-journal.ts';
import { calmJournal, sampleNames, samples } from './journal-samples.ts';
import { JournalScript } from './journal-script.ts';
import { signJournal } from './sign-journal.ts';

const contentOf = (events: readonly SessionEvent[]) =>
  exportContent(buildSignedRecord(replay(signJournal(events))), nothingRedacted);

/** Reads RFC 4180, as a receiver's program would: the cells of each row by their headings. */
function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end !== ',') rows.push([]);
  }
  const [heads = [], ...body] = rows.slice(0, -1);
  return body.map((cells) => {
    expect(cells).toHaveLength(heads.length);
    return Object.fromEntries(heads.map((head, at) => [head.replace('\uFEFF', ''), cells[at] ?? '']));
  });
}

describe.each(sampleNames)('the tables of “%s”', (name) => {
  const content = contentOf(samples[name]());
  const { document } = content;

  test('have every reading, with its numbers, time and standing', () => {
    const rows = rowsOf(readingsCsv(content));
    expect(
      rows.map((row) => [
        row.reading_id,
        row.systolic_mmHg,
        row.diastolic_mmHg,
        row.pulse_per_min,
        row.time,
        row.status,
      ]),
    ).toEqual(
      document.readings.map((reading) => [
        reading.readingId,
        String(reading.systolicMmHg),
        String(reading.diastolicMmHg),
        reading.pulsePerMin === null ? '' : String(reading.pulsePerMin),
        reading.time.iso,
        reading.status,
      ]),
    );
  });

  test('have every dose, with its amount, lot and hold', () => {
    const rows = rowsOf(dosesCsv(content));
    expect(rows.map((row) => [row.dose_mg, row.lot, row.placed, row.hold_ended])).toEqual(
      document.doses.map((dose) => [String(dose.doseMg), dose.lot, dose.placed.iso, dose.hold?.ended.iso ?? '']),
    );
  });

  test('have the whole timeline, each row of this record', () => {
    const rows = rowsOf(timelineCsv(content));
    expect(rows.map((row) => row.time)).toEqual(document.timeline.map((row) => row.time.iso));
    for (const row of rows) {
      expect(row.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
      expect(row.record).toBe(shortCode(content.recordSha256));
    }
  });
});

test('the form: a byte order mark, headings with their units, lines that end as RFC 4180 says', () => {
  const content = contentOf(calmJournal());
  for (const csv of [readingsCsv(content), timelineCsv(content), dosesCsv(content)]) {
    expect(csv.startsWith('\uFEFF"record",')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
  }
  expect(readingsCsv(content).split('\r\n')[0]).toContain('"systolic_mmHg","diastolic_mmHg","pulse_per_min"');
  expect(dosesCsv(content).split('\r\n')[0]).toContain('"dose_mg"');
});

/** A journal whose one note has this text. */
function withNote(text: string): SessionEvent[] {
  const script = JournalScript.continuing(calmJournal(), 50_000);
  script.note(300, text, {}, 0);
  return script.events;
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1+1', "'=1"])(
  'the text %j is no formula, and can be had back',
  (text) => {
    const csv = timelineCsv(contentOf(withNote(text)));
    const rows = rowsOf(csv);
    expect(rows.some((row) => Object.values(row).some((cell) => cell.includes(text.trim())))).toBe(true);
    expect(csv).not.toMatch(/(?:^|,)"\s*[=+\-@＝＋－＠]/m);
  },
);

test('whatever was typed, no cell begins a formula and every row is whole', () => {
  fc.assert(
    fc.property(generatedJournal, (events) => {
      const content = contentOf(events);
      const rows = rowsOf(timelineCsv(content));
      expect(rows).toHaveLength(content.document.timeline.length);
      for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
    }),
    { numRuns: 30 },
  );
});
