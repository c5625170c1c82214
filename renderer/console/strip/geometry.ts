import { breachesOf } from '../../../shared/session/breaches.ts';
import { earliestDepartureMs } from '../../../shared/session/deadlines.ts';
import type { Moment } from '../../../shared/session/moment.ts';
import { isHigh } from '../../../shared/session/pressure.ts';
import { type Phase, protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { musicStretches } from './music-stretches.ts';
import { axisMarks, timeScale, yOf } from './scale.ts';

export type Span = {
  readonly x: number;
  readonly width: number;
  readonly kind: 'past' | 'now' | 'plan';
  readonly phase: Phase;
};

export type PressureMark = {
  readonly x: number;
  readonly systolicY: number;
  readonly diastolicY: number;
  readonly byHand: boolean;
  readonly status: 'pending' | 'confirmed' | 'struck';
  readonly outside: boolean;
};

/** Everything that the strip draws, in CSS px; what lies right of `nowX` is plan. */
export type StripGeometry = {
  readonly spans: readonly Span[];
  readonly levels: readonly { readonly y: number; readonly label: string }[];
  /** From where on a pressure counts as high, systolic and diastolic. */
  readonly limits: readonly { readonly y: number; readonly label: string }[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  readonly pressures: readonly PressureMark[];
  readonly pulseDots: readonly { readonly x: number; readonly y: number }[];
  /** Pulse readings close enough to be joined, as SVG path data. */
  readonly pulsePath: string;
  readonly music: readonly { readonly x: number; readonly width: number }[];
  readonly notes: readonly { readonly x: number; readonly saved: boolean }[];
  readonly sleeps: readonly { readonly x: number; readonly width: number }[];
  readonly nowX: number;
  readonly rows: Rows;
};

export type Rows = {
  readonly phaseTop: number;
  readonly valueTop: number;
  readonly valueBottom: number;
  readonly musicTop: number;
  readonly musicHeight: number;
  readonly noteY: number;
  readonly bottom: number;
};

/** Room for the row names and levels on the left, for the limits' numbers on the right. */
export const leftInset = 112;
export const rightInset = 40;
const levelsShown = [40, 80, 120, 160, 200];
/** Readings further apart than this are not joined: nobody knows what was between. */
const joinWithinMs = 3 * 60_000;

/** Lays the session out on one time axis of the given size. Pure; nothing is smoothed and nothing is left out. */
export function stripGeometry(
  state: SessionState,
  now: Moment,
  durableThrough: number,
  width: number,
  height: number,
): StripGeometry {
  const rows = rowsOf(height);
  const scale = timeScale(state, now, leftInset, width - rightInset);
  const x = scale.xOf;
  const y = (value: number) => yOf(value, rows.valueTop, rows.valueBottom);
  const stretch = (fromMs: number, toMs: number) => ({ x: x(fromMs), width: Math.max(0, x(toMs) - x(fromMs)) });
  const { systolicHold, diastolicHold } = protocolOf(state).bloodPressure;
  const pulses = state.readings.flatMap(({ reading, status, at }) =>
    reading.pulsePerMin === null || status === 'struck' ? [] : [{ atMs: at.elapsedMs, pulse: reading.pulsePerMin }],
  );
  return {
    rows,
    spans: spansOf(state, now, stretch),
    levels: levelsShown.map((value) => ({ y: y(value), label: String(value) })),
    limits: [systolicHold, diastolicHold].map(({ value }) => ({ y: y(value), label: String(value) })),
    marks: axisMarks(scale),
    pressures: state.readings.map((entry) => ({
      x: x(entry.at.elapsedMs),
      systolicY: y(entry.reading.systolicMmHg),
      diastolicY: y(entry.reading.diastolicMmHg),
      byHand: entry.reading.source.kind === 'by-hand',
      status: entry.status,
      outside: isHigh(protocolOf(state), entry.reading) || breachesOf(state, entry.reading).length > 0,
    })),
    pulseDots: pulses.map(({ atMs, pulse }) => ({ x: x(atMs), y: y(pulse) })),
    pulsePath: joined(pulses.map(({ atMs, pulse }) => ({ atMs, x: x(atMs), y: y(pulse) }))),
    music: musicStretches(state, now).map(({ fromMs, toMs }) => stretch(fromMs, toMs)),
    notes: state.notes
      .filter((note) => !note.retracted)
      .map((note) => ({ x: x(note.at.elapsedMs), saved: note.sequence <= durableThrough })),
    sleeps: state.sleepGaps.map((gap) => stretch(gap.at.elapsedMs - gap.durationMs, gap.at.elapsedMs)),
    nowX: x(now.elapsedMs),
  };
}

/** The rows from top to bottom; blood pressure takes what the others leave. */
function rowsOf(height: number): Rows {
  return {
    phaseTop: 6,
    valueTop: 26,
    valueBottom: height - 66,
    musicTop: height - 58,
    musicHeight: 14,
    noteY: height - 32,
    bottom: height - 22,
  };
}

function spansOf(
  state: SessionState,
  now: Moment,
  stretch: (fromMs: number, toMs: number) => { readonly x: number; readonly width: number },
): Span[] {
  const spans: Span[] = state.phaseSpans.map(({ phase, since }, index) => {
    const next = state.phaseSpans[index + 1];
    const kind = next === undefined ? 'now' : 'past';
    return { ...stretch(since.elapsedMs, next?.since.elapsedMs ?? now.elapsedMs), kind, phase };
  });
  let fromMs = now.elapsedMs;
  for (const { phase, untilMs } of planOf(state)) {
    if (untilMs <= fromMs) continue;
    spans.push({ ...stretch(fromMs, untilMs), kind: 'plan', phase });
    fromMs = untilMs;
  }
  return spans;
}

/** Until when the phases ahead are planned to last, by the protocol's longest times. */
function planOf(state: SessionState): { readonly phase: Phase; readonly untilMs: number }[] {
  const span = state.phaseSpans.at(-1);
  const departureMs = earliestDepartureMs(state);
  if (span === undefined || departureMs === null) return [];
  const { absorptionMaximum, journeyMaximum } = protocolOf(state).durations;
  const journeyMs = journeyMaximum.value * 60_000;
  const recovery = { phase: 'recovery', untilMs: departureMs } as const;
  if (span.phase === 'journey') return [{ phase: 'journey', untilMs: span.since.elapsedMs + journeyMs }, recovery];
  if (span.phase === 'recovery') return [recovery];
  if (span.phase !== 'absorption') return [];
  const holdEndMs = span.since.elapsedMs + absorptionMaximum.value * 60_000;
  return [{ phase: 'absorption', untilMs: holdEndMs }, { phase: 'journey', untilMs: holdEndMs + journeyMs }, recovery];
}

function joined(points: readonly { readonly atMs: number; readonly x: number; readonly y: number }[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const join = before !== undefined && point.atMs - before.atMs <= joinWithinMs;
      return `${join ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    })
    .join('');
}
