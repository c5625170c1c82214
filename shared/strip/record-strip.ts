import type { RecordDocument } from '../record/document.ts';
import { isoTime, type RecordTime, spanFromWords } from '../record/record-time.ts';
import type { StripContent, StripMusic } from './content.ts';

/** The strip of a record: what its document says, without a now and without a plan. */
export function recordStrip(document: RecordDocument): StripContent {
  const times = [
    ...document.phases.map((phase) => phase.from.elapsedMs),
    ...document.timeline.map((entry) => entry.time.elapsedMs),
    ...document.readings.map((reading) => reading.time.elapsedMs),
  ];
  const fromMs = Math.min(0, ...times);
  const toMs = Math.max(fromMs + 60_000, ...times);
  const origin = originOf(document);
  const clocksMoved = document.interruptions.some(({ kind }) => kind === 'wall-clock' || kind === 'utc-offset');
  const { systolicHoldMmHg, diastolicHoldMmHg } = document.limits;
  return {
    fromMs,
    toMs,
    zeroMs: origin?.elapsedMs ?? 0,
    hasDose: document.doses.length > 0,
    nowMs: null,
    phases: document.phases.map(({ phase, from, until }) => ({
      phase,
      fromMs: from.elapsedMs,
      toMs: until?.elapsedMs ?? toMs,
      kind: 'past',
    })),
    limits: [systolicHoldMmHg, diastolicHoldMmHg],
    doses: document.doses.map(({ number, placed }) => ({ atMs: placed.elapsedMs, name: `Dose ${number}` })),
    ahead: [],
    readings: document.readings.map((reading) => ({
      atMs: reading.time.elapsedMs,
      systolicMmHg: reading.systolicMmHg,
      diastolicMmHg: reading.diastolicMmHg,
      pulsePerMin: reading.pulsePerMin,
      byHand: reading.byHand,
      status: reading.status,
      outside: reading.systolicMmHg >= systolicHoldMmHg || reading.diastolicMmHg >= diastolicHoldMmHg,
    })),
    music: musicOf(document, toMs),
    notes: document.timeline
      .filter((entry) => entry.kind === 'Note')
      .map((entry) => ({
        atMs: entry.time.elapsedMs,
        letter: Array.from(entry.text)[0]?.toUpperCase() ?? '',
        standing: entry.standing === 'struck' ? 'struck' : 'saved',
      })),
    alerts: document.alerts.map(({ raised, priority }) => ({ atMs: raised.elapsedMs, priority })),
    sleeps: document.interruptions.flatMap(({ kind, time, text }) => {
      const lastedMs = kind === 'sleep' ? spanFromWords(text) : null;
      return lastedMs === null ? [] : [{ fromMs: time.elapsedMs - lastedMs, toMs: time.elapsedMs }];
    }),
    clockAt: clocksMoved || origin === null ? null : (elapsedMs) => clockAfter(origin, elapsedMs - origin.elapsedMs),
    summary: `Phases, ${document.readings.length} blood pressure readings, ${document.alerts.length} alerts, music and notes on one time axis; the tables hold the same values.`,
  };
}

function musicOf(document: RecordDocument, endMs: number): StripMusic[] {
  return document.music.flatMap(({ from, until }, index): StripMusic[] => {
    const before = document.music[index - 1]?.until ?? null;
    return [
      ...(before === null ? [] : [{ fromMs: before.elapsedMs, toMs: from.elapsedMs, kind: 'silent' as const }]),
      { fromMs: from.elapsedMs, toMs: until?.elapsedMs ?? endMs, kind: until === null ? 'unsure' : 'heard' },
    ];
  });
}

function originOf(document: RecordDocument): RecordTime | null {
  const [dose] = document.doses.map((entry) => entry.placed).sort((one, other) => one.elapsedMs - other.elapsedMs);
  return dose ?? document.phases[0]?.from ?? null;
}

/** The wall clock a span after a time, by the same clock; only where the clock was not moved meanwhile. */
function clockAfter(time: RecordTime, spanMs: number): string {
  const [hours, minutes] = [Number(time.iso.slice(24, 26)), Number(time.iso.slice(27, 29))];
  const utcOffsetMinutes = (time.iso[23] === '-' ? -1 : 1) * (hours * 60 + minutes);
  return isoTime({ wallMs: Date.parse(time.iso) + spanMs, utcOffsetMinutes }).slice(11, 16);
}
