import { noteWords } from '../../../shared/record/wording.ts';
import { breachesOf } from '../../../shared/session/breaches.ts';
import { earliestDepartureMs, slotEndMs } from '../../../shared/session/deadlines.ts';
import type { Instant } from '../../../shared/session/moment.ts';
import { isHigh } from '../../../shared/session/pressure.ts';
import { type Phase, protocolOf, type SessionState } from '../../../shared/session/state.ts';
import type { StripContent, StripMusic, StripPhase } from '../../../shared/strip/content.ts';
import { clockTime } from '../../design/time.ts';
import { musicStretches } from './music-stretches.ts';
import { stripSummary } from './strip-summary.ts';

const minuteMs = 60_000;
/** How much of the time before the dose the strip shows. */
const beforeDoseMs = 30 * minuteMs;
/** The least span shown, so that a short session is not stretched. */
const leastSpanMs = 60 * minuteMs;
/** A margin after the last thing planned. */
const afterMs = 5 * minuteMs;

/** The strip of a running session, the whole plan included, so that nothing scrolls; hollow is what is not yet on disk. */
export function sessionStrip(state: SessionState, now: Instant, durableThrough: number): StripContent {
  const protocol = protocolOf(state);
  const first = state.doses[0];
  const zeroMs = first?.placedAt.elapsedMs ?? 0;
  const fromMs = Math.max(0, zeroMs - beforeDoseMs);
  const departureMs = earliestDepartureMs(state);
  const slotMs = slotEndMs(state);
  const plannedMs = Math.max(departureMs ?? 0, slotMs ?? 0, now.elapsedMs);
  const clock = (elapsedMs: number) => clockTime(now.wallMs + elapsedMs - now.elapsedMs, now.utcOffsetMinutes);
  const { systolicHold, diastolicHold } = protocol.bloodPressure;
  return {
    fromMs,
    toMs: Math.max(fromMs + leastSpanMs, plannedMs + afterMs),
    zeroMs,
    hasDose: first !== undefined,
    nowMs: now.elapsedMs,
    phases: phasesOf(state, now),
    limits: [systolicHold.value, diastolicHold.value],
    doses: state.doses.map((dose, index) => ({ atMs: dose.placedAt.elapsedMs, name: `Dose ${index + 1}` })),
    ahead: [
      ...(departureMs === null ? [] : [{ atMs: departureMs, name: `earliest departure ${clock(departureMs)}` }]),
      ...(slotMs === null ? [] : [{ atMs: slotMs, name: `slot ends ${clock(slotMs)}` }]),
    ],
    readings: state.readings.map(({ reading, status, at }) => ({
      atMs: at.elapsedMs,
      systolicMmHg: reading.systolicMmHg,
      diastolicMmHg: reading.diastolicMmHg,
      pulsePerMin: reading.pulsePerMin,
      byHand: reading.source.kind === 'by-hand',
      status,
      outside: isHigh(protocol, reading) || breachesOf(state, reading).length > 0,
    })),
    music: withSilence(musicStretches(state, now)),
    notes: state.notes
      .filter((note) => !note.retracted)
      .map((note) => ({
        atMs: note.at.elapsedMs,
        letter: Array.from(noteWords(protocol, note))[0]?.toUpperCase() ?? '',
        standing: note.sequence <= durableThrough ? 'saved' : 'unsaved',
      })),
    alerts: state.alerts.map(({ raisedAt, priority }) => ({ atMs: raisedAt.elapsedMs, priority })),
    sleeps: state.sleepGaps.map(({ at, durationMs }) => ({
      fromMs: at.elapsedMs - durationMs,
      toMs: at.elapsedMs,
    })),
    clockAt: clock,
    summary: stripSummary(state, now),
  };
}

/** The stretches, with the silence before each that follows another. */
function withSilence(stretches: ReturnType<typeof musicStretches>): StripMusic[] {
  return stretches.flatMap((stretch, index): StripMusic[] => {
    const before = stretches[index - 1];
    const heard = { ...stretch, kind: 'heard' as const };
    return before === undefined || before.toMs >= stretch.fromMs
      ? [heard]
      : [{ fromMs: before.toMs, toMs: stretch.fromMs, kind: 'silent' }, heard];
  });
}

function phasesOf(state: SessionState, now: Instant): StripPhase[] {
  const phases: StripPhase[] = state.phaseSpans.map(({ phase, since }, index) => {
    const next = state.phaseSpans[index + 1];
    const toMs = next?.since.elapsedMs ?? now.elapsedMs;
    return { fromMs: since.elapsedMs, toMs, kind: next === undefined ? 'now' : 'past', phase };
  });
  let fromMs = now.elapsedMs;
  for (const { phase, untilMs } of planOf(state)) {
    if (untilMs <= fromMs) continue;
    phases.push({ fromMs, toMs: untilMs, kind: 'plan', phase });
    fromMs = untilMs;
  }
  return phases;
}

/** Until when the phases ahead are planned to last, by the protocol's longest times. */
function planOf(state: SessionState): { readonly phase: Phase; readonly untilMs: number }[] {
  const span = state.phaseSpans.at(-1);
  const departureMs = earliestDepartureMs(state);
  if (span === undefined || departureMs === null) return [];
  const { absorptionMaximum, journeyMaximum } = protocolOf(state).durations;
  const journeyMs = journeyMaximum.value * minuteMs;
  const recovery = { phase: 'recovery', untilMs: departureMs } as const;
  if (span.phase === 'journey') return [{ phase: 'journey', untilMs: span.since.elapsedMs + journeyMs }, recovery];
  if (span.phase === 'recovery') return [recovery];
  if (span.phase !== 'absorption') return [];
  const holdEndMs = span.since.elapsedMs + absorptionMaximum.value * minuteMs;
  return [{ phase: 'absorption', untilMs: holdEndMs }, { phase: 'journey', untilMs: holdEndMs + journeyMs }, recovery];
}
