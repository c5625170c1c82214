import { durationMs } from '../../../shared/protocol/limit.ts';
import type { Protocol } from '../../../shared/protocol/schema.ts';
import type { Dose } from '../../../shared/session/state.ts';

/** Where a hold under the tongue stands. Milliseconds. */
export type HoldTimes = {
  readonly heldMs: number;
  /** Until the hold may end; 0 once it may. */
  readonly toMinimumMs: number;
  /** Until the hold is over; 0 once it is. */
  readonly toMaximumMs: number;
  /** How far it is over; 0 until it is. */
  readonly overMs: number;
  /** What is left of the longest hold, 1 to 0. */
  readonly fractionLeft: number;
  readonly stage: 'too-early' | 'may-end' | 'over';
};

/** Computes a hold's times from when its dose was placed; at exactly the minimum it may end, at the maximum it is over. */
export function holdTimes(protocol: Protocol, dose: Pick<Dose, 'placedAt'>, nowElapsedMs: number): HoldTimes {
  const minimumMs = durationMs(protocol.durations.absorptionMinimum);
  const maximumMs = durationMs(protocol.durations.absorptionMaximum);
  const heldMs = Math.max(0, nowElapsedMs - dose.placedAt.elapsedMs);
  return {
    heldMs,
    toMinimumMs: Math.max(0, minimumMs - heldMs),
    toMaximumMs: Math.max(0, maximumMs - heldMs),
    overMs: Math.max(0, heldMs - maximumMs),
    fractionLeft: Math.max(0, 1 - heldMs / maximumMs),
    stage: heldMs < minimumMs ? 'too-early' : heldMs < maximumMs ? 'may-end' : 'over',
  };
}
