import { durationMs, isOutside } from '../protocol/limit.ts';
import type { Command } from './command.ts';
import { isOpen } from './condition.ts';
import { boosterGate, firstDoseGate } from './gates.ts';
import { accept, type Decision, type DecisionContext, gateClosed, refuse, wrongPhase } from './refusal.ts';
import { protocolOf, type SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

/** Commands about doses and their holds. Null where the command is not one of them. */
export function decideDose(state: SessionState, command: Command, context: DecisionContext): Decision | null {
  switch (command.type) {
    case 'place-dose':
      return decidePlaced(state, command, context);
    case 'end-hold':
      return decideHoldEnd(state, command, context);
    default:
      return null;
  }
}

function decidePlaced(
  state: SessionState,
  command: Extract<Command, { type: 'place-dose' }>,
  { now, newId }: DecisionContext,
): Decision {
  const booster = state.phase === 'journey';
  if (!booster && state.phase !== 'dosing') return wrongPhase(state.phase);
  const gate = booster ? boosterGate(state, now) : firstDoseGate(state, now);
  if (!isOpen(gate)) return gateClosed(gate);
  const order = state.order?.body;
  if (order === undefined) return refuse('no-order', 'There is no order.', 'Record the prescriber’s order.');
  if (command.medicine !== order.medicine || command.form !== order.form) {
    return refuse(
      'not-the-order',
      'Medicine or form is not the one ordered.',
      'Compare with the order, or reach the prescriber.',
    );
  }
  const doseMg = command.strengthMg * command.count;
  if (!booster && doseMg > order.firstDoseMg) {
    return refuse(
      'above-first-dose',
      `${doseMg} mg is more than the ordered ${order.firstDoseMg} mg.`,
      'Count the tablets again, or reach the prescriber.',
    );
  }
  const totalMg = state.doses.reduce((sum, dose) => sum + dose.doseMg, doseMg);
  if (totalMg > order.maximumTotalMg) {
    return refuse(
      'above-order',
      `${totalMg} mg in all is more than the ordered ${order.maximumTotalMg} mg.`,
      'Give less, or reach the prescriber.',
    );
  }
  const { softMaximum } = protocolOf(state).dose;
  if (isOutside(softMaximum, totalMg) && !command.aboveSoftMaximumSeen) {
    return refuse(
      'above-soft-maximum',
      `${totalMg} mg in all is above ${softMaximum.value} mg.`,
      'Check the order once more and confirm that you have seen this.',
    );
  }
  const { aboveSoftMaximumSeen: _seen, ...dose } = command;
  return accept(instantBefore(now, 0), { ...dose, type: 'dose-placed', doseId: newId(), booster });
}

function decideHoldEnd(
  state: SessionState,
  command: Extract<Command, { type: 'end-hold' }>,
  { now }: DecisionContext,
): Decision {
  const dose = state.doses.find((candidate) => candidate.doseId === command.doseId);
  if (dose === undefined) return refuse('unknown-dose', 'There is no such dose.', 'Choose one from the list.');
  if (state.phase !== 'absorption' && state.phase !== 'journey' && state.phase !== 'recovery')
    return wrongPhase(state.phase);
  if (dose.hold !== null) {
    return refuse('hold-ended', 'The end of this hold is recorded already.', 'Correct the entry if it is wrong.');
  }
  const at = instantBefore(now, (command.happenedMinutesAgo ?? 0) * 60_000);
  if (at.elapsedMs < dose.placedAt.elapsedMs) {
    return refuse('before-the-dose', 'The hold cannot end before the dose was placed.', 'Enter a later time.');
  }
  const { absorptionMinimum } = protocolOf(state).durations;
  const early = at.elapsedMs - dose.placedAt.elapsedMs < durationMs(absorptionMinimum);
  if (early && command.earlyReason === '') {
    return refuse(
      'early-without-reason',
      `The hold ended before ${absorptionMinimum.value} minutes.`,
      'Say why it ended early.',
    );
  }
  return accept(at, {
    type: 'hold-ended',
    doseId: command.doseId,
    outcome: command.outcome,
    earlyReason: command.earlyReason,
  });
}
