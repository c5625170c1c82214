import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import * as z from 'zod';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { envelopeKinds, type Place } from './associated-data.ts';
import { open, seal } from './envelope.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { derivationBytes, derivationIsAllowed, deriveKey, keyDerivationFloor } from './key-derivation.ts';
import { damagedVault, vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { subkey } from './subkey.ts';

export const headerMagic = 'vigil-vault';
/** The one format version that this program reads and writes. */
export const formatVersion = 1;

const identifier = z.string().regex(/^[0-9a-f]{32}$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .max(4096);

const keySlotSchema = z.strictObject({
  slotId: identifier,
  kind: z.literal('passphrase'),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    version: z.literal(19),
    memoryKiB: z.int().min(1).max(0xffffffff),
    passes: z.int().min(1).max(0xffffffff),
    parallelism: z.int().min(1).max(255),
    salt: bytes.max(128),
  }),
  wrappedKey: bytes,
  commitment: digest,
});

const signingKeySchema = z.strictObject({ keyId: identifier, publicKey: digest, sealedSeed: bytes });

/** The content of vault.json, every byte string in hexadecimal. */
export const headerSchema = z.strictObject({
  magic: z.literal(headerMagic),
  formatVersion: z.literal(formatVersion),
  vaultId: identifier,
  rehearsal: z.boolean(),
  vaultKeyId: identifier,
  keySlots: z.array(keySlotSchema).min(1).max(64),
  signingKeys: z.array(signingKeySchema).min(1).max(64),
  mac: digest,
  checksum: digest,
});
export type Header = z.infer<typeof headerSchema>;
type KeySlot = z.infer<typeof keySlotSchema>;
type SigningKey = z.infer<typeof signingKeySchema>;

/** What a new vault is made of. */
export type NewHeader = { readonly header: Header; readonly vaultKey: Uint8Array };

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

/** HMAC-SHA-256 under the vault key over everything but `mac` and `checksum`: tells tampering. */
function headerMac(header: Omit<Header, 'mac' | 'checksum'>, vaultKey: Uint8Array): Uint8Array {
  const key = subkey(vaultKey, hexBytes(header.vaultId), 'header');
  const mac = createHmac('sha256', key).update(canonicalJson(header)).digest();
  key.fill(0);
  return mac;
}

/** A header for a new vault with one passphrase slot and one signing key, and its vault key (the caller zeroes it). */
export async function newHeader(
  passphrase: Uint8Array,
  rehearsal: boolean,
  randomBytes: RandomBytes,
): Promise<NewHeader> {
  const vaultId = hexText(randomBytes(16));
  const vaultKeyId = hexText(randomBytes(16));
  const vaultKey = Uint8Array.from(randomBytes(32));
  const unsigned = {
    magic: headerMagic,
    formatVersion,
    vaultId,
    rehearsal,
    vaultKeyId,
    keySlots: [await newKeySlot(passphrase, vaultKey, hexBytes(vaultId), randomBytes)],
    signingKeys: [newSigningKey(vaultKey, hexBytes(vaultId), hexBytes(vaultKeyId), randomBytes)],
  } satisfies Omit<Header, 'mac' | 'checksum'>;
  const authenticated = { ...unsigned, mac: hexText(headerMac(unsigned, vaultKey)) };
  return { header: { ...authenticated, checksum: headerChecksum(authenticated) }, vaultKey };
}

async function newKeySlot(
  passphrase: Uint8Array,
  vaultKey: Uint8Array,
  vaultId: Uint8Array,
  randomBytes: RandomBytes,
): Promise<KeySlot> {
  const slotId = randomBytes(16);
  const kdf = {
    name: 'argon2id' as const,
    version: 19 as const,
    memoryKiB: keyDerivationFloor.memoryKiB,
    passes: keyDerivationFloor.passes,
    parallelism: keyDerivationFloor.parallelism,
    salt: hexText(randomBytes(keyDerivationFloor.saltBytes)),
  };
  const derived = await deriveKey(passphrase, kdf);
  const wrapKey = subkey(derived, vaultId, 'passphrase-wrap');
  const wrappedKey = seal(wrapKey, keySlotPlace(vaultId, slotId, kdf), vaultKey, randomBytes);
  const commitment = hexText(slotCommitment(derived, vaultId, slotId, kdf));
  derived.fill(0);
  wrapKey.fill(0);
  return { slotId: hexText(slotId), kind: 'passphrase', kdf, wrappedKey: hexText(wrappedKey), commitment };
}

function newSigningKey(
  vaultKey: Uint8Array,
  vaultId: Uint8Array,
  vaultKeyId: Uint8Array,
  randomBytes: RandomBytes,
): SigningKey {
  const keyId = randomBytes(16);
  const seed = Uint8Array.from(randomBytes(32));
  const publicKey = ed25519.getPublicKey(seed);
  const key = subkey(vaultKey, vaultId, 'signing-keys');
  const sealedSeed = seal(key, signingKeyPlace(vaultId, keyId, vaultKeyId), seed, randomBytes);
  seed.fill(0);
  key.fill(0);
  return { keyId: hexText(keyId), publicKey: hexText(publicKey), sealedSeed: hexText(sealedSeed) };
}

/**
 * The vault key that a passphrase opens. The commitment decides whether the passphrase is right, so that a damaged
 * wrapped key is never taken for a wrong passphrase; parameters below the floor are refused before anything is derived.
 * @returns 32 bytes that the caller zeroes.
 */
export async function unwrapVaultKey(header: Header, passphrase: Uint8Array): Promise<Outcome<Uint8Array>> {
  if (!header.keySlots.every((slot) => derivationIsAllowed(slot.kdf))) return failed(vaultProblems.weakenedHeader);
  const vaultId = hexBytes(header.vaultId);
  for (const slot of header.keySlots) {
    const derived = await deriveKey(passphrase, slot.kdf);
    const slotId = hexBytes(slot.slotId);
    if (!timingSafeEqual(slotCommitment(derived, vaultId, slotId, slot.kdf), hexBytes(slot.commitment))) {
      derived.fill(0);
      continue;
    }
    const wrapKey = subkey(derived, vaultId, 'passphrase-wrap');
    const vaultKey = open(wrapKey, keySlotPlace(vaultId, slotId, slot.kdf), hexBytes(slot.wrappedKey));
    derived.fill(0);
    wrapKey.fill(0);
    if (vaultKey?.length !== 32) return failed(damagedVault('The key slot of this passphrase is damaged.'));
    const { mac, checksum: _, ...rest } = header;
    if (!timingSafeEqual(headerMac(rest, vaultKey), hexBytes(mac))) {
      vaultKey.fill(0);
      return failed(damagedVault('The passphrase is right, but the header of the vault was altered.'));
    }
    return { ok: true, value: vaultKey };
  }
  return failed(vaultProblems.wrongPassphrase);
}

/** The vault's Ed25519 key; `seed` is zeroed by the caller. */
export type OpenedSigningKey = { readonly seed: Uint8Array; readonly publicKeyHex: string };

/** Opens the newest signing key. */
export function openSigningKey(header: Header, vaultKey: Uint8Array): Outcome<OpenedSigningKey> {
  const newest = header.signingKeys.at(-1);
  if (newest === undefined) throw new Error('a header without a signing key passed its schema');
  const vaultId = hexBytes(header.vaultId);
  const key = subkey(vaultKey, vaultId, 'signing-keys');
  const place = signingKeyPlace(vaultId, hexBytes(newest.keyId), hexBytes(header.vaultKeyId));
  const seed = open(key, place, hexBytes(newest.sealedSeed));
  key.fill(0);
  if (seed?.length !== 32 || hexText(ed25519.getPublicKey(seed)) !== newest.publicKey) {
    return failed(damagedVault('The signing key of the vault is damaged.'));
  }
  return { ok: true, value: { seed, publicKeyHex: newest.publicKey } };
}

function keySlotPlace(vaultId: Uint8Array, slotId: Uint8Array, kdf: KeySlot['kdf']): Place {
  const kind = envelopeKinds.vaultKey;
  return { kind, vaultId, itemId: slotId, sequence: 0, keyId: slotId, extra: derivationBytes(kdf) };
}

function signingKeyPlace(vaultId: Uint8Array, keyId: Uint8Array, vaultKeyId: Uint8Array): Place {
  return { kind: envelopeKinds.signingSeed, vaultId, itemId: keyId, sequence: 0, keyId: vaultKeyId };
}

function slotCommitment(derived: Uint8Array, vaultId: Uint8Array, slotId: Uint8Array, kdf: KeySlot['kdf']): Uint8Array {
  const key = subkey(derived, vaultId, 'passphrase-commitment');
  const commitment = createHmac('sha256', key).update(slotId).update(derivationBytes(kdf)).digest();
  key.fill(0);
  return commitment;
}

function failed(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
