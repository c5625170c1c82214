import type { Outcome, Problem } from '../../shared/problem.ts';
import {
  authenticatedHeader,
  type Header,
  type HeaderContent,
  type HeaderDerivation,
  headerContent,
  headerMacKey,
  type KeySlot,
  type PassphraseSlot,
  type SigningKey,
} from './header.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import type { Derive, KeyDerivation } from './key-derivation.ts';
import { aboutSealing, type SlotAbout, sealAbout, secretFits, slotCore, slotIdentity } from './key-slot.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { boxedSigningKey, newSigningKey, type OpenedSigningKey } from './signing-key.ts';

/** A passphrase as a slot takes it: under which parameters it was derived, and what came out. */
export type DerivedPassphrase = { readonly derivation: HeaderDerivation; readonly secret: Uint8Array };

/** The strongest parameters that the header has; new passphrases use them, so that an unlock stays one derivation. */
export function strongestDerivation(header: Header): HeaderDerivation | null {
  return header.derivations[0] ?? null;
}

/** Whether a passphrase already opens a slot other than `exceptSlotId`. Two people with one passphrase could not be told apart. */
export async function passphraseIsTaken(
  header: Header,
  passphrase: Uint8Array,
  exceptSlotId: string | null,
  derive: Derive,
): Promise<boolean> {
  for (const derivation of header.derivations) {
    const secret = await derive(passphrase, derivation);
    const taken = header.keySlots.some(
      (slot) =>
        slot.kind === 'passphrase' &&
        slot.slotId !== exceptSlotId &&
        slot.derivationId === derivation.derivationId &&
        secretFits(slotIdentity(header.vaultId, slot, derivation), slot.commitment, secret),
    );
    secret.fill(0);
    if (taken) return true;
  }
  return false;
}

/** The header with one more therapist: a slot and a signing key of their own. */
export function withTherapist(
  header: Header,
  vaultKey: Uint8Array,
  derived: DerivedPassphrase,
  about: SlotAbout,
  randomBytes: RandomBytes,
): { readonly header: Header; readonly slotId: string } {
  const identity = { slotId: hexText(randomBytes(16)), kind: 'passphrase' as const };
  const named = slotIdentity(header.vaultId, identity, derived.derivation);
  const core = slotCore(named, derived.secret, vaultKey, randomBytes);
  const signingKey = newSigningKey(header.vaultId, core, randomBytes);
  const slot: PassphraseSlot = {
    kind: 'passphrase',
    ...core,
    sealedAbout: sealedAbout(header, vaultKey, identity.slotId, about, randomBytes),
    derivationId: derived.derivation.derivationId,
    signingKeyId: signingKey.keyId,
  };
  const content = headerContent(header);
  const changed = authenticated(
    {
      ...content,
      derivations: withDerivation(content.derivations, derived.derivation),
      keySlots: [...content.keySlots, slot],
      signingKeys: [...content.signingKeys, signingKey],
    },
    vaultKey,
  );
  return { header: changed, slotId: identity.slotId };
}

/**
 * The header with another passphrase, or other parameters, for one therapist. Their signing key goes with them where `signing`
 * is it; where it is null, because the passphrase before is not known, they sign with a new one from now on.
 */
export function withPassphrase(
  header: Header,
  vaultKey: Uint8Array,
  slot: PassphraseSlot,
  derived: DerivedPassphrase,
  signing: OpenedSigningKey | null,
  randomBytes: RandomBytes,
): Header {
  const identity = slotIdentity(header.vaultId, slot, derived.derivation);
  const core = slotCore(identity, derived.secret, vaultKey, randomBytes);
  const signingKey =
    signing === null
      ? newSigningKey(header.vaultId, core, randomBytes)
      : boxedSigningKey(slot.signingKeyId, signing, header.vaultId, core, randomBytes);
  const rewritten: PassphraseSlot = {
    ...slot,
    ...core,
    derivationId: derived.derivation.derivationId,
    signingKeyId: signingKey.keyId,
  };
  const content = headerContent(header);
  const derivations = withDerivation(content.derivations, derived.derivation);
  const keySlots = replaced(content.keySlots, rewritten);
  const others = content.signingKeys.map((key) => (key.keyId === slot.signingKeyId ? retired(key) : key));
  const signingKeys =
    signing === null
      ? [...others, signingKey]
      : content.signingKeys.map((key) => (key.keyId === signingKey.keyId ? signingKey : key));
  return authenticated({ ...content, derivations, keySlots, signingKeys }, vaultKey);
}

/** A signing key that verifies, and signs no more. */
function retired(key: SigningKey): SigningKey {
  return { ...key, boxedSeed: null };
}

/**
 * The header without one slot. Its signing key stays for verification and loses its seed.
 * @returns `last-key-slot` where no passphrase and no recovery key would be left.
 */
export function withoutSlot(header: Header, vaultKey: Uint8Array, slotId: string): Outcome<Header> {
  const removed = header.keySlots.find((slot) => slot.slotId === slotId);
  if (removed === undefined) return failed(vaultProblems.keySlotUnknown);
  const keySlots = header.keySlots.filter((slot) => slot.slotId !== slotId);
  if (!keySlots.some((slot) => slot.kind !== 'keystore')) return failed(vaultProblems.lastKeySlot);
  const content = headerContent(header);
  const keyId = removed.kind === 'passphrase' ? removed.signingKeyId : null;
  const signingKeys = content.signingKeys.map((key) => (key.keyId === keyId ? retired(key) : key));
  return { ok: true, value: authenticated({ ...content, keySlots, signingKeys }, vaultKey) };
}

/** The header with one more recovery key. `recoveryKey`: its 20 bytes, which the caller zeroes. */
export function withRecoveryKey(
  header: Header,
  vaultKey: Uint8Array,
  recoveryKey: Uint8Array,
  createdWallMs: number,
  randomBytes: RandomBytes,
): { readonly header: Header; readonly slotId: string } {
  const identity = { slotId: hexText(randomBytes(16)), kind: 'recovery' as const };
  const slot: KeySlot = {
    kind: 'recovery',
    ...slotCore(slotIdentity(header.vaultId, identity, null), recoveryKey, vaultKey, randomBytes),
    sealedAbout: sealedAbout(header, vaultKey, identity.slotId, { createdWallMs, therapist: null }, randomBytes),
  };
  const content = headerContent(header);
  const changed = authenticated({ ...content, keySlots: [...content.keySlots, slot] }, vaultKey);
  return { header: changed, slotId: identity.slotId };
}

/** What the system's keystore keeps for the vault. */
export type KeptSecret = {
  readonly backend: string;
  /** 32 bytes, which the caller zeroes. */
  readonly secret: Uint8Array;
  /** The same as the keystore gave it back, for the header. */
  readonly protectedSecret: Uint8Array;
};

/** The header with the keystore's slot; one that was there before is replaced. */
export function withKeystore(
  header: Header,
  vaultKey: Uint8Array,
  kept: KeptSecret,
  createdWallMs: number,
  randomBytes: RandomBytes,
): { readonly header: Header; readonly slotId: string } {
  const { backend } = kept;
  const identity = { slotId: hexText(randomBytes(16)), kind: 'keystore' as const, backend };
  const slot: KeySlot = {
    kind: 'keystore',
    ...slotCore(slotIdentity(header.vaultId, identity, null), kept.secret, vaultKey, randomBytes),
    sealedAbout: sealedAbout(header, vaultKey, identity.slotId, { createdWallMs, therapist: null }, randomBytes),
    backend,
    protectedSecret: hexText(kept.protectedSecret),
  };
  const content = headerContent(header);
  const others = content.keySlots.filter((other) => other.kind !== 'keystore');
  const changed = authenticated({ ...content, keySlots: [...others, slot] }, vaultKey);
  return { header: changed, slotId: identity.slotId };
}

/** Slots with one of them in another form. */
export function replaced(slots: readonly KeySlot[], slot: KeySlot): KeySlot[] {
  return slots.map((each) => (each.slotId === slot.slotId ? slot : each));
}

function withDerivation(derivations: readonly HeaderDerivation[], added: HeaderDerivation): HeaderDerivation[] {
  return derivations.some((each) => each.derivationId === added.derivationId)
    ? [...derivations]
    : [added, ...derivations];
}

/** Strongest first, and none that no slot uses. */
function usedDerivations(content: HeaderContent): HeaderDerivation[] {
  const used = new Set(content.keySlots.map((slot) => (slot.kind === 'passphrase' ? slot.derivationId : '')));
  const work = (derivation: KeyDerivation) => derivation.memoryKiB * derivation.passes;
  return content.derivations.filter(({ derivationId }) => used.has(derivationId)).sort((a, b) => work(b) - work(a));
}

function authenticated(content: HeaderContent, vaultKey: Uint8Array): Header {
  const macKey = headerMacKey(content.vaultId, vaultKey);
  const header = authenticatedHeader({ ...content, derivations: usedDerivations(content) }, macKey);
  macKey.fill(0);
  return header;
}

function sealedAbout(
  header: Header,
  vaultKey: Uint8Array,
  slotId: string,
  about: SlotAbout,
  randomBytes: RandomBytes,
): string {
  const sealing = aboutSealing(header.vaultId, header.vaultKeyId, vaultKey);
  const sealed = sealAbout(about, hexBytes(slotId), sealing, randomBytes);
  sealing.key.fill(0);
  return sealed;
}

function failed(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
