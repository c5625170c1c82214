import { durationMs } from '../../../shared/protocol/limit.ts';
import type { Moment } from '../../../shared/session/moment.ts';
import { currentBlock, judgeBlocks } from '../../../shared/session/pressure.ts';
import { beforeDoseCondition } from '../../../shared/session/pressure-condition.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';

/** Where the blood pressure before the dose stands: no rest yet, resting (with what is left, ms), or reading. */
export type PressureStep =
  | { readonly kind: 'not-begun' }
  | { readonly kind: 'resting'; readonly leftMs: number; readonly ofMs: number }
  | { readonly kind: 'rested' }
  | { readonly kind: 'judged'; readonly detail: string };

/** The step that the seated rest and its block stand at now. */
export function pressureStep(state: SessionState, now: Moment): PressureStep {
  const block = currentBlock(state);
  const judged = judgeBlocks(state).at(-1);
  const pending = state.readings.some((entry) => entry.status === 'pending');
  if (block !== null && judged?.verdict === 'empty' && !pending) {
    const ofMs = durationMs(protocolOf(state).durations.seatedRest);
    const leftMs = block.restStartedAt.elapsedMs + ofMs - now.elapsedMs;
    return leftMs > 0 ? { kind: 'resting', leftMs, ofMs } : { kind: 'rested' };
  }
  if (judged === undefined && state.readings.length === 0) return { kind: 'not-begun' };
  return { kind: 'judged', detail: beforeDoseCondition(state, now).detail };
}

/** The step as a sentence that says what to do. */
export function stepSentence(step: PressureStep): string {
  switch (step.kind) {
    case 'not-begun':
      return 'Seat them quietly and take the blood pressure.';
    case 'resting':
      return 'Seated and quiet. No talking.';
    case 'rested':
      return 'Rest is over: take the first reading.';
    case 'judged':
      return step.detail;
  }
}
