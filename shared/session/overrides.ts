import type { BodyOf } from './event.ts';
import type { Moment } from './moment.ts';
import type { Recorded, SessionState } from './state.ts';

/** The prescriber's latest override of this one condition, while it is valid; null otherwise. */
export function activeOverride(
  state: SessionState,
  now: Moment,
  conditionId: string,
): Recorded<BodyOf<'override-recorded'>> | null {
  const latest = state.overrides.filter((override) => override.body.conditionId === conditionId).at(-1);
  if (latest === undefined) return null;
  const endsAtMs = latest.at.elapsedMs + latest.body.validForMinutes * 60_000;
  return now.elapsedMs <= endsAtMs ? latest : null;
}
