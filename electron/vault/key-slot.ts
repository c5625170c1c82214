import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { envelopeKinds, type Place } from './associated-data.ts';
import { open, seal } from './envelope.ts';
import type { HeaderDerivation, KeySlot } from './header.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { derivationBytes, type KeyDerivation } from './key-derivation.ts';
import { pad, unpad } from './padding.ts';
import type { RandomBytes } from './randomness.ts';
import { type BoxPlace, box, boxPublicKey, unbox } from './slot-box.ts';
import { subkey } from './subkey.ts';

export type SlotKind = KeySlot['kind'];

/** Who a passphrase slot belongs to; it signs under this name. */
export const therapistSchema = z.strictObject({
  name: z.string().trim().min(1).max(400),
  credential: z.string().trim().max(120),
});
export type SlotTherapist = z.infer<typeof therapistSchema>;

/** What is known of a slot, and never in clear: whose it is, and when it was made (wall time, milliseconds). */
const aboutSchema = z.strictObject({ createdWallMs: z.number().nullable(), therapist: therapistSchema.nullable() });
export type SlotAbout = z.infer<typeof aboutSchema>;

/** What tells one slot from another and is bound to everything in it. */
export type SlotIdentity = {
  readonly kind: SlotKind;
  readonly vaultId: Uint8Array;
  readonly slotId: Uint8Array;
  /** A passphrase slot's derivation, else null. */
  readonly derivation: KeyDerivation | null;
  /** A keystore slot's backend, else null. */
  readonly backend: string | null;
};

/** The part of a slot that its secret decides. */
export type SlotCore = {
  readonly slotId: string;
  readonly wrapping: 'sealed';
  readonly wrappedKey: string;
  readonly commitment: string;
  readonly boxPublicKey: string;
};

/** Bound to a slot's commitment and wrapped key: the derivation's parameters, or "recovery", or "keystore" | backend. */
function slotExtra({ kind, derivation, backend }: SlotIdentity): Uint8Array {
  if (derivation !== null) return derivationBytes(derivation);
  return Buffer.from(backend === null ? kind : `${kind}${backend}`, 'ascii');
}

/** What a slot of a header is bound to. */
export function slotIdentity(
  vaultId: string,
  slot: Pick<KeySlot, 'slotId' | 'kind'> & { readonly backend?: string },
  derivation: HeaderDerivation | KeyDerivation | null,
): SlotIdentity {
  const { kind, backend = null } = slot;
  return { kind, vaultId: hexBytes(vaultId), slotId: hexBytes(slot.slotId), derivation, backend };
}

/** Wraps the vault key under a slot's secret: Argon2id of a passphrase, a recovery key, or what the keystore keeps. */
export function slotCore(
  identity: SlotIdentity,
  secret: Uint8Array,
  vaultKey: Uint8Array,
  randomBytes: RandomBytes,
): SlotCore {
  const wrapKey = subkey(secret, identity.vaultId, `${identity.kind}-wrap`);
  const wrappedKey = seal(wrapKey, sealedPlace(identity), vaultKey, randomBytes);
  wrapKey.fill(0);
  return {
    slotId: hexText(identity.slotId),
    wrapping: 'sealed',
    wrappedKey: hexText(wrappedKey),
    commitment: hexText(commitmentOf(identity, secret)),
    boxPublicKey: hexText(boxPublicKey(secret, identity.vaultId)),
  };
}

/** Whether this secret is the slot's. It decides alone, so that a damaged slot is never taken for a wrong passphrase. */
export function secretFits(identity: SlotIdentity, commitment: string, secret: Uint8Array): boolean {
  return timingSafeEqual(commitmentOf(identity, secret), hexBytes(commitment));
}

/** The vault key in a slot whose secret fits; null when it is damaged. The caller zeroes it. */
export function unwrapSlot(
  identity: SlotIdentity,
  slot: { readonly wrapping: 'sealed' | 'boxed'; readonly wrappedKey: string },
  secret: Uint8Array,
): Uint8Array | null {
  const wrapped = hexBytes(slot.wrappedKey);
  if (slot.wrapping === 'boxed') return keyOrNull(unbox(wrapped, secret, boxPlace(identity)));
  const wrapKey = subkey(secret, identity.vaultId, `${identity.kind}-wrap`);
  const vaultKey = open(wrapKey, sealedPlace(identity), wrapped);
  wrapKey.fill(0);
  return keyOrNull(vaultKey);
}

/** Another vault key for a slot whose secret is not known. */
export function boxedKey(
  identity: SlotIdentity,
  recipient: string,
  vaultKey: Uint8Array,
  randomBytes: RandomBytes,
): { readonly wrapping: 'boxed'; readonly wrappedKey: string } {
  const boxed = box(vaultKey, hexBytes(recipient), boxPlace(identity), randomBytes);
  return { wrapping: 'boxed', wrappedKey: hexText(boxed) };
}

/** Seals what is known of a slot, padded, under the key that the vault key gives for it. */
export function sealAbout(
  about: SlotAbout,
  slotId: Uint8Array,
  sealing: AboutSealing,
  randomBytes: RandomBytes,
): string {
  const content = pad(Buffer.from(JSON.stringify(aboutSchema.parse(about)), 'utf8'));
  return hexText(seal(sealing.key, aboutPlace(slotId, sealing), content, randomBytes));
}

/** What is known of a slot; null when it is damaged. */
export function openAbout(sealed: string, slotId: Uint8Array, sealing: AboutSealing): SlotAbout | null {
  const padded = open(sealing.key, aboutPlace(slotId, sealing), hexBytes(sealed));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return null;
  const about = aboutSchema.safeParse(JSON.parse(Buffer.from(content).toString('utf8')));
  return about.success ? about.data : null;
}

/** The key that seals what is known of the slots, HKDF(V, "slot-about"), and where it belongs. */
export type AboutSealing = { readonly key: Uint8Array; readonly vaultId: Uint8Array; readonly vaultKeyId: Uint8Array };

/** The same from a vault key; the caller zeroes `key`. */
export function aboutSealing(vaultId: string, vaultKeyId: string, vaultKey: Uint8Array): AboutSealing {
  const id = hexBytes(vaultId);
  return { key: subkey(vaultKey, id, 'slot-about'), vaultId: id, vaultKeyId: hexBytes(vaultKeyId) };
}

function commitmentOf(identity: SlotIdentity, secret: Uint8Array): Uint8Array {
  const key = subkey(secret, identity.vaultId, `${identity.kind}-commitment`);
  const commitment = createHmac('sha256', key).update(identity.slotId).update(slotExtra(identity)).digest();
  key.fill(0);
  return commitment;
}

function keyOrNull(vaultKey: Uint8Array | null): Uint8Array | null {
  return vaultKey?.length === 32 ? vaultKey : null;
}

function sealedPlace(identity: SlotIdentity): Place {
  const { vaultId, slotId } = identity;
  return {
    kind: envelopeKinds.vaultKey,
    vaultId,
    itemId: slotId,
    sequence: 0,
    keyId: slotId,
    extra: slotExtra(identity),
  };
}

function boxPlace(identity: SlotIdentity): BoxPlace {
  const { vaultId, slotId } = identity;
  return { kind: envelopeKinds.boxedVaultKey, vaultId, slotId, extra: slotExtra(identity) };
}

function aboutPlace(slotId: Uint8Array, { vaultId, vaultKeyId }: AboutSealing): Place {
  return { kind: envelopeKinds.slotAbout, vaultId, itemId: slotId, sequence: 0, keyId: vaultKeyId };
}
