import type { Pushes } from '../../shared/bridge/contract.ts';
import type { Moment } from '../../shared/session/moment.ts';

/** What the main process last said of its clock, and when this window heard it (ms of the window's monotonic clock). */
export type HeardClock = Pushes['clock'] & { readonly heardAtMs: number };

/** This window's own monotonic clock, in ms: the only reading of a clock in the console. Also the base of `event.timeStamp`. */
export function windowClockMs(): number {
  return performance.now();
}

/**
 * Now, as this window may show it: the main process's last word carried on at its own rate. Without a session the
 * elapsed time is 0. The truth of every timer stays with the main process.
 */
export function momentNow(heard: HeardClock, windowMs: number): Moment {
  const gainedMs = Math.max(0, windowMs - heard.heardAtMs) * heard.rate;
  const { reading } = heard;
  return {
    ...reading,
    wallMs: reading.wallMs + gainedMs,
    uptimeMs: reading.uptimeMs + gainedMs,
    awakeMs: reading.awakeMs + gainedMs,
    elapsedMs: (heard.elapsedMs ?? 0) + gainedMs,
  };
}

/**
 * How long to wait before the shown time changes next: at the next whole second of the session while time runs as on
 * the wall, four times a second in a faster rehearsal. Null while the clock stands: nothing changes by itself.
 */
export function untilNextTickMs(heard: HeardClock, windowMs: number): number | null {
  if (heard.rate <= 0) return null;
  if (heard.rate > 1) return 250;
  const { elapsedMs } = momentNow(heard, windowMs);
  return (1_000 - (elapsedMs % 1_000)) / heard.rate;
}

/** The age of a touch as the bridge wants it, in ms: never negative, at most a minute. */
export function touchAgeMs(timeStamp: number | undefined, windowMs: number): number {
  if (timeStamp === undefined) return 0;
  return Math.min(60_000, Math.max(0, windowMs - timeStamp));
}
