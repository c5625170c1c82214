import { createHash, randomBytes } from 'node:crypto';
import { createVault } from '../../electron/vault/create-vault.ts';
import type { StoredHeader } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import type { Derive } from '../../electron/vault/key-derivation.ts';
import { openByPassphrase } from '../../electron/vault/open-slot.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import { prove, type SlotParts } from '../../electron/vault/slot-calls.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import { emptyFolder, passphrase, value } from './vault-place.ts';

/** In the place of Argon2id, which is tried by itself: each call is counted and costs nothing. */
export const quickDerive: Derive & { calls: number } = Object.assign(
  async (words: Uint8Array, { memoryKiB, passes, salt }: Parameters<Derive>[1]) => {
    quickDerive.calls += 1;
    const hash = createHash('sha256').update(words).update(`${memoryKiB} ${passes} ${salt}`);
    return new Uint8Array(hash.digest());
  },
  { calls: 0 },
);

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A real vault (no rehearsal) in a folder of its own, open, under the passphrase of all tests. */
export async function quickVault(): Promise<{ folder: string; vault: Vault }> {
  const folder = emptyFolder();
  const machine = { derive: quickDerive, elapsedMs: null };
  const wanted = { rehearsal: false, ownWords: [] };
  return { folder, vault: value(await createVault(folder, bytesOf(passphrase), wanted, randomBytes, machine)) };
}

/** The header that stands in a folder. */
export function headerIn(folder: string): StoredHeader {
  const found = value(findVault(folder));
  if (found.kind !== 'vault') throw new Error('no vault');
  return found.header;
}

/** Opens a vault of `quickVault` by a passphrase or a recovery key. */
export async function quickOpen(folder: string, words = passphrase): Promise<Outcome<Vault>> {
  const header = headerIn(folder);
  const opened = await prove(header, bytesOf(words), quickDerive);
  if (!opened.ok) return opened;
  const vaultKey = Uint8Array.from(opened.value.vaultKey);
  return openVault({ folder, header, vaultKey, headerFromBackup: false, opened: opened.value }, randomBytes);
}

/** The slot that a passphrase opens, as a proof for a change. */
export async function proofOf(vault: Vault, words = passphrase) {
  return value(await prove(vault.keyring.header, bytesOf(words), quickDerive));
}

/** What a change of slots needs. */
export function slotParts(vault: Vault, elapsedMs: (() => number) | null = null): SlotParts {
  return { keyring: vault.keyring, randomBytes, derive: quickDerive, elapsedMs };
}

/** Whether a passphrase opens the header of a folder. */
export async function opens(folder: string, words: string): Promise<boolean> {
  return (await openByPassphrase(headerIn(folder), bytesOf(words), quickDerive)).ok;
}
