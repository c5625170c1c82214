import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { ClockReading } from '../../shared/session/moment.ts';

/** The house's one clock. Everything else receives its readings. */
export type Clock = {
  /** What the clocks say now. */
  readonly read: () => ClockReading;
  /** How fast time runs: 1, or in a rehearsal its speed, or 0 while it stands. */
  readonly rate: () => number;
};

/** The machine's own clocks. */
export function systemClock(): Clock {
  const bootId = readBootId();
  return {
    read: () => ({
      wallMs: Date.now(),
      utcOffsetMinutes: -new Date().getTimezoneOffset() || 0,
      uptimeMs: Math.round(uptime() * 1000),
      awakeMs: awakeMs(),
      bootId,
    }),
    rate: () => 1,
  };
}

/** Real milliseconds that never run backwards, for durations inside this process. */
export function awakeMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/** Calls back after real time; the handle stops it. */
export function everyRealMs(periodMs: number, action: () => void): { readonly stop: () => void } {
  const handle = setInterval(action, periodMs);
  return { stop: () => clearInterval(handle) };
}

/** Calls back once after real time; answers how to call that off. */
export function afterRealMs(delayMs: number, action: () => void): () => void {
  const handle = setTimeout(action, delayMs);
  return () => clearTimeout(handle);
}

/** Resolves after real time. */
export function realPause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/**
 * Names the present boot. Where the system has no name for it (Windows, macOS) each start of Vigil counts as a boot of
 * its own: the wall clock then bridges a restart, which is always allowed, where a wrong guess would not be.
 */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return randomUUID();
    throw error;
  }
}
