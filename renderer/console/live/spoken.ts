import { noteWords } from '../../../shared/record/wording.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { clockTime } from '../../design/time.ts';
import { phaseWords } from '../shell/phase-words.ts';
import { liveWords } from '../words/live-words.ts';

/** What of a session and its monitor is told in words when it changes. Ticking times and the music are never told. */
export type Told = {
  readonly state: SessionState;
  /** The monitor that is bound, and whether it is plugged in. */
  readonly monitor: { readonly name: string; readonly pluggedIn: boolean } | null;
  /** Whole minutes that are left of the hold that runs, rounded up; null while none runs. */
  readonly holdMinutesLeft: number | null;
};

/** At how many minutes left of a hold it is said. */
const holdMinutesSaid = [5, 1, 0];

/** What has to be said now, in order. Alerts and what is not saved say themselves. */
export function spokenChanges(before: Told, after: Told): readonly string[] {
  const said: string[] = [];
  if (after.state.phase !== before.state.phase && after.state.phase !== null)
    said.push(liveWords.phase(phaseWords[after.state.phase]));
  for (const note of after.state.notes.slice(before.state.notes.length)) {
    const time = clockTime(note.at.wallMs, note.at.utcOffsetMinutes);
    said.push(liveWords.noted(noteWords(protocolOf(after.state), note), time));
  }
  for (const { reading } of after.state.readings.slice(before.state.readings.length))
    said.push(liveWords.reading(reading.systolicMmHg, reading.diastolicMmHg, reading.pulsePerMin));
  const [left, was] = [after.holdMinutesLeft, before.holdMinutesLeft];
  const reached =
    left !== null && was !== null ? holdMinutesSaid.findLast((minutes) => left <= minutes && was > minutes) : undefined;
  if (reached !== undefined) said.push(reached === 0 ? liveWords.holdOver : liveWords.holdLeft(reached));
  if (before.monitor !== null && after.monitor !== null && before.monitor.pluggedIn !== after.monitor.pluggedIn)
    said.push((after.monitor.pluggedIn ? liveWords.monitorBack : liveWords.monitorGone)(after.monitor.name));
  return said;
}
