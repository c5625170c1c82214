import type { Outcome } from '../../shared/problem.ts';
import { passphraseBytes } from './key-derivation.ts';
import type { SlotTherapist } from './key-slot.ts';
import { type Keystore, keepInKeystore } from './keystore.ts';
import type { VaultAnswer, VaultArguments, VaultCall } from './messages.ts';

/** Is told how far a long call is: so many of so many. */
export type Progress = (done: number, of: number) => void;

/** Asks the vault's process; zeroes the secrets among the arguments once they are sent. */
export type AskVault = <Call extends VaultCall>(
  call: Call,
  args: VaultArguments<Call>,
  onProgress?: Progress,
) => Promise<Outcome<VaultAnswer<Call>>>;

/** What was typed as bytes of our own, which are zeroed once they are sent. Whoever gave bytes zeroes theirs. */
export function typedBytes(typed: string | Uint8Array): Uint8Array {
  return typeof typed === 'string' ? passphraseBytes(typed) : Uint8Array.from(typed);
}

/**
 * The keys of the unlocked vault, for the main process. Whatever changes them takes `current`: what a person typed to prove that
 * it is they who ask, their passphrase or a recovery key. A wrong one counts as a wrong try.
 */
export class KeySlotClient {
  readonly #call: AskVault;

  constructor(call: AskVault) {
    this.#call = call;
  }

  /** Every key of the unlocked vault, in the order in which they were made. */
  list(): Promise<Outcome<VaultAnswer<'keySlots'>>> {
    return this.#call('keySlots', {});
  }

  /** Names the therapist who unlocked the vault; a vault that is new or older than names has none yet. */
  nameTherapist(therapist: SlotTherapist): Promise<Outcome<null>> {
    return this.#call('nameTherapist', { therapist });
  }

  /** Adds a therapist with a passphrase and a signing key of their own. */
  addTherapist(
    current: string | Uint8Array,
    added: {
      readonly passphrase: string | Uint8Array;
      readonly therapist: SlotTherapist;
      readonly ownWords?: readonly string[];
      readonly wallMs: number;
    },
  ): Promise<Outcome<VaultAnswer<'addTherapist'>>> {
    const { therapist, wallMs, ownWords = [] } = added;
    const passphrase = typedBytes(added.passphrase);
    return this.#call('addTherapist', {
      current: typedBytes(current),
      passphrase,
      therapist,
      ownWords: [...ownWords],
      wallMs,
    });
  }

  /** Sets another passphrase; `current` is that slot's present one, or a recovery key. */
  changePassphrase(
    slotId: string,
    current: string | Uint8Array,
    next: string | Uint8Array,
    ownWords: readonly string[] = [],
  ): Promise<Outcome<null>> {
    const args = { slotId, current: typedBytes(current), passphrase: typedBytes(next), ownWords: [...ownWords] };
    return this.#call('changePassphrase', args);
  }

  /** Removes a key; the last passphrase or recovery key stays. */
  removeKeySlot(slotId: string, current: string | Uint8Array): Promise<Outcome<null>> {
    return this.#call('removeKeySlot', { slotId, current: typedBytes(current) });
  }

  /** Makes a recovery key; the sheet in the answer is the only time that it is seen. */
  makeRecoveryKey(current: string | Uint8Array, wallMs: number): Promise<Outcome<VaultAnswer<'makeRecoveryKey'>>> {
    return this.#call('makeRecoveryKey', { current: typedBytes(current), wallMs });
  }

  /** Lets the system's keystore open the vault by itself, for a clinic that chose so. `secret`: 32 random bytes, zeroed. */
  async addKeystoreSlot(
    current: string | Uint8Array,
    keystore: Keystore,
    secret: Uint8Array,
    wallMs: number,
  ): Promise<Outcome<VaultAnswer<'addKeystoreSlot'>>> {
    const typed = typedBytes(current);
    const kept = await keepInKeystore(keystore, secret);
    if (kept.ok) return this.#call('addKeystoreSlot', { current: typed, secret, ...kept.value, wallMs });
    typed.fill(0);
    secret.fill(0);
    return kept;
  }

  /**
   * Gives the vault another key and wraps every journal's keys anew. `onProgress` is told how many journals are done, of how many.
   * What is stopped is completed by the next unlock, or by asking again. Backups made before still open with the old secrets.
   */
  rotateVaultKey(
    current: string | Uint8Array,
    onProgress: (done: number, of: number) => void = () => undefined,
  ): Promise<Outcome<null>> {
    return this.#call('rotateVaultKey', { current: typedBytes(current) }, onProgress);
  }

  /** Stops a rotation after the journal that is under way. */
  stopRotation(): Promise<Outcome<null>> {
    return this.#call('stopRotation', {});
  }
}
