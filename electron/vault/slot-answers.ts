import type { Outcome } from '../../shared/problem.ts';
import { parsed, type VaultAnswers } from './call-answers.ts';
import { findVault } from './inspect.ts';
import type { SlotTherapist } from './key-slot.ts';
import type { Keyring } from './keyring.ts';
import { vaultCalls } from './messages.ts';
import type { OpenedSlot } from './open-slot.ts';
import type { RandomBytes } from './randomness.ts';
import {
  addKeystoreSlot,
  addTherapist,
  changePassphrase,
  makeRecoveryKey,
  removeKeySlot,
  type SlotParts,
} from './slot-calls.ts';
import { storageFailure } from './storage-failure.ts';
import type { Vault } from './vault.ts';

/** The rotation that is under way, if any; stopping it is harmless at any time. */
export class RunningRotation {
  #current: { stopped: boolean } | null = null;

  /** Rotates, until it is done or stopped. */
  async run(vault: Vault, proof: OpenedSlot, tell: (done: number, of: number) => void): Promise<Outcome<null>> {
    const rotation = { stopped: false };
    this.#current = rotation;
    try {
      return await vault.rotate(proof, { tell, isCancelled: () => rotation.stopped });
    } finally {
      this.#current = null;
    }
  }

  stop(): void {
    if (this.#current !== null) this.#current.stopped = true;
  }
}

/** What the answers about key slots need of the service that they are part of. */
export type SlotHost = {
  readonly randomBytes: () => RandomBytes;
  readonly rotation: RunningRotation;
  /** One after the other with unlocking and locking, on the unlocked vault. */
  readonly atTheDoor: <Value>(work: (vault: Vault) => Promise<Outcome<Value>>) => Promise<Outcome<Value>>;
  /** The same, after who asks has proven a secret, which is zeroed. */
  readonly proven: <Value>(
    current: Uint8Array,
    work: (parts: SlotParts, proof: OpenedSlot, vault: Vault) => Promise<Outcome<Value>>,
  ) => Promise<Outcome<Value>>;
  readonly withVault: <Value>(work: (vault: Vault) => Promise<Outcome<Value>>) => Promise<Outcome<Value>>;
  readonly tell: (id: number, done: number, of: number) => void;
};

type SlotCall =
  | 'keystoreSlot'
  | 'keySlots'
  | 'nameTherapist'
  | 'addTherapist'
  | 'changePassphrase'
  | 'removeKeySlot'
  | 'makeRecoveryKey'
  | 'addKeystoreSlot'
  | 'rotateVaultKey'
  | 'stopRotation';

/** The answers to every call about key slots. */
export function slotAnswers(host: SlotHost): Pick<VaultAnswers, SlotCall> {
  return {
    keystoreSlot: parsed(vaultCalls.keystoreSlot, async ({ folder }) => {
      const found = findVault(folder);
      if (!found.ok) return found;
      const slots = found.value.kind === 'vault' ? found.value.header.keySlots : [];
      const slot = slots.find((each) => each.kind === 'keystore');
      if (slot === undefined) return { ok: true, value: null };
      const protectedSecret = Uint8Array.from(Buffer.from(slot.protectedSecret, 'hex'));
      return { ok: true, value: { backend: slot.backend, protectedSecret } };
    }),
    keySlots: parsed(vaultCalls.keySlots, () =>
      host.withVault(async ({ keyring }) => ({ ok: true, value: keyring.list() })),
    ),
    nameTherapist: parsed(vaultCalls.nameTherapist, ({ therapist }) =>
      host.atTheDoor(async ({ keyring }) => named(keyring, therapist, host.randomBytes())),
    ),
    addTherapist: parsed(vaultCalls.addTherapist, (args) =>
      host
        .proven(args.current, (parts, proof) => addTherapist(parts, proof, args))
        .finally(() => args.passphrase.fill(0)),
    ),
    changePassphrase: parsed(vaultCalls.changePassphrase, (args) =>
      host
        .proven(args.current, (parts, proof) => changePassphrase(parts, proof, args))
        .finally(() => args.passphrase.fill(0)),
    ),
    removeKeySlot: parsed(vaultCalls.removeKeySlot, ({ slotId, current }) =>
      host.proven(current, async (parts, proof) => removeKeySlot(parts, proof, slotId)),
    ),
    makeRecoveryKey: parsed(vaultCalls.makeRecoveryKey, ({ current, wallMs }) =>
      host.proven(current, async (parts, proof) => {
        const made = makeRecoveryKey(parts, proof, wallMs);
        if (!made.ok) return made;
        const { slotId, sheet } = made.value;
        const copied = { ...sheet, groups: [...sheet.groups], sentences: [...sheet.sentences] };
        return { ok: true, value: { slotId, sheet: copied } };
      }),
    ),
    addKeystoreSlot: parsed(vaultCalls.addKeystoreSlot, (args) =>
      host
        .proven(args.current, async (parts, proof) => addKeystoreSlot(parts, proof, args))
        .finally(() => args.secret.fill(0)),
    ),
    rotateVaultKey: parsed(vaultCalls.rotateVaultKey, ({ current }, id) =>
      host.proven(current, (_, proof, vault) => host.rotation.run(vault, proof, (done, of) => host.tell(id, done, of))),
    ),
    stopRotation: parsed(vaultCalls.stopRotation, async () => {
      host.rotation.stop();
      return { ok: true, value: null };
    }),
  };
}

function named(keyring: Keyring, therapist: SlotTherapist, randomBytes: RandomBytes): Outcome<null> {
  try {
    return keyring.nameTherapist(therapist, randomBytes);
  } catch (error) {
    return storageFailure(error);
  }
}
