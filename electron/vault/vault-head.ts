import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { envelopeKinds, type Place } from './associated-data.ts';
import { replaceFile } from './durable-file.ts';
import { open, seal } from './envelope.ts';
import type { Header } from './header.ts';
import { hexBytes } from './hexadecimal.ts';
import { uuidPattern } from './identifier.ts';
import { pad, unpad } from './padding.ts';
import type { RandomBytes } from './randomness.ts';
import { isMissing } from './storage-failure.ts';
import { subkey } from './subkey.ts';
import { headFile } from './vault-files.ts';

/** What stays of a journal that was shredded. */
export const tombstoneSchema = z.strictObject({
  journalId: z.string().regex(uuidPattern),
  /** The journal's key id: what is left of its keys anywhere stands behind it. */
  keyId: z.string().regex(/^[0-9a-f]{32}$/),
  /** When, by the wall clock, in milliseconds. */
  wallMs: z.number(),
  reason: z.string().max(400),
  by: z.string().max(400),
  /** False while something of it may still be there; the next opening completes it. */
  isDone: z.boolean(),
});
export type Tombstone = z.infer<typeof tombstoneSchema>;

const vaultHeadSchema = z.strictObject({
  /** Grows with each writing. */
  counter: z.int().min(0),
  journals: z.array(
    z.strictObject({
      journalId: z.string().regex(uuidPattern),
      kind: z.enum(['clinic', 'session', 'audit']),
      count: z.int().min(0),
      link: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** Absent where nothing was ever shredded. */
  shredded: z.array(tombstoneSchema).optional(),
});

/** Every journal that the vault has, with the count and last link that it had when it was last closed. */
export type VaultHead = z.infer<typeof vaultHeadSchema>;

/** The key that seals the head, and where it belongs. */
export type HeadSealing = { readonly key: Uint8Array; readonly vaultId: Uint8Array; readonly vaultKeyId: Uint8Array };

/**
 * Reads the sealed file `head`.
 * @returns 'missing', or 'damaged' when it cannot be believed.
 * @throws what the operating system says, except for a missing file.
 */
export function readVaultHead(folder: string, sealing: HeadSealing): VaultHead | 'missing' | 'damaged' {
  let envelope: Uint8Array;
  try {
    envelope = readFileSync(join(folder, headFile));
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
  const padded = open(sealing.key, placeOf(sealing), envelope);
  const content = padded === null ? null : unpad(padded);
  if (content === null) return 'damaged';
  const head = vaultHeadSchema.safeParse(JSON.parse(Buffer.from(content).toString('utf8')));
  return head.success ? head.data : 'damaged';
}

/**
 * Puts a new head in place, whole or not at all.
 * @throws what the operating system says.
 */
export function writeVaultHead(folder: string, head: VaultHead, sealing: HeadSealing, randomBytes: RandomBytes): void {
  replaceFile(join(folder, headFile), sealedHead(head, sealing, randomBytes));
}

/** The content of the file `head`. */
export function sealedHead(head: VaultHead, sealing: HeadSealing, randomBytes: RandomBytes): Uint8Array {
  const content = pad(Buffer.from(JSON.stringify(head), 'utf8'));
  return seal(sealing.key, placeOf(sealing), content, randomBytes);
}

function placeOf(sealing: HeadSealing): Place {
  return { kind: envelopeKinds.head, vaultId: sealing.vaultId, sequence: 0, keyId: sealing.vaultKeyId };
}

/** The key of the head, derived from the vault's key; the caller zeroes it. */
export function headSealing(header: Pick<Header, 'vaultId' | 'vaultKeyId'>, vaultKey: Uint8Array): HeadSealing {
  const vaultId = hexBytes(header.vaultId);
  return { key: subkey(vaultKey, vaultId, 'vault-head'), vaultId, vaultKeyId: hexBytes(header.vaultKeyId) };
}
