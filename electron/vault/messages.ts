import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { backupAnswers, backupCalls } from './backup-messages.ts';
import { uuidPattern } from './identifier.ts';
import { therapistSchema } from './key-slot.ts';

/** Everything that passes between the main process and the vault's process; both ends parse by these schemas. */

const folder = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => isAbsolute(path) && !path.includes('\0'));
const journalId = z.string().regex(uuidPattern);
const journalKind = z.enum(['clinic', 'session', 'audit']);
const slot = z.string().min(1).max(64);
const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const bytes = (least: number, most: number) =>
  z.custom<Uint8Array>((content) => content instanceof Uint8Array && content.length >= least && content.length <= most);
/** UTF-8; bytes and not a string, because bytes can be zeroed. */
const passphrase = bytes(1, 4096);
const ownWords = z.array(z.string().max(400)).max(50);
const sentences = z.array(z.string());
const nothing = z.null();

export const handOverSchema = z.strictObject({
  vaultId: hex(16),
  journalId,
  kind: journalKind,
  keyId: bytes(16, 16),
  sealKey: bytes(32, 32),
  logKey: bytes(32, 32),
  wrappedSealKey: bytes(91, 91),
  wrappedLogKey: bytes(91, 91),
});

const slotId = hex(16);
const slotKind = z.enum(['passphrase', 'recovery', 'keystore']);
/** What a person typed to prove that it is they who ask: their passphrase, or a recovery key; UTF-8. */
const current = passphrase;
const backend = z.string().regex(/^[a-z0-9_]{1,40}$/);
const wallMs = z.number();

const unlockedSchema = z.strictObject({
  vaultId: hex(16),
  /** Verifies what is signed from now on; null where whoever unlocked the vault cannot sign. */
  publicKeyHex: hex(32).nullable(),
  unlockedWith: slotKind,
  /** Who unlocked; null where it was no therapist's passphrase, or theirs has no name yet (`nameTherapist`). */
  therapist: therapistSchema.nullable(),
  journals: z.array(z.strictObject({ journalId, kind: journalKind })),
  /** How many wrong secrets were tried in a row before this one. */
  wrongTriesBefore: z.int().min(0),
  report: sentences,
});

/** What is known of a vault once it is unlocked. `report`: what opening found and repaired. */
export type UnlockedVault = z.infer<typeof unlockedSchema>;

/** The arguments of every call. */
export const vaultCalls = {
  inspect: z.strictObject({ folder }),
  judgePassphrase: z.strictObject({ passphrase: bytes(0, 4096), ownWords }),
  create: z.strictObject({ folder, passphrase, rehearsal: z.boolean(), ownWords }),
  unlock: z.strictObject({ folder, passphrase, rehearsal: z.boolean() }),
  unlockWithRecoveryKey: z.strictObject({ folder, recoveryKey: passphrase, rehearsal: z.boolean() }),
  unlockWithKeystore: z.strictObject({ folder, backend, secret: bytes(32, 32), rehearsal: z.boolean() }),
  keystoreSlot: z.strictObject({ folder }),
  keySlots: z.strictObject({}),
  nameTherapist: z.strictObject({ therapist: therapistSchema }),
  addTherapist: z.strictObject({ current, passphrase, therapist: therapistSchema, ownWords, wallMs }),
  changePassphrase: z.strictObject({ slotId, current, passphrase, ownWords }),
  removeKeySlot: z.strictObject({ slotId, current }),
  makeRecoveryKey: z.strictObject({ current, wallMs }),
  addKeystoreSlot: z.strictObject({
    current,
    backend,
    secret: bytes(32, 32),
    protectedSecret: bytes(1, 2048),
    wallMs,
  }),
  rotateVaultKey: z.strictObject({ current }),
  stopRotation: z.strictObject({}),
  createJournal: z.strictObject({ journalId, kind: journalKind }),
  append: z.strictObject({
    journalId,
    sequence: z.int().min(1),
    // A lone half of a surrogate pair has no UTF-8, so it could not be given back as it came.
    entry: z.string().refine((text) => text.isWellFormed()),
  }),
  read: z.strictObject({ journalId }),
  putSlot: z.strictObject({ journalId, slot, text: z.string().max(1024 * 1024) }),
  getSlot: z.strictObject({ journalId, slot }),
  sign: z.strictObject({ bytes: bytes(0, 64 * 1024 * 1024) }),
  freeBytes: z.strictObject({}),
  copyInEmergency: z.strictObject({
    folder,
    journals: z
      .array(z.strictObject({ journalId, entries: z.array(z.string()) }))
      .min(1)
      .max(2),
  }),
  ...backupCalls,
  lock: z.strictObject({}),
  handOver: z.strictObject({ journalId }),
  resumeSession: z.strictObject({ folder, handOver: handOverSchema }),
} as const;

/** What each call answers when it is ok. */
export const vaultAnswers = {
  inspect: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('absent') }),
    z.strictObject({ kind: z.literal('empty') }),
    z.strictObject({ kind: z.literal('vault'), rehearsal: z.boolean(), formatVersion: z.int() }),
  ]),
  judgePassphrase: z.strictObject({
    score: z.int().min(0).max(4),
    acceptable: z.boolean(),
    warning: z.string(),
    suggestions: sentences,
  }),
  create: unlockedSchema,
  unlock: unlockedSchema,
  unlockWithRecoveryKey: unlockedSchema,
  unlockWithKeystore: unlockedSchema,
  keystoreSlot: z.strictObject({ backend, protectedSecret: bytes(1, 2048) }).nullable(),
  keySlots: z.array(
    z.strictObject({
      slotId,
      kind: slotKind,
      therapist: therapistSchema.nullable(),
      createdWallMs: z.number().nullable(),
      isMine: z.boolean(),
      publicKeyHex: hex(32).nullable(),
      backend: backend.nullable(),
    }),
  ),
  nameTherapist: nothing,
  addTherapist: z.strictObject({ slotId }),
  changePassphrase: nothing,
  removeKeySlot: nothing,
  makeRecoveryKey: z.strictObject({
    slotId,
    sheet: z.strictObject({ groups: z.array(z.string()), qrSvg: z.string(), title: z.string(), sentences }),
  }),
  addKeystoreSlot: z.strictObject({ slotId }),
  rotateVaultKey: nothing,
  stopRotation: nothing,
  createJournal: nothing,
  append: nothing,
  read: z.strictObject({ entries: z.array(z.string()), report: sentences }),
  putSlot: nothing,
  getSlot: z.string().nullable(),
  sign: z.strictObject({ signatureHex: hex(64), publicKeyHex: hex(32) }),
  freeBytes: z.number().min(0),
  copyInEmergency: z.strictObject({ folder: z.string(), isOnSameDisk: z.boolean() }),
  ...backupAnswers,
  lock: nothing,
  handOver: handOverSchema,
  resumeSession: nothing,
} as const;

export type VaultCall = keyof typeof vaultCalls;
export type VaultArguments<Call extends VaultCall> = z.infer<(typeof vaultCalls)[Call]>;
export type VaultAnswer<Call extends VaultCall> = z.infer<(typeof vaultAnswers)[Call]>;

/** A question to the vault's process. */
export const requestSchema = z.strictObject({ id: z.int().min(0), call: z.string().max(100), args: z.unknown() });

/** How far a long call is: so many of so many. `id` is the question's. */
export const progressSchema = z.strictObject({
  progress: z.strictObject({ id: z.int().min(0), done: z.int().min(0), of: z.int().min(0) }),
});

/** Its answer; `id` is null when the question had none that could be read. */
export const replySchema = z.strictObject({
  id: z.int().min(0).nullable(),
  outcome: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: z.unknown() }),
    z.strictObject({
      ok: z.literal(false),
      problem: z.strictObject({ code: z.string(), sentence: z.string(), remedy: z.string() }),
    }),
  ]),
});
export type VaultReply = z.infer<typeof replySchema>;
