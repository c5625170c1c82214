/**
 * What the one clock of the house says at an instant, before it is placed on a session's own timeline.
 * `uptimeMs` is the machine's uptime (it counts sleep), `awakeMs` a monotonic clock that stands while the
 * machine sleeps, both of the boot named by `bootId`; `wallMs` is Unix time; `utcOffsetMinutes` is local minus UTC.
 */
export type ClockReading = {
  readonly wallMs: number;
  readonly utcOffsetMinutes: number;
  readonly uptimeMs: number;
  readonly awakeMs: number;
  readonly bootId: string;
};

/**
 * A clock reading placed on one session's timeline. `elapsedMs` counts from the session's first event, never
 * runs backwards and counts sleep; every timer of a session is computed from it and from nothing else.
 */
export type Moment = ClockReading & {
  readonly elapsedMs: number;
};

/** An instant as the record needs it: where it lies on the session's timeline, and what the wall clock showed. */
export type Instant = {
  readonly elapsedMs: number;
  readonly wallMs: number;
  readonly utcOffsetMinutes: number;
};
