import type { Outcome, Problem } from '../../shared/problem.ts';
import {
  passphraseIsTaken,
  strongestDerivation,
  withKeystore,
  withoutSlot,
  withPassphrase,
  withRecoveryKey,
  withTherapist,
} from './change-slots.ts';
import type { DerivationMachine } from './create-vault.ts';
import { worthRaisingTo } from './derivation-strength.ts';
import type { Header, HeaderDerivation, StoredHeader } from './header.ts';
import { type Derive, keyDerivationFloor } from './key-derivation.ts';
import type { SlotTherapist } from './key-slot.ts';
import type { Keyring } from './keyring.ts';
import { keystoreIsSafe } from './keystore.ts';
import { newDerivation } from './new-header.ts';
import { forgetSlot, type OpenedSlot, openByPassphrase, openByRecoveryKey } from './open-slot.ts';
import { judgePassphrase } from './passphrase-strength.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { newRecoveryKey, recoveryKeyFrom } from './recovery-key.ts';
import { type RecoverySheet, recoverySheet } from './recovery-sheet.ts';
import { storageFailure } from './storage-failure.ts';

/** What changing slots needs: the unlocked vault's keyring, a machine that derives keys, randomness. */
export type SlotParts = DerivationMachine & { readonly keyring: Keyring; readonly randomBytes: RandomBytes };

/**
 * Opens a slot by what a person typed, UTF-8: a recovery key where its check holds, else a passphrase. Whoever asked forgets the
 * slot.
 */
export async function prove(header: StoredHeader, typed: Uint8Array, derive: Derive): Promise<Outcome<OpenedSlot>> {
  const recoveryKey = recoveryKeyFrom(typed);
  if (recoveryKey !== null) {
    const slot = openByRecoveryKey(header, recoveryKey);
    recoveryKey.fill(0);
    if (slot.ok) return slot;
  }
  return openByPassphrase(header, typed, derive);
}

/** Adds a therapist with a passphrase and a signing key of their own. `proof`: whoever adds them. */
export async function addTherapist(
  parts: SlotParts,
  proof: OpenedSlot,
  args: {
    readonly passphrase: Uint8Array;
    readonly therapist: SlotTherapist;
    readonly ownWords: readonly string[];
    readonly wallMs: number;
  },
): Promise<Outcome<{ slotId: string }>> {
  const { keyring, randomBytes, derive } = parts;
  const { header } = keyring;
  const refusal = await passphraseProblem(header, args.passphrase, null, args.ownWords, derive);
  if (refusal !== null) return failed(refusal);
  const derivation = strongestDerivation(header) ?? newDerivation(keyDerivationFloor, randomBytes);
  const secret = await derive(args.passphrase, derivation);
  const about = { createdWallMs: args.wallMs, therapist: args.therapist };
  const added = withTherapist(header, proof.vaultKey, { derivation, secret }, about, randomBytes);
  secret.fill(0);
  return put(keyring, added.header, proof, { slotId: added.slotId });
}

/**
 * Sets another passphrase for a slot. `proof` must be that slot's own, or a recovery key: a colleague's passphrase changes
 * nobody else's. By a recovery key the therapist gets a new signing key: theirs is opened by their passphrase only.
 */
export async function changePassphrase(
  parts: SlotParts,
  proof: OpenedSlot,
  args: { readonly slotId: string; readonly passphrase: Uint8Array; readonly ownWords: readonly string[] },
): Promise<Outcome<null>> {
  const { keyring, randomBytes, derive } = parts;
  const { header } = keyring;
  const slot = header.keySlots.find((each) => each.slotId === args.slotId);
  if (slot?.kind !== 'passphrase') return failed(vaultProblems.keySlotUnknown);
  if (proof.slotId !== slot.slotId && proof.kind !== 'recovery') return failed(vaultProblems.notYourPassphrase);
  const refusal = await passphraseProblem(header, args.passphrase, slot.slotId, args.ownWords, derive);
  if (refusal !== null) return failed(refusal);
  const signing = keyring.signingKeyFor(slot.slotId, proof);
  if (!signing.ok) return signing;
  const derived = await strengthened(parts, args.passphrase);
  const changed = withPassphrase(header, proof.vaultKey, slot, derived, signing.value, randomBytes);
  derived.secret.fill(0);
  signing.value?.seed.fill(0);
  const done = put(keyring, changed, proof, null);
  return done.ok ? forgotten(keyring) : done;
}

/** Removes a slot; the last passphrase or recovery key stays. */
export function removeKeySlot(parts: SlotParts, proof: OpenedSlot, slotId: string): Outcome<null> {
  const { keyring } = parts;
  const removed = withoutSlot(keyring.header, proof.vaultKey, slotId);
  if (!removed.ok) return removed;
  const done = put(keyring, removed.value, proof, null);
  return done.ok ? forgotten(keyring) : done;
}

/** Makes a recovery key. What it answers is the only time that the key is seen. */
export function makeRecoveryKey(
  parts: SlotParts,
  proof: OpenedSlot,
  wallMs: number,
): Outcome<{ slotId: string; sheet: RecoverySheet }> {
  const { keyring, randomBytes } = parts;
  const key = newRecoveryKey(randomBytes);
  const made = withRecoveryKey(keyring.header, proof.vaultKey, key, wallMs, randomBytes);
  const sheet = recoverySheet(key);
  key.fill(0);
  return put(keyring, made.header, proof, { slotId: made.slotId, sheet });
}

/** Lets the system's keystore open the vault. A backend that protects nothing is refused here once more. */
export function addKeystoreSlot(
  parts: SlotParts,
  proof: OpenedSlot,
  args: {
    readonly backend: string;
    readonly secret: Uint8Array;
    readonly protectedSecret: Uint8Array;
    readonly wallMs: number;
  },
): Outcome<{ slotId: string }> {
  if (!keystoreIsSafe(args.backend)) return failed(vaultProblems.keystoreUnsafe);
  const { keyring, randomBytes } = parts;
  const added = withKeystore(keyring.header, proof.vaultKey, args, args.wallMs, randomBytes);
  return put(keyring, added.header, proof, { slotId: added.slotId });
}

/**
 * After a good unlock: parameters that have become too weak for this machine are raised, and a vault key that a rotation had
 * boxed is sealed under the passphrase again. At most two sets of parameters stand in a header at a time, so that an unlock is
 * one derivation, or two while not everybody has been here since. Forgets the slot and zeroes the passphrase.
 * @param tookMs how long the derivation of the unlock took.
 */
export async function strengthenSlot(
  parts: SlotParts,
  opened: OpenedSlot,
  passphrase: Uint8Array,
  tookMs: number,
): Promise<Outcome<null>> {
  const { keyring, randomBytes, derive } = parts;
  try {
    const { header } = keyring;
    const slot = header.keySlots.find((each) => each.slotId === opened.slotId);
    const mine = slot?.kind === 'passphrase' ? derivationOf(header, slot.derivationId) : undefined;
    if (slot?.kind !== 'passphrase' || mine === undefined) return { ok: true, value: null };
    const target = header.rehearsal ? null : betterDerivation(header, mine, tookMs, randomBytes);
    if (target === null && slot.wrapping === 'sealed') return { ok: true, value: null };
    const secret = target === null ? opened.secret : await derivedOrNull(derive, passphrase, target);
    // A machine that lacks the memory for more keeps what it has.
    if (secret === null) return { ok: true, value: null };
    const signing = keyring.signingKeyFor(slot.slotId, opened);
    if (!signing.ok) return signing;
    const derived = { derivation: target ?? mine, secret };
    const changed = withPassphrase(keyring.header, opened.vaultKey, slot, derived, signing.value, randomBytes);
    secret.fill(0);
    signing.value?.seed.fill(0);
    return put(keyring, changed, opened, null);
  } finally {
    passphrase.fill(0);
    forgetSlot(opened);
  }
}

async function derivedOrNull(
  derive: Derive,
  passphrase: Uint8Array,
  derivation: HeaderDerivation,
): Promise<Uint8Array | null> {
  try {
    return await derive(passphrase, derivation);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return null;
  }
}

function derivationOf(header: Header, derivationId: string): HeaderDerivation | undefined {
  return header.derivations.find((each) => each.derivationId === derivationId);
}

function betterDerivation(
  header: Header,
  mine: HeaderDerivation,
  tookMs: number,
  randomBytes: RandomBytes,
): HeaderDerivation | null {
  const strongest = strongestDerivation(header);
  if (strongest !== null && strongest.derivationId !== mine.derivationId) return strongest;
  if (header.derivations.length > 1) return null;
  const cost = worthRaisingTo(mine, tookMs);
  return cost === null ? null : newDerivation(cost, randomBytes);
}

/** A new passphrase under the header's strongest parameters, or under stronger ones where this machine can afford them. */
async function strengthened(
  { keyring, derive, elapsedMs, randomBytes }: SlotParts,
  passphrase: Uint8Array,
): Promise<{ readonly derivation: HeaderDerivation; readonly secret: Uint8Array }> {
  const { header } = keyring;
  const derivation = strongestDerivation(header) ?? newDerivation(keyDerivationFloor, randomBytes);
  const begun = elapsedMs?.() ?? 0;
  const secret = await derive(passphrase, derivation);
  if (elapsedMs === null || header.rehearsal) return { derivation, secret };
  const better = betterDerivation(header, derivation, elapsedMs() - begun, randomBytes);
  if (better === null) return { derivation, secret };
  secret.fill(0);
  return { derivation: better, secret: await derive(passphrase, better) };
}

async function passphraseProblem(
  header: Header,
  passphrase: Uint8Array,
  exceptSlotId: string | null,
  ownWords: readonly string[],
  derive: Derive,
): Promise<Problem | null> {
  if (!header.rehearsal) {
    const judgement = await judgePassphrase(new TextDecoder().decode(passphrase), ownWords);
    if (!judgement.acceptable) return vaultProblems.weakPassphrase;
  }
  const taken = await passphraseIsTaken(header, passphrase, exceptSlotId, derive);
  return taken ? vaultProblems.passphraseTaken : null;
}

function put<Value>(keyring: Keyring, header: Header, proof: OpenedSlot, value: Value): Outcome<Value> {
  try {
    const done = keyring.replace(header, proof.vaultKey);
    return done.ok ? { ok: true, value } : done;
  } catch (error) {
    return storageFailure(error);
  }
}

/** A secret that is no longer the vault's would go on opening the copy of before the migration. */
function forgotten(keyring: Keyring): Outcome<null> {
  try {
    keyring.removeOldCopy();
    return { ok: true, value: null };
  } catch (error) {
    return storageFailure(error);
  }
}

function failed(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
