import { escapeHtml } from '../record/escape-html.ts';
import { printPageHtml } from '../record/print-page.ts';
import type { CourseReport, CourseReportRow } from './course-report.ts';
import { type QuestionnaireId, type QuestionnaireScore, questionnaireScales, questionnaires } from './questionnaire.ts';

const columns: readonly { readonly key: keyof CourseReportRow; readonly head: string }[] = [
  { key: 'place', head: 'Session' },
  { key: 'day', head: 'Day' },
  { key: 'doses', head: 'Dose' },
  { key: 'pressureBefore', head: 'BP before' },
  { key: 'pressureHighest', head: 'highest' },
  { key: 'pressureLast', head: 'last' },
  { key: 'recovery', head: 'Left after dose' },
  { key: 'adverseEvents', head: 'Adverse events' },
  { key: 'integration', head: 'Integration' },
];

/** A course as one printable page: white, ink only; whatever was typed is escaped. `madeOn`: the day it is made. */
export function courseReportHtml(report: CourseReport, madeOn: string, fontCss: string): string {
  const { patient, rows } = report;
  const head = columns.map(({ head: words }) => `<th scope="col">${words}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map(({ key }) => `<td>${escapeHtml(row[key])}</td>`).join('')}</tr>`);
  return printPageHtml({
    title: 'Course report',
    fontCss,
    style,
    headLeft: `${patient.name}, born ${patient.dateOfBirth}`,
    headRight: `${report.rehearsal ? 'REHEARSAL · ' : ''}Course report`,
    footLeft: `Made on ${madeOn} from the signed records`,
    body: [
      report.rehearsal ? '<p class="banner">REHEARSAL: no patient, no medicine</p>' : '',
      `<header><p class="clinic">${escapeHtml(report.clinic)}</p><h1>Course of sublingual ketamine</h1></header>`,
      `<p>${report.medicineDone} medicine and ${report.maintenanceDone} maintenance sessions with a dose.</p>`,
      `<table class="sessions"><caption>Sessions (blood pressure in mmHg, confirmed readings; left: after the last dose)</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`,
      ...questionnaires.map((which) => trendHtml(which, report.scores)),
    ].join(''),
  });
}

function trendHtml(which: QuestionnaireId, all: readonly QuestionnaireScore[]): string {
  const { name, most, bands } = questionnaireScales[which];
  const scores = all.filter(({ questionnaire }) => questionnaire === which);
  if (scores.length === 0) return `<section><h2>${name}</h2><p>None recorded.</p></section>`;
  const rows = scores.map((score) => {
    const item9 = score.questionnaire === 'phq-9' ? score : null;
    const remark = item9 === null || item9.item9 === 0 ? '' : `Item 9: ${item9.item9}. ${item9.followUp}`;
    return `<tr><td>${score.day}</td><td>${score.total}</td><td>${escapeHtml(remark)}</td></tr>`;
  });
  const scale = `0 to ${most}; ${bands.join(', ')} begin its bands`;
  const table = `<table class="scores"><thead><tr><th scope="col">Day</th><th scope="col">Total</th><th scope="col"></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<section><h2>${name}, total (${scale})</h2><div class="trend">${trendSvg(which, scores)}${table}</div></section>`;
}

const width = 240;
const height = 84;
const left = 18;
const top = 4;
const right = 6;
const bottom = 14;

/** Totals over the days as a line of vectors; where there is one day, a dot. */
function trendSvg(which: QuestionnaireId, scores: readonly QuestionnaireScore[]): string {
  const { name, most, bands } = questionnaireScales[which];
  const days = scores.map(({ day }) => Date.parse(`${day}T00:00:00Z`));
  const [from = 0, until = 0] = [Math.min(...days), Math.max(...days)];
  const xOf = (day: number) =>
    until === from ? (left + width - right) / 2 : left + ((day - from) / (until - from)) * (width - right - left);
  const yOf = (total: number) => top + (1 - total / most) * (height - top - bottom);
  const points = scores.map(({ total }, index) => `${xOf(days[index] ?? 0).toFixed(1)},${yOf(total).toFixed(1)}`);
  const line = (total: number, dash: string) =>
    `<line x1="${left}" x2="${width - right}" y1="${yOf(total).toFixed(1)}" y2="${yOf(total).toFixed(1)}" stroke="#000" stroke-width="0.4"${dash}/><text x="${left - 3}" y="${(yOf(total) + 2.4).toFixed(1)}" text-anchor="end">${total}</text>`;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name} over the course">`,
    line(0, ''),
    ...bands.map((band) => line(band, ' stroke-dasharray="1.5 2"')),
    line(most, ''),
    `<polyline points="${points.join(' ')}" fill="none" stroke="#000" stroke-width="1"/>`,
    ...points.map((point) => {
      const [x, y] = point.split(',');
      return `<circle cx="${x}" cy="${y}" r="1.8"/>`;
    }),
    `<text x="${xOf(from).toFixed(1)}" y="${height - 4}" text-anchor="${until === from ? 'middle' : 'start'}">${day(from)}</text>`,
    until === from ? '' : `<text x="${width - right}" y="${height - 4}" text-anchor="end">${day(until)}</text>`,
    '</svg>',
  ].join('');
}

const style = `
header { margin-bottom: 2mm; }
.clinic { margin: 0; }
.banner { border: 1.5pt solid #000; padding: 1mm 2mm; font-weight: 600; text-align: center; }
table { width: 100%; border-collapse: collapse; margin: 0 0 2mm; font-size: 8pt; line-height: 1.2; }
caption { text-align: left; font-weight: 600; padding: 0.5mm 0 0.8mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { text-align: left; font-weight: 600; border-bottom: 0.8pt solid #000; padding: 0.3mm 2mm 0.5mm 0; vertical-align: bottom; }
td { border-bottom: 0.3pt solid #aaa; padding: 0.3mm 2mm 0.4mm 0; vertical-align: top; }
th, .sessions td:nth-child(-n + 6):not(:nth-child(3)) { white-space: nowrap; }
.scores { width: auto; }
.trend { display: grid; grid-template-columns: 90mm 1fr; column-gap: 5mm; align-items: start; break-inside: avoid; }
.trend svg { width: 90mm; }
.trend text { font: 6px 'Source Sans 3', sans-serif; }
.scores td:last-child { white-space: pre-wrap; }
`;
