import type { Reading } from '../../shared/vitals/reading.ts';
import { localMsOf, resolutionMsOf } from './monitor-date.ts';
import { type Delivery, localMsOfWall, type RawDelivery, type WallTime } from './monitors-state.ts';

/** Up to here a monitor's clock counts as agreeing with ours. */
export const clockToleranceMs = 2 * 60_000;
/** A clock further off than a year and a day was never set: monitors start in a year of their own. */
export const clockUnsetMs = 366 * 24 * 60 * 60_000;

type ClockJudgement = Pick<Delivery, 'clock' | 'clockDifferenceMs'>;

/** The smallest difference that explains a monitor time somewhere within `[fromMs, toMs]` of ours. */
function differenceMs(monitorTime: string, fromMs: number, toMs: number): number {
  const earliest = localMsOf(monitorTime);
  const latest = earliest + resolutionMsOf(monitorTime);
  if (earliest > toMs) return earliest - toMs;
  return latest < fromMs ? latest - fromMs : 0;
}

function judge(monitorTime: string, fromMs: number, toMs: number): ClockJudgement {
  const difference = differenceMs(monitorTime, fromMs, toMs);
  if (Math.abs(difference) > clockUnsetMs) return { clock: 'unset', clockDifferenceMs: null };
  if (Math.abs(difference) > clockToleranceMs) return { clock: 'differs', clockDifferenceMs: difference };
  return { clock: 'agrees', clockDifferenceMs: null };
}

function judgeClock(raw: RawDelivery, now: WallTime): ClockJudgement {
  const nowMs = localMsOfWall(now);
  if (raw.monitorClock !== null) return judge(raw.monitorClock, nowMs, nowMs);
  const newest = raw.fresh.at(-1);
  if (newest === undefined || raw.promptedAt === null || newest.source.kind !== 'monitor') {
    return { clock: 'unknown', clockDifferenceMs: null };
  }
  if (newest.source.monitorTime === null) return { clock: 'unset', clockDifferenceMs: null };
  // Certainly measured between the prompt and now.
  return judge(newest.source.monitorTime, localMsOfWall(raw.promptedAt), nowMs);
}

function withoutTime(reading: Reading): Reading {
  if (reading.source.kind !== 'monitor') return reading;
  return { ...reading, source: { ...reading.source, monitorTime: null } };
}

/**
 * Compares the monitor's clock with ours: with what it says where it can be read, else by the newest fresh reading,
 * which was measured between the prompt and `now`; what was fresh only by the word of a clock that is off is in doubt. Readings of a clock that was never set get no time; the raw bytes
 * still have what the monitor wrote.
 */
export function judgeDelivery(raw: RawDelivery, now: WallTime): Delivery {
  const judgement = judgeClock(raw, now);
  if (raw.trustsMonitorTime && raw.fresh.length > 0 && judgement.clock !== 'agrees') {
    // Fresh by a clock that is off: with nothing fresh left, nothing says how far off it is either.
    const candidates = [...raw.fresh.toReversed(), ...raw.candidates];
    return judgeDelivery({ ...raw, fresh: [], candidates, trustsMonitorTime: false }, now);
  }
  const unset = judgement.clock === 'unset';
  return {
    fresh: unset ? raw.fresh.map(withoutTime) : raw.fresh,
    candidates: unset ? raw.candidates.map(withoutTime) : raw.candidates,
    setAside: raw.setAside,
    withoutSnapshot: raw.withoutSnapshot,
    ...judgement,
  };
}
