import type { Problem } from '../problem.ts';
import type { Command } from './command.ts';
import { decideDose } from './decide-dose.ts';
import { decideMachine } from './decide-machine.ts';
import { decidePrecheck } from './decide-precheck.ts';
import { decideReading } from './decide-reading.ts';
import { decideRecord } from './decide-record.ts';
import { decideRecovery } from './decide-recovery.ts';
import { decideWatch } from './decide-watch.ts';
import type { SessionEvent } from './event.ts';
import { type Decision, type DecisionContext, refuse, wrongPhase } from './refusal.ts';
import type { SessionState } from './state.ts';

/** The events that a command became, or why it was refused; a refusal changes nothing. */
export type Decided =
  | { readonly ok: true; readonly events: readonly SessionEvent[] }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Decides a command. Pure: the state, the command, the time, ids and who asks are arguments; the events are not yet
 * part of the state and not yet durable.
 */
export function decide(state: SessionState, command: Command, context: DecisionContext): Decided {
  const decision = bodiesOf(state, command, context);
  if (!decision.ok) return decision;
  const events = decision.bodies.map(
    ({ body, happenedAt }, index): SessionEvent => ({
      eventId: context.newId(),
      sequence: state.events.length + 1 + index,
      recordedAt: context.now,
      happenedAt,
      by: context.by,
      body,
    }),
  );
  return { ok: true, events };
}

function bodiesOf(state: SessionState, command: Command, context: DecisionContext): Decision {
  if (command.type === 'open-session') {
    return state.phase === null
      ? { ok: true, bodies: [{ body: { ...command, type: 'session-opened' }, happenedAt: instantOf(context) }] }
      : refuse('already-open', 'This session is open already.', 'Go on with it.');
  }
  if (state.phase === null) return wrongPhase(null);
  if (state.phase === 'signed' && !possibleAfterSigning.has(command.type)) {
    return refuse('signed', 'The record is signed and locked.', 'Write an addendum.');
  }
  return (
    decidePrecheck(state, command, context) ??
    decideReading(state, command, context) ??
    decideDose(state, command, context) ??
    decideWatch(state, command, context) ??
    decideRecovery(state, command, context) ??
    decideMachine(state, command, context) ??
    decideRecord(state, command, context) ??
    refuse('unknown-command', 'Vigil does not know this command.', 'Start Vigil again; if it comes back, report it.')
  );
}

const possibleAfterSigning = new Set<Command['type']>(['sign', 'countersign', 'add-addendum', 'record-export']);

function instantOf({ now }: DecisionContext) {
  return { elapsedMs: now.elapsedMs, wallMs: now.wallMs, utcOffsetMinutes: now.utcOffsetMinutes };
}
