import { isRefusedEscort } from '../course/escort-policy.ts';
import type { Command } from './command.ts';
import { isOpen } from './condition.ts';
import type { EventBody } from './event.ts';
import { departureGate } from './gates.ts';
import { accept, type Decision, type DecisionContext, gateClosed, refuse, wrongPhase } from './refusal.ts';
import type { SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

/** Commands of recovery and departure; the baseline checks of pre-check too. Null where the command is not one of them. */
export function decideRecovery(state: SessionState, command: Command, { now }: DecisionContext): Decision | null {
  const at = instantBefore(now, 0);
  const inRecovery = (body: EventBody) => (state.phase === 'recovery' ? accept(at, body) : wrongPhase(state.phase));
  const checking = (body: EventBody) =>
    state.phase === 'precheck' || state.phase === 'dosing' || state.phase === 'recovery'
      ? accept(at, body)
      : wrongPhase(state.phase);
  switch (command.type) {
    case 'check-gait':
      return checking({ ...command, type: 'gait-checked' });
    case 'check-orientation':
      return checking({ ...command, type: 'orientation-checked' });
    case 'record-recovery-comfort':
      return inRecovery({ ...command, type: 'recovery-comfort-recorded' });
    case 'verify-escort':
      return isRefusedEscort({ name: command.name, relation: command.changeReason })
        ? refuse(
            'escort-refused',
            'A rideshare or taxi driver is no escort.',
            'Wait for the escort, or reach the emergency contact.',
          )
        : inRecovery({ ...command, type: 'escort-verified' });
    case 'give-aftercare':
      return inRecovery({ ...command, type: 'aftercare-given' });
    case 'book-integration':
      return inRecovery({ ...command, type: 'integration-booked' });
    case 'depart': {
      if (state.phase !== 'recovery') return wrongPhase(state.phase);
      const gate = departureGate(state, now);
      return isOpen(gate) ? accept(at, { type: 'departed' }) : gateClosed(gate);
    }
    case 'leave-against-advice':
      return decideAgainstAdvice(state, command, at);
    default:
      return null;
  }
}

/** The patient's own choice, in their words. Without an escort, or driving themselves, the safety steps are required. */
function decideAgainstAdvice(
  state: SessionState,
  command: Extract<Command, { type: 'leave-against-advice' }>,
  at: ReturnType<typeof instantBefore>,
): Decision {
  if (state.phase !== 'absorption' && state.phase !== 'journey' && state.phase !== 'recovery')
    return wrongPhase(state.phase);
  if ((!command.escortPresent || command.drivesThemselves) && command.safetySteps.length === 0) {
    return refuse(
      'safety-steps-missing',
      'Leaving alone or driving needs the safety steps.',
      'Say what was done: keys, escort called, emergency contact, police where needed.',
    );
  }
  return accept(at, { ...command, type: 'left-against-advice' });
}
