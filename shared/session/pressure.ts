import { durationMs, isOutside } from '../protocol/limit.ts';
import type { Protocol } from '../protocol/schema.ts';
import type { Instant } from './moment.ts';
import { type Block, protocolOf, type ReadingEntry, type SessionState } from './state.ts';

/** An average of a block, unrounded: compared as it is, rounded only for the eye. */
export type MeanPressure = { readonly systolicMmHg: number; readonly diastolicMmHg: number };

export type BlockVerdict = 'empty' | 'one-more' | 'pass' | 'hold' | 'severe';

export type BlockJudgement = {
  readonly blockId: string;
  /** The readings that count, in the order they were taken. */
  readonly readingIds: readonly string[];
  readonly verdict: BlockVerdict;
  readonly mean: MeanPressure | null;
  /** When the last counting reading was taken; null while there is none. */
  readonly lastReadingAt: Instant | null;
};

/** Readings that are confirmed and not struck, in the order they were taken, also where one was entered late. */
export function confirmedReadings(state: SessionState): ReadingEntry[] {
  return state.readings
    .filter((entry) => entry.status === 'confirmed')
    .sort((one, other) => one.at.elapsedMs - other.at.elapsedMs);
}

/** The latest confirmed reading; null before the first. */
export function latestReading(state: SessionState): ReadingEntry | null {
  return confirmedReadings(state).at(-1) ?? null;
}

/** The block whose rest was started last, unless it was interrupted. */
export function currentBlock(state: SessionState): Block | null {
  const block = state.blocks.at(-1);
  return block === undefined || block.interruptedReason !== null ? null : block;
}

/** Whether a single reading forbids a dose, by either limb alone. */
export function isSevere(protocol: Protocol, reading: { systolicMmHg: number; diastolicMmHg: number }): boolean {
  const { systolicSevere, diastolicSevere } = protocol.bloodPressure;
  return isOutside(systolicSevere, reading.systolicMmHg) || isOutside(diastolicSevere, reading.diastolicMmHg);
}

/** Whether a pressure is at or above the hold limits, by either limb alone. */
export function isHigh(protocol: Protocol, pressure: MeanPressure): boolean {
  const { systolicHold, diastolicHold } = protocol.bloodPressure;
  return isOutside(systolicHold, pressure.systolicMmHg) || isOutside(diastolicHold, pressure.diastolicMmHg);
}

/** Every block with what its readings say, oldest first. Everything accepted is averaged; nothing is chosen. */
export function judgeBlocks(state: SessionState): BlockJudgement[] {
  if (state.opened === null) return [];
  const protocol = protocolOf(state);
  return state.blocks
    .filter((block) => block.interruptedReason === null)
    .map((block) => judgeBlock(protocol, block.blockId, countingReadings(state, protocol, block.blockId)));
}

/**
 * The readings of a block that count: confirmed, not struck, taken after the whole rest, and each at least the
 * protocol's pause after the one before it. A reading that does not count can still forbid a dose, never allow one.
 */
function countingReadings(state: SessionState, protocol: Protocol, blockId: string): ReadingEntry[] {
  const pauseMs = durationMs(protocol.durations.betweenReadings);
  const counting: ReadingEntry[] = [];
  for (const entry of confirmedReadings(state)) {
    if (entry.blockId !== blockId) continue;
    const before = counting.at(-1);
    if (before === undefined || entry.at.elapsedMs - before.at.elapsedMs >= pauseMs) counting.push(entry);
  }
  return counting;
}

function judgeBlock(protocol: Protocol, blockId: string, entries: readonly ReadingEntry[]): BlockJudgement {
  const mean = meanOf(entries);
  return {
    blockId,
    readingIds: entries.map((entry) => entry.reading.readingId),
    verdict: verdictOf(protocol, entries, mean),
    mean,
    lastReadingAt: entries.at(-1)?.at ?? null,
  };
}

function meanOf(entries: readonly ReadingEntry[]): MeanPressure | null {
  if (entries.length === 0) return null;
  const sum = (pick: (entry: ReadingEntry) => number) => entries.reduce((total, entry) => total + pick(entry), 0);
  return {
    systolicMmHg: sum((entry) => entry.reading.systolicMmHg) / entries.length,
    diastolicMmHg: sum((entry) => entry.reading.diastolicMmHg) / entries.length,
  };
}

function verdictOf(protocol: Protocol, entries: readonly ReadingEntry[], mean: MeanPressure | null): BlockVerdict {
  if (entries.some((entry) => isSevere(protocol, entry.reading))) return 'severe';
  const [first, second] = entries;
  if (first === undefined || mean === null) return 'empty';
  if (second === undefined) return 'one-more';
  const { systolicSpread, diastolicSpread } = protocol.bloodPressure;
  const apart =
    isOutside(systolicSpread, Math.abs(first.reading.systolicMmHg - second.reading.systolicMmHg)) ||
    isOutside(diastolicSpread, Math.abs(first.reading.diastolicMmHg - second.reading.diastolicMmHg));
  if (apart && entries.length < 3) return 'one-more';
  return isHigh(protocol, mean) ? 'hold' : 'pass';
}

/** Today's own baseline: the average of the last judged block before the first dose; null where there is none. */
export function baselinePressure(state: SessionState): MeanPressure | null {
  const judged = judgeBlocks(state).filter((block) => block.verdict === 'pass' || block.verdict === 'hold');
  return judged.at(-1)?.mean ?? null;
}

/** How many blocks were too high. After the protocol's maximum there is no dose today. */
export function highBlocks(state: SessionState): number {
  return judgeBlocks(state).filter((block) => block.verdict === 'hold').length;
}

/** A mean for the eye: whole, or with one decimal within 1 of a limit, so that 139.5 never reads as 140. */
export function meanInWords(protocol: Protocol, mean: MeanPressure): string {
  const { bloodPressure: bp } = protocol;
  const shown = (value: number, limits: readonly number[]) =>
    limits.some((limit) => Math.abs(limit - value) <= 1) && !Number.isInteger(value)
      ? value.toFixed(1)
      : value.toFixed(0);
  const systolic = shown(mean.systolicMmHg, [bp.systolicHold.value, bp.systolicSevere.value]);
  const diastolic = shown(mean.diastolicMmHg, [bp.diastolicHold.value, bp.diastolicSevere.value]);
  return `${systolic}/${diastolic}`;
}
