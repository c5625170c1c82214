import * as z from 'zod';
import { musicControls } from '../music/control.ts';
import { sections } from '../music/section.ts';
import { protocolSchema } from '../protocol/schema.ts';
import { exportEnvelopes, exportFormats } from '../record/export-format.ts';
import { readingSchema, setAsideSchema } from '../vitals/reading-schema.ts';

const id = z.string().min(1).max(64);
const words = z.string().trim().min(1).max(20_000);
const shortWords = z.string().trim().min(1).max(400);
const optionalWords = z.string().trim().max(20_000);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const clockReading = {
  wallMs: z.number(),
  utcOffsetMinutes: z.number().int().min(-840).max(840),
  uptimeMs: z.number(),
  awakeMs: z.number(),
  bootId: z.string().min(1).max(64),
};
export const clockReadingSchema = z.strictObject(clockReading);
export const momentSchema = z.strictObject({ ...clockReading, elapsedMs: z.number().min(0) });
const instantSchema = z.strictObject({
  elapsedMs: z.number().min(0),
  wallMs: z.number(),
  utcOffsetMinutes: z.number().int().min(-840).max(840),
});

/** Who is being treated, as it stood when the session was opened. */
export const patientSnapshotSchema = z.strictObject({
  patientId: id,
  /** Name or code. */
  name: shortWords,
  dateOfBirth: date,
  phone: z.string().trim().max(60),
  allergies: z.string().trim().max(2000),
  emergencyContact: z.string().trim().max(400),
});

export const therapistSchema = z.strictObject({ name: shortWords, credential: z.string().trim().max(120) });

/** Who of the prescriber's side agreed to what: named, reached, read back. */
const prescriberContact = {
  prescriber: shortWords,
  means: z.enum(['in-person', 'phone', 'video']),
  /** When the prescriber was reached, minutes before the entry. */
  contactedMinutesAgo: z.number().min(0).max(240),
  orderReadBack: z.literal(true),
  reason: words,
};

export const identifiers = ['name', 'date-of-birth', 'phone', 'photo-document'] as const;
export const holdOutcomes = ['spat', 'swallowed', 'partly-swallowed', 'vomited'] as const;
export const severities = ['mild', 'moderate', 'severe'] as const;
export const nauseaLevels = ['none', 'mild', 'moderate', 'severe'] as const;

const doseBody = {
  doseId: id,
  medicine: shortWords,
  form: shortWords,
  strengthMg: z.number().positive().max(2000),
  count: z.number().positive().max(20),
  lot: z.string().trim().min(1).max(80),
  selfAdministered: z.boolean(),
  booster: z.boolean(),
};

const musicPlace = {
  playlistId: z.string().max(80),
  trackId: z.string().max(80).nullable(),
  positionMs: z.number().min(0),
};

/** The facts that may have been entered wrongly and can be corrected by a later event. */
export const correctableSchemas = {
  'question-answered': z.strictObject({
    type: z.literal('question-answered'),
    questionId: z.string().max(80),
    answer: z.enum(['yes', 'no']),
    remarks: optionalWords,
  }),
  'fasting-recorded': z.strictObject({
    type: z.literal('fasting-recorded'),
    hoursSinceFood: z.number().min(0).max(72),
    hoursSinceClearFluid: z.number().min(0).max(72),
  }),
  'weight-recorded': z.strictObject({ type: z.literal('weight-recorded'), weightKg: z.number().min(25).max(350) }),
  'escort-recorded': z.strictObject({
    type: z.literal('escort-recorded'),
    name: shortWords,
    relation: shortWords,
    phone: z.string().trim().min(3).max(60),
    broughtThePatient: z.boolean(),
  }),
  'preparation-recorded': z.strictObject({
    type: z.literal('preparation-recorded'),
    intention: words,
    mantra: optionalWords,
    mindfulnessDone: z.boolean(),
    moodBefore: z.number().int().min(0).max(10).nullable(),
  }),
  'comfort-recorded': z.strictObject({
    type: z.literal('comfort-recorded'),
    place: z.enum(['couch', 'mattress', 'recliner']),
    eyeMask: z.boolean(),
    weightedBlanket: z.boolean(),
  }),
  'order-recorded': z.strictObject({
    type: z.literal('order-recorded'),
    prescriber: shortWords,
    medicine: shortWords,
    form: shortWords,
    firstDoseMg: z.number().positive().max(2000),
    boosterAllowed: z.boolean(),
    maximumTotalMg: z.number().positive().max(2000),
  }),
  'consent-recorded': z.strictObject({
    type: z.literal('consent-recorded'),
    given: z.boolean(),
    offLabelExplained: z.boolean(),
    touchAgreed: z.boolean(),
    remarks: optionalWords,
  }),
  'reading-recorded': z.strictObject({
    type: z.literal('reading-recorded'),
    reading: readingSchema,
    /** How far the monitor's clock is from ours; positive: ahead. Null where it has none or was not compared. */
    monitorClockDifferenceMs: z.number().nullable(),
  }),
  'observation-recorded': z.strictObject({
    type: z.literal('observation-recorded'),
    observation: z.discriminatedUnion('signal', [
      z.strictObject({ signal: z.literal('oxygen-saturation'), value: z.number().int().min(30).max(100) }),
      z.strictObject({ signal: z.literal('respiratory-rate'), value: z.number().int().min(0).max(80) }),
      z.strictObject({ signal: z.literal('responsiveness'), value: z.number().int().min(0).max(5) }),
      z.strictObject({ signal: z.literal('nausea'), value: z.enum(nauseaLevels) }),
    ]),
  }),
  'dose-placed': z.strictObject({ type: z.literal('dose-placed'), ...doseBody }),
  'hold-ended': z.strictObject({
    type: z.literal('hold-ended'),
    doseId: id,
    outcome: z.enum(holdOutcomes),
    /** Required where the hold ended before its minimum. */
    earlyReason: optionalWords,
  }),
  'note-recorded': z.strictObject({
    type: z.literal('note-recorded'),
    noteId: id,
    /** `record`: the medical record. `process`: psychotherapy notes, a stream of their own. */
    stream: z.enum(['record', 'process']),
    tagId: z.string().max(80).nullable(),
    text: optionalWords,
  }),
  'adverse-event-recorded': z.strictObject({
    type: z.literal('adverse-event-recorded'),
    adverseEventId: id,
    kind: shortWords,
    severity: z.enum(severities),
    expected: z.boolean(),
    serious: z.boolean(),
    action: optionalWords,
  }),
  'gait-checked': z.strictObject({
    type: z.literal('gait-checked'),
    check: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('walking'),
        timedUpAndGoS: z.number().min(2).max(300),
        tandemStandS: z.number().min(0).max(60),
        /** The observer's judgement: steady, without support. */
        steady: z.boolean(),
        walkingAid: z.boolean(),
      }),
      /** Someone who uses a wheelchair: the transfer they make by themselves at home. */
      z.strictObject({ kind: z.literal('wheelchair'), transferS: z.number().min(1).max(300), steady: z.boolean() }),
    ]),
  }),
  'orientation-checked': z.strictObject({
    type: z.literal('orientation-checked'),
    person: z.boolean(),
    place: z.boolean(),
    time: z.boolean(),
    situation: z.boolean(),
  }),
  'recovery-comfort-recorded': z.strictObject({
    type: z.literal('recovery-comfort-recorded'),
    backInBody: z.number().int().min(0).max(10),
    remarks: optionalWords,
  }),
  'escort-verified': z.strictObject({
    type: z.literal('escort-verified'),
    name: shortWords,
    metFaceToFace: z.literal(true),
    nameMatches: z.boolean(),
    ableToAccompany: z.boolean(),
    transport: z.enum(['escort-drives', 'public-transport-together', 'walking-together']),
    /** Why somebody else than the escort of the morning comes, where that is so. */
    changeReason: optionalWords,
  }),
  'aftercare-given': z.strictObject({
    type: z.literal('aftercare-given'),
    how: z.enum(['printed', 'read-out']),
    readBack: z.boolean(),
  }),
  'integration-booked': z.strictObject({
    type: z.literal('integration-booked'),
    /** Local date and time `2026-11-24T10:00`. */
    at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
    withWhom: shortWords,
  }),
} as const;

const [firstCorrectable, ...otherCorrectables] = Object.values(correctableSchemas);
if (firstCorrectable === undefined) throw new Error('nothing is correctable');
export const correctableBodySchema = z.discriminatedUnion('type', [firstCorrectable, ...otherCorrectables]);
export type CorrectableType = keyof typeof correctableSchemas;
export type CorrectableBody = z.infer<typeof correctableBodySchema>;

/**
 * What can happen in a session, one entry each. Event bodies are facts: they are never changed and never removed.
 * A correction is an event of its own that names the one it corrects.
 */
export const bodySchemas = {
  ...correctableSchemas,

  'session-opened': z.strictObject({
    type: z.literal('session-opened'),
    patient: patientSnapshotSchema,
    course: z.strictObject({
      courseId: id,
      kind: z.enum(['medicine', 'maintenance']),
      /** n of six, or m of four. */
      number: z.number().int().min(1).max(6),
      of: z.number().int().min(1).max(6),
      /** Total of the last session's doses in mg, for comparison; null in the first. */
      lastDoseMg: z.number().nullable(),
      /** Whether the integration of the session before was kept; null where there was none before. */
      lastIntegrationKept: z.boolean().nullable(),
    }),
    therapist: therapistSchema,
    clinic: z.strictObject({
      name: z.string().max(200),
      emergencyNumber: z.string().max(40),
      address: z.string().max(400),
    }),
    protocol: protocolSchema,
    rehearsal: z.boolean(),
  }),

  // Pre-check
  'identity-confirmed': z.strictObject({
    type: z.literal('identity-confirmed'),
    identifiers: z.array(z.enum(identifiers)).min(2),
  }),
  'machine-checked': z.strictObject({
    type: z.literal('machine-checked'),
    onMains: z.boolean().nullable(),
    freeDiskMb: z.number().min(0),
    diskEncrypted: z.boolean().nullable(),
    screenAtMark: z.boolean(),
    updatesPaused: z.boolean(),
  }),
  'music-chosen': z.strictObject({
    type: z.literal('music-chosen'),
    playlistId: z.string().max(80),
    title: shortWords,
    trackCount: z.number().int().min(0),
    totalMs: z.number().min(0),
    endless: z.boolean(),
    /** What comes behind the last piece: the list again, or the soft ground. Absent: as the list itself says. */
    afterEnd: z.enum(['again', 'ground']).optional(),
    /** Sentences of what the check found; empty when every file is there, decodes and the whole is long enough. */
    problems: z.array(z.string().max(400)),
  }),

  // Blood pressure and other vital signs
  'rest-started': z.strictObject({ type: z.literal('rest-started'), blockId: id }),
  'rest-interrupted': z.strictObject({ type: z.literal('rest-interrupted'), reason: shortWords }),
  'reading-confirmed': z.strictObject({ type: z.literal('reading-confirmed'), readingId: id }),
  'reading-struck': z.strictObject({ type: z.literal('reading-struck'), readingId: id, reason: words }),
  'reading-set-aside': z.strictObject({ type: z.literal('reading-set-aside'), setAside: setAsideSchema }),
  'measurement-failed': z.strictObject({
    type: z.literal('measurement-failed'),
    code: z.string().max(80),
    sentence: shortWords,
  }),

  // Gates
  'override-recorded': z.strictObject({
    type: z.literal('override-recorded'),
    /** The one condition of a gate that it names. */
    conditionId: z.string().max(80),
    ...prescriberContact,
    /** Up to which value the prescriber agrees, in words: “up to 150 over 95”. */
    limit: shortWords,
    /** For a pressure, the highest average that the override covers. */
    systolicUpToMmHg: z.number().int().min(60).max(250).nullable(),
    diastolicUpToMmHg: z.number().int().min(40).max(150).nullable(),
    validForMinutes: z.number().min(1).max(240),
  }),
  'dosing-opened': z.strictObject({ type: z.literal('dosing-opened') }),
  'go-ahead-given': z.strictObject({ type: z.literal('go-ahead-given'), inTheirWords: optionalWords }),

  // Doses

  // Journey
  'glance-recorded': z.strictObject({ type: z.literal('glance-recorded'), breathingFine: z.literal(true) }),
  'note-retracted': z.strictObject({ type: z.literal('note-retracted'), noteId: id }),
  'adverse-event-ended': z.strictObject({
    type: z.literal('adverse-event-ended'),
    adverseEventId: id,
    outcome: words,
  }),
  'suicidal-statement-recorded': z.strictObject({
    type: z.literal('suicidal-statement-recorded'),
    statementId: id,
    inTheirWords: words,
  }),
  'suicidal-statement-resolved': z.strictObject({
    type: z.literal('suicidal-statement-resolved'),
    statementId: id,
    safetyPlan: words,
    prescriberTold: z.literal(true),
    outcome: words,
  }),
  'bathroom-assisted': z.strictObject({ type: z.literal('bathroom-assisted') }),
  'put-on-side': z.strictObject({ type: z.literal('put-on-side') }),
  'return-begun': z.strictObject({ type: z.literal('return-begun') }),
  stopped: z.strictObject({
    type: z.literal('stopped'),
    decidedBy: z.enum(['patient', 'therapist', 'prescriber']),
    reason: words,
  }),
  declined: z.strictObject({
    type: z.literal('declined'),
    decidedBy: z.enum(['patient', 'therapist', 'prescriber', 'protocol']),
    reason: words,
  }),
  'phase-change-undone': z.strictObject({ type: z.literal('phase-change-undone'), eventId: id }),

  // Recovery and departure
  departed: z.strictObject({ type: z.literal('departed') }),
  'left-against-advice': z.strictObject({
    type: z.literal('left-against-advice'),
    inTheirWords: words,
    toldWhom: words,
    escortPresent: z.boolean(),
    drivesThemselves: z.boolean(),
    /** What was done to keep them safe; required where there is no escort or they drive themselves. */
    safetySteps: z.array(shortWords).max(20),
  }),

  // Emergency, alerts, machine
  'emergency-opened': z.strictObject({ type: z.literal('emergency-opened') }),
  'emergency-step-taken': z.strictObject({ type: z.literal('emergency-step-taken'), step: shortWords }),
  'emergency-stood-down': z.strictObject({ type: z.literal('emergency-stood-down'), outcome: optionalWords }),
  'alert-raised': z.strictObject({
    type: z.literal('alert-raised'),
    alertId: id,
    /** What it is about, stable: a limit of the protocol or a technical cause. One open alert a cause. */
    cause: z.string().max(120),
    category: z.enum(['physiological', 'technical', 'prompt']),
    priority: z.enum(['high', 'medium', 'low']),
    sentence: shortWords,
  }),
  'alert-acknowledged': z.strictObject({ type: z.literal('alert-acknowledged'), alertId: id }),
  'alert-ended': z.strictObject({ type: z.literal('alert-ended'), alertId: id }),
  'music-event': z.strictObject({
    type: z.literal('music-event'),
    action: z.enum([
      'started',
      'paused',
      'resumed',
      'skipped',
      'volume-changed',
      'track-began',
      'faded-out',
      'interrupted',
      'repaired',
      'taken-up-again',
      'control',
    ]),
    /** With `control`: what the therapist did with the music. */
    control: z.enum(musicControls).optional(),
    ...musicPlace,
    volume: z.number().min(0).max(1),
    /** What was heard, in which section of its playlist, and what it was raised or lowered by in dB before the volume. */
    trackTitle: z.string().max(120).optional(),
    section: z.enum(sections).optional(),
    trackLevelDb: z.number().min(-72).max(24).optional(),
  }),
  slept: z.strictObject({ type: z.literal('slept'), durationMs: z.number().positive() }),
  'wall-clock-changed': z.strictObject({ type: z.literal('wall-clock-changed'), byMs: z.number() }),
  'utc-offset-changed': z.strictObject({
    type: z.literal('utc-offset-changed'),
    fromMinutes: z.number().int(),
    toMinutes: z.number().int(),
  }),
  resumed: z.strictObject({
    type: z.literal('resumed'),
    after: z.enum(['application-restart', 'machine-restart']),
    gapMs: z.number().min(0),
    /** The wall clock stood before the last event: how much time passed is unknown until the therapist says so. */
    gapUncertain: z.boolean(),
  }),
  'gap-stated': z.strictObject({ type: z.literal('gap-stated'), gapMinutes: z.number().min(0).max(1440) }),

  // Record
  corrected: z.strictObject({
    type: z.literal('corrected'),
    /** The event that is corrected; it stays as it was. */
    eventId: id,
    reason: words,
    /** What the entry should have said; null leaves its body as it was and moves its time. */
    body: correctableBodySchema.nullable(),
    /** When it happened, minutes before the time first given (negative: later); null leaves its time as it was. */
    earlierByMinutes: z.number().min(-240).max(240).nullable(),
  }),
  signed: z.strictObject({
    type: z.literal('signed'),
    printedName: shortWords,
    credential: z.string().max(120),
    meaning: z.enum(['author', 'reviewer', 'supervisor']),
    /** SHA-256 over the record's canonical JSON, hex. */
    recordSha256: z.string().regex(/^[0-9a-f]{64}$/),
    signatureHex: z.string().regex(/^[0-9a-f]{128}$/),
    publicKeyHex: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  'addendum-added': z.strictObject({
    type: z.literal('addendum-added'),
    addendumId: id,
    text: words,
    printedName: shortWords,
    credential: z.string().max(120),
    /** Hash of the record that it amends, and the signature over that hash, the text and the time. */
    recordSha256: z.string().regex(/^[0-9a-f]{64}$/),
    signatureHex: z.string().regex(/^[0-9a-f]{128}$/),
    publicKeyHex: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** A second signer's signature under a record that is signed already. */
  countersigned: z.strictObject({
    type: z.literal('countersigned'),
    printedName: shortWords,
    credential: z.string().max(120),
    meaning: z.enum(['reviewer', 'supervisor']),
    recordSha256: z.string().regex(/^[0-9a-f]{64}$/),
    signatureHex: z.string().regex(/^[0-9a-f]{128}$/),
    publicKeyHex: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  exported: z.strictObject({
    type: z.literal('exported'),
    files: z.array(
      z.strictObject({
        format: z.enum([...exportFormats, ...exportEnvelopes]),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    ),
  }),
  'words-added': z.strictObject({
    type: z.literal('words-added'),
    /** The part of the record that the therapist's own words belong to. */
    section: z.enum(['interval-history', 'peak-experience', 'interventions', 'assessment', 'plan', 'adverse-events']),
    text: words,
  }),
} as const;

export type EventType = keyof typeof bodySchemas;
export type EventBody = { [Type in EventType]: z.infer<(typeof bodySchemas)[Type]> }[EventType];
export type BodyOf<Type extends EventType> = Extract<EventBody, { type: Type }>;

const [firstBody, ...otherBodies] = Object.values(bodySchemas);
if (firstBody === undefined) throw new Error('no event bodies');
export const eventBodySchema: z.ZodType<EventBody> = z.discriminatedUnion('type', [firstBody, ...otherBodies]);

/** One fact of a session: what happened, when it happened, when it was recorded, and who recorded it. */
export const sessionEventSchema = z.strictObject({
  eventId: id,
  /** 1 for the first event of the journal, without gaps. */
  sequence: z.number().int().min(1),
  recordedAt: momentSchema,
  happenedAt: instantSchema,
  /** The therapist's name, or `console` for what Vigil itself noticed. */
  by: z.string().min(1).max(400),
  body: eventBodySchema,
});

export type SessionEvent = z.infer<typeof sessionEventSchema>;
export type PatientSnapshot = z.infer<typeof patientSnapshotSchema>;
export type Therapist = z.infer<typeof therapistSchema>;
