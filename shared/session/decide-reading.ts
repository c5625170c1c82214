import { durationMs } from '../protocol/limit.ts';
import { implausibility } from '../vitals/plausibility.ts';
import type { Reading } from '../vitals/reading.ts';
import { alertsForObservation, alertsForSignals } from './alerts.ts';
import { breachesOf } from './breaches.ts';
import type { Command } from './command.ts';
import type { Instant } from './moment.ts';
import { currentBlock, highBlocks, isSevere, judgeBlocks, latestReading } from './pressure.ts';
import { accept, type Decision, type DecisionContext, refuse, wrongPhase } from './refusal.ts';
import { protocolOf, type SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

const pressureSignals = ['systolic', 'diastolic', 'systolic-rise', 'diastolic-rise', 'pulse'] as const;

/** Commands about blood pressure and other vital signs. Null where the command is not one of them. */
export function decideReading(state: SessionState, command: Command, context: DecisionContext): Decision | null {
  const { now, newId } = context;
  const at = instantBefore(now, 0);
  switch (command.type) {
    case 'start-rest':
      return decideRest(state, context);
    case 'interrupt-rest':
      return decideInterruption(state, command, at);
    case 'enter-reading':
      return decideEntered(state, command, context);
    case 'record-monitor-reading':
      return decideMonitorReading(state, command, context);
    case 'set-reading-aside':
      return accept(at, { ...command, type: 'reading-set-aside' });
    case 'report-measurement-failure':
      return accept(at, { ...command, type: 'measurement-failed' });
    case 'confirm-reading': {
      const entry = state.readings.find((candidate) => candidate.reading.readingId === command.readingId);
      if (entry === undefined) return unknownReading;
      if (entry.status !== 'pending') return refuse('not-pending', 'This reading is not waiting.', 'Nothing to do.');
      return accept(
        at,
        { type: 'reading-confirmed', readingId: command.readingId },
        ...alertBodies(state, entry.reading, entry.at, newId),
      );
    }
    case 'strike-reading':
      return decideStrike(state, command, context);
    case 'record-observation': {
      if (leftOrSigned(state)) return wrongPhase(state.phase);
      const happenedAt = instantBefore(now, (command.happenedMinutesAgo ?? 0) * 60_000);
      return accept(
        happenedAt,
        { type: 'observation-recorded', observation: command.observation },
        ...alertsForObservation(state, command.observation, happenedAt, newId),
      );
    }
    default:
      return null;
  }
}

const unknownReading = refuse('unknown-reading', 'There is no such reading.', 'Choose one from the list.');

function leftOrSigned(state: SessionState): boolean {
  return state.phase === 'departed' || state.phase === 'declined' || state.phase === 'signed';
}

/** What a confirmed reading brings. Before the dose the gate speaks; after it every limit of the protocol does. */
function alertBodies(state: SessionState, reading: Reading, at: Instant, newId: () => string) {
  const beforeDose = state.phase === 'precheck' || state.phase === 'dosing';
  const breaches = breachesOf(state, reading).filter((breach) => !beforeDose || breach.limit.priority === 'high');
  const before = latestReading(state);
  const latest = before === null || before.at.elapsedMs <= at.elapsedMs;
  return alertsForSignals(state, pressureSignals, breaches, latest, newId);
}

function decideRest(state: SessionState, { now, newId }: DecisionContext): Decision {
  if (state.phase !== 'precheck' && state.phase !== 'dosing') return wrongPhase(state.phase);
  const { maximumBlocks } = protocolOf(state).bloodPressure;
  const last = judgeBlocks(state).at(-1);
  const open = currentBlock(state);
  if (open !== null && last?.verdict === 'empty') {
    return refuse('rest-runs', 'The rest is running.', 'Interrupt it first, with the reason, if it was disturbed.');
  }
  // Else a high first reading could be left behind for the sake of a lower block.
  if (open !== null && last?.verdict === 'one-more') {
    return refuse(
      'block-unfinished',
      'The block needs one more reading.',
      'Take it. A reading that went wrong is struck, with the reason.',
    );
  }
  if (highBlocks(state) >= maximumBlocks.value) {
    return refuse(
      'no-more-blocks',
      `${maximumBlocks.value} blocks were too high: not today.`,
      'End without a dose, or reach the prescriber.',
    );
  }
  return accept(instantBefore(now, 0), { type: 'rest-started', blockId: newId() });
}

/** A rest is interrupted before it brought a reading; what was read stays, or is struck one by one with the reason. */
function decideInterruption(
  state: SessionState,
  command: Extract<Command, { type: 'interrupt-rest' }>,
  at: Instant,
): Decision {
  const open = currentBlock(state);
  if (open === null) return refuse('no-rest', 'No rest is running.', 'Start the seated rest.');
  return state.readings.some((entry) => entry.blockId === open.blockId && entry.status !== 'struck')
    ? refuse(
        'block-has-readings',
        'This rest has brought a reading already.',
        'Finish the block. A reading that went wrong is struck, with the reason.',
      )
    : accept(at, { ...command, type: 'rest-interrupted' });
}

function decideEntered(
  state: SessionState,
  command: Extract<Command, { type: 'enter-reading' }>,
  { now, newId }: DecisionContext,
): Decision {
  if (leftOrSigned(state)) return wrongPhase(state.phase);
  if (!command.readBack) {
    return refuse(
      'not-read-back',
      'The reading was not read back.',
      'Read it aloud from the monitor’s display, then save.',
    );
  }
  const doubt = implausibility(command);
  if (doubt !== null) return { ok: false, problem: doubt };
  const at = instantBefore(now, (command.happenedMinutesAgo ?? 0) * 60_000);
  const reading: Reading = {
    readingId: newId(),
    systolicMmHg: command.systolicMmHg,
    diastolicMmHg: command.diastolicMmHg,
    pulsePerMin: command.pulsePerMin,
    flags: [],
    source: { kind: 'by-hand' },
  };
  return accept(
    at,
    { type: 'reading-recorded', reading, monitorClockDifferenceMs: null },
    { type: 'reading-confirmed', readingId: reading.readingId },
    ...alertBodies(state, reading, at, newId),
  );
}

function decideMonitorReading(
  state: SessionState,
  command: Extract<Command, { type: 'record-monitor-reading' }>,
  { now }: DecisionContext,
): Decision {
  if (leftOrSigned(state)) return wrongPhase(state.phase);
  const { reading, monitorClockDifferenceMs } = command;
  if (state.readings.some((entry) => entry.reading.readingId === reading.readingId)) {
    return refuse('reading-twice', 'This reading is recorded already.', 'Nothing to do.');
  }
  const doubt = implausibility(reading);
  if (doubt !== null) return { ok: false, problem: doubt };
  return accept(instantBefore(now, 0), { type: 'reading-recorded', reading, monitorClockDifferenceMs });
}

/** A reading is struck with a reason and stays in the record. A severe one only after a repeat below the severe limit. */
function decideStrike(
  state: SessionState,
  command: Extract<Command, { type: 'strike-reading' }>,
  { now }: DecisionContext,
): Decision {
  const entry = state.readings.find((candidate) => candidate.reading.readingId === command.readingId);
  if (entry === undefined) return unknownReading;
  if (entry.status === 'struck') return refuse('struck-already', 'This reading is struck already.', 'Nothing to do.');
  const protocol = protocolOf(state);
  if (isSevere(protocol, entry.reading)) {
    const repeatMs = durationMs(protocol.durations.severeRepeatAfter);
    const repeated = state.readings.some(
      (other) =>
        other.status === 'confirmed' &&
        !isSevere(protocol, other.reading) &&
        other.at.elapsedMs >= entry.at.elapsedMs + repeatMs,
    );
    if (!repeated) {
      return refuse(
        'severe-not-repeated',
        'A severe reading is not struck before it was repeated.',
        'Repeat after a minute; then strike with the reason.',
      );
    }
  }
  return accept(instantBefore(now, 0), { ...command, type: 'reading-struck' });
}
