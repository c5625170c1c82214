import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { uuidPattern } from './identifier.ts';

/** Everything that passes between the main process and the vault's process; both ends parse by these schemas. */

const folder = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => isAbsolute(path) && !path.includes('\0'));
const journalId = z.string().regex(uuidPattern);
const journalKind = z.enum(['clinic', 'session']);
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

const unlockedSchema = z.strictObject({
  vaultId: hex(16),
  publicKeyHex: hex(32),
  journals: z.array(z.strictObject({ journalId, kind: journalKind })),
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
  createJournal: nothing,
  append: nothing,
  read: z.strictObject({ entries: z.array(z.string()), report: sentences }),
  putSlot: nothing,
  getSlot: z.string().nullable(),
  sign: z.strictObject({ signatureHex: hex(64), publicKeyHex: hex(32) }),
  freeBytes: z.number().min(0),
  lock: nothing,
  handOver: handOverSchema,
  resumeSession: nothing,
} as const;

export type VaultCall = keyof typeof vaultCalls;
export type VaultArguments<Call extends VaultCall> = z.infer<(typeof vaultCalls)[Call]>;
export type VaultAnswer<Call extends VaultCall> = z.infer<(typeof vaultAnswers)[Call]>;

/** A question to the vault's process. */
export const requestSchema = z.strictObject({ id: z.int().min(0), call: z.string().max(100), args: z.unknown() });

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
