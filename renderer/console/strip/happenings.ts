import { timelineRows } from '../../../shared/record/course-rows.ts';
import { entriesOf } from '../../../shared/record/entries.ts';
import { processEventIds } from '../../../shared/record/process-stream.ts';
import { recordContext } from '../../../shared/record/record-context.ts';
import { recordTime } from '../../../shared/record/record-time.ts';
import type { SessionState } from '../../../shared/session/state.ts';

/** One thing that happened, in the words of the record. */
export type Happening = {
  readonly key: string;
  readonly elapsedMs: number;
  /** Since the first dose: `T+0:40`. */
  readonly elapsed: string;
  /** The wall clock, `14:12:05`. */
  readonly clock: string;
  readonly kind: string;
  readonly text: string;
  readonly struck: boolean;
};

/** How far around a touched moment is looked. Milliseconds. */
export const aroundMs = 2 * 60_000;

/**
 * Everything that happened, as the record will tell it, and in addition what became of each alert; oldest first. Process
 * notes are not among it, as they are not in the record.
 */
export function happenings(state: SessionState): Happening[] {
  const left = processEventIds(state.events);
  const events = state.events.filter((event) => !left.has(event.eventId));
  const context = recordContext(state);
  const rows = timelineRows(entriesOf(events), context).map(
    (row): Happening => ({
      key: String(row.sequence),
      elapsedMs: row.time.elapsedMs,
      elapsed: row.time.elapsed,
      clock: row.time.clock,
      kind: row.kind,
      text: [row.text, ...row.remarks].join(' '),
      struck: row.standing === 'struck',
    }),
  );
  const sentences = new Map(state.alerts.map((alert) => [alert.alertId, alert.sentence]));
  const marks = events.flatMap(({ body, happenedAt, eventId, by }): Happening[] => {
    if (body.type !== 'alert-acknowledged' && body.type !== 'alert-ended') return [];
    const { elapsedMs, elapsed, clock } = recordTime(context.reference, happenedAt);
    const what = body.type === 'alert-ended' ? 'Alert over' : `Alert acknowledged by ${by}`;
    const text = `${what}: ${sentences.get(body.alertId) ?? ''}`;
    return [{ key: eventId, elapsedMs, elapsed, clock, kind: 'Alert', text, struck: false }];
  });
  return [...rows, ...marks].sort((one, other) => one.elapsedMs - other.elapsedMs);
}

/** What happened within two minutes of a moment, both ends included. */
export function happeningsAround(all: readonly Happening[], elapsedMs: number): Happening[] {
  return all.filter((one) => Math.abs(one.elapsedMs - elapsedMs) <= aroundMs);
}

/** The next moment, in a direction, at which something happened that is not around this one; null where there is none. */
export function nextMoment(
  all: readonly Happening[],
  elapsedMs: number,
  direction: 'earlier' | 'later',
): number | null {
  const found =
    direction === 'later'
      ? all.find((one) => one.elapsedMs > elapsedMs + aroundMs)
      : all.findLast((one) => one.elapsedMs < elapsedMs - aroundMs);
  return found?.elapsedMs ?? null;
}
