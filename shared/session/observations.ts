import type { BodyOf } from './event.ts';
import type { ObservationEntry, SessionState } from './state.ts';

type Observation = BodyOf<'observation-recorded'>['observation'];
type EntryOf<Signal extends Observation['signal']> = ObservationEntry & {
  readonly body: Extract<Observation, { signal: Signal }>;
};

/** The observation of this signal that was made last, also where another was entered late; null where there is none. */
export function latestObservation<Signal extends Observation['signal']>(
  state: SessionState,
  signal: Signal,
): EntryOf<Signal> | null {
  const ofSignal = state.observations.filter((entry): entry is EntryOf<Signal> => entry.body.signal === signal);
  return ofSignal.sort((one, other) => one.at.elapsedMs - other.at.elapsedMs).at(-1) ?? null;
}
