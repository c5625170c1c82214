import { breachesOf } from '../../../shared/session/breaches.ts';
import { isHigh, isSevere } from '../../../shared/session/pressure.ts';
import { protocolOf, type ReadingEntry, type SessionState } from '../../../shared/session/state.ts';
import type { Status } from '../../design/StatusMark.tsx';

const statusOf = { high: 'warning', medium: 'caution', low: 'advisory' } as const;

/** Where a reading came from, in words: `monitor Beurer BM58`, `by hand`. */
export function sourceWords(entry: ReadingEntry): string {
  const { source } = entry.reading;
  return source.kind === 'by-hand' ? 'by hand' : `monitor ${source.model}`;
}

/** The same in one word, where the model stands elsewhere: `monitor`, `by hand`. */
export function sourceKindWords(entry: ReadingEntry): string {
  return entry.reading.source.kind === 'by-hand' ? 'by hand' : 'monitor';
}

/** A reading to be said aloud: `138 over 86, pulse 84`. */
export function spokenReading(reading: {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number | null;
}): string {
  const pulse = reading.pulsePerMin === null ? 'no pulse' : `pulse ${reading.pulsePerMin}`;
  return `${reading.systolicMmHg} over ${reading.diastolicMmHg}, ${pulse}`;
}

/** How a reading stands to the limits of its phase: those of the dose before it, those of the alerts after it. */
export function readingMark(
  state: SessionState,
  entry: ReadingEntry,
): { readonly status: Status; readonly words: string } {
  const protocol = protocolOf(state);
  if (entry.phase === 'precheck' || entry.phase === 'dosing') {
    if (isSevere(protocol, entry.reading)) return { status: 'warning', words: 'Severe' };
    return isHigh(protocol, entry.reading)
      ? { status: 'caution', words: 'High' }
      : { status: 'met', words: 'Below the limits' };
  }
  const [worst] = breachesOf(state, entry.reading);
  return worst === undefined
    ? { status: 'met', words: 'In range' }
    : { status: statusOf[worst.limit.priority], words: worst.sentence };
}

/** A reading's pressures as they are written: `138/86`. */
export function pressureLine({ reading }: ReadingEntry): string {
  return `${reading.systolicMmHg}/${reading.diastolicMmHg}`;
}

/** A reading the shortest way, for a line in a list: `138/86, pulse 84`. */
export function readingLine(entry: ReadingEntry): string {
  const { pulsePerMin } = entry.reading;
  return `${pressureLine(entry)}${pulsePerMin === null ? '' : `, pulse ${pulsePerMin}`}`;
}
