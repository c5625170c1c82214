import { drawStrip } from '../strip/draw-strip.ts';
import { paperFrame } from '../strip/frame.ts';
import { recordStrip } from '../strip/record-strip.ts';
import { svgMarkup } from '../strip/shape.ts';
import type { RecordDocument } from './document.ts';
import { escapeHtml } from './escape-html.ts';

/** The session on one time axis as an SVG drawing in ink alone: the drawing of the console, on paper. */
export function stripChart(document: RecordDocument): string {
  const content = recordStrip(document);
  return [
    `<svg class="strip" viewBox="0 0 ${paperFrame.width} ${paperFrame.height}" role="img" xmlns="http://www.w3.org/2000/svg">`,
    `<title>${escapeHtml(content.summary)}</title>`,
    svgMarkup(drawStrip(content, paperFrame)),
    '</svg>',
  ].join('');
}

/** How to read the strip, in one line under it. */
export const stripLegend =
  'Arrow down: systolic. Arrow up: diastolic. Dot: pulse. Open: entered by hand. Doubled: at or above a limit. Dashed: never confirmed. Crossed: struck. Octagon, triangle, square: alert of high, medium, low priority. Hatched: silence, or the machine asleep.';

/** How the strip is drawn on paper: ink on white, told apart by form. */
export const stripStyle = `
.strip { display: block; width: 100%; height: auto; }
.strip text { font-size: 17px; fill: #000; }
.strip-name { font-weight: 600; }
.strip-grid, .strip-level { fill: none; stroke: #ccc; stroke-width: 1; }
.strip-limit { fill: none; stroke: #000; stroke-width: 1.4; stroke-dasharray: 2 5; }
.strip-dose { fill: none; stroke: #000; stroke-width: 1.6; stroke-dasharray: 8 4; }
.strip-phase, .strip-music { fill: #fff; stroke: #000; stroke-width: 1.4; }
.strip-music.is-unsure { stroke-dasharray: 4 4; }
.strip-silence, .strip-hatch { fill: none; stroke: #888; stroke-width: 1; }
.strip-sleep { fill: #fff; stroke: #888; stroke-width: 1; }
.strip-stem { fill: none; stroke: #000; stroke-width: 2.8; }
.strip-arrow { fill: #000; stroke: #000; stroke-width: 1.6; }
.is-by-hand .strip-arrow { fill: #fff; }
.is-pending .strip-stem { stroke-dasharray: 4 3; }
.is-struck .strip-stem, .is-struck .strip-arrow { stroke: #888; }
.strip-cross { fill: none; stroke: #000; stroke-width: 1.6; }
.strip-pulse { fill: none; stroke: #555; stroke-width: 2; }
.strip-pulse-dot { fill: #555; }
.strip-alert { fill: none; stroke: #000; stroke-width: 1.5; }
.strip-note { fill: #000; stroke: #000; stroke-width: 1.6; }
.strip-note.is-lettered { fill: #fff; }
.strip-note.is-struck { fill: #fff; stroke: #888; stroke-dasharray: 3 3; }
.strip .strip-letter { font-size: 15px; }
`;
