import { durationMs } from '../protocol/limit.ts';
import type { Breach } from './breaches.ts';
import { worstBreach } from './breaches.ts';
import { deadlines } from './deadlines.ts';
import type { BodyOf, EventBody } from './event.ts';
import type { Instant, Moment } from './moment.ts';
import { latestObservation } from './observations.ts';
import { type Alert, protocolOf, type SessionState } from './state.ts';

/** Alerts that still show: raised, and not both acknowledged and ended. The highest priority first, then the oldest. */
export function openAlerts(state: SessionState): Alert[] {
  const rank = { high: 0, medium: 1, low: 2 } as const;
  return state.alerts
    .filter((alert) => alert.acknowledgedAt === null || alert.endedAt === null)
    .sort(
      (one, other) => rank[one.priority] - rank[other.priority] || one.raisedAt.elapsedMs - other.raisedAt.elapsedMs,
    );
}

/** The alert of this cause that has not ended; null where none stands. */
function standing(state: SessionState, cause: string): Alert | null {
  return state.alerts.filter((alert) => alert.cause === cause && alert.endedAt === null).at(-1) ?? null;
}

/**
 * The events that newly measured signals bring: an alert for each limit crossed that is not standing already, and the
 * end of standing alerts of the same signals that are inside the limit again. A value that was entered late, behind a
 * later one, raises but does not end.
 */
export function alertsForSignals(
  state: SessionState,
  signals: readonly Breach['limit']['signal'][],
  breaches: readonly Breach[],
  latest: boolean,
  newId: () => string,
): EventBody[] {
  const { alertLimits } = protocolOf(state);
  const crossed = new Set(breaches.map((breach) => breach.limit.id));
  const ended = state.alerts.filter((alert) => {
    const limit = alertLimits.find((candidate) => candidate.id === alert.cause);
    return (
      latest &&
      limit !== undefined &&
      alert.endedAt === null &&
      signals.includes(limit.signal) &&
      !crossed.has(limit.id)
    );
  });
  const raised = breaches.filter((breach) => standing(state, breach.limit.id) === null);
  return [
    ...ended.map((alert): EventBody => ({ type: 'alert-ended', alertId: alert.alertId })),
    ...raised.map((breach) => raise(newId(), breach.limit.id, 'physiological', breach.limit.priority, breach.sentence)),
  ];
}

/** The events that an observed vital sign brings. */
export function alertsForObservation(
  state: SessionState,
  observation: BodyOf<'observation-recorded'>['observation'],
  at: Instant,
  newId: () => string,
): EventBody[] {
  if (observation.signal === 'nausea') return [];
  const breach = worstBreach(protocolOf(state).alertLimits, observation.signal, observation.value);
  const before = latestObservation(state, observation.signal);
  const latest = before === null || before.at.elapsedMs <= at.elapsedMs;
  return alertsForSignals(state, [observation.signal], breach === null ? [] : [breach], latest, newId);
}

/** An alert as an event. */
export function raise(
  alertId: string,
  cause: string,
  category: Alert['category'],
  priority: Alert['priority'],
  sentence: string,
): EventBody {
  return { type: 'alert-raised', alertId, cause, category, priority, sentence };
}

/** What only the passing of time brings: an overdue reading, its end, and the repeat of a high alert that still stands. */
export function alertsForTime(state: SessionState, now: Moment, newId: () => string): EventBody[] {
  const { durations } = protocolOf(state);
  const overdueMs = durationMs(durations.readingOverdueAfter);
  const overdue = deadlines(state, now).filter(
    (deadline) => deadline.id === 'reading-after-dose' && now.elapsedMs >= deadline.atElapsedMs + overdueMs,
  );
  const causes = new Set(overdue.map((deadline) => `reading-overdue:${deadline.of}`));
  const found: EventBody[] = [];
  for (const cause of causes) {
    if (state.alerts.some((alert) => alert.cause === cause)) continue;
    found.push(
      raise(
        newId(),
        cause,
        'prompt',
        'medium',
        `Blood pressure is more than ${durations.readingOverdueAfter.value} minutes overdue.`,
      ),
    );
  }
  for (const alert of state.alerts) {
    if (alert.cause.startsWith('reading-overdue:') && alert.endedAt === null && !causes.has(alert.cause)) {
      found.push({ type: 'alert-ended', alertId: alert.alertId });
    }
  }
  return [...found, ...realarms(state, now, newId)];
}

/** While the patient is here, a high physiological alert that was acknowledged and still stands is raised again. */
function realarms(state: SessionState, now: Moment, newId: () => string): EventBody[] {
  if (state.phase === 'departed' || state.phase === 'declined') return [];
  const pauseMs = durationMs(protocolOf(state).durations.realarmAfter);
  return state.alerts
    .filter(
      (alert) =>
        alert.priority === 'high' &&
        alert.category === 'physiological' &&
        alert.endedAt === null &&
        alert.acknowledgedAt !== null &&
        now.elapsedMs - alert.acknowledgedAt.elapsedMs >= pauseMs,
    )
    .flatMap((alert) => [
      { type: 'alert-ended' as const, alertId: alert.alertId },
      raise(newId(), alert.cause, alert.category, alert.priority, alert.sentence),
    ]);
}
