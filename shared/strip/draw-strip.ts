import { phaseNames } from '../record/wording.ts';
import type { StripContent } from './content.ts';
import {
  alertPath,
  alertShapes,
  diamond,
  musicShapes,
  noteShapes,
  pulseShapes,
  readingShapes,
  sleepShapes,
} from './draw-marks.ts';
import { leftInset, type Rows, rightInset, rowsOf, type StripFrame } from './frame.ts';
import { axisMarks, studyMarks, type TimeScale, timeScale, yOf } from './scale.ts';
import { px, type Shape } from './shape.ts';

const levelsShown = [40, 80, 120, 160, 200];
/** About how wide a letter is, to know whether a word fits into its bar. CSS px. */
const letterPx = 9;

/** The time scale that a strip is drawn with in this frame. */
export function stripScale(content: StripContent, frame: StripFrame): TimeScale {
  return timeScale(content, leftInset, frame.width - rightInset);
}

/**
 * A session on one time axis: phases, alerts, blood pressure and pulse, music, notes, sleep. All by shape; colour only
 * helps. Live and on paper this is the only drawing there is. Pure.
 */
export function drawStrip(content: StripContent, frame: StripFrame): Shape[] {
  const rows = rowsOf(frame);
  const scale = stripScale(content, frame);
  return [
    ...axisShapes(content, scale, rows, frame),
    ...levelShapes(content, rows, frame),
    ...nameShapes(rows, frame),
    ...phaseShapes(content, scale, rows, frame),
    ...sleepShapes(content.sleeps, scale, rows),
    ...doseShapes(content, scale, rows, frame),
    ...aheadShapes(content, scale, rows),
    ...musicShapes(content.music, scale, rows),
    ...readingShapes(content.readings, scale, rows),
    ...pulseShapes(content.readings, scale, rows),
    ...alertShapes(content.alerts, scale, rows),
    ...noteShapes(content.notes, scale, rows, frame),
    ...(content.nowMs === null
      ? []
      : [{ tag: 'path' as const, className: 'strip-now', d: `M${px(scale.xOf(content.nowMs))} 2V${px(rows.bottom)}` }]),
  ];
}

function axisShapes(content: StripContent, scale: TimeScale, rows: Rows, frame: StripFrame): Shape[] {
  const marks = frame.study ? studyMarks(scale) : axisMarks(scale);
  return marks.flatMap(({ x, elapsedMs, label }): Shape[] => [
    { tag: 'path', className: 'strip-grid', d: `M${px(x)} ${px(rows.valueTop - 8)}V${px(rows.bottom)}` },
    text('strip-text', x, rows.axisTextY, label, 'middle'),
    ...(frame.study && content.clockAt !== null
      ? [text('strip-text', x, rows.clockTextY, content.clockAt(elapsedMs), 'middle')]
      : []),
  ]);
}

function levelShapes(content: StripContent, rows: Rows, frame: StripFrame): Shape[] {
  const across = (value: number, className: string): Shape => ({
    tag: 'path',
    className,
    d: `M${leftInset} ${px(yOf(value, rows.valueTop, rows.valueBottom))}H${px(frame.width - rightInset)}`,
  });
  const beside = (value: number) => yOf(value, rows.valueTop, rows.valueBottom) + 5;
  return [
    ...levelsShown.flatMap((value) => [
      across(value, 'strip-level'),
      text('strip-text', leftInset - 8, beside(value), String(value), 'end'),
    ]),
    ...content.limits.flatMap((value) => [
      across(value, 'strip-limit'),
      text('strip-limit-text', frame.width - rightInset + 8, beside(value), String(value)),
    ]),
  ];
}

/** The rows' names, each with the shape that it is drawn in. */
function nameShapes(rows: Rows, frame: StripFrame): Shape[] {
  const name = (y: number, words: string) => text('strip-name', 20, y + 6, words);
  const pressureY = rows.valueTop + 16;
  const pulseY = rows.valueTop + 42;
  const musicY = rows.musicTop + rows.musicHeight / 2;
  return [
    ...(frame.study ? [name(rows.phaseTop + rows.phaseHeight / 2, 'Phases')] : []),
    { tag: 'path', className: 'strip-alert is-medium', d: alertPath('medium', 7, rows.alertY) },
    name(rows.alertY, 'Alerts'),
    { tag: 'path', className: 'strip-arrow', d: `M2 ${px(pressureY - 8)}h10l-5 7Z M2 ${px(pressureY + 8)}h10l-5 -7Z` },
    name(pressureY, 'BP'),
    { tag: 'circle', className: 'strip-pulse-dot', cx: 7, cy: pulseY, r: 4 },
    name(pulseY, 'Pulse'),
    { tag: 'rect', className: 'strip-music', x: 1, y: musicY - 5, width: 12, height: 10, rx: 3 },
    name(musicY, 'Music'),
    { tag: 'path', className: 'strip-note is-saved', d: diamond(7, rows.noteY, 7) },
    name(rows.noteY, 'Notes'),
    ...(frame.study ? [] : [text('strip-text', 20, rows.axisTextY, 'Minutes')]),
  ];
}

function phaseShapes(content: StripContent, scale: TimeScale, rows: Rows, frame: StripFrame): Shape[] {
  return content.phases.flatMap(({ fromMs, toMs, phase, kind }): Shape[] => {
    const x = scale.xOf(fromMs);
    const width = scale.xOf(toMs) - x;
    if (width < 1) return [];
    const name = phaseNames[phase];
    return [
      {
        tag: 'rect',
        className: `strip-phase is-${kind}`,
        x: x + 1,
        y: rows.phaseTop,
        width: Math.max(1, width - 2),
        height: rows.phaseHeight,
        rx: 2,
      },
      ...(frame.study && width > name.length * letterPx + 8
        ? [text('strip-phase-name', x + width / 2, rows.phaseTop + rows.phaseHeight / 2 + 6, name, 'middle')]
        : []),
    ];
  });
}

function doseShapes(content: StripContent, scale: TimeScale, rows: Rows, frame: StripFrame): Shape[] {
  return content.doses.flatMap(({ atMs, name }): Shape[] => {
    const x = scale.xOf(atMs);
    return [
      { tag: 'path', className: 'strip-dose', d: `M${px(x)} ${px(rows.phaseTop)}V${px(rows.bottom)}` },
      ...(frame.study ? [text('strip-name', x, rows.phaseTop - 8, name, 'middle')] : []),
    ];
  });
}

/** Flags at the times that are kept in view; the later one's words stand below the earlier one's. */
function aheadShapes(content: StripContent, scale: TimeScale, rows: Rows): Shape[] {
  return [...content.ahead]
    .sort((one, other) => one.atMs - other.atMs)
    .flatMap(({ atMs, name }, index): Shape[] => {
      const x = scale.xOf(atMs);
      return [
        { tag: 'path', className: 'strip-ahead', d: `M${px(x)} ${px(rows.phaseTop)}V${px(rows.bottom)}` },
        text('strip-name', x - 6, rows.alertY + 6 + index * 20, name, 'end'),
      ];
    });
}

function text(
  className: string,
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Shape {
  return { tag: 'text', className, x, y, anchor, words };
}
