import type { Outcome } from '../../shared/problem.ts';
import type { Keystore } from '../vault/keystore.ts';
import type { UnlockedVault } from '../vault/messages.ts';
import { vaultProblems } from '../vault/problems.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import type { OpenedVault, VaultDoor } from './desk.ts';

/** The vault of one folder, as the desk uses it. `hold` makes a rehearsal's clock stand while the vault is at work. */
export function vaultDoor(
  client: VaultClient,
  parts: {
    readonly folder: string;
    readonly rehearsal: boolean;
    readonly keystore: Keystore;
    readonly hold: () => () => void;
  },
): VaultDoor {
  const { folder, rehearsal, keystore } = parts;
  const held = async <Value>(work: Promise<Value>): Promise<Value> => {
    const release = parts.hold();
    try {
      return await work;
    } finally {
      release();
    }
  };
  return {
    inspect: async () => {
      const found = await client.inspect(folder);
      if (!found.ok) return found;
      if (found.value.kind !== 'vault') return { ok: true, value: 'empty' };
      if (found.value.rehearsal && !rehearsal) return { ok: false, problem: vaultProblems.rehearsalVault };
      if (!found.value.rehearsal && rehearsal) return { ok: false, problem: vaultProblems.realVault };
      return { ok: true, value: 'vault' };
    },
    create: (passphrase, ownWords) => held(client.create(folder, passphrase, { rehearsal, ownWords })).then(opened),
    unlock: (passphrase) => held(client.unlock(folder, passphrase, { rehearsal })).then(opened),
    hasKeystore: () => client.hasKeystoreSlot(folder),
    unlockWithKeystore: () => held(client.unlockWithKeystore(folder, keystore, { rehearsal })).then(opened),
    unlockWithRecoveryKey: (typed) => held(client.unlockWithRecoveryKey(folder, typed, { rehearsal })).then(opened),
    nameTherapist: (therapist) => held(client.keySlots.nameTherapist(therapist)),
    lock: (keepSessionId) => (keepSessionId === null ? client.lock() : client.lockKeepingSession(keepSessionId)),
    createJournal: (journalId, kind) => held(client.createJournal(journalId, kind)),
    append: (journalId, sequence, entry) => held(client.append(journalId, sequence, entry)),
    read: (journalId) => held(client.read(journalId)),
    putSlot: (journalId, slot, text) => client.putSlot(journalId, slot, text),
    getSlot: (journalId, slot) => held(client.getSlot(journalId, slot)),
    sign: (bytesHex) => held(client.sign(bytesHex)),
  };
}

function opened(outcome: Outcome<UnlockedVault>): Outcome<OpenedVault> {
  if (!outcome.ok) return outcome;
  const { journals, report, unlockedWith, therapist, wrongTriesBefore } = outcome.value;
  return { ok: true, value: { journals, report, unlockedWith, therapist, wrongTriesBefore } };
}
