import type { Outcome, Problem } from '../../shared/problem.ts';
import { type KeySlot, macHolds, type StoredHeader } from './header.ts';
import { type Derive, derivationIsAllowed, deriveKey, type KeyDerivation } from './key-derivation.ts';
import { type SlotKind, secretFits, slotIdentity, unwrapSlot } from './key-slot.ts';
import { damagedVault, vaultProblems } from './problems.ts';

/** A slot that a secret opened, with the vault key. Whoever has it zeroes both byte strings (`forgetSlot`). */
export type OpenedSlot = {
  readonly slotId: string;
  readonly kind: SlotKind;
  /** What the slot is under: Argon2id of the passphrase, the recovery key, or the keystore's secret. */
  readonly secret: Uint8Array;
  readonly vaultKey: Uint8Array;
};

/** The slots of every version of the header, as far as opening needs them. */
type OpenableSlot = {
  readonly slotId: string;
  readonly kind: SlotKind;
  readonly wrapping: 'sealed' | 'boxed';
  readonly wrappedKey: string;
  readonly commitment: string;
  readonly backend?: string;
};

/**
 * Opens the slot of a passphrase. Each derivation of the header is done once and held against all slots that use it, so that
 * several therapists cost no more than one. The commitment decides whether the passphrase is right; parameters below the
 * floor are refused before anything is derived.
 */
export async function openByPassphrase(
  header: StoredHeader,
  passphrase: Uint8Array,
  derive: Derive = deriveKey,
): Promise<Outcome<OpenedSlot>> {
  const groups = passphraseGroups(header);
  if (!groups.every(({ derivation }) => derivationIsAllowed(derivation))) return failed(vaultProblems.weakenedHeader);
  for (const { derivation, slots } of groups) {
    const secret = await derive(passphrase, derivation);
    const slot = slots.find((each) =>
      secretFits(slotIdentity(header.vaultId, each, derivation), each.commitment, secret),
    );
    if (slot !== undefined) return opened(header, slot, derivation, secret);
    secret.fill(0);
  }
  return failed(vaultProblems.wrongPassphrase);
}

/** Opens a recovery slot. `recoveryKey`: the 20 bytes behind its text, which the caller zeroes. */
export function openByRecoveryKey(header: StoredHeader, recoveryKey: Uint8Array): Outcome<OpenedSlot> {
  for (const slot of laterSlots(header)) {
    if (slot.kind !== 'recovery') continue;
    if (!secretFits(slotIdentity(header.vaultId, slot, null), slot.commitment, recoveryKey)) continue;
    return opened(header, slot, null, Uint8Array.from(recoveryKey));
  }
  return failed(vaultProblems.wrongRecoveryKey);
}

/** Opens the keystore's slot, but only where the same backend keeps its secret as when it was made. */
export function openByKeystore(header: StoredHeader, backend: string, secret: Uint8Array): Outcome<OpenedSlot> {
  const slot = laterSlots(header).find((each) => each.kind === 'keystore');
  if (slot === undefined) return failed(vaultProblems.noKeystoreSlot);
  if (slot.backend !== backend) return failed(vaultProblems.keystoreChanged);
  if (!secretFits(slotIdentity(header.vaultId, slot, null), slot.commitment, secret)) {
    return failed(vaultProblems.keystoreForgot);
  }
  return opened(header, slot, null, Uint8Array.from(secret));
}

/** The vault key that a passphrase opens, in this thread. @returns 32 bytes that the caller zeroes. */
export async function unwrapVaultKey(header: StoredHeader, passphrase: Uint8Array): Promise<Outcome<Uint8Array>> {
  const slot = await openByPassphrase(header, passphrase);
  if (!slot.ok) return slot;
  slot.value.secret.fill(0);
  return { ok: true, value: slot.value.vaultKey };
}

/** Zeroes what opening a slot gave. */
export function forgetSlot(slot: OpenedSlot): void {
  slot.secret.fill(0);
  slot.vaultKey.fill(0);
}

function opened(
  header: StoredHeader,
  slot: OpenableSlot,
  derivation: KeyDerivation | null,
  secret: Uint8Array,
): Outcome<OpenedSlot> {
  const { slotId, kind } = slot;
  const vaultKey = unwrapSlot(slotIdentity(header.vaultId, slot, derivation), slot, secret);
  if (vaultKey === null) {
    secret.fill(0);
    return failed(damagedVault(kind === 'passphrase' ? damagedPassphraseSlot : 'This key slot is damaged.'));
  }
  if (!macHolds(header, vaultKey)) {
    secret.fill(0);
    vaultKey.fill(0);
    return failed(damagedVault('The passphrase is right, but the header of the vault was altered.'));
  }
  return { ok: true, value: { slotId, kind, secret, vaultKey } };
}

const damagedPassphraseSlot = 'The key slot of this passphrase is damaged.';

function passphraseGroups(
  header: StoredHeader,
): readonly { readonly derivation: KeyDerivation; readonly slots: readonly OpenableSlot[] }[] {
  if (header.formatVersion === 1) {
    return header.keySlots.map((slot) => ({ derivation: slot.kdf, slots: [{ ...slot, wrapping: 'sealed' }] }));
  }
  return header.derivations.map(({ derivationId, ...derivation }) => ({
    derivation,
    slots: header.keySlots.filter((slot) => slot.kind === 'passphrase' && slot.derivationId === derivationId),
  }));
}

function laterSlots(header: StoredHeader): readonly KeySlot[] {
  return header.formatVersion === 1 ? [] : header.keySlots;
}

function failed(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
