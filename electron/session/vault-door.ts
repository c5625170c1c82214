import type { Outcome } from '../../shared/problem.ts';
import type { UnlockedVault } from '../vault/messages.ts';
import { vaultProblems } from '../vault/problems.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import type { VaultDoor } from './desk.ts';

/** The vault of one folder, as the desk uses it. `hold` makes a rehearsal's clock stand while the vault is at work. */
export function vaultDoor(
  client: VaultClient,
  parts: { readonly folder: string; readonly rehearsal: boolean; readonly hold: () => () => void },
): VaultDoor {
  const { folder, rehearsal } = parts;
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
    lock: (keepSessionId) => (keepSessionId === null ? client.lock() : client.lockKeepingSession(keepSessionId)),
    createJournal: (journalId, kind) => held(client.createJournal(journalId, kind)),
    append: (journalId, sequence, entry) => held(client.append(journalId, sequence, entry)),
    read: (journalId) => held(client.read(journalId)),
    putSlot: (journalId, slot, text) => client.putSlot(journalId, slot, text),
    getSlot: (journalId, slot) => held(client.getSlot(journalId, slot)),
    sign: (bytesHex) => held(client.sign(bytesHex)),
  };
}

function opened(outcome: Outcome<UnlockedVault>): Outcome<Pick<UnlockedVault, 'journals' | 'report'>> {
  return outcome.ok ? { ok: true, value: { journals: outcome.value.journals, report: outcome.value.report } } : outcome;
}
