import { durationMs } from '../../../shared/protocol/limit.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';

/** Where the journey stands against the protocol. Milliseconds; the plan in whole minutes. */
export type JourneyTimes = {
  readonly inJourneyMs: number;
  readonly toMinimumMs: number;
  readonly toMaximumMs: number;
  readonly overMs: number;
  readonly plannedMinutes: number;
  readonly sinceDoseMs: number | null;
};

/** Times of the present journey; null outside of it. At exactly the maximum nothing is left and nothing is over. */
export function journeyTimes(state: SessionState, nowElapsedMs: number): JourneyTimes | null {
  const span = state.phaseSpans.at(-1);
  if (state.phase !== 'journey' || span === undefined) return null;
  const { journeyMinimum, journeyMaximum } = protocolOf(state).durations;
  const inJourneyMs = Math.max(0, nowElapsedMs - span.since.elapsedMs);
  const dose = state.doses.at(-1);
  return {
    inJourneyMs,
    toMinimumMs: Math.max(0, durationMs(journeyMinimum) - inJourneyMs),
    toMaximumMs: Math.max(0, durationMs(journeyMaximum) - inJourneyMs),
    overMs: Math.max(0, inJourneyMs - durationMs(journeyMaximum)),
    plannedMinutes: journeyMaximum.value,
    sinceDoseMs: dose === undefined ? null : nowElapsedMs - dose.placedAt.elapsedMs,
  };
}
