import * as z from 'zod';

const text = z.string().max(4096);
const id = z.string().min(1).max(80);

/** What is worth knowing afterwards of what was done with the vault; nothing of what a session holds. */
const auditActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('vault-created') }),
  z.strictObject({
    type: z.literal('unlocked'),
    with: z.enum(['passphrase', 'recovery', 'keystore']),
    /** How many wrong secrets were tried since the unlock before. */
    wrongTriesBefore: z.int().min(0),
  }),
  z.strictObject({ type: z.literal('locked'), why: z.enum(['asked', 'idle', 'suspend']) }),
  z.strictObject({ type: z.literal('record-signed'), sessionId: id, recordSha256: text }),
  z.strictObject({ type: z.literal('record-countersigned'), sessionId: id, recordSha256: text }),
  z.strictObject({
    type: z.literal('record-exported'),
    sessionId: id,
    files: z.array(z.strictObject({ format: text, sha256: text })),
    /** For whom; absent where nobody was named. */
    receiver: text.optional(),
    /** How it was locked; absent in entries from before that could be chosen: plain. */
    lock: z.enum(['plain', 'passphrase', 'recipients']).optional(),
  }),
  z.strictObject({
    type: z.literal('course-exported'),
    courseId: id,
    files: z.array(z.strictObject({ name: text, sha256: text })),
    receiver: text,
    lock: z.enum(['plain', 'passphrase', 'recipients']),
  }),
  z.strictObject({ type: z.literal('receiver-kept'), receiver: text }),
  /** The chart's server was set, or is none any more. */
  z.strictObject({
    type: z.literal('chart-set'),
    address: text.nullable(),
    access: z.enum(['none', 'bearer', 'client']).nullable(),
  }),
  /** The server at the address answered that it has the whole record. */
  z.strictObject({
    type: z.literal('record-sent'),
    sessionId: id,
    address: text,
    recordSha256: text,
    transactionSha256: text,
  }),
  z.strictObject({ type: z.literal('record-not-sent'), sessionId: id, address: text, problem: text }),
  z.strictObject({
    type: z.literal('slot-added'),
    kind: z.enum(['passphrase', 'recovery', 'keystore']),
    therapist: text.nullable(),
  }),
  z.strictObject({ type: z.literal('passphrase-changed'), slotId: text }),
  z.strictObject({ type: z.literal('slot-removed'), slotId: text }),
  z.strictObject({ type: z.literal('vault-key-changed') }),
  /** Whoever asked for another key, or for the vault's, did not prove that they may. */
  z.strictObject({ type: z.literal('proof-refused') }),
  z.strictObject({ type: z.literal('backup-plan-set'), folder: text.nullable() }),
  /** `problem`: the code of what went wrong; null where it succeeded. */
  z.strictObject({ type: z.literal('backed-up'), problem: text.nullable() }),
  z.strictObject({ type: z.literal('backup-restored'), into: text }),
  z.strictObject({ type: z.literal('sessions-imported'), count: z.int().min(0) }),
  z.strictObject({ type: z.literal('session-shredded'), sessionId: id, reason: text }),
  z.strictObject({ type: z.literal('vault-checked'), isWhole: z.boolean() }),
  z.strictObject({ type: z.literal('protocol-changed'), title: text, version: text, sha256: text }),
  z.strictObject({ type: z.literal('audit-exported'), file: text }),
  z.strictObject({ type: z.literal('lock-set'), idleMinutes: z.int(), inSession: z.boolean() }),
  z.strictObject({ type: z.literal('copied-in-emergency'), sessionId: id, folder: text }),
]);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** One entry of the audit log: what, when by the wall clock, and who was signed in. Never changed, never removed. */
export const auditEntrySchema = z.strictObject({
  wallMs: z.number(),
  utcOffsetMinutes: z.number(),
  by: text,
  action: auditActionSchema,
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
