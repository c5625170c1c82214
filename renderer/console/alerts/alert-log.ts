import type { Alert, SessionState } from '../../../shared/session/state.ts';

/** One alert with what became of it. Times are milliseconds of the session's timeline. */
export type LoggedAlert = {
  readonly alert: Alert;
  /** Who acknowledged it; null while nobody has. */
  readonly acknowledgedBy: string | null;
  /** How long it waited to be acknowledged; null while it waits. */
  readonly waitedMs: number | null;
  /** Raised again because it still stood after it had been acknowledged. */
  readonly again: boolean;
};

const priorityRank = { high: 0, medium: 1, low: 2 } as const;
/** Of equal priority, the patient comes before the clock, and the clock before the machine. */
const categoryRank = { physiological: 0, prompt: 1, technical: 2 } as const;

/** The alerts that nobody has acknowledged, the one to be seen first at the front: by priority, category, then age. */
export function waitingAlerts(state: Pick<SessionState, 'alerts'>): Alert[] {
  return state.alerts
    .filter((alert) => alert.acknowledgedAt === null)
    .sort(
      (one, other) =>
        priorityRank[one.priority] - priorityRank[other.priority] ||
        categoryRank[one.category] - categoryRank[other.category] ||
        one.raisedAt.elapsedMs - other.raisedAt.elapsedMs,
    );
}

/** Every alert of the session with its acknowledgement, the newest first. */
export function alertLog(state: Pick<SessionState, 'alerts' | 'events'>): LoggedAlert[] {
  const by = new Map(
    state.events.flatMap(({ body, by: who }) =>
      body.type === 'alert-acknowledged' ? [[body.alertId, who] as const] : [],
    ),
  );
  return state.alerts
    .map((alert, index) => ({
      alert,
      acknowledgedBy: by.get(alert.alertId) ?? null,
      waitedMs:
        alert.acknowledgedAt === null ? null : Math.max(0, alert.acknowledgedAt.elapsedMs - alert.raisedAt.elapsedMs),
      again: state.alerts
        .slice(0, index)
        .some(
          (before) =>
            before.cause === alert.cause &&
            before.acknowledgedAt !== null &&
            before.endedAt !== null &&
            before.endedAt.elapsedMs === alert.raisedAt.elapsedMs,
        ),
    }))
    .reverse();
}
