import type { ClockReading, Instant, Moment } from './moment.ts';

/** A wall clock, or a monotonic one, may be off by this much before it is called a change or a sleep. */
const toleranceMs = 2_000;

/** What was noticed between two readings of the clock. */
export type ClockFinding =
  | { readonly kind: 'slept'; readonly durationMs: number }
  | { readonly kind: 'wall-clock-changed'; readonly byMs: number }
  | { readonly kind: 'utc-offset-changed'; readonly fromMinutes: number; readonly toMinutes: number }
  /** Another boot: only the wall clock bridges it. `uncertain` where the wall clock stands before the last reading. */
  | { readonly kind: 'machine-restarted'; readonly gapMs: number; readonly uncertain: boolean };

/** The first moment of a session's timeline. */
export function firstMoment(reading: ClockReading): Moment {
  return { ...reading, elapsedMs: 0 };
}

/**
 * Places a reading of the clock on a session's timeline, given the timeline's last moment. Within a boot elapsed time
 * follows the machine's uptime, which counts sleep; across boots it follows the wall clock. It never runs backwards,
 * and a changed wall clock does not move it.
 */
export function advance(last: Moment, reading: ClockReading): Moment {
  const gainedMs = reading.bootId === last.bootId ? reading.uptimeMs - last.uptimeMs : reading.wallMs - last.wallMs;
  return { ...reading, elapsedMs: last.elapsedMs + Math.max(0, gainedMs) };
}

/** What happened to the clocks between the timeline's last moment and this reading, beyond time going on. */
export function findings(last: ClockReading, reading: ClockReading): ClockFinding[] {
  const found: ClockFinding[] = [];
  if (reading.bootId !== last.bootId) {
    const gapMs = reading.wallMs - last.wallMs;
    found.push({ kind: 'machine-restarted', gapMs: Math.max(0, gapMs), uncertain: gapMs < 0 });
  } else {
    const uptimeGainedMs = reading.uptimeMs - last.uptimeMs;
    const sleptMs = uptimeGainedMs - (reading.awakeMs - last.awakeMs);
    if (sleptMs > toleranceMs) found.push({ kind: 'slept', durationMs: sleptMs });
    const wallMovedMs = reading.wallMs - last.wallMs - uptimeGainedMs;
    if (Math.abs(wallMovedMs) > toleranceMs) found.push({ kind: 'wall-clock-changed', byMs: wallMovedMs });
  }
  if (reading.utcOffsetMinutes !== last.utcOffsetMinutes) {
    found.push({ kind: 'utc-offset-changed', fromMinutes: last.utcOffsetMinutes, toMinutes: reading.utcOffsetMinutes });
  }
  return found;
}

/** The instant of a moment, or one that lies `earlierMs` before it; never before the timeline's start. */
export function instantBefore(moment: Moment, earlierMs: number): Instant {
  const stepMs = Math.min(Math.max(0, earlierMs), moment.elapsedMs);
  return {
    elapsedMs: moment.elapsedMs - stepMs,
    wallMs: moment.wallMs - stepMs,
    utcOffsetMinutes: moment.utcOffsetMinutes,
  };
}

/** The moment at which a finger went down, `ageMs` before it was told; ids of the clocks stay as they are. */
export function momentBefore(moment: Moment, ageMs: number, notBeforeElapsedMs: number): Moment {
  const stepMs = Math.max(0, Math.min(ageMs, moment.elapsedMs - notBeforeElapsedMs));
  return {
    ...moment,
    elapsedMs: moment.elapsedMs - stepMs,
    wallMs: moment.wallMs - stepMs,
    uptimeMs: moment.uptimeMs - stepMs,
    awakeMs: moment.awakeMs - stepMs,
  };
}

/** The local calendar day of an instant as `2026-11-23`, by the offset that the clock had then. */
export function localDay(instant: Pick<Instant, 'wallMs' | 'utcOffsetMinutes'>): string {
  return new Date(instant.wallMs + instant.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
}
