import type { Problem } from '../problem.ts';
import type { Condition, Gate } from './condition.ts';
import type { EventBody } from './event.ts';
import type { Instant, Moment } from './moment.ts';
import type { Phase } from './state.ts';

/** What a command becomes: event bodies with the time they happened, or a refusal that says why. */
export type Decision =
  | { readonly ok: true; readonly bodies: readonly { readonly body: EventBody; readonly happenedAt: Instant }[] }
  | { readonly ok: false; readonly problem: Problem };

/** What deciding needs beside the state and the command: the time, ids and the name of who asks. */
export type DecisionContext = {
  readonly now: Moment;
  readonly newId: () => string;
  /** The therapist's name, or `console`. */
  readonly by: string;
};

/** Accepts: these bodies, all happening at one instant. */
export function accept(happenedAt: Instant, ...bodies: readonly EventBody[]): Decision {
  return { ok: true, bodies: bodies.map((body) => ({ body, happenedAt })) };
}

/** Refuses, with what to do instead. */
export function refuse(code: string, sentence: string, remedy: string): Decision {
  return { ok: false, problem: { code, sentence, remedy } };
}

const phaseWords: Record<Phase, string> = {
  precheck: 'pre-check',
  dosing: 'dosing',
  absorption: 'absorption',
  journey: 'the journey',
  recovery: 'recovery',
  departed: 'after departure',
  declined: 'a declined session',
  signed: 'a signed record',
};

/** Refuses because the session stands in another phase. */
export function wrongPhase(phase: Phase | null): Decision {
  return refuse(
    'wrong-phase',
    `This is not possible in ${phase === null ? 'a session that is not open' : phaseWords[phase]}.`,
    'Look at the phase on top of the screen; nothing was changed.',
  );
}

/** Refuses because conditions are unmet or unknown; names the first. */
export function gateClosed(gate: Gate): Decision {
  const open = gate.conditions.filter((condition) => condition.status !== 'met');
  const [first] = open;
  const more = open.length > 1 ? ` And ${open.length - 1} more.` : '';
  return refuse(
    `gate-${gate.id}`,
    first === undefined ? 'The gate is closed.' : `${first.label}: ${first.detail}${more}`,
    remedyFor(first),
  );
}

function remedyFor(condition: Condition | undefined): string {
  if (condition === undefined) return 'Look at the list of conditions.';
  return condition.overridable
    ? 'Meet every condition on the list, or record the prescriber’s override of this one.'
    : 'Meet every condition on the list.';
}
