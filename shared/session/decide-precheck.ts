import { isRefusedEscort } from '../course/escort-policy.ts';
import type { Command } from './command.ts';
import { isOpen } from './condition.ts';
import { departureGate, dosingGate, firstDoseGate } from './gates.ts';
import { accept, type Decision, type DecisionContext, gateClosed, refuse, wrongPhase } from './refusal.ts';
import { protocolOf, type SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

/** Commands of pre-check and of its gate. Null where the command is not one of them. */
export function decidePrecheck(state: SessionState, command: Command, { now, by }: DecisionContext): Decision | null {
  const at = instantBefore(now, 0);
  const beforeDose = state.phase === 'precheck' || state.phase === 'dosing';
  const recorded = (body: Parameters<typeof accept>[1]) => (beforeDose ? accept(at, body) : wrongPhase(state.phase));
  switch (command.type) {
    case 'confirm-identity':
      return new Set(command.identifiers).size >= 2
        ? recorded({ ...command, type: 'identity-confirmed' })
        : refuse(
            'one-identifier',
            'Two different identifiers are needed.',
            'Ask for a second one, such as the date of birth.',
          );
    case 'record-consent':
      return recorded({ ...command, type: 'consent-recorded' });
    case 'answer-question':
      return protocolOf(state).questions.some((question) => question.id === command.questionId)
        ? recorded({ ...command, type: 'question-answered' })
        : refuse('unknown-question', 'The protocol has no such question.', 'Answer the questions on the list.');
    case 'record-fasting':
      return recorded({ ...command, type: 'fasting-recorded' });
    case 'record-weight':
      return recorded({ ...command, type: 'weight-recorded' });
    case 'record-escort': {
      const { kind, ...escort } = command;
      return kind === 'rideshare-or-taxi' || isRefusedEscort(escort)
        ? refuse(
            'escort-refused',
            'A rideshare or taxi driver is no escort.',
            'Name an adult who knows the patient and stays with them.',
          )
        : recorded({ ...escort, type: 'escort-recorded' });
    }
    case 'record-preparation':
      return recorded({ ...command, type: 'preparation-recorded' });
    case 'record-comfort':
      return recorded({ ...command, type: 'comfort-recorded' });
    case 'record-order':
      return recorded({ ...command, type: 'order-recorded' });
    case 'record-machine':
      return recorded({ ...command, type: 'machine-checked' });
    case 'choose-music':
      return recorded({ ...command, type: 'music-chosen' });
    case 'open-dosing': {
      if (state.phase !== 'precheck') return wrongPhase(state.phase);
      const gate = dosingGate(state, now);
      return isOpen(gate) ? accept(at, { type: 'dosing-opened' }) : gateClosed(gate);
    }
    case 'give-go-ahead':
      return state.phase === 'dosing' ? accept(at, { ...command, type: 'go-ahead-given' }) : wrongPhase(state.phase);
    case 'override':
      return decideOverride(state, command, { now, by });
    case 'decline':
      return beforeDose ? accept(at, { ...command, type: 'declined' }) : wrongPhase(state.phase);
    default:
      return null;
  }
}

/** An override names the one condition, and the prescriber of the order; never the therapist who is signed in. */
function decideOverride(
  state: SessionState,
  command: Extract<Command, { type: 'override' }>,
  { now, by }: Pick<DecisionContext, 'now' | 'by'>,
): Decision {
  const gate =
    state.phase === 'precheck' || state.phase === 'dosing'
      ? firstDoseGate(state, now)
      : state.phase === 'recovery'
        ? departureGate(state, now)
        : null;
  if (gate === null) return wrongPhase(state.phase);
  const condition = gate.conditions.find((candidate) => candidate.id === command.conditionId);
  if (condition === undefined || condition.status === 'met') {
    return refuse(
      'nothing-to-override',
      'There is no unmet condition of this name.',
      'Override only what the list shows as unmet.',
    );
  }
  if (!condition.overridable || condition.status === 'unknown') {
    return refuse(
      'not-overridable',
      `${condition.label} cannot be overridden.`,
      'Meet the condition, or end without a dose.',
    );
  }
  if (state.order === null || !sameName(state.order.body.prescriber, command.prescriber)) {
    return refuse(
      'not-the-prescriber',
      'Only the prescriber of the order overrides.',
      'Reach the prescriber who is named in the order.',
    );
  }
  if (sameName(command.prescriber, by)) {
    return refuse('therapist-overrides', 'The therapist who is signed in cannot override.', 'Reach the prescriber.');
  }
  if (condition.id === 'blood-pressure' && (command.systolicUpToMmHg === null || command.diastolicUpToMmHg === null)) {
    return refuse(
      'override-limit-missing',
      'Say up to which pressure the prescriber agrees.',
      'Enter both the systolic and the diastolic limit.',
    );
  }
  return accept(instantBefore(now, 0), { ...command, type: 'override-recorded' });
}

function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.trim().toLocaleLowerCase('en').replace(/\s+/g, ' ');
  return plain(one) === plain(other);
}
