import { judgeBlocks, meanInWords } from '../session/pressure.ts';
import { protocolOf } from '../session/state.ts';
import type { BlockRow, ObservationRow, ReadingRow, SetAsideRow } from './document.ts';
import { type Entry, entriesOfType, lateTime, type RecordContext, remarksOf } from './entries.ts';
import { exactSpanInWords, recordTime } from './record-time.ts';
import { familyName, flagNames, observationValue, signalNames, sourceWords } from './wording.ts';

/** Every reading in the order it was taken: counted, struck or never confirmed, with its source and age. */
export function readingRows(entries: readonly Entry[], context: RecordContext): ReadingRow[] {
  const { state, reference } = context;
  const recorded = entriesOfType(entries, 'reading-recorded');
  const rows = recorded.flatMap(({ entry, body }): ReadingRow[] => {
    const found = state.readings.find((candidate) => candidate.reading.readingId === body.reading.readingId);
    if (found === undefined) return [];
    const { reading } = found;
    const block = state.blocks.findIndex((candidate) => candidate.blockId === found.blockId);
    return [
      {
        readingId: reading.readingId,
        time: recordTime(reference, found.at),
        recorded: lateTime(entry, reference),
        ageWhenRecordedMs: Math.max(0, entry.event.recordedAt.elapsedMs - found.at.elapsedMs),
        systolicMmHg: reading.systolicMmHg,
        diastolicMmHg: reading.diastolicMmHg,
        pulsePerMin: reading.pulsePerMin,
        flags: reading.flags.map((flag) => flagNames[flag]),
        phase: found.phase,
        block: block < 0 ? null : block + 1,
        byHand: reading.source.kind === 'by-hand',
        source: `${sourceWords(reading.source)}${clockDifference(found.monitorClockDifferenceMs)}`,
        status: found.status,
        struckReason: found.struckReason,
        remarks: remarksOf(entry, context),
      },
    ];
  });
  return rows.sort((one, other) => one.time.elapsedMs - other.time.elapsedMs);
}

function clockDifference(differenceMs: number | null): string {
  if (differenceMs === null || Math.abs(differenceMs) < 60_000) return '';
  return `, ${exactSpanInWords(Math.abs(differenceMs))} ${differenceMs < 0 ? 'slow' : 'fast'}`;
}

/** What a monitor delivered that was not taken for a reading. */
export function setAsideRows({ state, reference }: RecordContext): SetAsideRow[] {
  return state.setAside.map(({ setAside, at }) => ({
    time: recordTime(reference, at),
    numbers: `${setAside.systolicMmHg ?? '-'}/${setAside.diastolicMmHg ?? '-'}, pulse ${setAside.pulsePerMin ?? '-'}`,
    source: `monitor ${familyName(setAside.family)}${setAside.monitorTime === null ? '' : `, its clock ${setAside.monitorTime.replace('T', ' ')}`}`,
    reason: setAside.reason,
  }));
}

/** Every block of readings after a seated rest, with its average and what it means. */
export function blockRows({ state, reference }: RecordContext): BlockRow[] {
  const protocol = protocolOf(state);
  const judged = new Map(judgeBlocks(state).map((judgement) => [judgement.blockId, judgement]));
  return state.blocks.map((block, index) => {
    const judgement = judged.get(block.blockId);
    const mean = judgement?.mean ?? null;
    return {
      number: index + 1,
      restStarted: recordTime(reference, block.restStartedAt),
      interruptedReason: block.interruptedReason,
      readingIds: judgement?.readingIds ?? [],
      mean: mean === null ? null : { ...mean, words: meanInWords(protocol, mean) },
      verdict: judgement?.verdict ?? 'interrupted',
    };
  });
}

/** Every other vital sign that was entered, in the order it was observed. */
export function observationRows(entries: readonly Entry[], context: RecordContext): ObservationRow[] {
  return entriesOfType(entries, 'observation-recorded')
    .map(
      ({ entry, body }): ObservationRow => ({
        time: recordTime(context.reference, entry.effective.happenedAt),
        recorded: lateTime(entry, context.reference),
        signal: signalNames[body.observation.signal],
        value: body.observation.value,
        words: observationValue(body.observation),
        remarks: remarksOf(entry, context),
      }),
    )
    .sort((one, other) => one.time.elapsedMs - other.time.elapsedMs);
}
