import type { Protocol } from '../protocol/schema.ts';
import type { BodyOf } from '../session/event.ts';

type GaitCheck = BodyOf<'gait-checked'>['check'];

/** Whether a gait check passes against the patient's own baseline. `unknown` where there is no comparable baseline. */
export type GaitVerdict = { readonly status: 'passed' | 'failed' | 'unknown'; readonly detail: string };

/**
 * The longest time that passes: the baseline times the protocol's factor, or the baseline and its allowance,
 * whichever is more. Seconds.
 */
export function longestPassingS(protocol: Protocol, baselineS: number): number {
  const { timedUpAndGoFactor, timedUpAndGoAllowance } = protocol.departure;
  return Math.max(baselineS * timedUpAndGoFactor.value, baselineS + timedUpAndGoAllowance.value);
}

/** Judges a gait check (Timed Up and Go and tandem stand, or a wheelchair user's own transfer) against the baseline. */
export function judgeGait(protocol: Protocol, baseline: GaitCheck | null, check: GaitCheck): GaitVerdict {
  if (baseline === null) return { status: 'unknown', detail: 'There is no baseline of today to compare with.' };
  if (baseline.kind !== check.kind) {
    return { status: 'unknown', detail: 'The baseline was taken another way: repeat the check the same way.' };
  }
  if (!check.steady) return { status: 'failed', detail: 'Not steady.' };
  if (check.kind === 'wheelchair' && baseline.kind === 'wheelchair') {
    return judgeTime(protocol, 'Transfer', baseline.transferS, check.transferS);
  }
  if (check.kind === 'walking' && baseline.kind === 'walking') {
    if (check.walkingAid && !baseline.walkingAid) {
      return { status: 'failed', detail: 'Walked with an aid, without one before the dose.' };
    }
    const walk = judgeTime(protocol, 'Timed Up and Go', baseline.timedUpAndGoS, check.timedUpAndGoS);
    if (walk.status === 'failed') return walk;
    const neededS = Math.min(
      protocol.departure.tandemStand.value,
      baseline.tandemStandS * protocol.departure.tandemFraction.value,
    );
    return check.tandemStandS < neededS
      ? { status: 'failed', detail: `Tandem stand ${check.tandemStandS} s, needs ${neededS} s.` }
      : { status: 'passed', detail: `${walk.detail} Tandem stand ${check.tandemStandS} s.` };
  }
  return { status: 'unknown', detail: 'The baseline was taken another way: repeat the check the same way.' };
}

function judgeTime(protocol: Protocol, what: string, baselineS: number, timeS: number): GaitVerdict {
  const longestS = longestPassingS(protocol, baselineS);
  const compared = `${what} ${timeS.toFixed(1)} s, before the dose ${baselineS.toFixed(1)} s`;
  return timeS <= longestS
    ? { status: 'passed', detail: `${compared}.` }
    : { status: 'failed', detail: `${compared}, at most ${longestS.toFixed(1)} s.` };
}
