import { judgeGait } from '../recovery/gait.ts';
import { missingOrientation, orientationScore } from '../recovery/orientation.ts';
import { replay } from '../session/evolve.ts';
import { departureGate } from '../session/gates.ts';
import { protocolOf } from '../session/state.ts';
import type { DepartureRow, RecoveryCheckRow } from './document.ts';
import { type Entry, type RecordContext, remarksOf } from './entries.ts';
import { recordTime } from './record-time.ts';
import { gaitWords } from './wording.ts';

/** The patient's own baseline of today and the checks of recovery, each judged against it. */
export function recoveryCheckRows(entries: readonly Entry[], context: RecordContext): RecoveryCheckRow[] {
  const { state, reference } = context;
  const protocol = protocolOf(state);
  const byEventId = new Map(entries.map((entry) => [entry.event.eventId, entry]));
  const row = (
    check: RecoveryCheckRow['check'],
    when: RecoveryCheckRow['when'],
    recorded: { readonly at: Entry['event']['happenedAt']; readonly eventId: string },
    result: string,
    judged: { readonly verdict: RecoveryCheckRow['verdict']; readonly detail: string },
  ): RecoveryCheckRow => {
    const entry = byEventId.get(recorded.eventId);
    return {
      check,
      when,
      time: recordTime(reference, recorded.at),
      result,
      ...judged,
      remarks: entry === undefined ? [] : remarksOf(entry, context),
    };
  };
  const baseline = { verdict: 'baseline', detail: '' } as const;
  const { baselineGait, baselineOrientation } = state;
  const rows: RecoveryCheckRow[] = [];
  if (baselineGait !== null) {
    rows.push(row('gait', 'before-dose', baselineGait, gaitWords(baselineGait.body), baseline));
  }
  if (baselineOrientation !== null) {
    const score = orientationScore(baselineOrientation.body);
    rows.push(row('orientation', 'before-dose', baselineOrientation, `${score} of 4`, baseline));
  }
  const gait = state.gaitChecks.map((check) => {
    const verdict = judgeGait(protocol, baselineGait?.body ?? null, check.body);
    return row('gait', 'recovery', check, gaitWords(check.body), { verdict: verdict.status, detail: verdict.detail });
  });
  const orientation = state.orientationChecks.map((check) => {
    const missing = missingOrientation(check.body);
    return row('orientation', 'recovery', check, `${orientationScore(check.body)} of 4`, {
      verdict: missing.length === 0 ? 'passed' : 'failed',
      detail: missing.length === 0 ? 'Oriented in all four.' : `Not oriented: ${missing.join(', ')}.`,
    });
  });
  const after = [...gait, ...orientation].sort((one, other) => one.time.elapsedMs - other.time.elapsedMs);
  return [...rows, ...after];
}

/** How the patient left, and how the conditions of leaving stood at that moment; null where nobody has left. */
export function departureRow({ state, reference }: RecordContext): DepartureRow | null {
  const left = state.leftAgainstAdvice ?? state.departed;
  if (left === null) return null;
  const index = state.events.findIndex((event) => event.eventId === left.eventId);
  const event = state.events[index];
  if (event === undefined) return null;
  const gate = departureGate(replay(state.events.slice(0, index)), event.recordedAt);
  const lastDoseMs = Math.max(...state.doses.map((dose) => dose.placedAt.elapsedMs));
  return {
    way: state.leftAgainstAdvice === null ? 'ready' : 'against-advice',
    time: recordTime(reference, left.at),
    sinceLastDoseMs: state.doses.length === 0 ? null : left.at.elapsedMs - lastDoseMs,
    conditions: gate.conditions.map(({ id, label, status, detail, overridden }) => ({
      id,
      label,
      status,
      detail,
      overridden,
    })),
  };
}
