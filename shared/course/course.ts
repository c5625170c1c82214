import type { SessionSummary } from '../bridge/picture.ts';

/** The course of this house: six medicine sessions, then up to four maintenance sessions. */
export const medicineSessions = 6;
export const maintenanceSessions = 4;

/** A session of a course as the clinic's journal knows it. */
export type CourseSession = {
  readonly sessionId: string;
  readonly kind: 'medicine' | 'maintenance';
  readonly number: number;
  readonly status: SessionSummary['status'];
  /** Whether a dose was given; a declined session does not use up its number. Null while it runs. */
  readonly dosed: boolean | null;
  readonly totalDoseMg: number | null;
};

export type NextSession = { readonly kind: 'medicine' | 'maintenance'; readonly number: number; readonly of: number };

/** How many sessions of a kind were held with a dose. */
export function sessionsDone(sessions: readonly CourseSession[], kind: CourseSession['kind']): number {
  return sessions.filter((session) => session.kind === kind && session.dosed === true).length;
}

/** The session that may be opened next; null where one runs still, or the course is complete. */
export function nextSession(sessions: readonly CourseSession[]): NextSession | null {
  if (sessions.some((session) => session.status === 'running')) return null;
  const medicineDone = sessionsDone(sessions, 'medicine');
  if (medicineDone < medicineSessions) return { kind: 'medicine', number: medicineDone + 1, of: medicineSessions };
  const maintenanceDone = sessionsDone(sessions, 'maintenance');
  return maintenanceDone < maintenanceSessions
    ? { kind: 'maintenance', number: maintenanceDone + 1, of: maintenanceSessions }
    : null;
}

/** The last session's doses in all, in mg, for comparison; null where there was none. */
export function lastDoseMg(sessions: readonly CourseSession[]): number | null {
  return sessions.filter((session) => session.dosed === true).at(-1)?.totalDoseMg ?? null;
}
