import type { MonitorTime } from '../../shared/vitals/reading.ts';

export type MonitorDateParts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** Absent where the monitor keeps minutes only. */
  readonly second?: number;
};

const two = (value: number) => String(value).padStart(2, '0');

/**
 * A monitor's date fields as local wall time. Month and day both zero are a clock that was never set and give a time
 * of `null`; any other date that is not in the calendar gives `undefined`: the layout does not allow it.
 */
export function monitorTimeOf(parts: MonitorDateParts): MonitorTime | undefined {
  const { year, month, day, hour, minute, second } = parts;
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return undefined;
  if (month === 0 && day === 0) return null;
  if (month < 1 || month > 12 || day < 1) return undefined;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > daysInMonth) return undefined;
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
  return second === undefined ? date : `${date}:${two(second)}`;
}

/** Monitor time as milliseconds of local time (as if its wall time were UTC), for comparing, never for showing. */
export function localMsOf(time: string): number {
  return Date.parse(time.length === 16 ? `${time}:00Z` : `${time}Z`);
}

/** How much later than a monitor time the measurement may have been: monitors cut off, they do not round. */
export function resolutionMsOf(time: string): number {
  return time.length === 16 ? 60_000 : 1000;
}

/** Local time to the minute, as a monitor that agrees with our clock would write it. */
export function monitorMinuteOf(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 16);
}
