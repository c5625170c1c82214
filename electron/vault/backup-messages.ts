import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { backupPlanSchema, backupStateSchema, knownBackupSchema } from './backup-state.ts';
import { uuidPattern } from './identifier.ts';

/** What passes between the main process and the vault's process about backups, exchange, shredding and checking. */

const folder = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => isAbsolute(path) && !path.includes('\0'));
const journalId = z.string().regex(uuidPattern);
/** What was typed: a passphrase or a recovery key, UTF-8; bytes and not a string, because bytes can be zeroed. */
const typed = z.custom<Uint8Array>(
  (content) => content instanceof Uint8Array && content.length >= 1 && content.length <= 4096,
);
const wallMs = z.number();
const sentences = z.array(z.string());
const nothing = z.null();

export const backupCalls = {
  backupState: z.strictObject({}),
  /** Null: no backups any more. Those that are there stay. */
  setBackupPlan: z.strictObject({ plan: backupPlanSchema.nullable() }),
  backUp: z.strictObject({ wallMs }),
  listBackups: z.strictObject({ folder }),
  previewBackup: z.strictObject({ backup: folder, typed }),
  restoreBackup: z.strictObject({
    backup: folder,
    into: folder,
    typed,
    rehearsal: z.boolean(),
    evenDamaged: z.boolean(),
  }),
  importSessions: z.strictObject({ folder, typed, runningSessionId: journalId.nullable() }),
  shredSession: z.strictObject({
    journalId,
    wallMs,
    reason: z.string().trim().min(1).max(400),
    by: z.string().max(400),
  }),
  checkVault: z.strictObject({}),
  search: z.strictObject({ query: z.string().max(200) }),
  /** Stops whichever of these is under way; harmless where none is. */
  stopWork: z.strictObject({}),
} as const;

const checkSchema = z.strictObject({
  isWhole: z.boolean(),
  journals: z.int().min(0),
  entries: z.int().min(0),
  damage: sentences,
  notes: sentences,
});

export const backupAnswers = {
  backupState: backupStateSchema,
  setBackupPlan: backupStateSchema,
  backUp: backupStateSchema,
  listBackups: z.array(
    z.strictObject({
      name: z.string(),
      vaultId: z.string().nullable(),
      generation: z.int(),
      bytes: z.number(),
      writtenWallMs: z.number().nullable(),
      state: z.enum(['whole', 'unfinished', 'newer']),
      journals: z.int(),
    }),
  ),
  previewBackup: z.strictObject({
    vaultId: z.string(),
    rehearsal: z.boolean(),
    sessions: z.int(),
    newestWallMs: z.number().nullable(),
    therapists: z.array(z.string()),
    damage: sentences,
  }),
  restoreBackup: checkSchema,
  importSessions: z.strictObject({
    imported: z.array(journalId),
    extended: z.array(journalId),
    known: z.array(journalId),
    conflicts: z.array(
      z.strictObject({
        journalId,
        problem: z.strictObject({ code: z.string(), sentence: z.string(), remedy: z.string() }),
      }),
    ),
    clinicEntries: z.array(z.string()),
  }),
  shredSession: z.strictObject({ stillHeldBy: z.array(knownBackupSchema.omit({ journalIds: true })) }),
  checkVault: checkSchema,
  search: z.array(z.strictObject({ journalId, sequence: z.int().min(1), text: z.string() })),
  stopWork: nothing,
} as const;
