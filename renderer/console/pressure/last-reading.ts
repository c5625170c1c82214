import type { MonitorsPicture } from '../../../shared/bridge/picture.ts';
import { durationMs } from '../../../shared/protocol/limit.ts';
import { type Breach, breachesOf } from '../../../shared/session/breaches.ts';
import { deadlines } from '../../../shared/session/deadlines.ts';
import type { Moment } from '../../../shared/session/moment.ts';
import { latestReading } from '../../../shared/session/pressure.ts';
import { protocolOf, type ReadingEntry, type SessionState } from '../../../shared/session/state.ts';
import type { Status } from '../../design/StatusMark.tsx';
import { ago, minutesLeft, wholeMinutes } from '../../design/time.ts';
import { pressureLine, readingMark, sourceKindWords } from './reading-words.ts';

/** What stands in the place of the digits while nothing is measured and nothing waits to be confirmed. */
export type LastReadingView = {
  readonly kind:
    | 'none'
    | 'no-monitor'
    | 'in-range'
    | 'outside'
    | 'ageing'
    | 'stale'
    | 'failed'
    /** The monitor sent something that cannot be a reading. */
    | 'implausible';
  /** Null where dashes stand: there is no value that may be taken for the present one. */
  readonly digits: ReadingEntry['reading'] | null;
  readonly mark: { readonly status: Status; readonly words: string } | null;
  /** The last reading in numbers, said in words where the digits do not show it. */
  readonly line: string;
  readonly due: boolean;
};

const readingDeadlines = new Set(['reading-after-dose', 'elevated-repeat', 'next-reading', 'severe-repeat']);

/**
 * The last reading as it may be relied on now: past its due time it fades, past the protocol's age or after a failure only
 * its line is left, and what was set aside never looks like a reading.
 */
export function lastReadingView(state: SessionState, monitors: MonitorsPicture, now: Moment): LastReadingView {
  const latest = latestReading(state);
  const next = deadlines(state, now).find((deadline) => readingDeadlines.has(deadline.id));
  const dueInMs = next === undefined ? null : next.atElapsedMs - now.elapsedMs;
  const due = dueInMs !== null && dueInMs <= 0;
  const when =
    dueInMs === null
      ? ''
      : due
        ? ` · due${wholeMinutes(-dueInMs) === 0 ? ' now' : ` since ${wholeMinutes(-dueInMs)} min`}`
        : ` · next in ${minutesLeft(dueInMs)} min`;
  const age = latest === null ? '' : `${ago(now.elapsedMs - latest.at.elapsedMs)} · ${sourceKindWords(latest)}`;
  const said = `${latest === null ? 'No reading yet' : `Last ${pressureLine(latest)}, ${age}`}${when}`;
  const dashes = (kind: LastReadingView['kind'], status: Status, words: string): LastReadingView => ({
    kind,
    digits: null,
    mark: { status, words },
    line: said,
    due,
  });

  const aside = state.setAside.at(-1);
  if (aside !== undefined && (latest === null || aside.at.elapsedMs > latest.at.elapsedMs)) {
    return dashes('implausible', 'caution', `Check: ${aside.setAside.reason}`);
  }
  if (monitors.problem !== null && monitors.activity === 'idle') return dashes('failed', 'unknown', 'No result');
  if (latest === null) {
    const away = monitors.bound === null ? monitors.present.length === 0 : !monitors.bound.pluggedIn;
    if (away) return dashes('no-monitor', 'unknown', 'No monitor');
    return { kind: 'none', digits: null, mark: null, line: said, due };
  }
  const staleMs = durationMs(protocolOf(state).durations.readingOverdueAfter);
  if (dueInMs !== null && -dueInMs >= staleMs) return dashes('stale', 'unknown', 'Too old');
  const [breach] = latest.phase === 'precheck' || latest.phase === 'dosing' ? [] : breachesOf(state, latest.reading);
  const full = readingMark(state, latest);
  const mark = breach === undefined ? full : { ...full, words: outsideWords(breach) };
  const inRange = full.status === 'met';
  const kind = due ? 'ageing' : inRange ? 'in-range' : 'outside';
  return { kind, digits: latest.reading, mark, line: `${age}${when}`, due };
}

/** A crossed limit in the few words that fit beside the digits: `High: 164, limit 160`. */
function outsideWords({ limit, measured }: Breach): string {
  const direction = measured >= limit.value ? 'High' : 'Low';
  const numbers = `${Math.round(measured)}, limit ${limit.value}`;
  switch (limit.signal) {
    case 'systolic-rise':
    case 'diastolic-rise':
      return `Rise: ${numbers}`;
    case 'pulse':
      return `Pulse ${direction.toLowerCase()}: ${numbers}`;
    default:
      return `${direction}: ${numbers}`;
  }
}
