import { durationMs } from '../protocol/limit.ts';
import { judgeGait } from '../recovery/gait.ts';
import { orientationScore } from '../recovery/orientation.ts';
import { breachesOf } from './breaches.ts';
import type { Moment } from './moment.ts';
import { latestObservation } from './observations.ts';
import { activeOverride } from './overrides.ts';
import { confirmedReadings, currentBlock, isSevere, judgeBlocks } from './pressure.ts';
import { type Dose, type Phase, protocolOf, type SessionState } from './state.ts';
import type { Deadline } from './timing.ts';

const duringEffects: readonly (Phase | null)[] = ['absorption', 'journey', 'recovery'];

/** Every point ahead, or just passed and still open, that matters now; soonest first. */
export function deadlines(state: SessionState, now: Moment): Deadline[] {
  if (state.opened === null) return [];
  return [
    ...beforeDose(state),
    ...overrideDeadlines(state, now),
    ...state.doses.flatMap((dose) => doseDeadlines(state, dose)),
    ...watching(state),
    ...phaseDeadlines(state),
  ].sort((one, other) => one.atElapsedMs - other.atElapsedMs);
}

/** The earliest departure: the minimum stay after the last dose. Null while there is no dose. Milliseconds. */
export function earliestDepartureMs(state: SessionState): number | null {
  const placed = state.doses.map((dose) => dose.placedAt.elapsedMs);
  return placed.length === 0 ? null : Math.max(...placed) + durationMs(protocolOf(state).durations.minimumStay);
}

/** The slot's end: the protocol's slot after identity was confirmed. Null before. Milliseconds. */
export function slotEndMs(state: SessionState): number | null {
  return state.identity === null ? null : state.identity.at.elapsedMs + durationMs(protocolOf(state).durations.slot);
}

function deadline(id: Deadline['id'], label: string, atElapsedMs: number, of: string | null = null): Deadline {
  return { id, label, atElapsedMs, of };
}

function beforeDose(state: SessionState): Deadline[] {
  if (state.phase !== 'precheck' && state.phase !== 'dosing') return [];
  const { durations } = protocolOf(state);
  const severe = confirmedReadings(state)
    .filter((entry) => isSevere(protocolOf(state), entry.reading))
    .at(-1);
  const found: Deadline[] = [];
  if (severe !== undefined && confirmedReadings(state).at(-1) === severe) {
    found.push(
      deadline(
        'severe-repeat',
        'Repeat the severe reading',
        severe.at.elapsedMs + durationMs(durations.severeRepeatAfter),
      ),
    );
  }
  const block = currentBlock(state);
  const judged = judgeBlocks(state).at(-1);
  if (block === null || judged === undefined) return found;
  if (judged.verdict === 'empty') {
    found.push(
      deadline(
        'rest-over',
        'Rest over',
        block.restStartedAt.elapsedMs + durationMs(durations.seatedRest),
        block.blockId,
      ),
    );
  } else if (judged.verdict === 'one-more' && judged.lastReadingAt !== null) {
    found.push(
      deadline(
        'next-reading',
        'Next reading',
        judged.lastReadingAt.elapsedMs + durationMs(durations.betweenReadings),
        block.blockId,
      ),
    );
  } else if (judged.verdict === 'pass' && judged.lastReadingAt !== null) {
    found.push(
      deadline(
        'block-expires',
        'Blood pressure valid until',
        judged.lastReadingAt.elapsedMs + durationMs(durations.blockValidity),
        block.blockId,
      ),
    );
  }
  return found;
}

function overrideDeadlines(state: SessionState, now: Moment): Deadline[] {
  const ids = [...new Set(state.overrides.map((override) => override.body.conditionId))];
  return ids.flatMap((id) => {
    const override = activeOverride(state, now, id);
    return override === null
      ? []
      : [
          deadline(
            'override-expires',
            'Override ends',
            override.at.elapsedMs + override.body.validForMinutes * 60_000,
            id,
          ),
        ];
  });
}

function doseDeadlines(state: SessionState, dose: Dose): Deadline[] {
  const { durations } = protocolOf(state);
  const placedMs = dose.placedAt.elapsedMs;
  const found: Deadline[] = [];
  if (dose.hold === null) {
    found.push(
      deadline('hold-minimum', 'Hold may end', placedMs + durationMs(durations.absorptionMinimum), dose.doseId),
    );
    found.push(deadline('hold-maximum', 'Hold over', placedMs + durationMs(durations.absorptionMaximum), dose.doseId));
  }
  if (!readingAfterDoseTaken(state, dose) && duringEffects.includes(state.phase)) {
    found.push(
      deadline(
        'reading-after-dose',
        'Reading after the dose',
        placedMs + durationMs(durations.readingAfterDose),
        dose.doseId,
      ),
    );
  }
  return found;
}

/** A reading this much before it is due counts as the reading after the dose. */
const earlyReadingMs = 5 * 60_000;

/** Whether the reading that is due after this dose was taken: confirmed, at the due time or up to five minutes before. */
export function readingAfterDoseTaken(state: SessionState, dose: Dose): boolean {
  const dueMs = dose.placedAt.elapsedMs + durationMs(protocolOf(state).durations.readingAfterDose);
  return confirmedReadings(state).some((entry) => entry.at.elapsedMs >= dueMs - earlyReadingMs);
}

function watching(state: SessionState): Deadline[] {
  if (!duringEffects.includes(state.phase)) return [];
  const { durations } = protocolOf(state);
  const found: Deadline[] = [];
  if (state.phase === 'absorption' || state.phase === 'journey') {
    const lastLookMs = Math.max(
      ...state.doses.slice(0, 1).map((dose) => dose.placedAt.elapsedMs),
      ...state.glances.map((glance) => glance.elapsedMs),
    );
    found.push(deadline('glance', 'Look: breathing', lastLookMs + durationMs(durations.glanceEvery)));
  }
  const responsiveness = latestObservation(state, 'responsiveness');
  if (responsiveness !== null && responsiveness.body.value < 5) {
    found.push(
      deadline(
        'sedation-check',
        'Check response',
        responsiveness.at.elapsedMs + durationMs(durations.sedationCheckEvery),
      ),
    );
  }
  const repeatMs = elevatedRepeatMs(state);
  if (repeatMs !== null) found.push(deadline('elevated-repeat', 'Repeat the reading', repeatMs));
  return found;
}

/**
 * When to repeat after a reading outside a limit: soon while it is severe, else every few minutes, until two
 * consecutive readings are inside the limits again. Null where nothing is open.
 */
function elevatedRepeatMs(state: SessionState): number | null {
  const protocol = protocolOf(state);
  const inSession = confirmedReadings(state).filter((entry) => duringEffects.includes(entry.phase));
  const lastOutside = inSession.findLastIndex((entry) => breachesOf(state, entry.reading).length > 0);
  const last = inSession.at(-1);
  if (last === undefined || lastOutside < 0 || inSession.length - 1 - lastOutside >= 2) return null;
  const pause = isSevere(protocol, last.reading)
    ? protocol.durations.severeRepeatAfter
    : protocol.durations.elevatedRepeatEvery;
  return last.at.elapsedMs + durationMs(pause);
}

function phaseDeadlines(state: SessionState): Deadline[] {
  const { durations } = protocolOf(state);
  const found: Deadline[] = [];
  const span = state.phaseSpans.at(-1);
  if (state.phase === 'journey' && span !== undefined) {
    found.push(
      deadline('journey-minimum', 'Journey 45 minutes', span.since.elapsedMs + durationMs(durations.journeyMinimum)),
    );
    found.push(
      deadline('journey-maximum', 'Journey 60 minutes', span.since.elapsedMs + durationMs(durations.journeyMaximum)),
    );
  }
  if (state.phase === 'recovery') found.push(...recheck(state));
  const earliestMs = earliestDepartureMs(state);
  if (earliestMs !== null && duringEffects.includes(state.phase)) {
    found.push(deadline('earliest-departure', 'Earliest departure', earliestMs));
  }
  const slotMs = slotEndMs(state);
  if (slotMs !== null && state.phase !== 'departed' && state.phase !== 'declined' && state.phase !== 'signed') {
    found.push(deadline('slot-end', 'Slot ends', slotMs));
  }
  return found;
}

function recheck(state: SessionState): Deadline[] {
  const everyMs = durationMs(protocolOf(state).durations.recheckEvery);
  const gait = state.gaitChecks.at(-1);
  const orientation = state.orientationChecks.at(-1);
  const gaitFailed =
    gait !== undefined && judgeGait(protocolOf(state), state.baselineGait?.body ?? null, gait.body).status !== 'passed';
  const orientationFailed = orientation !== undefined && orientationScore(orientation.body) < 4;
  return [
    ...(gaitFailed ? [deadline('recheck', 'Check gait again', gait.at.elapsedMs + everyMs, 'gait')] : []),
    ...(orientationFailed
      ? [deadline('recheck', 'Check orientation again', orientation.at.elapsedMs + everyMs, 'orientation')]
      : []),
  ];
}
