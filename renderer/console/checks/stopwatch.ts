/** A stopwatch over the time stamps of presses: it reads no clock itself. Milliseconds. */
export type Stopwatch =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly startedAt: number }
  | { readonly kind: 'stopped'; readonly lastedMs: number };

export const idle: Stopwatch = { kind: 'idle' };

/** Starts, or starts again. */
export function started(timeStamp: number): Stopwatch {
  return { kind: 'running', startedAt: timeStamp };
}

/** Stops a running stopwatch; any other stays as it is. */
export function stopped(watch: Stopwatch, timeStamp: number): Stopwatch {
  return watch.kind === 'running' ? { kind: 'stopped', lastedMs: Math.max(0, timeStamp - watch.startedAt) } : watch;
}

/** What it shows at a time. */
export function shownMs(watch: Stopwatch, timeStamp: number): number {
  switch (watch.kind) {
    case 'idle':
      return 0;
    case 'running':
      return Math.max(0, timeStamp - watch.startedAt);
    case 'stopped':
      return watch.lastedMs;
  }
}

/** Seconds with one decimal, as they are read off a stopwatch: cut, not rounded up. */
export function secondsOf(ms: number): string {
  return (Math.floor(ms / 100) / 10).toFixed(1);
}
