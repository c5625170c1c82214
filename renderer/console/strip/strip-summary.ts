import type { Instant } from '../../../shared/session/moment.ts';
import { latestReading } from '../../../shared/session/pressure.ts';
import type { SessionState } from '../../../shared/session/state.ts';

/** The strip in one sentence, for those who hear it. */
export function stripSummary(state: SessionState, now: Pick<Instant, 'elapsedMs'>): string {
  const parts = ['Session on one time line'];
  const dose = state.doses.at(-1);
  if (dose !== undefined)
    parts.push(`${Math.floor((now.elapsedMs - dose.placedAt.elapsedMs) / 60_000)} min since the last dose`);
  const reading = latestReading(state)?.reading;
  parts.push(`${state.readings.length} blood-pressure ${state.readings.length === 1 ? 'reading' : 'readings'}`);
  if (reading !== undefined) parts.push(`the last ${reading.systolicMmHg} over ${reading.diastolicMmHg}`);
  const alerts = state.alerts.length;
  if (alerts > 0) parts.push(`${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`);
  const notes = state.notes.filter((note) => !note.retracted).length;
  parts.push(`${notes} ${notes === 1 ? 'note' : 'notes'}`);
  return `${parts.join(', ')}.`;
}
