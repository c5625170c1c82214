import type { ReadingRow, RecordDocument } from './document.ts';
import { escapeHtml } from './escape-html.ts';
import { isoTime, type RecordTime } from './record-time.ts';
import { phaseNames } from './wording.ts';

const width = 720;
const height = 252;
const plot = { left: 40, right: 708 } as const;
const rows = {
  doses: 10,
  phases: { top: 14, height: 15 },
  pressure: { top: 45, bottom: 168 },
  music: { top: 176, height: 9 },
  notes: 199,
  axis: 216,
} as const;
/** The scale is fixed, so that two records can be laid side by side. mmHg, and pulse per minute. */
const scale = { low: 40, high: 200 } as const;
/** Pulses further apart than this are not joined: a gap stays a gap. */
const joinWithinMs = 3 * 60_000;
/** The pulse stands beside its reading's stem, so that neither hides the other. */
const besideStem = 5;

type Chart = { readonly x: (elapsedMs: number) => number; readonly fromMs: number; readonly untilMs: number };

/**
 * The session on one time axis as an SVG drawing in ink alone: phases, blood pressure and pulse, music, notes. Systolic
 * is an arrow down, diastolic an arrow up, pulse a dot; entered by hand they are open, struck they are crossed, out of scale doubled.
 */
export function stripChart(document: RecordDocument): string {
  const chart = chartOf(document);
  const summary = `Phases, ${document.readings.length} blood pressure readings, music and notes on one time axis; the tables hold the same values.`;
  return [
    `<svg class="strip" viewBox="0 0 ${width} ${height}" role="img" xmlns="http://www.w3.org/2000/svg">`,
    `<title>${escapeHtml(summary)}</title>`,
    grid(document, chart),
    phaseBars(document, chart),
    doseLines(document, chart),
    ...document.readings.map((reading) => readingMark(reading, chart)),
    pulseLine(document, chart),
    musicBars(document, chart),
    noteMarks(document, chart),
    '</svg>',
  ].join('');
}

function chartOf(document: RecordDocument): Chart {
  const times = [
    ...document.phases.map((phase) => phase.from.elapsedMs),
    ...document.timeline.map((entry) => entry.time.elapsedMs),
    ...document.readings.map((reading) => reading.time.elapsedMs),
  ];
  const fromMs = Math.min(0, ...times);
  const untilMs = Math.max(fromMs + 60_000, ...times);
  const perMs = (plot.right - plot.left) / (untilMs - fromMs);
  return { fromMs, untilMs, x: (elapsedMs) => plot.left + (elapsedMs - fromMs) * perMs };
}

const n = (value: number) => String(Math.round(value * 10) / 10);

function yOf(value: number): number {
  const { top, bottom } = rows.pressure;
  const clamped = Math.min(scale.high, Math.max(scale.low, value));
  return bottom - ((clamped - scale.low) / (scale.high - scale.low)) * (bottom - top);
}

function text(x: number, y: number, words: string, attributes = ''): string {
  return `<text x="${n(x)}" y="${n(y)}" ${attributes}>${escapeHtml(words)}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, attributes = ''): string {
  return `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" ${attributes}/>`;
}

function grid(document: RecordDocument, chart: Chart): string {
  const { top } = rows.pressure;
  const values = [40, 80, 120, 160, 200].map(
    (value) =>
      line(plot.left, yOf(value), plot.right, yOf(value), 'class="grid"') +
      text(plot.left - 4, yOf(value) + 3, String(value), 'class="end"'),
  );
  const limits = [document.limits.systolicHoldMmHg, document.limits.diastolicHoldMmHg].map(
    (value) =>
      line(plot.left, yOf(value), plot.right, yOf(value), 'class="limit"') +
      text(plot.right + 1, yOf(value) + 2.5, String(value), 'class="tiny"'),
  );
  return [
    ...values,
    ...limits,
    ...ticks(document, chart),
    line(plot.left, rows.axis, plot.right, rows.axis, 'class="axis"'),
    text(plot.left - 4, rows.phases.top + 11, 'Phase', 'class="end"'),
    text(plot.left - 4, rows.music.top + 8, 'Music', 'class="end"'),
    text(plot.left - 4, rows.notes + 3, 'Notes', 'class="end"'),
    text(plot.left - 4, top - 7, 'mmHg', 'class="end tiny"'),
  ].join('');
}

/** A mark every quarter of an hour, named every half hour (every hour in a long session), counted from the dose. */
function ticks(document: RecordDocument, chart: Chart): string[] {
  const origin = originOf(document);
  if (origin === null) return [];
  const quarterMs = 15 * 60_000;
  const namedEvery = chart.untilMs - chart.fromMs > 4 * 3_600_000 ? 4 : 2;
  const first = Math.ceil((chart.fromMs - origin.elapsedMs) / quarterMs);
  const last = Math.floor((chart.untilMs - origin.elapsedMs) / quarterMs);
  const clocksMoved = document.interruptions.some(({ kind }) => kind === 'wall-clock' || kind === 'utc-offset');
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const quarter = first + index;
    const elapsedMs = origin.elapsedMs + quarter * quarterMs;
    const x = chart.x(elapsedMs);
    if (quarter % namedEvery !== 0) return line(x, rows.axis, x, rows.axis + 3, 'class="axis"');
    const minutes = Math.abs(quarter) * 15;
    const name = `${origin.letter}${quarter < 0 ? '-' : '+'}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
    return [
      line(x, rows.phases.top, x, rows.axis + 5, 'class="grid"'),
      text(x, rows.axis + 15, name, 'class="middle"'),
      clocksMoved ? '' : text(x, rows.axis + 26, clockAfter(origin.time, quarter * quarterMs), 'class="middle tiny"'),
    ].join('');
  });
}

function originOf(document: RecordDocument) {
  const dose = [...document.doses].sort((one, other) => one.placed.elapsedMs - other.placed.elapsedMs)[0];
  const opened = document.phases[0];
  if (dose !== undefined) return { letter: 'T', elapsedMs: dose.placed.elapsedMs, time: dose.placed };
  return opened === undefined ? null : { letter: 'S', elapsedMs: opened.from.elapsedMs, time: opened.from };
}

/** The wall clock a span after a time, by the same clock; only where the clock was not moved meanwhile. */
function clockAfter(time: RecordTime, spanMs: number): string {
  const [hours, minutes] = [Number(time.iso.slice(24, 26)), Number(time.iso.slice(27, 29))];
  const utcOffsetMinutes = (time.iso[23] === '-' ? -1 : 1) * (hours * 60 + minutes);
  return isoTime({ wallMs: Date.parse(time.iso) + spanMs, utcOffsetMinutes }).slice(11, 16);
}

function phaseBars(document: RecordDocument, chart: Chart): string {
  const { top, height: barHeight } = rows.phases;
  return document.phases
    .map(({ phase, from, until }) => {
      const x = chart.x(from.elapsedMs);
      const barWidth = chart.x(until?.elapsedMs ?? chart.untilMs) - x;
      if (barWidth < 1) return '';
      const name = phaseNames[phase];
      const label = barWidth > name.length * 4.6 + 4 ? text(x + barWidth / 2, top + 11, name, 'class="middle"') : '';
      return `<rect x="${n(x)}" y="${top}" width="${n(barWidth)}" height="${barHeight}" class="bar"/>${label}`;
    })
    .join('');
}

function doseLines(document: RecordDocument, chart: Chart): string {
  return document.doses
    .map((dose) => {
      const x = chart.x(dose.placed.elapsedMs);
      return (
        line(x, rows.phases.top, x, rows.axis, 'class="dose"') +
        text(x, rows.doses, `Dose ${dose.number}`, 'class="middle strong"')
      );
    })
    .join('');
}

function readingMark(reading: ReadingRow, chart: Chart): string {
  const x = chart.x(reading.time.elapsedMs);
  const top = yOf(reading.systolicMmHg);
  const bottom = yOf(reading.diastolicMmHg);
  const kinds = [reading.byHand ? 'open' : 'solid', reading.status];
  const cross =
    reading.status === 'struck'
      ? line(x - 5, top - 3, x + 5, bottom + 3, 'class="cross"') +
        line(x + 5, top - 3, x - 5, bottom + 3, 'class="cross"')
      : '';
  return [
    `<g class="reading ${kinds.join(' ')}">`,
    line(x, top, x, bottom, 'class="stem"'),
    arrow(x, top, 1, reading.systolicMmHg),
    arrow(x, bottom, -1, reading.diastolicMmHg),
    cross,
    '</g>',
  ].join('');
}

/** An arrow whose tip stands at the value; doubled where the value lies outside the scale. */
function arrow(x: number, y: number, direction: 1 | -1, value: number): string {
  const outside = value > scale.high || value < scale.low;
  const one = (tip: number) => `<path d="M${n(x)} ${n(tip)}l-3.4 ${n(-6 * direction)}h6.8z" class="arrow"/>`;
  return outside ? one(y) + one(y - 6 * direction) : one(y);
}

function pulseLine(document: RecordDocument, chart: Chart): string {
  const points = document.readings.flatMap((reading) =>
    reading.pulsePerMin === null || reading.status === 'struck'
      ? []
      : [
          {
            elapsedMs: reading.time.elapsedMs,
            x: chart.x(reading.time.elapsedMs) + besideStem,
            y: yOf(reading.pulsePerMin),
          },
        ],
  );
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const joined = before !== undefined && point.elapsedMs - before.elapsedMs <= joinWithinMs;
      const segment = joined ? line(before.x, before.y, point.x, point.y, 'class="pulse"') : '';
      return `${segment}<circle cx="${n(point.x)}" cy="${n(point.y)}" r="1.9" class="pulse"/>`;
    })
    .join('');
}

function musicBars(document: RecordDocument, chart: Chart): string {
  const { top, height: barHeight } = rows.music;
  return document.music
    .map(({ from, until }) => {
      const x = chart.x(from.elapsedMs);
      const barWidth = Math.max(1, chart.x(until?.elapsedMs ?? chart.untilMs) - x);
      return `<rect x="${n(x)}" y="${top}" width="${n(barWidth)}" height="${barHeight}" class="${until === null ? 'bar unsure' : 'bar'}"/>`;
    })
    .join('');
}

function noteMarks(document: RecordDocument, chart: Chart): string {
  return document.timeline
    .filter((entry) => entry.kind === 'Note')
    .map((entry) => {
      const x = chart.x(entry.time.elapsedMs);
      const letter = Array.from(entry.text)[0]?.toUpperCase() ?? '';
      const kind = entry.standing === 'struck' ? 'note struck' : 'note';
      return `<path d="M${n(x)} ${rows.notes - 7}l7 7l-7 7l-7 -7z" class="${kind}"/>${text(x, rows.notes + 2.6, letter, 'class="middle tiny"')}`;
    })
    .join('');
}

/** How to read the strip, in one line under it. */
export const stripLegend =
  'Arrow down: systolic. Arrow up: diastolic. Dot: pulse. Open: entered by hand. Dashed: never confirmed. Crossed: struck.';

/** How the strip is drawn: ink on white, told apart by form. */
export const stripStyle = `
.strip { display: block; width: 100%; height: auto; }
.strip text { font-size: 8.5px; fill: #000; }
.strip .tiny { font-size: 7.5px; }
.strip .strong { font-weight: 600; }
.strip .end { text-anchor: end; }
.strip .middle { text-anchor: middle; }
.strip .grid { stroke: #ccc; stroke-width: 0.5; }
.strip .axis { stroke: #000; stroke-width: 0.8; }
.strip .limit { stroke: #000; stroke-width: 0.7; stroke-dasharray: 1 2.5; }
.strip .dose { stroke: #000; stroke-width: 0.8; stroke-dasharray: 4 2; }
.strip .bar { fill: #fff; stroke: #000; stroke-width: 0.7; }
.strip .unsure { stroke-dasharray: 2 2; }
.strip .stem { stroke: #000; stroke-width: 1.4; }
.strip .arrow { fill: #000; stroke: #000; stroke-width: 0.8; }
.strip .open .arrow { fill: #fff; }
.strip .pending .stem { stroke-dasharray: 2 1.5; }
.strip .struck .stem, .strip .struck .arrow { stroke: #888; }
.strip .struck.solid .arrow { fill: #888; }
.strip .cross { stroke: #000; stroke-width: 0.8; }
.strip line.pulse { stroke: #555; stroke-width: 1; }
.strip circle.pulse { fill: #555; }
.strip .note { fill: #fff; stroke: #000; stroke-width: 0.8; }
.strip .note.struck { stroke: #888; stroke-dasharray: 1.5 1.5; }
`;
