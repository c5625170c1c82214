import type { Instant } from '../session/moment.ts';
import type { SessionState } from '../session/state.ts';
import { localDay } from '../session/timeline.ts';

/** An instant as the record shows it. */
export type RecordTime = {
  /** Milliseconds since the session was opened; sleep counts. */
  readonly elapsedMs: number;
  /** Since the first dose: `T+0:40`, or before it `T-0:12`. Without a dose since the session was opened: `S+0:40`. */
  readonly elapsed: string;
  /** The wall clock, `14:12:05`; with its date where that is another day than the session's. */
  readonly clock: string;
  /** ISO 8601 with the clock's own offset, to the millisecond. */
  readonly iso: string;
};

/** What the record counts from. */
export type TimeReference = {
  readonly from: 'first-dose' | 'session-opened';
  readonly elapsedMs: number;
  /** The local day on which the session was opened. */
  readonly day: string;
};

/** The reference of a session: its first dose, else its opening. */
export function timeReference(state: SessionState): TimeReference {
  const opened = state.opened;
  if (opened === null) throw new Error('the session has not been opened');
  const placed = state.doses.map((dose) => dose.placedAt.elapsedMs);
  const day = localDay(opened.at);
  return placed.length === 0
    ? { from: 'session-opened', elapsedMs: opened.at.elapsedMs, day }
    : { from: 'first-dose', elapsedMs: Math.min(...placed), day };
}

/** ISO 8601 with offset, to the millisecond: `2026-11-23T14:12:05.000+01:00`. */
export function isoTime(instant: Pick<Instant, 'wallMs' | 'utcOffsetMinutes'>): string {
  const { wallMs, utcOffsetMinutes } = instant;
  const local = new Date(Math.round(wallMs) + utcOffsetMinutes * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(utcOffsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The wall clock of an ISO time to the second; the date before it where it is not `day`. */
export function clockOf(iso: string, day: string): string {
  const clock = iso.slice(11, 19);
  return iso.slice(0, 10) === day ? clock : `${iso.slice(0, 10)} ${clock}`;
}

/** An instant as the record shows it. Minutes are whole and rounded down: 40:59 after the dose is still T+0:40. */
export function recordTime(reference: TimeReference, instant: Instant): RecordTime {
  const minutes = Math.floor((instant.elapsedMs - reference.elapsedMs) / 60_000);
  const size = Math.abs(minutes);
  const letter = reference.from === 'first-dose' ? 'T' : 'S';
  const iso = isoTime(instant);
  return {
    elapsedMs: instant.elapsedMs,
    elapsed: `${letter}${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`,
    clock: clockOf(iso, reference.day),
    iso,
  };
}

/** A span in words: whole minutes, `0 min` for less than one; hours from 60 minutes on. */
export function spanInWords(durationMs: number): string {
  const minutes = Math.floor(durationMs / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** A short span in words, where seconds matter: `45 s`, `3 min 5 s`. */
export function exactSpanInWords(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds >= 3600) return spanInWords(seconds * 1000);
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The first span that words name, as `exactSpanInWords` writes it, in milliseconds; null where they name none. */
export function spanFromWords(words: string): number | null {
  const found = /(?:(\d+) h\b)?\s*(?:(\d+) min\b)?\s*(?:(\d+) s\b)?/;
  const place = words.search(/\d+ (?:h|min|s)\b/);
  if (place < 0) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = found.exec(words.slice(place)) ?? [];
  return Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
}
