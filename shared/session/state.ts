import type { Protocol } from '../protocol/schema.ts';
import type { Reading, SetAside } from '../vitals/reading.ts';
import type { BodyOf, SessionEvent } from './event.ts';
import type { Instant, Moment } from './moment.ts';

/** Where a session stands. `declined` where no dose was given. */
export const phases = [
  'precheck',
  'dosing',
  'absorption',
  'journey',
  'recovery',
  'departed',
  'declined',
  'signed',
] as const;
export type Phase = (typeof phases)[number];

/** Something recorded once, with the time it happened; the latest counts. */
export type Recorded<Body> = { readonly body: Body; readonly at: Instant; readonly eventId: string };

export type ReadingEntry = {
  readonly reading: Reading;
  readonly at: Instant;
  readonly eventId: string;
  readonly phase: Phase;
  /** A reading counts for a gate only once it is confirmed against the monitor's display, and never once struck. */
  readonly status: 'pending' | 'confirmed' | 'struck';
  readonly struckReason: string | null;
  /** The block it was taken in; null where no rest was complete when it was taken. */
  readonly blockId: string | null;
  readonly monitorClockDifferenceMs: number | null;
};

/** A vital sign that was observed, with the phase it was recorded in. */
export type ObservationEntry = Recorded<BodyOf<'observation-recorded'>['observation']> & { readonly phase: Phase };

export type SetAsideEntry = { readonly setAside: SetAside; readonly at: Instant; readonly eventId: string };

/** A seated rest and the readings that follow it. */
export type Block = {
  readonly blockId: string;
  readonly restStartedAt: Instant;
  readonly interruptedReason: string | null;
};

export type Dose = {
  readonly doseId: string;
  readonly eventId: string;
  readonly medicine: string;
  readonly form: string;
  readonly strengthMg: number;
  readonly count: number;
  readonly doseMg: number;
  readonly lot: string;
  readonly selfAdministered: boolean;
  readonly booster: boolean;
  readonly placedAt: Instant;
  readonly hold: null | {
    readonly endedAt: Instant;
    readonly outcome: BodyOf<'hold-ended'>['outcome'];
    readonly earlyReason: string;
  };
};

export type Note = {
  readonly noteId: string;
  readonly eventId: string;
  readonly sequence: number;
  readonly stream: 'record' | 'process';
  readonly tagId: string | null;
  readonly text: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly phase: Phase;
  readonly retracted: boolean;
};

export type Alert = {
  readonly alertId: string;
  readonly cause: string;
  readonly category: 'physiological' | 'technical' | 'prompt';
  readonly priority: 'high' | 'medium' | 'low';
  readonly sentence: string;
  readonly raisedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly endedAt: Instant | null;
};

export type AdverseEvent = Recorded<BodyOf<'adverse-event-recorded'>> & {
  readonly ended: { readonly at: Instant; readonly outcome: string } | null;
};

export type SuicidalStatement = Recorded<BodyOf<'suicidal-statement-recorded'>> & {
  readonly resolved: Recorded<BodyOf<'suicidal-statement-resolved'>> | null;
};

export type PhaseSpan = { readonly phase: Phase; readonly since: Instant; readonly byEventId: string };

/**
 * Everything that a journal says, folded. Derived only: `evolve` makes it from events, nothing else changes it, and
 * replaying the journal gives the same state. Gates, deadlines and prompts are computed from it and a time, never kept.
 */
export type SessionState = {
  readonly events: readonly SessionEvent[];
  /** The last event's recording time: the timeline's end so far. Null before the first event. */
  readonly lastMoment: Moment | null;
  readonly phase: Phase | null;
  readonly phaseSpans: readonly PhaseSpan[];
  readonly opened: Recorded<BodyOf<'session-opened'>> | null;

  readonly identity: Recorded<BodyOf<'identity-confirmed'>> | null;
  readonly consent: Recorded<BodyOf<'consent-recorded'>> | null;
  readonly answers: Readonly<Record<string, Recorded<BodyOf<'question-answered'>>>>;
  readonly fasting: Recorded<BodyOf<'fasting-recorded'>> | null;
  readonly weight: Recorded<BodyOf<'weight-recorded'>> | null;
  readonly escort: Recorded<BodyOf<'escort-recorded'>> | null;
  readonly preparation: Recorded<BodyOf<'preparation-recorded'>> | null;
  readonly comfort: Recorded<BodyOf<'comfort-recorded'>> | null;
  readonly order: Recorded<BodyOf<'order-recorded'>> | null;
  readonly machine: Recorded<BodyOf<'machine-checked'>> | null;
  readonly music: Recorded<BodyOf<'music-chosen'>> | null;
  readonly goAhead: Recorded<BodyOf<'go-ahead-given'>> | null;
  readonly overrides: readonly Recorded<BodyOf<'override-recorded'>>[];

  readonly readings: readonly ReadingEntry[];
  readonly setAside: readonly SetAsideEntry[];
  readonly blocks: readonly Block[];
  readonly observations: readonly ObservationEntry[];

  readonly doses: readonly Dose[];
  readonly glances: readonly Instant[];
  readonly notes: readonly Note[];
  readonly adverseEvents: readonly AdverseEvent[];
  readonly suicidalStatements: readonly SuicidalStatement[];
  readonly putOnSideAt: Instant | null;
  readonly stopped: Recorded<BodyOf<'stopped'>> | null;
  readonly declined: Recorded<BodyOf<'declined'>> | null;

  /** The patient's own baseline, taken in pre-check, and the checks of recovery, oldest first. */
  readonly baselineGait: Recorded<BodyOf<'gait-checked'>['check']> | null;
  readonly baselineOrientation: Recorded<BodyOf<'orientation-checked'>> | null;
  readonly gaitChecks: readonly Recorded<BodyOf<'gait-checked'>['check']>[];
  readonly orientationChecks: readonly Recorded<BodyOf<'orientation-checked'>>[];
  readonly recoveryComfort: Recorded<BodyOf<'recovery-comfort-recorded'>> | null;
  readonly escortVerified: Recorded<BodyOf<'escort-verified'>> | null;
  readonly aftercare: Recorded<BodyOf<'aftercare-given'>> | null;
  readonly integration: Recorded<BodyOf<'integration-booked'>> | null;
  readonly departed: Recorded<BodyOf<'departed'>> | null;
  readonly leftAgainstAdvice: Recorded<BodyOf<'left-against-advice'>> | null;

  readonly emergency: {
    readonly openedAt: Instant;
    readonly steps: readonly { readonly step: string; readonly at: Instant }[];
  } | null;
  readonly alerts: readonly Alert[];
  readonly lastMusic: Recorded<BodyOf<'music-event'>> | null;
  readonly sleepGaps: readonly { readonly at: Instant; readonly durationMs: number }[];
  readonly resumedAt: readonly Instant[];
  /** The time since the last event before a restart is unknown until the therapist states it. */
  readonly gapUncertain: boolean;

  readonly words: readonly Recorded<BodyOf<'words-added'>>[];
  readonly signatures: readonly Recorded<BodyOf<'signed'>>[];
  readonly addenda: readonly Recorded<BodyOf<'addendum-added'>>[];
  readonly countersignatures: readonly Recorded<BodyOf<'countersigned'>>[];
  readonly exports: readonly Recorded<BodyOf<'exported'>>[];
};

/** The protocol that this session runs by; before the first event there is none. */
export function protocolOf(state: SessionState): Protocol {
  if (state.opened === null) throw new Error('the session has not been opened');
  return state.opened.body.protocol;
}

/** A journal without events. */
export const emptySession: SessionState = {
  events: [],
  lastMoment: null,
  phase: null,
  phaseSpans: [],
  opened: null,
  identity: null,
  consent: null,
  answers: {},
  fasting: null,
  weight: null,
  escort: null,
  preparation: null,
  comfort: null,
  order: null,
  machine: null,
  music: null,
  goAhead: null,
  overrides: [],
  readings: [],
  setAside: [],
  blocks: [],
  observations: [],
  doses: [],
  glances: [],
  notes: [],
  adverseEvents: [],
  suicidalStatements: [],
  putOnSideAt: null,
  stopped: null,
  declined: null,
  baselineGait: null,
  baselineOrientation: null,
  gaitChecks: [],
  orientationChecks: [],
  recoveryComfort: null,
  escortVerified: null,
  aftercare: null,
  integration: null,
  departed: null,
  leftAgainstAdvice: null,
  emergency: null,
  alerts: [],
  lastMusic: null,
  sleepGaps: [],
  resumedAt: [],
  gapUncertain: false,
  words: [],
  signatures: [],
  addenda: [],
  countersignatures: [],
  exports: [],
};
