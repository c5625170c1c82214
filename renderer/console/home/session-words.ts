import type { SessionSummary } from '../../../shared/bridge/picture.ts';
import { calendarDay, clockTime } from '../../design/time.ts';

/** A session's place in its course: `session 3 of 6`, `maintenance session 2 of 4`. */
export function sessionPlace(session: Pick<SessionSummary, 'kind' | 'number' | 'of'>): string {
  return `${session.kind === 'maintenance' ? 'maintenance session' : 'session'} ${session.number} of ${session.of}`;
}

/** A time by the wall clock, by this machine's own zone on that day: `2026-11-23 14:02`. */
export function writtenWhen(wallMs: number): string {
  const utcOffsetMinutes = -new Date(wallMs).getTimezoneOffset();
  return `${calendarDay(wallMs, utcOffsetMinutes)} ${clockTime(wallMs, utcOffsetMinutes)}`;
}
