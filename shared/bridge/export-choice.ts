import * as z from 'zod';
import { receiverSchema } from '../course/clinic-entry.ts';
import { exportFormats } from '../record/export-format.ts';

/** An export's passphrase has at least this many characters: the file leaves the house and may be guessed at for years. */
export const leastPassphraseLength = 12;

const lock = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('passphrase'),
    passphrase: z.string().min(leastPassphraseLength).max(1024),
  }),
  z.strictObject({ kind: z.literal('recipients'), recipients: receiverSchema.shape.recipients }),
  /** Files that everybody can read who has them: only with the word that this is understood. */
  z.strictObject({ kind: z.literal('plain'), understood: z.literal(true) }),
]);

const choice = {
  sessionIds: z.array(z.string().min(1).max(80)).min(1).max(2000),
  lock,
  /** For whom, for the audit log; empty where nobody was named. */
  receiver: z.string().trim().max(120),
  folder: z.string().min(1).max(4096),
};

/** The report of one course: how it is locked, for whom and where to. */
export const courseExportSchema = z.strictObject({
  courseId: z.string().min(1).max(80),
  lock,
  receiver: choice.receiver,
  folder: choice.folder,
});
export type CourseExport = z.infer<typeof courseExportSchema>;

/** What is exported, how it is locked, for whom and where to. */
export const exportChoiceSchema = z.discriminatedUnion('stream', [
  z.strictObject({
    ...choice,
    stream: z.literal('record'),
    formats: z.array(z.enum(exportFormats)).min(1).max(exportFormats.length),
    redaction: z.strictObject({ withoutName: z.boolean(), withoutFreeText: z.boolean() }),
  }),
  /** Process notes only ever go out by themselves, and when the therapist says once more that they shall. */
  z.strictObject({ ...choice, stream: z.literal('process-notes'), confirmed: z.literal(true) }),
]);
export type ExportChoice = z.infer<typeof exportChoiceSchema>;
