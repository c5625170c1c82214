import * as z from 'zod';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { backupProblems } from './backup-problems.ts';
import type { VaultDatabase } from './database.ts';
import { uuidPattern } from './identifier.ts';
import type { JournalKeys } from './journal-keys.ts';
import { readSlot, writeSlot } from './journal-slots.ts';
import { jsonIn } from './json-in.ts';
import { damagedJournal } from './problems.ts';
import type { VaultInside } from './vault-inside.ts';

const problemSchema = z.strictObject({ code: z.string(), sentence: z.string(), remedy: z.string() });

/** Where backups go, how many are kept, and whether one is made after each session. */
export const backupPlanSchema = z.strictObject({
  folder: z.string().min(1).max(4096),
  keep: z.int().min(1).max(100),
  afterEachSession: z.boolean(),
  /** The vault's own disk is taken although one broken disk then takes both. */
  sameDiskAccepted: z.boolean(),
});
export type BackupPlan = z.infer<typeof backupPlanSchema>;

export const knownBackupSchema = z.strictObject({
  folder: z.string(),
  name: z.string(),
  generation: z.int().min(1),
  wallMs: z.number(),
  bytes: z.int().min(0),
  /** The journals in it, so that it can be said what an old backup still holds. */
  journalIds: z.array(z.string().regex(uuidPattern)),
});
export type KnownBackup = z.infer<typeof knownBackupSchema>;

export const backupStateSchema = z.strictObject({
  plan: backupPlanSchema.nullable(),
  /** Newest first. */
  known: z.array(knownBackupSchema),
  lastSuccessWallMs: z.number().nullable(),
  /** Null once a later backup succeeded. */
  lastFailure: z.strictObject({ wallMs: z.number(), problem: problemSchema }).nullable(),
});

/** What is known of the vault's backups. It is sealed, in a slot of the clinic's journal. */
export type BackupState = z.infer<typeof backupStateSchema>;

const nothingKnown: BackupState = { plan: null, known: [], lastSuccessWallMs: null, lastFailure: null };
const slotName = 'backups';

/** Reads the state; between two other calls. */
export function readBackupState(inside: VaultInside): Promise<Outcome<BackupState>> {
  return inside.store.change((database) => stateIn(inside, database));
}

/** Changes the state, durably. */
export function changeBackupState(
  inside: VaultInside,
  change: (state: BackupState) => BackupState,
): Promise<Outcome<BackupState>> {
  return inside.store.change((database) => {
    const before = stateIn(inside, database);
    const keys = clinicKeys(inside);
    if (keys === null) return { ok: false, problem: backupProblems.noClinicJournal };
    // Reading says that it is damaged; a new plan takes its place.
    const after = change(before.ok ? before.value : nothingKnown);
    const place = { database, vaultId: inside.vaultId, keys };
    writeSlot(place, slotName, JSON.stringify(after), inside.randomBytes);
    return { ok: true, value: after };
  });
}

/** A failure as it is kept: a Problem without what is only there to be copied. */
export function keptProblem({ code, sentence, remedy }: Problem): z.infer<typeof problemSchema> {
  return { code, sentence, remedy };
}

/** The keys of the clinic's journal; null in a vault that has none yet. */
export function clinicKeys({ journals }: Pick<VaultInside, 'journals'>): JournalKeys | null {
  for (const journal of journals.values()) {
    if ('keys' in journal && journal.keys.kind === 'clinic') return journal.keys;
  }
  return null;
}

function stateIn(inside: VaultInside, database: VaultDatabase): Outcome<BackupState> {
  const keys = clinicKeys(inside);
  if (keys === null) return { ok: true, value: nothingKnown };
  const found = readSlot({ database, vaultId: inside.vaultId, keys }, slotName);
  if (found === null) return { ok: true, value: nothingKnown };
  const state = found === 'damaged' ? null : backupStateSchema.safeParse(jsonIn(found.content));
  if (state?.success !== true) {
    return { ok: false, problem: damagedJournal('What is known of the backups is damaged.') };
  }
  return { ok: true, value: state.data };
}
