import * as z from 'zod';
import { type RecordDocument, sectionTitles } from './document.ts';

const text = z.string();
const isoTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{2}:\d{2}$/);
const count = z.number().int().min(0);
const time = z.strictObject({ elapsedMs: z.number(), elapsed: text, clock: text, iso: isoTime });
const remarks = z.array(text);
const standing = z.enum(['stands', 'struck', 'marked']);
const phase = z.enum(['precheck', 'dosing', 'absorption', 'journey', 'recovery', 'departed', 'declined', 'signed']);
const sectionId = z.enum(Object.keys(sectionTitles) as [keyof typeof sectionTitles]);

const table = z.strictObject({
  caption: text,
  columns: z.array(text),
  rows: z.array(z.strictObject({ cells: z.array(text), remarks, standing })),
});
const content = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), text }),
  z.strictObject({ kind: z.literal('words'), said: text, text }),
  z.strictObject({
    kind: z.literal('rows'),
    rows: z.array(z.strictObject({ label: text, value: text, remarks })),
  }),
  z.strictObject({ kind: z.literal('table'), table }),
  z.strictObject({
    kind: z.literal('part'),
    part: z.enum([
      'readings',
      'blocks',
      'set-aside',
      'observations',
      'doses',
      'timeline',
      'alerts',
      'overrides',
      'interruptions',
      'recovery-checks',
      'departure-conditions',
    ]),
  }),
]);

const header = z.strictObject({
  patient: z.strictObject({
    patientId: text,
    name: text,
    dateOfBirth: text,
    phone: text,
    allergies: text,
    emergencyContact: text,
  }),
  courseId: text,
  sessionKind: z.enum(['medicine', 'maintenance']),
  sessionNumber: count,
  sessionOf: count,
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  clinician: z.strictObject({ name: text, credential: text }),
  clinic: z.strictObject({ name: text, address: text, emergencyNumber: text }),
  protocol: z.strictObject({ id: text, version: text, title: text }),
  rehearsal: z.boolean(),
  outcome: z.enum(['dosed', 'declined', 'not-ended']),
});

const reading = z.strictObject({
  readingId: text,
  time,
  recorded: time.nullable(),
  ageWhenRecordedMs: z.number(),
  systolicMmHg: z.number(),
  diastolicMmHg: z.number(),
  pulsePerMin: z.number().nullable(),
  flags: z.array(text),
  phase,
  block: count.nullable(),
  byHand: z.boolean(),
  source: text,
  status: z.enum(['confirmed', 'pending', 'struck']),
  struckReason: text.nullable(),
  remarks,
});
const block = z.strictObject({
  number: count,
  restStarted: time,
  interruptedReason: text.nullable(),
  readingIds: z.array(text),
  mean: z.strictObject({ systolicMmHg: z.number(), diastolicMmHg: z.number(), words: text }).nullable(),
  verdict: z.enum(['empty', 'one-more', 'pass', 'hold', 'severe', 'interrupted']),
});
const dose = z.strictObject({
  number: count,
  medicine: text,
  form: text,
  strengthMg: z.number(),
  count: z.number(),
  doseMg: z.number(),
  lot: text,
  selfAdministered: z.boolean(),
  booster: z.boolean(),
  placed: time,
  hold: z
    .strictObject({
      ended: time,
      heldMs: z.number(),
      outcome: z.enum(['spat', 'swallowed', 'partly-swallowed', 'vomited']),
      earlyReason: text,
    })
    .nullable(),
  remarks,
});
const alert = z.strictObject({
  priority: z.enum(['high', 'medium', 'low']),
  category: z.enum(['physiological', 'technical', 'prompt']),
  sentence: text,
  raised: time,
  acknowledged: time.nullable(),
  ended: time.nullable(),
});
const override = z.strictObject({
  time,
  conditionId: text,
  condition: text,
  prescriber: text,
  means: z.enum(['in-person', 'phone', 'video']),
  contactedMinutesAgo: z.number(),
  limit: text,
  systolicUpToMmHg: z.number().nullable(),
  diastolicUpToMmHg: z.number().nullable(),
  validForMinutes: z.number(),
  reason: text,
});
const recoveryCheck = z.strictObject({
  check: z.enum(['gait', 'orientation']),
  when: z.enum(['before-dose', 'recovery']),
  time,
  result: text,
  verdict: z.enum(['baseline', 'passed', 'failed', 'unknown']),
  detail: text,
  remarks,
});
const departure = z.strictObject({
  way: z.enum(['ready', 'against-advice']),
  time,
  sinceLastDoseMs: z.number().nullable(),
  conditions: z.array(
    z.strictObject({
      id: text,
      label: text,
      status: z.enum(['met', 'unmet', 'unknown']),
      detail: text,
      overridden: z.boolean(),
    }),
  ),
});

/** The document of a record, for whoever reads the file without Vigil; times in milliseconds, pressures in mmHg. */
export const recordDocumentSchema: z.ZodType<RecordDocument> = z.strictObject({
  draftVersion: z.number().int().min(1),
  header,
  timesFrom: z.enum(['first-dose', 'session-opened']),
  sections: z.array(z.strictObject({ id: sectionId, number: count, title: text, content: z.array(content) })),
  gaps: z.array(z.strictObject({ section: sectionId, sentence: text, required: z.boolean() })),
  phases: z.array(z.strictObject({ phase, from: time, until: time.nullable() })),
  timeline: z.array(
    z.strictObject({
      sequence: count,
      time,
      recorded: time.nullable(),
      kind: text,
      text,
      remarks,
      standing,
      by: text,
    }),
  ),
  readings: z.array(reading),
  setAside: z.array(z.strictObject({ time, numbers: text, source: text, reason: text })),
  blocks: z.array(block),
  observations: z.array(
    z.strictObject({
      time,
      recorded: time.nullable(),
      signal: text,
      value: z.union([z.number(), text]),
      words: text,
      remarks,
    }),
  ),
  doses: z.array(dose),
  alerts: z.array(alert),
  overrides: z.array(override),
  interruptions: z.array(
    z.strictObject({
      time,
      kind: z.enum(['sleep', 'restart', 'wall-clock', 'utc-offset', 'gap-stated']),
      text,
    }),
  ),
  recoveryChecks: z.array(recoveryCheck),
  departure: departure.nullable(),
  music: z.array(z.strictObject({ from: time, until: time.nullable() })),
  limits: z.strictObject({ systolicHoldMmHg: z.number(), diastolicHoldMmHg: z.number() }),
  eventCount: count,
  leftOutEntries: count,
});
