import type { RecordDocument } from './document.ts';
import type { ExportContent } from './export-content.ts';
import { shortCode } from './signing.ts';
import { amount, outcomeNames, phaseNames } from './wording.ts';

type Cell = string | number | boolean | null;

/**
 * CSV (RFC 4180): comma, CRLF, every text in quotes; UTF-8 with a byte order mark. With the mark, because these files
 * are for spreadsheets, and the most common one takes a file without it for the machine's old code page: “Größe”
 * becomes “GrÃ¶ÃŸe” in a medical record and nobody is told. A program that does not know the mark trips over the first
 * heading, at once and visibly.
 */
function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(content: Cell): string {
  if (content === null) return '';
  return typeof content === 'string' ? `"${noFormula(content).replaceAll('"', '""')}"` : String(content);
}

/**
 * A text that no spreadsheet runs as a formula: where it begins with what could begin one (also full-width, and after
 * white space), an apostrophe goes before it. So does one before a text that begins with an apostrophe: taking one off
 * gives back what was there.
 */
function noFormula(text: string): string {
  return /^(?:['\t\r\n]|\s*[=+\-@＝＋－＠])/u.test(text) ? `'${text}` : text;
}

/** The times of a row: ISO 8601 with offset, and elapsed. `null` where it was recorded as it happened. */
const times = (row: RecordDocument['timeline'][number] | RecordDocument['readings'][number]) => [
  row.time.iso,
  row.time.elapsed,
  row.recorded?.iso ?? null,
];

/** Several remarks in one cell. */
const joined = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(' | '));

/** Every reading, counted or not; pressures in mmHg, pulse per minute. */
export function readingsCsv({ document, recordSha256 }: ExportContent): string {
  return csv(
    [
      ...['record', 'time', 'elapsed', 'recorded_late', 'reading_id', 'systolic_mmHg', 'diastolic_mmHg'],
      ...['pulse_per_min', 'phase', 'block', 'status', 'struck_reason', 'by_hand', 'flags', 'source', 'remarks'],
    ],
    document.readings.map((reading) => [
      shortCode(recordSha256),
      ...times(reading),
      reading.readingId,
      reading.systolicMmHg,
      reading.diastolicMmHg,
      reading.pulsePerMin,
      phaseNames[reading.phase],
      reading.block,
      reading.status,
      reading.struckReason,
      reading.byHand,
      joined(reading.flags),
      reading.source,
      joined(reading.remarks),
    ]),
  );
}

/** What happened, in its order. */
export function timelineCsv({ document, recordSha256 }: ExportContent): string {
  return csv(
    ['record', 'time', 'elapsed', 'recorded_late', 'kind', 'entry', 'standing', 'by', 'remarks'],
    document.timeline.map((entry) => [
      shortCode(recordSha256),
      ...times(entry),
      entry.kind,
      entry.text,
      entry.standing,
      entry.by,
      joined(entry.remarks),
    ]),
  );
}

/** Every dose with its hold; amounts in mg, the hold in seconds. */
export function dosesCsv({ document, recordSha256 }: ExportContent): string {
  return csv(
    [
      ...['record', 'dose', 'placed', 'elapsed', 'medicine', 'form', 'route', 'strength_mg', 'count', 'dose_mg'],
      ...['lot', 'given_by', 'booster', 'hold_ended', 'held_s', 'outcome', 'early_reason', 'remarks'],
    ],
    document.doses.map((dose) => [
      shortCode(recordSha256),
      dose.number,
      dose.placed.iso,
      dose.placed.elapsed,
      dose.medicine,
      dose.form,
      'sublingual',
      dose.strengthMg,
      dose.count,
      Number(amount(dose.doseMg)),
      dose.lot,
      dose.selfAdministered ? 'patient' : 'staff',
      dose.booster,
      dose.hold?.ended.iso ?? null,
      dose.hold === null ? null : Math.round(dose.hold.heldMs / 1000),
      dose.hold === null ? null : outcomeNames[dose.hold.outcome],
      dose.hold === null || dose.hold.earlyReason === '' ? null : dose.hold.earlyReason,
      joined(dose.remarks),
    ]),
  );
}
