import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { derivationSchema, digest, headerMagic, hexText4096, identifier, keySlotSchema } from './header-parts.ts';
import type { HeaderVersion1 } from './header-version-1.ts';
import type { HeaderVersion2 } from './header-version-2.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { subkey } from './subkey.ts';

/** The newest format version, the one that this program writes. */
export const formatVersion = 3;

const signingKeySchema = z.strictObject({
  keyId: identifier,
  publicKey: digest,
  /**
   * The seed in the box of its therapist's slot: their passphrase opens it, and no other key of the vault. Null once the slot was
   * removed, or got another passphrase from somebody who did not know the one before: it verifies, and signs no more.
   */
  boxedSeed: hexText4096.nullable(),
});

/** The content of vault.json, every byte string in hexadecimal. */
export const headerSchema = z.strictObject({
  magic: z.literal(headerMagic),
  formatVersion: z.literal(formatVersion),
  vaultId: identifier,
  rehearsal: z.boolean(),
  vaultKeyId: identifier,
  /** Strongest first. */
  derivations: z.array(z.strictObject({ derivationId: identifier, ...derivationSchema.shape })).max(8),
  keySlots: z.array(keySlotSchema).min(1).max(64),
  signingKeys: z.array(signingKeySchema).min(1).max(256),
  /** While the vault key is being changed: the key before, sealed under the new one. */
  previousKey: z.strictObject({ vaultKeyId: identifier, sealedKey: hexText4096 }).nullable(),
  mac: digest,
  checksum: digest,
});
export type Header = z.infer<typeof headerSchema>;
export type HeaderContent = Omit<Header, 'mac' | 'checksum'>;
export type KeySlot = z.infer<typeof keySlotSchema>;
export type PassphraseSlot = Extract<KeySlot, { kind: 'passphrase' }>;
export type SigningKey = z.infer<typeof signingKeySchema>;
export type HeaderDerivation = Header['derivations'][number];

/** A header as it may stand on disk: this version's, or an older one that opening the vault brings up to date. */
export type StoredHeader = Header | HeaderVersion1 | HeaderVersion2;

/** JSON with sorted keys and no white space: the bytes that the header's checksum and MAC cover. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 over everything but `checksum` itself: tells damage apart from a wrong passphrase before any key is derived. */
export function headerChecksum(content: Readonly<Record<string, unknown>>): string {
  const { checksum: _, ...rest } = content;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

/** The key of the header's MAC; the caller zeroes it. */
export function headerMacKey(vaultId: string, vaultKey: Uint8Array): Uint8Array {
  return subkey(vaultKey, hexBytes(vaultId), 'header');
}

/** A header with its MAC (HMAC-SHA-256 under the vault key over everything else: tells tampering) and its checksum. */
export function authenticatedHeader(content: HeaderContent, macKey: Uint8Array): Header {
  const authenticated = { ...content, mac: hexText(macOf(content, macKey)) };
  return { ...authenticated, checksum: headerChecksum(authenticated) };
}

/** A header without what authenticates it, to be changed and authenticated again. */
export function headerContent(header: Header): HeaderContent {
  const { mac: _, checksum: __, ...content } = header;
  return content;
}

/** Whether the header is what somebody with the vault key wrote. */
export function macHolds(header: StoredHeader, vaultKey: Uint8Array): boolean {
  const { mac, checksum: _, ...content } = header;
  const key = headerMacKey(header.vaultId, vaultKey);
  const holds = timingSafeEqual(macOf(content, key), hexBytes(mac));
  key.fill(0);
  return holds;
}

function macOf(content: object, macKey: Uint8Array): Uint8Array {
  return createHmac('sha256', macKey).update(canonicalJson(content)).digest();
}
