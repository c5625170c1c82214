import type { MonitorTime } from '../../../shared/vitals/reading.ts';

const minuteMs = 60_000;

/** How far a monitor's clock is from ours, in whole minutes or hours: `3 min ahead`, `1 h 05 min behind`. */
export function clockDifferenceWords(differenceMs: number): string {
  const minutes = Math.round(Math.abs(differenceMs) / minuteMs);
  const rest = String(minutes % 60).padStart(2, '0');
  const span = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${rest} min`;
  return `${span} ${differenceMs < 0 ? 'behind' : 'ahead'}`;
}

/** What a monitor's time is by our clock, `2026-11-23T14:02`: its own minus the difference, to the minute. */
export function timeByOurClock(monitorTime: string, differenceMs: number): string {
  const monitorMs = Date.parse(monitorTime.length === 16 ? `${monitorTime}:00Z` : `${monitorTime}Z`);
  return new Date(monitorMs - differenceMs).toISOString().slice(0, 16);
}

const hourAndMinute = (time: string) => time.slice(11, 16);

/**
 * When a monitor says that it measured: by our clock where its own was set and is known to be off, and marked so.
 * @param differenceMs the monitor's clock minus ours; null where they agree within two minutes or nobody knows
 */
export function measuredWords(monitorTime: MonitorTime, differenceMs: number | null): string {
  if (monitorTime === null) return 'No time: the monitor’s clock is not set';
  if (differenceMs === null) return `Measured ${hourAndMinute(monitorTime)} by the monitor’s clock`;
  const corrected = hourAndMinute(timeByOurClock(monitorTime, differenceMs));
  return `Measured ${corrected} · monitor’s clock ${clockDifferenceWords(differenceMs)}`;
}

/**
 * Day and time that a monitor gives a reading in doubt, by our clock where its own is off.
 * @param differenceMs as in `measuredWords`, which whoever shows this must say beside it
 */
export function measuredDayAndTime(monitorTime: MonitorTime, differenceMs: number | null): string {
  if (monitorTime === null) return measuredWords(null, null);
  const time = timeByOurClock(monitorTime, differenceMs ?? 0);
  return `Measured ${time.slice(0, 10)} at ${hourAndMinute(time)}`;
}

/** What a reading's line says of its monitor's clock: only where it is off or was never set. */
export function clockRemark(monitorTime: MonitorTime, differenceMs: number | null): string | null {
  if (monitorTime !== null && differenceMs === null) return null;
  return monitorTime === null ? 'no time, monitor’s clock not set' : measuredWords(monitorTime, differenceMs);
}
