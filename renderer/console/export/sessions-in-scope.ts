import type { SessionSummary } from '../../../shared/bridge/picture.ts';
import { calendarDay } from '../../design/time.ts';
import type { ScopeKind } from '../words/export-words.ts';

export type Scope = {
  readonly kind: ScopeKind;
  /** `2026-11-23`, both days within. Only for days. */
  readonly from: string;
  readonly until: string;
};

/** Where the export is begun from: a session, or a course only. */
export type ScopeOrigin = { readonly sessionId: string | null; readonly courseId: string };

/** The signed sessions of a scope, oldest first; a day is the one on which the session was opened, by this machine's zone. */
export function sessionsInScope(
  sessions: readonly SessionSummary[],
  origin: ScopeOrigin,
  { kind, from, until }: Scope,
): readonly SessionSummary[] {
  const isWithin = (session: SessionSummary): boolean => {
    if (kind === 'session') return session.sessionId === origin.sessionId;
    if (kind === 'course') return session.courseId === origin.courseId;
    const day = calendarDay(session.openedWallMs, -new Date(session.openedWallMs).getTimezoneOffset());
    return from !== '' && until !== '' && from <= day && day <= until;
  };
  return sessions
    .filter((session) => session.status === 'signed' && isWithin(session))
    .toSorted((one, other) => one.openedWallMs - other.openedWallMs);
}
