import * as z from 'zod';
import { chartEntrySchemas } from '../chart/chart-entry.ts';
import { patientSnapshotSchema, therapistSchema } from '../session/event.ts';
import { lockSettingsSchema } from './lock-settings.ts';
import { questionnaireScoreSchema } from './questionnaire.ts';

const id = z.string().min(1).max(80);
const at = { wallMs: z.number() };

/** Who receives exports, and their public keys of age. */
export const receiverSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  recipients: z.array(z.string().min(1).max(4096)).min(1).max(20),
});
export type Receiver = z.infer<typeof receiverSchema>;

/** One entry of the clinic's journal: who is treated here, in which course, by whom. Never changed, never removed. */
export const clinicEntrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('therapist-set'), ...at, therapist: therapistSchema }),
  z.strictObject({ type: z.literal('patient-created'), ...at, patient: patientSnapshotSchema }),
  z.strictObject({ type: z.literal('course-opened'), ...at, courseId: id, patientId: id }),
  z.strictObject({
    type: z.literal('session-begun'),
    ...at,
    sessionId: id,
    patientId: id,
    courseId: id,
    kind: z.enum(['medicine', 'maintenance']),
    number: z.number().int().min(1),
    of: z.number().int().min(1),
  }),
  z.strictObject({
    type: z.literal('session-signed'),
    ...at,
    sessionId: id,
    dosed: z.boolean(),
    totalDoseMg: z.number().min(0),
  }),
  /** The session's journal was destroyed; that there was a session, and its place in the course, stay. */
  z.strictObject({ type: z.literal('session-shredded'), ...at, sessionId: id, reason: z.string().max(400) }),
  /** Somebody who receives exports, and the public keys that they are locked for; the newest of a name counts. */
  z.strictObject({ type: z.literal('receiver-kept'), ...at, receiver: receiverSchema }),
  /** The playlists that a patient likes, all of them anew. They are told apart by ids of this machine's music. */
  z.strictObject({
    type: z.literal('favourites-set'),
    ...at,
    patientId: id,
    playlistIds: z.array(id).max(100),
  }),
  z.strictObject({ type: z.literal('lock-set'), ...at, lock: lockSettingsSchema }),
  /** A questionnaire that the patient answered in their course. */
  z.strictObject({
    type: z.literal('questionnaire-scored'),
    ...at,
    courseId: id,
    score: questionnaireScoreSchema,
  }),
  ...chartEntrySchemas,
]);

export type ClinicEntry = z.infer<typeof clinicEntrySchema>;
