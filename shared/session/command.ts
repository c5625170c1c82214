import * as z from 'zod';
import { readingSchema, setAsideSchema } from '../vitals/reading-schema.ts';
import { bodySchemas } from './event.ts';

const id = z.string().min(1).max(64);

/** A command built from the body of the event that it becomes, under a name of its own and without generated ids. */
const named = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ type: z.literal(name), ...shape });

const without = <Shape extends Record<string, unknown>, Key extends string>(shape: Shape, ...keys: Key[]) => {
  const rest: Record<string, unknown> = { ...shape };
  for (const key of keys) delete rest[key];
  return rest as Omit<Shape, Key>;
};

/** “Five minutes ago”: the happening is entered late; both times are kept. */
const late = { happenedMinutesAgo: z.number().min(0).max(240).optional() };

/** Everything that a therapist can ask for through the console, exactly as it crosses the bridge. */
export const therapistCommandSchema = z.discriminatedUnion('type', [
  named('confirm-identity', without(bodySchemas['identity-confirmed'].shape, 'type')),
  named('record-consent', without(bodySchemas['consent-recorded'].shape, 'type')),
  named('answer-question', without(bodySchemas['question-answered'].shape, 'type')),
  named('record-fasting', without(bodySchemas['fasting-recorded'].shape, 'type')),
  named('record-weight', without(bodySchemas['weight-recorded'].shape, 'type')),
  named('record-escort', {
    ...without(bodySchemas['escort-recorded'].shape, 'type'),
    kind: z.enum(['known-adult', 'rideshare-or-taxi']),
  }),
  named('record-preparation', without(bodySchemas['preparation-recorded'].shape, 'type')),
  named('record-comfort', without(bodySchemas['comfort-recorded'].shape, 'type')),
  named('record-order', without(bodySchemas['order-recorded'].shape, 'type')),
  named('start-rest', {}),
  named('interrupt-rest', without(bodySchemas['rest-interrupted'].shape, 'type')),
  named('enter-reading', {
    systolicMmHg: z.number().int().min(0).max(999),
    diastolicMmHg: z.number().int().min(0).max(999),
    pulsePerMin: z.number().int().min(0).max(999).nullable(),
    /** The therapist read the value back from the monitor's display. */
    readBack: z.boolean(),
    ...late,
  }),
  named('confirm-reading', { readingId: id }),
  named('strike-reading', without(bodySchemas['reading-struck'].shape, 'type')),
  named('record-observation', { ...without(bodySchemas['observation-recorded'].shape, 'type'), ...late }),
  named('override', without(bodySchemas['override-recorded'].shape, 'type')),
  named('open-dosing', {}),
  named('give-go-ahead', without(bodySchemas['go-ahead-given'].shape, 'type')),
  named('place-dose', {
    ...without(bodySchemas['dose-placed'].shape, 'type', 'doseId', 'booster'),
    /** The total goes above the protocol's soft maximum, and the therapist has seen that. */
    aboveSoftMaximumSeen: z.boolean(),
  }),
  named('end-hold', { ...without(bodySchemas['hold-ended'].shape, 'type'), ...late }),
  named('record-glance', { breathingFine: z.literal(true) }),
  named('record-note', { ...without(bodySchemas['note-recorded'].shape, 'type', 'noteId'), ...late }),
  named('retract-note', { noteId: id }),
  named('record-adverse-event', {
    ...without(bodySchemas['adverse-event-recorded'].shape, 'type', 'adverseEventId'),
    ...late,
  }),
  named('end-adverse-event', without(bodySchemas['adverse-event-ended'].shape, 'type')),
  named('record-suicidal-statement', {
    ...without(bodySchemas['suicidal-statement-recorded'].shape, 'type', 'statementId'),
    ...late,
  }),
  named('resolve-suicidal-statement', without(bodySchemas['suicidal-statement-resolved'].shape, 'type')),
  named('assist-bathroom', {}),
  named('put-on-side', {}),
  named('begin-return', {}),
  named('stop', without(bodySchemas.stopped.shape, 'type')),
  named('decline', without(bodySchemas.declined.shape, 'type')),
  named('undo-phase-change', {}),
  named('check-gait', without(bodySchemas['gait-checked'].shape, 'type')),
  named('check-orientation', without(bodySchemas['orientation-checked'].shape, 'type')),
  named('record-recovery-comfort', without(bodySchemas['recovery-comfort-recorded'].shape, 'type')),
  named('verify-escort', without(bodySchemas['escort-verified'].shape, 'type')),
  named('give-aftercare', without(bodySchemas['aftercare-given'].shape, 'type')),
  named('book-integration', without(bodySchemas['integration-booked'].shape, 'type')),
  named('depart', {}),
  named('leave-against-advice', without(bodySchemas['left-against-advice'].shape, 'type')),
  named('open-emergency', {}),
  named('take-emergency-step', without(bodySchemas['emergency-step-taken'].shape, 'type')),
  named('stand-down', without(bodySchemas['emergency-stood-down'].shape, 'type')),
  named('acknowledge-alert', { alertId: id }),
  named('state-gap', without(bodySchemas['gap-stated'].shape, 'type')),
  named('correct', without(bodySchemas.corrected.shape, 'type')),
  named('add-words', without(bodySchemas['words-added'].shape, 'type')),
]);

/** What only the main process asks for: what monitors, music, clock, disk and the signing key report. */
export const consoleCommandSchema = z.discriminatedUnion('type', [
  named('open-session', without(bodySchemas['session-opened'].shape, 'type')),
  named('record-machine', without(bodySchemas['machine-checked'].shape, 'type')),
  named('choose-music', without(bodySchemas['music-chosen'].shape, 'type')),
  named('record-monitor-reading', { reading: readingSchema, monitorClockDifferenceMs: z.number().nullable() }),
  named('set-reading-aside', { setAside: setAsideSchema }),
  named('report-measurement-failure', without(bodySchemas['measurement-failed'].shape, 'type')),
  named('report-music', without(bodySchemas['music-event'].shape, 'type')),
  named('raise-technical-alert', {
    cause: z.string().max(120),
    priority: z.enum(['high', 'medium', 'low']),
    sentence: z.string().min(1).max(400),
  }),
  named('end-technical-alert', { cause: z.string().max(120) }),
  named('tick', {}),
  named('report-sleep', without(bodySchemas.slept.shape, 'type')),
  named('report-wall-clock-change', without(bodySchemas['wall-clock-changed'].shape, 'type')),
  named('report-utc-offset-change', without(bodySchemas['utc-offset-changed'].shape, 'type')),
  named('resume', without(bodySchemas.resumed.shape, 'type')),
  named('sign', without(bodySchemas.signed.shape, 'type')),
  named('add-addendum', without(bodySchemas['addendum-added'].shape, 'type')),
  named('countersign', without(bodySchemas.countersigned.shape, 'type')),
  named('record-export', without(bodySchemas.exported.shape, 'type')),
]);

export type TherapistCommand = z.infer<typeof therapistCommandSchema>;
export type ConsoleCommand = z.infer<typeof consoleCommandSchema>;
export type Command = TherapistCommand | ConsoleCommand;
export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;
