import { durationMs, isOutside, limitInWords } from '../protocol/limit.ts';
import type { Condition } from './condition.ts';
import type { Moment } from './moment.ts';
import { activeOverride } from './overrides.ts';
import {
  type BlockJudgement,
  baselinePressure,
  confirmedReadings,
  highBlocks,
  isHigh,
  isSevere,
  judgeBlocks,
  latestReading,
  meanInWords,
} from './pressure.ts';
import { protocolOf, type ReadingEntry, type SessionState } from './state.ts';
import { localDay } from './timeline.ts';

const id = 'blood-pressure';
const label = 'Blood pressure';

function condition(status: Condition['status'], detail: string, overridable = false): Condition {
  return { id, status, label, detail, overridable, overridden: false };
}

/**
 * Blood pressure before the first dose: the last block's average below the hold limits, still fresh, with nothing
 * severe and nothing unconfirmed. A single reading at or above the severe limits is never overridable.
 */
export function beforeDoseCondition(state: SessionState, now: Moment): Condition {
  const protocol = protocolOf(state);
  const severe = confirmedReadings(state).filter((entry) => isSevere(protocol, entry.reading));
  if (severe.length > 0) {
    return condition('unmet', 'A reading reached the severe limit: no dose today. Repeat in 1 to 2 minutes.');
  }
  if (state.readings.some((entry) => entry.status === 'pending')) {
    return condition('unknown', 'A reading waits to be confirmed against the monitor’s display.');
  }
  const last = judgeBlocks(state).at(-1);
  if (last === undefined || last.mean === null || last.lastReadingAt === null || last.verdict === 'empty') {
    return condition('unknown', 'No block of readings after a seated rest yet.');
  }
  if (last.verdict === 'one-more') return condition('unknown', 'The block needs one more reading.');
  const stale = staleness(state, now, last);
  if (stale !== null) return condition('unmet', stale);
  const words = meanInWords(protocol, last.mean);
  if (last.verdict === 'pass') return condition('met', `Average ${words}, below the limits.`);
  const override = activeOverride(state, now, id);
  if (
    override !== null &&
    override.at.elapsedMs >= last.lastReadingAt.elapsedMs &&
    last.mean.systolicMmHg <= (override.body.systolicUpToMmHg ?? 0) &&
    last.mean.diastolicMmHg <= (override.body.diastolicUpToMmHg ?? 0)
  ) {
    return {
      ...condition('met', `Average ${words}; the prescriber agreed up to ${override.body.limit}.`),
      overridden: true,
    };
  }
  const blocks = highBlocks(state);
  const { maximumBlocks, systolicHold, diastolicHold } = protocol.bloodPressure;
  const limits = `${limitInWords(systolicHold)} or ${limitInWords(diastolicHold)}`;
  return condition(
    'unmet',
    blocks >= maximumBlocks.value
      ? `Average ${words}, ${limits}, in ${blocks} blocks: not today.`
      : `Average ${words}, ${limits}: rest and take another block.`,
    true,
  );
}

/** Why a judged block no longer counts; null while it does. */
function staleness(state: SessionState, now: Moment, block: BlockJudgement): string | null {
  const protocol = protocolOf(state);
  const takenAt = block.lastReadingAt;
  if (takenAt === null) return null;
  const validMs = durationMs(protocol.durations.blockValidity);
  if (now.elapsedMs - takenAt.elapsedMs > validMs) {
    return `The block is older than ${protocol.durations.blockValidity.value} minutes: take another.`;
  }
  if (localDay(now) !== localDay(takenAt)) return 'The block is of another day: take another.';
  if (state.resumedAt.some((resumed) => resumed.elapsedMs >= takenAt.elapsedMs)) {
    return 'The console was started again since the block: take another.';
  }
  // Also between the readings that count, as one repeated too soon: it is not averaged, so it must not be passed over.
  const confirmed = confirmedReadings(state);
  const firstOfBlock = confirmed.findIndex((entry) => block.readingIds.includes(entry.reading.readingId));
  const highBeside = confirmed
    .slice(firstOfBlock)
    .some((entry) => !block.readingIds.includes(entry.reading.readingId) && isHigh(protocol, entry.reading));
  return highBeside ? 'A reading beside this block is too high: take another block.' : null;
}

/** A fresh confirmed reading, not older than `maximumMinutes`; else the condition that says what is missing. */
function freshReading(
  state: SessionState,
  now: Moment,
  maximumMinutes: number,
  conditionId: string,
): { entry: ReadingEntry } | { missing: Condition } {
  const missing = (status: Condition['status'], detail: string) => ({
    missing: { ...condition(status, detail), id: conditionId },
  });
  if (state.readings.some((entry) => entry.status === 'pending')) {
    return missing('unknown', 'A reading waits to be confirmed against the monitor’s display.');
  }
  const entry = latestReading(state);
  if (entry === null) return missing('unknown', 'No reading yet.');
  if (now.elapsedMs - entry.at.elapsedMs > maximumMinutes * 60_000) {
    return missing('unmet', `The last reading is older than ${maximumMinutes} minutes: take a fresh one.`);
  }
  return { entry };
}

/** Blood pressure before a booster: a fresh reading below the hold limits. Never overridable here. */
export function boosterPressureCondition(state: SessionState, now: Moment): Condition {
  const protocol = protocolOf(state);
  const conditionId = 'booster-pressure';
  const fresh = freshReading(state, now, protocol.durations.boosterReadingAge.value, conditionId);
  if ('missing' in fresh) return fresh.missing;
  const { reading } = fresh.entry;
  const words = `${reading.systolicMmHg}/${reading.diastolicMmHg}`;
  return isHigh(protocol, reading)
    ? { ...condition('unmet', `${words} is at or above the limits: no booster.`), id: conditionId }
    : { ...condition('met', `${words}, below the limits.`), id: conditionId };
}

/**
 * Blood pressure before leaving: fresh, taken in recovery, and either below the limits or within the protocol's
 * fraction of today's baseline and below the ceiling; never below the low limit.
 */
export function departurePressureCondition(state: SessionState, now: Moment): Condition {
  const protocol = protocolOf(state);
  const fresh = freshReading(state, now, protocol.durations.departureReadingAge.value, id);
  if ('missing' in fresh) return fresh.missing;
  const { reading, phase, at } = fresh.entry;
  // Taken there, not only entered there.
  const recoverySince = state.phaseSpans.at(-1)?.since.elapsedMs ?? 0;
  if (phase !== 'recovery' || at.elapsedMs < recoverySince) return condition('unmet', 'Take a reading in recovery.');
  const { departure } = protocol;
  const words = `${reading.systolicMmHg}/${reading.diastolicMmHg}`;
  if (isOutside(departure.systolicLow, reading.systolicMmHg))
    return condition('unmet', `${words} is low: wait and repeat.`);
  const withinLimits =
    !isOutside(departure.systolicHigh, reading.systolicMmHg) &&
    !isOutside(departure.diastolicHigh, reading.diastolicMmHg);
  if (withinLimits) return condition('met', `${words}, within the limits.`);
  const baseline = baselinePressure(state);
  const fraction = 1 + departure.baselineFraction.value;
  const nearBaseline =
    baseline !== null &&
    reading.systolicMmHg <= baseline.systolicMmHg * fraction &&
    reading.diastolicMmHg <= baseline.diastolicMmHg * fraction;
  const belowCeiling =
    !isOutside(departure.systolicCeiling, reading.systolicMmHg) &&
    !isOutside(departure.diastolicCeiling, reading.diastolicMmHg);
  return nearBaseline && belowCeiling
    ? condition('met', `${words}, within ${departure.baselineFraction.value * 100} % of today’s baseline.`)
    : condition('unmet', `${words} is too high to leave: repeat in a few minutes.`);
}
