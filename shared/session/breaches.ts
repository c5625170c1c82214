import { isOutside, limitInWords } from '../protocol/limit.ts';
import type { AlertLimit } from '../protocol/schema.ts';
import type { Reading } from '../vitals/reading.ts';
import { baselinePressure } from './pressure.ts';
import { protocolOf, type SessionState } from './state.ts';

/** A value outside a limit of the protocol. */
export type Breach = { readonly limit: AlertLimit; readonly measured: number; readonly sentence: string };

const names: Record<AlertLimit['signal'], string> = {
  systolic: 'Systolic pressure',
  diastolic: 'Diastolic pressure',
  'systolic-rise': 'Rise of the systolic pressure',
  'diastolic-rise': 'Rise of the diastolic pressure',
  pulse: 'Pulse',
  'oxygen-saturation': 'Oxygen saturation',
  'respiratory-rate': 'Breaths',
  responsiveness: 'Responsiveness',
};
const rank = { high: 0, medium: 1, low: 2 } as const;

/** The worst limit that one measured value is outside of; null where it is inside all. The highest priority is tried first. */
export function worstBreach(
  limits: readonly AlertLimit[],
  signal: AlertLimit['signal'],
  measured: number,
): Breach | null {
  const ordered = limits
    .filter((limit) => limit.signal === signal)
    .sort((one, other) => rank[one.priority] - rank[other.priority]);
  const limit = ordered.find((candidate) => isOutside(candidate, measured));
  if (limit === undefined) return null;
  const shown = Number.isInteger(measured) ? String(measured) : measured.toFixed(1);
  return { limit, measured, sentence: `${names[signal]} ${shown} ${limit.unit}: ${limitInWords(limit)}.` };
}

/** What a reading is outside of, one breach a signal, worst first. The rise is measured against today's baseline. */
export function breachesOf(state: SessionState, reading: Reading): Breach[] {
  const baseline = baselinePressure(state);
  const values: [AlertLimit['signal'], number | null][] = [
    ['systolic', reading.systolicMmHg],
    ['diastolic', reading.diastolicMmHg],
    ['systolic-rise', baseline === null ? null : reading.systolicMmHg - baseline.systolicMmHg],
    ['diastolic-rise', baseline === null ? null : reading.diastolicMmHg - baseline.diastolicMmHg],
    ['pulse', reading.pulsePerMin],
  ];
  const { alertLimits } = protocolOf(state);
  return values
    .flatMap(([signal, value]) => {
      const breach = value === null ? null : worstBreach(alertLimits, signal, value);
      return breach === null ? [] : [breach];
    })
    .sort((one, other) => rank[one.limit.priority] - rank[other.limit.priority]);
}
