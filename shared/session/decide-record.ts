import { isRefusedEscort } from '../course/escort-policy.ts';
import { implausibility } from '../vitals/plausibility.ts';
import type { Command } from './command.ts';
import { correctableTypes } from './correctable.ts';
import type { CorrectableBody, EventBody } from './event.ts';
import { correctedEvent } from './evolve.ts';
import { isSevere } from './pressure.ts';
import { accept, type Decision, type DecisionContext, refuse, wrongPhase } from './refusal.ts';
import { protocolOf, type SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

/** Commands about the record: corrections, the therapist's words, signing, addenda, exports. */
export function decideRecord(state: SessionState, command: Command, { now }: DecisionContext): Decision | null {
  const at = instantBefore(now, 0);
  switch (command.type) {
    case 'correct':
      return decideCorrection(state, command, at);
    case 'add-words':
      return accept(at, { ...command, type: 'words-added' });
    case 'sign':
      if (state.phase === 'signed') return refuse('signed', 'The record is signed already.', 'Write an addendum.');
      if (state.phase !== 'departed' && state.phase !== 'declined') return wrongPhase(state.phase);
      return state.suicidalStatements.some((entry) => entry.resolved === null)
        ? refuse('statement-open', 'A suicidal statement has no outcome yet.', 'Record the outcome, then sign.')
        : accept(at, { ...command, type: 'signed' });
    case 'add-addendum':
      return state.phase === 'signed'
        ? accept(at, { ...command, type: 'addendum-added', addendumId: command.addendumId })
        : refuse('not-signed', 'The record is not signed yet.', 'Change the entry itself, or correct it.');
    case 'countersign':
      return state.phase === 'signed'
        ? accept(at, { ...command, type: 'countersigned' })
        : refuse('not-signed', 'The record is not signed yet.', 'Its author signs first.');
    case 'record-export':
      return state.phase === 'signed' ? accept(at, { ...command, type: 'exported' }) : wrongPhase(state.phase);
    default:
      return null;
  }
}

/** A correction is an event of its own: the old entry stays, the new words count from then on. */
function decideCorrection(
  state: SessionState,
  command: Extract<Command, { type: 'correct' }>,
  at: ReturnType<typeof instantBefore>,
): Decision {
  const original = state.events.find((event) => event.eventId === command.eventId);
  if (original === undefined) return refuse('unknown-event', 'There is no such entry.', 'Choose one from the list.');
  if (!correctableTypes.has(original.body.type)) {
    return refuse('not-correctable', 'This entry cannot be corrected.', 'Write a note that says what is wrong.');
  }
  if (command.body === null && command.earlierByMinutes === null) {
    return refuse('nothing-corrected', 'Nothing is changed.', 'Change the entry or its time.');
  }
  if (command.body !== null && command.body.type !== original.body.type) {
    return refuse(
      'other-kind',
      'A correction keeps the kind of the entry.',
      'Retract or strike it, and enter it anew.',
    );
  }
  if (command.body !== null && changesIdentity(original.body, command.body)) {
    return refuse('other-entry', 'A correction keeps what the entry belongs to.', 'Correct the right entry.');
  }
  const unlawful =
    unlawfulReading(state, original.body) ?? (command.body === null ? null : unlawfulReplacement(command.body));
  if (unlawful !== null) return unlawful;
  const corrected = correctedEvent(original, { ...command, type: 'corrected' });
  if (corrected.happenedAt.elapsedMs > at.elapsedMs) {
    return refuse('in-the-future', 'That time has not come yet.', 'Enter an earlier time.');
  }
  return accept(at, { ...command, type: 'corrected' });
}

/**
 * What a monitor measured is not corrected; nor is a reading before the dose, and a severe one never: it is struck with
 * its reason and taken again, so that no gate opens by a change of what was read.
 */
function unlawfulReading(state: SessionState, original: EventBody): Decision | null {
  if (original.type !== 'reading-recorded') return null;
  const beforeDose = state.phase === 'precheck' || state.phase === 'dosing';
  const { reading } = original;
  if (reading.source.kind === 'by-hand' && !beforeDose && !isSevere(protocolOf(state), reading)) return null;
  return refuse(
    'reading-not-corrected',
    'This reading is not corrected.',
    'Strike the reading with the reason, and measure again.',
  );
}

/** What may not enter the journal in the first place may not enter it as a correction either. */
function unlawfulReplacement(replacement: CorrectableBody): Decision | null {
  if (replacement.type === 'reading-recorded') {
    const doubt = implausibility(replacement.reading);
    return doubt === null ? null : { ok: false, problem: doubt };
  }
  if (replacement.type === 'escort-recorded' && isRefusedEscort(replacement)) {
    return refuse('escort-refused', 'A rideshare or taxi driver is no escort.', 'Name an adult who knows the patient.');
  }
  return null;
}

const identityKeys = ['doseId', 'noteId', 'stream', 'adverseEventId', 'questionId', 'booster'];

function changesIdentity(original: object, replacement: object): boolean {
  const one = new Map<string, unknown>(Object.entries(original));
  const other = new Map<string, unknown>(Object.entries(replacement));
  return (
    identityKeys.some((key) => one.get(key) !== other.get(key)) || readingIdOf(original) !== readingIdOf(replacement)
  );
}

function readingIdOf(body: object): string | null {
  return 'reading' in body && typeof body.reading === 'object' && body.reading !== null && 'readingId' in body.reading
    ? String(body.reading.readingId)
    : null;
}
