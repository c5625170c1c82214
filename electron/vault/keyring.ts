import type { Outcome } from '../../shared/problem.ts';
import { authenticatedHeader, type Header, headerContent, headerMacKey } from './header.ts';
import { writeHeaderFile } from './header-file.ts';
import { hexBytes } from './hexadecimal.ts';
import {
  type AboutSealing,
  aboutSealing,
  openAbout,
  type SlotKind,
  type SlotTherapist,
  sealAbout,
} from './key-slot.ts';
import { removeCopyBeforeMigration } from './migrate-vault.ts';
import type { OpenedSlot } from './open-slot.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { type OpenedSigningKey, openSigningKey, type Signature, signedBy } from './signing-key.ts';

/** One key slot as the windows show it. */
export type KeySlotListing = {
  readonly slotId: string;
  readonly kind: SlotKind;
  /** Whose passphrase it is; null for other kinds, and before the first unlock after a migration has named them. */
  readonly therapist: SlotTherapist | null;
  /** Wall time in milliseconds; null where the vault is older than this field. */
  readonly createdWallMs: number | null;
  /** The slot that this vault was unlocked with. */
  readonly isMine: boolean;
  /** A passphrase slot's key that verifies its therapist's signatures. */
  readonly publicKeyHex: string | null;
  /** Which keystore keeps the secret of a keystore slot. */
  readonly backend: string | null;
};

/** Which slot the vault was unlocked with. */
export type UnlockedBy = { readonly slotId: string; readonly kind: SlotKind };

/**
 * The header of an unlocked vault, and the few keys that are needed to show and rename its slots and to sign. It does not hold
 * the vault key: whoever changes a slot proves a secret again, and that opens it.
 */
export class Keyring {
  readonly unlockedBy: UnlockedBy | null;
  readonly #folder: string;
  #header: Header;
  #about: AboutSealing;
  #macKey: Uint8Array;
  #signing: OpenedSigningKey | null;
  #publicKeyHex: string | null;
  #isForgotten = false;

  private constructor(
    folder: string,
    header: Header,
    vaultKey: Uint8Array,
    unlockedBy: UnlockedBy | null,
    signing: OpenedSigningKey | null,
  ) {
    this.#folder = folder;
    this.#header = header;
    this.unlockedBy = unlockedBy;
    this.#about = aboutSealing(header.vaultId, header.vaultKeyId, vaultKey);
    this.#macKey = headerMacKey(header.vaultId, vaultKey);
    this.#signing = signing;
    this.#publicKeyHex = signing?.publicKeyHex ?? null;
  }

  /**
   * Takes the header of a vault whose key is known. Only a passphrase signs; a program that opens a vault by its bare key (null)
   * signs nothing. `opened` is forgotten by whoever opened it.
   */
  static open(folder: string, header: Header, vaultKey: Uint8Array, opened: OpenedSlot | null): Outcome<Keyring> {
    const unlockedBy = opened === null ? null : { slotId: opened.slotId, kind: opened.kind };
    const signing = opened === null ? null : signingKeyOf(header, opened);
    if (signing?.ok === false) return signing;
    return { ok: true, value: new Keyring(folder, header, vaultKey, unlockedBy, signing?.value ?? null) };
  }

  get header(): Header {
    return this.#header;
  }

  /** The public key of whoever unlocked the vault; null where they cannot sign. */
  get publicKeyHex(): string | null {
    return this.#publicKeyHex;
  }

  /** Signs exactly these bytes as whoever unlocked the vault; the key never leaves. */
  sign(bytes: Uint8Array): Outcome<Signature> {
    if (this.#signing === null) return { ok: false, problem: vaultProblems.signingNeedsPassphrase };
    return signedBy(this.#signing, bytes);
  }

  /**
   * The signing key of a slot, where `proof` is that slot or where it unlocked the vault; null where nobody here can open it. The
   * caller zeroes the seed.
   */
  signingKeyFor(slotId: string, proof: OpenedSlot): Outcome<OpenedSigningKey | null> {
    if (proof.slotId === slotId) return signingKeyOf(this.#header, proof) ?? { ok: true, value: null };
    if (this.#signing === null || this.unlockedBy?.slotId !== slotId) return { ok: true, value: null };
    return { ok: true, value: { ...this.#signing, seed: Uint8Array.from(this.#signing.seed) } };
  }

  /** Every slot, in the order in which they were made. */
  list(): KeySlotListing[] {
    return this.#header.keySlots.map((slot) => {
      const about = openAbout(slot.sealedAbout, hexBytes(slot.slotId), this.#about);
      const keyId = slot.kind === 'passphrase' ? slot.signingKeyId : null;
      return {
        slotId: slot.slotId,
        kind: slot.kind,
        therapist: about?.therapist ?? null,
        createdWallMs: about?.createdWallMs ?? null,
        isMine: slot.slotId === this.unlockedBy?.slotId,
        publicKeyHex: this.#header.signingKeys.find((key) => key.keyId === keyId)?.publicKey ?? null,
        backend: slot.kind === 'keystore' ? slot.backend : null,
      };
    });
  }

  /** Who unlocked the vault; null where it was no therapist's passphrase, or theirs has no name yet. */
  therapist(): SlotTherapist | null {
    return this.list().find((slot) => slot.isMine)?.therapist ?? null;
  }

  /**
   * Names the therapist of the slot that the vault was unlocked with.
   * @throws what the operating system says.
   */
  nameTherapist(therapist: SlotTherapist, randomBytes: RandomBytes): Outcome<null> {
    const slot = this.#header.keySlots.find((each) => each.slotId === this.unlockedBy?.slotId);
    if (slot?.kind !== 'passphrase') return { ok: false, problem: vaultProblems.signingNeedsPassphrase };
    const slotId = hexBytes(slot.slotId);
    const createdWallMs = openAbout(slot.sealedAbout, slotId, this.#about)?.createdWallMs ?? null;
    const sealedAbout = sealAbout({ createdWallMs, therapist }, slotId, this.#about, randomBytes);
    const content = headerContent(this.#header);
    const keySlots = content.keySlots.map((each) => (each === slot ? { ...slot, sealedAbout } : each));
    this.#put(authenticatedHeader({ ...content, keySlots }, this.#macKey));
    return { ok: true, value: null };
  }

  /**
   * Puts a changed header in place, durably. `vaultKey` is the one that it is authenticated with. Where it no longer has the
   * slot of whoever unlocked the vault, they sign no more.
   * @returns `vault-locked` where the vault was closed meanwhile; then nothing is written.
   * @throws what the operating system says; then the header before stays.
   */
  replace(header: Header, vaultKey: Uint8Array): Outcome<null> {
    if (this.#isForgotten) return { ok: false, problem: vaultProblems.locked };
    this.#put(header);
    this.#about.key.fill(0);
    this.#macKey.fill(0);
    this.#about = aboutSealing(header.vaultId, header.vaultKeyId, vaultKey);
    this.#macKey = headerMacKey(header.vaultId, vaultKey);
    const isGone = this.unlockedBy !== null && !header.keySlots.some((slot) => slot.slotId === this.unlockedBy?.slotId);
    if (isGone) {
      this.#forgetSigning();
      this.#publicKeyHex = null;
    }
    return { ok: true, value: null };
  }

  /**
   * Removes the copy of before a migration: it would go on opening with a secret that is no longer the vault's.
   * @throws what the operating system says.
   */
  removeOldCopy(): void {
    removeCopyBeforeMigration(this.#folder);
  }

  /**
   * Ends a rotation: the header forgets the vault key before.
   * @throws what the operating system says.
   */
  finishRotation(): void {
    this.#put(authenticatedHeader({ ...headerContent(this.#header), previousKey: null }, this.#macKey));
  }

  /** Zeroes the keys; nothing can be changed afterwards. */
  forget(): void {
    this.#isForgotten = true;
    this.#forgetSigning();
    this.#about.key.fill(0);
    this.#macKey.fill(0);
  }

  #put(header: Header): void {
    writeHeaderFile(this.#folder, header);
    this.#header = header;
  }

  #forgetSigning(): void {
    this.#signing?.seed.fill(0);
    this.#signing = null;
  }
}

/** The signing key of a passphrase's slot; null for other kinds, which sign nothing. */
function signingKeyOf(header: Header, opened: OpenedSlot): Outcome<OpenedSigningKey> | null {
  const slot = header.keySlots.find((each) => each.slotId === opened.slotId);
  const keyId = slot?.kind === 'passphrase' ? slot.signingKeyId : null;
  const signingKey = header.signingKeys.find((key) => key.keyId === keyId);
  return signingKey === undefined ? null : openSigningKey(signingKey, header.vaultId, opened.slotId, opened.secret);
}
