import type { StripAlert, StripContent, StripMusic, StripNote, StripReading } from './content.ts';
import type { Rows, StripFrame } from './frame.ts';
import { highestShown, lowestShown, type TimeScale, yOf } from './scale.ts';
import { px, type Shape } from './shape.ts';

/** Pulses further apart than this are not joined: nobody knows what was between. */
const joinWithinMs = 3 * 60_000;
/** A stretch of silence shorter than this is a change of tracks, not a gap. */
const silenceFromMs = 5_000;

/** Down to the systolic, up to the diastolic; by hand is open, at a limit doubled, struck crossed, unconfirmed dashed. */
export function readingShapes(readings: readonly StripReading[], scale: TimeScale, rows: Rows): Shape[] {
  return readings.map((reading) => {
    const x = scale.xOf(reading.atMs);
    const top = yOf(reading.systolicMmHg, rows.valueTop, rows.valueBottom);
    const bottom = yOf(reading.diastolicMmHg, rows.valueTop, rows.valueBottom);
    const arrow = (y: number, direction: 1 | -1, shift: number): Shape => ({
      tag: 'path',
      className: 'strip-arrow',
      d: `M${px(x - 6)} ${px(y - direction * (8 + shift))}h12l-6 ${8 * direction}Z`,
    });
    const off = [reading.systolicMmHg, reading.diastolicMmHg].some(
      (value) => value > highestShown || value < lowestShown,
    );
    const middle = (top + bottom) / 2;
    return {
      tag: 'g',
      className: `strip-reading is-${reading.status}${reading.byHand ? ' is-by-hand' : ''}`,
      shapes: [
        { tag: 'path', className: 'strip-stem', d: `M${px(x)} ${px(top)}V${px(bottom)}` },
        arrow(top, 1, 0),
        arrow(bottom, -1, 0),
        ...(reading.outside ? [arrow(top, 1, 9), arrow(bottom, -1, 9)] : []),
        ...(reading.status === 'struck'
          ? [
              {
                tag: 'path' as const,
                className: 'strip-cross',
                d: `M${px(x - 8)} ${px(middle + 8)}l16 -16m-16 0l16 16`,
              },
            ]
          : []),
        // The scale is fixed: what lies off it says its numbers.
        ...(off
          ? [
              {
                tag: 'text' as const,
                className: 'strip-text',
                x: x + 10,
                y: top + 6,
                anchor: 'start' as const,
                words: `${reading.systolicMmHg}/${reading.diastolicMmHg}`,
              },
            ]
          : []),
      ],
    };
  });
}

/** Pulses as dots, joined where they are close; one of a struck reading is left out, a gap stays a gap. */
export function pulseShapes(readings: readonly StripReading[], scale: TimeScale, rows: Rows): Shape[] {
  const points = readings.flatMap(({ atMs, pulsePerMin, status }) =>
    pulsePerMin === null || status === 'struck'
      ? []
      : [{ atMs, x: scale.xOf(atMs), y: yOf(pulsePerMin, rows.valueTop, rows.valueBottom) }],
  );
  const lines = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before !== undefined && point.atMs - before.atMs <= joinWithinMs
      ? [`M${px(before.x)} ${px(before.y)}L${px(point.x)} ${px(point.y)}`]
      : [];
  });
  return [
    ...(lines.length === 0 ? [] : [{ tag: 'path' as const, className: 'strip-pulse', d: lines.join('') }]),
    ...points.map(({ x, y }): Shape => ({ tag: 'circle', className: 'strip-pulse-dot', cx: x, cy: y, r: 3 })),
  ];
}

/** Heard music as outlined blocks, an end that nobody reported dashed, silence between two blocks hatched. */
export function musicShapes(music: readonly StripMusic[], scale: TimeScale, rows: Rows): Shape[] {
  return music.flatMap(({ fromMs, toMs, kind }): Shape[] => {
    const x = scale.xOf(fromMs);
    const width = scale.xOf(toMs) - x;
    if (kind === 'silent') {
      if (toMs - fromMs < silenceFromMs || width < 2) return [];
      return [{ tag: 'path', className: 'strip-silence', d: hatch(x, rows.musicTop, width, rows.musicHeight) }];
    }
    return [
      {
        tag: 'rect',
        className: kind === 'unsure' ? 'strip-music is-unsure' : 'strip-music',
        x: x + 1,
        y: rows.musicTop,
        width: Math.max(1, width - 2),
        height: rows.musicHeight,
        rx: 3,
      },
    ];
  });
}

/**
 * Notes as diamonds: solid once saved, hollow until then, crossed out when taken back; their letter inside where there is
 * room to study. At a glance all of one kind are one path, one diamond a pixel column, so that thousands cost nothing.
 */
export function noteShapes(notes: readonly StripNote[], scale: TimeScale, rows: Rows, frame: StripFrame): Shape[] {
  const className = (standing: StripNote['standing']) => `strip-note is-${standing}`;
  if (frame.study) {
    return notes.flatMap(({ atMs, letter, standing }): Shape[] => {
      const x = scale.xOf(atMs);
      return [
        { tag: 'path', className: `${className(standing)} is-lettered`, d: diamond(x, rows.noteY, 14) },
        { tag: 'text', className: 'strip-letter', x, y: rows.noteY + 5.5, anchor: 'middle', words: letter },
      ];
    });
  }
  return (['saved', 'unsaved', 'struck'] as const).flatMap((standing): Shape[] => {
    const columns = new Set(
      notes.filter((note) => note.standing === standing).map(({ atMs }) => Math.round(scale.xOf(atMs))),
    );
    if (columns.size === 0) return [];
    const d = [...columns].map((x) => diamond(x, rows.noteY, 7)).join('');
    return [{ tag: 'path', className: className(standing), d }];
  });
}

/** Alerts by their priority's own shape: an octagon, a triangle, a square. Equal ones in one pixel column are drawn once. */
export function alertShapes(alerts: readonly StripAlert[], scale: TimeScale, rows: Rows): Shape[] {
  return (['low', 'medium', 'high'] as const).flatMap((priority): Shape[] => {
    const columns = new Set(
      alerts.filter((alert) => alert.priority === priority).map(({ atMs }) => Math.round(scale.xOf(atMs))),
    );
    if (columns.size === 0) return [];
    const d = [...columns].map((x) => alertPath(priority, x, rows.alertY)).join('');
    return [{ tag: 'path', className: `strip-alert is-${priority}`, d }];
  });
}

/** An alert's outline with its sign inside, 14 px high. */
export function alertPath(priority: StripAlert['priority'], x: number, y: number): string {
  const at = (dx: number, dy: number) => `${px(x + dx)} ${px(y + dy)}`;
  switch (priority) {
    case 'high':
      return `M${at(-3, -7)}h6l4 4v6l-4 4h-6l-4 -4v-6ZM${at(-2, -4)}v5M${at(2, -4)}v5M${at(-2, 3.5)}v.5M${at(2, 3.5)}v.5`;
    case 'medium':
      return `M${at(0, -7)}l8 14h-16ZM${at(0, -2)}v4M${at(0, 4.5)}v.5`;
    case 'low':
      return `M${at(-6, -6)}h12v12h-12ZM${at(0, -1)}v4M${at(0, -3.5)}v.5`;
  }
}

/** Where the machine slept, hatched over all rows, with how long. */
export function sleepShapes(sleeps: StripContent['sleeps'], scale: TimeScale, rows: Rows): Shape[] {
  return sleeps.flatMap(({ fromMs, toMs }): Shape[] => {
    const x = scale.xOf(fromMs);
    const width = Math.max(3, scale.xOf(toMs) - x);
    const height = rows.bottom - rows.phaseTop;
    const seconds = Math.round((toMs - fromMs) / 1000);
    return [
      { tag: 'rect', className: 'strip-sleep', x, y: rows.phaseTop, width, height, rx: 0 },
      { tag: 'path', className: 'strip-hatch', d: hatch(x, rows.phaseTop, width, height) },
      {
        tag: 'text',
        className: 'strip-name',
        x: x + width + 4,
        y: rows.valueTop + 14,
        anchor: 'start',
        words: `asleep ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
      },
    ];
  });
}

/** A diamond this many px from its middle to its tips. */
export function diamond(x: number, y: number, reach: number): string {
  const across = px(reach * 0.85);
  return `M${px(x)} ${px(y - reach)}l${across} ${reach}-${across} ${reach}-${across}-${reach}Z`;
}

/** Slanted strokes that fill a box and end at its edges: they need no pattern, and print. */
export function hatch(x: number, y: number, width: number, height: number, stepPx = 7): string {
  const strokes: string[] = [];
  for (let along = stepPx; along < width + height; along += stepPx) {
    const fromX = Math.max(0, along - height);
    const toX = Math.min(along, width);
    strokes.push(`M${px(x + fromX)} ${px(y + along - fromX)}L${px(x + toX)} ${px(y + along - toX)}`);
  }
  return strokes.join('');
}
