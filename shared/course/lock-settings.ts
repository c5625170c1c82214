import * as z from 'zod';

/** When the console locks by itself. `inSession`: also while a patient is between the dose and the departure. */
export const lockSettingsSchema = z.strictObject({
  idleMinutes: z.int().min(1).max(60),
  inSession: z.boolean(),
});
export type LockSettings = z.infer<typeof lockSettingsSchema>;

/** Ten minutes: short enough for a desk that is left, long enough to write in. During a session it stays with the patient. */
export const usualLock: LockSettings = { idleMinutes: 10, inSession: false };
