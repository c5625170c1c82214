const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

const two = (value: number) => String(value).padStart(2, '0');

/** Minutes and seconds of a span, rounded down: `4:12`, `62:05`. Below zero it reads `0:00`. */
export function minutesSeconds(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / secondMs));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** What is left of a wait, rounded up, so that `0:00` means over: `4:12`. */
export function secondsLeft(ms: number): string {
  return minutesSeconds(Math.ceil(ms / secondMs) * secondMs);
}

/** Whole minutes of a span that has passed, rounded down; never below 0. A number, without a unit. */
export function wholeMinutes(ms: number): number {
  return Math.max(0, Math.floor(ms / minuteMs));
}

/** Whole minutes still to go, rounded up; never below 0. A number, without a unit. */
export function minutesLeft(ms: number): number {
  return Math.max(0, Math.ceil(ms / minuteMs));
}

/** The wall clock's hour and minute where the session is, `14:32`: Unix time and local minus UTC in minutes. */
export function clockTime(wallMs: number, utcOffsetMinutes: number): string {
  const local = new Date(wallMs + utcOffsetMinutes * minuteMs);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** The local calendar day, `2026-11-23`. */
export function calendarDay(wallMs: number, utcOffsetMinutes: number): string {
  return new Date(wallMs + utcOffsetMinutes * minuteMs).toISOString().slice(0, 10);
}

/** How long ago something was: `now` within the first minute, then `4 min ago`, then `2 h 05 min ago`. */
export function ago(ms: number): string {
  if (ms < minuteMs) return 'now';
  if (ms < hourMs) return `${wholeMinutes(ms)} min ago`;
  return `${Math.floor(ms / hourMs)} h ${two(Math.floor((ms % hourMs) / minuteMs))} min ago`;
}
