import type { BodyOf, EventBody, SessionEvent } from './event.ts';
import type { Instant } from './moment.ts';
import { type Alert, type Dose, emptySession, type Phase, type Recorded, type SessionState } from './state.ts';

/**
 * The state after one more event. Pure and total: an event that stands in the journal always has its effect.
 * A correction or an undone phase change makes the state anew from the whole journal.
 */
export function evolve(state: SessionState, event: SessionEvent): SessionState {
  if (event.body.type === 'corrected' || event.body.type === 'phase-change-undone') {
    return replay([...state.events, event]);
  }
  return append(apply(state, event, event), event);
}

/** The state that a journal says. Corrected bodies and times count as corrected; every event stays in `events`. */
export function replay(events: readonly SessionEvent[]): SessionState {
  const { replaced, undone } = laterWord(events);
  let state = emptySession;
  for (const event of events) {
    const effective = replaced.get(event.eventId) ?? event;
    state = append(undone.has(event.eventId) ? state : apply(state, effective, event), event);
  }
  return state;
}

function append(state: SessionState, event: SessionEvent): SessionState {
  return { ...state, events: [...state.events, event], lastMoment: event.recordedAt };
}

function laterWord(events: readonly SessionEvent[]) {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const replaced = new Map<string, SessionEvent>();
  const undone = new Set<string>();
  for (const { body } of events) {
    if (body.type === 'phase-change-undone') undone.add(body.eventId);
    if (body.type !== 'corrected') continue;
    const original = replaced.get(body.eventId) ?? byId.get(body.eventId);
    if (original !== undefined) replaced.set(body.eventId, correctedEvent(original, body));
  }
  return { replaced, undone };
}

/** What an event says once corrected: the new body where one of the same type was given, and the time moved. */
export function correctedEvent(original: SessionEvent, correction: BodyOf<'corrected'>): SessionEvent {
  const body = correction.body?.type === original.body.type ? correction.body : original.body;
  const shiftMs = Math.min((correction.earlierByMinutes ?? 0) * 60_000, original.happenedAt.elapsedMs);
  const { happenedAt } = original;
  return {
    ...original,
    body,
    happenedAt: { ...happenedAt, elapsedMs: happenedAt.elapsedMs - shiftMs, wallMs: happenedAt.wallMs - shiftMs },
  };
}

function apply(state: SessionState, event: SessionEvent, recorded: SessionEvent): SessionState {
  const { body, happenedAt: at, eventId } = event;
  const kept = <Body>(content: Body): Recorded<Body> => ({ body: content, at, eventId });
  switch (body.type) {
    case 'session-opened':
      return enter({ ...state, opened: kept(body) }, 'precheck', at, eventId);
    case 'identity-confirmed':
      return { ...state, identity: kept(body) };
    case 'consent-recorded':
      return { ...state, consent: kept(body) };
    case 'question-answered':
      return { ...state, answers: { ...state.answers, [body.questionId]: kept(body) } };
    case 'fasting-recorded':
      return { ...state, fasting: kept(body) };
    case 'weight-recorded':
      return { ...state, weight: kept(body) };
    case 'escort-recorded':
      return { ...state, escort: kept(body) };
    case 'preparation-recorded':
      return { ...state, preparation: kept(body) };
    case 'comfort-recorded':
      return { ...state, comfort: kept(body) };
    case 'order-recorded':
      return { ...state, order: kept(body) };
    case 'machine-checked':
      return { ...state, machine: kept(body) };
    case 'music-chosen':
      return { ...state, music: kept(body) };
    case 'go-ahead-given':
      return { ...state, goAhead: kept(body) };
    case 'override-recorded':
      return { ...state, overrides: [...state.overrides, kept(body)] };
    case 'rest-started':
      return {
        ...state,
        blocks: [...state.blocks, { blockId: body.blockId, restStartedAt: at, interruptedReason: null }],
      };
    case 'rest-interrupted':
      return {
        ...state,
        blocks: state.blocks.map((block, index) =>
          index === state.blocks.length - 1 ? { ...block, interruptedReason: body.reason } : block,
        ),
      };
    case 'reading-recorded':
      return withReading(state, body, at, eventId);
    case 'reading-confirmed':
      return withReadingStatus(state, body.readingId, 'confirmed', null);
    case 'reading-struck':
      return withReadingStatus(state, body.readingId, 'struck', body.reason);
    case 'reading-set-aside':
      return { ...state, setAside: [...state.setAside, { setAside: body.setAside, at, eventId }] };
    case 'observation-recorded':
      return {
        ...state,
        observations: [...state.observations, { ...kept(body.observation), phase: state.phase ?? 'precheck' }],
      };
    case 'dosing-opened':
      return enter(state, 'dosing', at, eventId);
    case 'dose-placed':
      return withDose(state, body, at, eventId);
    case 'hold-ended':
      return withHoldEnded(state, body, at, eventId);
    case 'glance-recorded':
      return { ...state, glances: [...state.glances, at] };
    case 'note-recorded':
      return {
        ...state,
        notes: [
          ...state.notes,
          {
            noteId: body.noteId,
            eventId,
            sequence: event.sequence,
            stream: body.stream,
            tagId: body.tagId,
            text: body.text,
            at,
            recordedAt: recorded.recordedAt,
            phase: state.phase ?? 'precheck',
            retracted: false,
          },
        ],
      };
    case 'note-retracted':
      return {
        ...state,
        notes: state.notes.map((note) => (note.noteId === body.noteId ? { ...note, retracted: true } : note)),
      };
    case 'adverse-event-recorded':
      return { ...state, adverseEvents: [...state.adverseEvents, { ...kept(body), ended: null }] };
    case 'adverse-event-ended':
      return {
        ...state,
        adverseEvents: state.adverseEvents.map((entry) =>
          entry.body.adverseEventId === body.adverseEventId
            ? { ...entry, ended: { at, outcome: body.outcome } }
            : entry,
        ),
      };
    case 'suicidal-statement-recorded':
      return { ...state, suicidalStatements: [...state.suicidalStatements, { ...kept(body), resolved: null }] };
    case 'suicidal-statement-resolved':
      return {
        ...state,
        suicidalStatements: state.suicidalStatements.map((entry) =>
          entry.body.statementId === body.statementId ? { ...entry, resolved: kept(body) } : entry,
        ),
      };
    case 'put-on-side':
      return { ...state, putOnSideAt: at };
    case 'return-begun':
      return enter(state, 'recovery', at, eventId);
    case 'stopped':
      return enter({ ...state, stopped: kept(body) }, 'recovery', at, eventId);
    case 'declined':
      return enter({ ...state, declined: kept(body) }, 'declined', at, eventId);
    case 'gait-checked':
      return state.phase === 'recovery'
        ? { ...state, gaitChecks: [...state.gaitChecks, kept(body.check)] }
        : { ...state, baselineGait: kept(body.check) };
    case 'orientation-checked':
      return state.phase === 'recovery'
        ? { ...state, orientationChecks: [...state.orientationChecks, kept(body)] }
        : { ...state, baselineOrientation: kept(body) };
    case 'recovery-comfort-recorded':
      return { ...state, recoveryComfort: kept(body) };
    case 'escort-verified':
      return { ...state, escortVerified: kept(body) };
    case 'aftercare-given':
      return { ...state, aftercare: kept(body) };
    case 'integration-booked':
      return { ...state, integration: kept(body) };
    case 'departed':
      return enter({ ...state, departed: kept(body) }, 'departed', at, eventId);
    case 'left-against-advice':
      return enter({ ...state, leftAgainstAdvice: kept(body) }, 'departed', at, eventId);
    case 'emergency-opened':
      return state.emergency === null ? { ...state, emergency: { openedAt: at, steps: [] } } : state;
    case 'emergency-step-taken':
      return state.emergency === null
        ? state
        : { ...state, emergency: { ...state.emergency, steps: [...state.emergency.steps, { step: body.step, at }] } };
    case 'emergency-stood-down':
      return { ...state, emergency: null };
    case 'alert-raised':
      return withAlert(state, body, at);
    case 'alert-acknowledged':
      return withAlertMark(state, body.alertId, { acknowledgedAt: at });
    case 'alert-ended':
      return withAlertMark(state, body.alertId, { endedAt: at });
    case 'music-event':
      return { ...state, lastMusic: kept(body) };
    case 'slept':
      return { ...state, sleepGaps: [...state.sleepGaps, { at, durationMs: body.durationMs }] };
    case 'resumed':
      return {
        ...state,
        resumedAt: [...state.resumedAt, at],
        gapUncertain: state.gapUncertain || body.gapUncertain,
      };
    case 'gap-stated':
      return { ...state, gapUncertain: false };
    case 'words-added':
      return { ...state, words: [...state.words, kept(body)] };
    case 'signed':
      return enter({ ...state, signatures: [...state.signatures, kept(body)] }, 'signed', at, eventId);
    case 'addendum-added':
      return { ...state, addenda: [...state.addenda, kept(body)] };
    case 'countersigned':
      return { ...state, countersignatures: [...state.countersignatures, kept(body)] };
    case 'exported':
      return { ...state, exports: [...state.exports, kept(body)] };
    case 'measurement-failed':
    case 'bathroom-assisted':
    case 'wall-clock-changed':
    case 'utc-offset-changed':
    case 'phase-change-undone':
    case 'corrected':
      return state;
  }
}

function enter(state: SessionState, phase: Phase, since: Instant, byEventId: string): SessionState {
  if (state.phase === phase) return state;
  return { ...state, phase, phaseSpans: [...state.phaseSpans, { phase, since, byEventId }] };
}

function withReading(
  state: SessionState,
  body: BodyOf<'reading-recorded'>,
  at: Instant,
  eventId: string,
): SessionState {
  const block = state.blocks.at(-1);
  const beforeDose = state.phase === 'precheck' || state.phase === 'dosing';
  const restMs = state.opened === null ? 0 : state.opened.body.protocol.durations.seatedRest.value * 60_000;
  const rested =
    beforeDose &&
    block !== undefined &&
    block.interruptedReason === null &&
    at.elapsedMs - block.restStartedAt.elapsedMs >= restMs;
  return {
    ...state,
    readings: [
      ...state.readings,
      {
        reading: body.reading,
        at,
        eventId,
        phase: state.phase ?? 'precheck',
        status: 'pending',
        struckReason: null,
        blockId: rested ? block.blockId : null,
        monitorClockDifferenceMs: body.monitorClockDifferenceMs,
      },
    ],
  };
}

function withReadingStatus(
  state: SessionState,
  readingId: string,
  status: 'confirmed' | 'struck',
  struckReason: string | null,
): SessionState {
  return {
    ...state,
    readings: state.readings.map((entry) =>
      entry.reading.readingId === readingId ? { ...entry, status, struckReason } : entry,
    ),
  };
}

function withDose(state: SessionState, body: BodyOf<'dose-placed'>, at: Instant, eventId: string): SessionState {
  const dose: Dose = {
    doseId: body.doseId,
    eventId,
    medicine: body.medicine,
    form: body.form,
    strengthMg: body.strengthMg,
    count: body.count,
    doseMg: body.strengthMg * body.count,
    lot: body.lot,
    selfAdministered: body.selfAdministered,
    booster: body.booster,
    placedAt: at,
    hold: null,
  };
  const placed = { ...state, doses: [...state.doses, dose] };
  return body.booster ? placed : enter(placed, 'absorption', at, eventId);
}

function withHoldEnded(state: SessionState, body: BodyOf<'hold-ended'>, at: Instant, eventId: string): SessionState {
  const ended: SessionState = {
    ...state,
    doses: state.doses.map((dose) =>
      dose.doseId === body.doseId
        ? { ...dose, hold: { endedAt: at, outcome: body.outcome, earlyReason: body.earlyReason } }
        : dose,
    ),
  };
  return state.phase === 'absorption' ? enter(ended, 'journey', at, eventId) : ended;
}

function withAlert(state: SessionState, body: BodyOf<'alert-raised'>, at: Instant): SessionState {
  const alert: Alert = {
    alertId: body.alertId,
    cause: body.cause,
    category: body.category,
    priority: body.priority,
    sentence: body.sentence,
    raisedAt: at,
    acknowledgedAt: null,
    endedAt: null,
  };
  return { ...state, alerts: [...state.alerts, alert] };
}

function withAlertMark(state: SessionState, alertId: string, mark: Partial<Alert>): SessionState {
  return {
    ...state,
    alerts: state.alerts.map((alert) => (alert.alertId === alertId ? { ...alert, ...mark } : alert)),
  };
}

/** The events that change the phase; an undo refers to one of them. */
export const phaseChangingTypes = new Set<EventBody['type']>([
  'dosing-opened',
  'dose-placed',
  'hold-ended',
  'return-begun',
  'stopped',
  'declined',
  'departed',
  'left-against-advice',
  'signed',
]);
