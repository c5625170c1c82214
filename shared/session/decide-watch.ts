import { durationMs } from '../protocol/limit.ts';
import { raise } from './alerts.ts';
import type { Command } from './command.ts';
import type { EventBody } from './event.ts';
import { latestObservation } from './observations.ts';
import { accept, type Decision, type DecisionContext, refuse, wrongPhase } from './refusal.ts';
import { type Phase, protocolOf, type SessionState } from './state.ts';
import { instantBefore } from './timeline.ts';

/** Events that nothing depends on: a phase change may be undone although they came after it. */
const harmless = new Set<EventBody['type']>([
  'note-recorded',
  'note-retracted',
  'music-event',
  'alert-raised',
  'alert-acknowledged',
  'alert-ended',
  'slept',
  'wall-clock-changed',
  'utc-offset-changed',
  'emergency-opened',
  'emergency-step-taken',
  'emergency-stood-down',
]);

const undoable = new Set<EventBody['type']>([
  'dosing-opened',
  'hold-ended',
  'return-begun',
  'stopped',
  'declined',
  'departed',
  'left-against-advice',
]);

/** Commands of the time under the medicine, notes and events of any time. Null where the command is not one of them. */
export function decideWatch(state: SessionState, command: Command, { now, newId }: DecisionContext): Decision | null {
  const at = instantBefore(now, 0);
  const during = (allowed: readonly (Phase | null)[], ...bodies: EventBody[]) =>
    allowed.includes(state.phase) ? accept(at, ...bodies) : wrongPhase(state.phase);
  switch (command.type) {
    case 'record-glance':
      return during(['absorption', 'journey', 'recovery'], { ...command, type: 'glance-recorded' });
    case 'record-note': {
      const { happenedMinutesAgo, ...note } = command;
      if (note.tagId === null && note.text === '' && note.stream === 'process') {
        return refuse('empty-note', 'The note is empty.', 'Write a word, or choose a tag.');
      }
      return accept(instantBefore(now, (happenedMinutesAgo ?? 0) * 60_000), {
        ...note,
        type: 'note-recorded',
        noteId: newId(),
      });
    }
    case 'retract-note': {
      const note = state.notes.find((candidate) => candidate.noteId === command.noteId);
      if (note === undefined) return refuse('unknown-note', 'There is no such note.', 'Choose one from the list.');
      return note.retracted
        ? refuse('retracted-already', 'This note is retracted already.', 'Nothing to do.')
        : accept(at, { type: 'note-retracted', noteId: command.noteId });
    }
    case 'record-adverse-event': {
      const { happenedMinutesAgo, ...adverse } = command;
      const happenedAt = instantBefore(now, (happenedMinutesAgo ?? 0) * 60_000);
      const airway = airwayRisk(state, adverse.kind)
        ? [raise(newId(), 'airway', 'physiological', 'high', 'Vomiting while drowsy: on the side, clear the mouth.')]
        : [];
      return accept(happenedAt, { ...adverse, type: 'adverse-event-recorded', adverseEventId: newId() }, ...airway);
    }
    case 'end-adverse-event': {
      const entry = state.adverseEvents.find((candidate) => candidate.body.adverseEventId === command.adverseEventId);
      if (entry === undefined || entry.ended !== null) {
        return refuse(
          'unknown-adverse-event',
          'There is no open adverse event of this name.',
          'Choose one from the list.',
        );
      }
      const airway = /vomit/i.test(entry.body.kind)
        ? state.alerts.filter((alert) => alert.cause === 'airway' && alert.endedAt === null)
        : [];
      return accept(
        at,
        { ...command, type: 'adverse-event-ended' },
        ...airway.map((alert): EventBody => ({ type: 'alert-ended', alertId: alert.alertId })),
      );
    }
    case 'record-suicidal-statement':
      return accept(instantBefore(now, (command.happenedMinutesAgo ?? 0) * 60_000), {
        type: 'suicidal-statement-recorded',
        statementId: newId(),
        inTheirWords: command.inTheirWords,
      });
    case 'resolve-suicidal-statement':
      return state.suicidalStatements.some(
        (entry) => entry.body.statementId === command.statementId && entry.resolved === null,
      )
        ? accept(at, { ...command, type: 'suicidal-statement-resolved' })
        : refuse('unknown-statement', 'There is no open statement of this name.', 'Choose one from the list.');
    case 'assist-bathroom':
      return during(['absorption', 'journey', 'recovery'], { type: 'bathroom-assisted' });
    case 'put-on-side':
      return during(['absorption', 'journey', 'recovery'], { type: 'put-on-side' });
    case 'begin-return':
      return during(['journey'], { type: 'return-begun' });
    case 'stop':
      return during(['absorption', 'journey'], { ...command, type: 'stopped' });
    case 'undo-phase-change':
      return decideUndo(state, { now });
    case 'open-emergency':
      return state.emergency === null
        ? accept(at, { type: 'emergency-opened' })
        : refuse('emergency-open', 'The emergency is open.', 'Follow the steps.');
    case 'take-emergency-step':
      return state.emergency === null
        ? refuse('no-emergency', 'No emergency is open.', 'Open it first.')
        : accept(at, { ...command, type: 'emergency-step-taken' });
    case 'stand-down':
      return state.emergency === null
        ? refuse('no-emergency', 'No emergency is open.', 'Nothing to do.')
        : accept(at, { ...command, type: 'emergency-stood-down' });
    case 'acknowledge-alert':
      return state.alerts.some((alert) => alert.alertId === command.alertId && alert.acknowledgedAt === null)
        ? accept(at, { type: 'alert-acknowledged', alertId: command.alertId })
        : refuse('unknown-alert', 'There is no such alert to acknowledge.', 'Nothing to do.');
    default:
      return null;
  }
}

function airwayRisk(state: SessionState, kind: string): boolean {
  if (!/vomit/i.test(kind)) return false;
  const latest = latestObservation(state, 'responsiveness');
  return latest !== null && latest.body.value <= 3;
}

function decideUndo(state: SessionState, { now }: Pick<DecisionContext, 'now'>): Decision {
  const span = state.phaseSpans.at(-1);
  const index = state.events.findIndex((event) => event.eventId === span?.byEventId);
  const change = state.events[index];
  if (span === undefined || change === undefined || !undoable.has(change.body.type)) {
    return refuse(
      'nothing-to-undo',
      'This phase change cannot be undone.',
      'A placed dose is corrected, never undone.',
    );
  }
  const { phaseUndo } = protocolOf(state).durations;
  if (now.elapsedMs - change.recordedAt.elapsedMs > durationMs(phaseUndo)) {
    return refuse(
      'undo-too-late',
      `A phase change is undone within ${phaseUndo.value} seconds.`,
      'Go on from here; write a note.',
    );
  }
  const after = state.events.slice(index + 1);
  if (after.some((event) => !harmless.has(event.body.type))) {
    return refuse('undo-depended-on', 'Something was recorded since.', 'Go on from here; write a note.');
  }
  return accept(instantBefore(now, 0), { type: 'phase-change-undone', eventId: change.eventId });
}
