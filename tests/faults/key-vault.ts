import { mkdirSync } from 'node:fs';
import { createVault } from '../../electron/vault/create-vault.ts';
import type { StoredHeader } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import { type OpenedSlot, openByPassphrase } from '../../electron/vault/open-slot.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import type { RandomBytes } from '../../electron/vault/randomness.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import { cheapDerive } from '../kill/test-key.ts';
import { readVaultByKey } from '../vault/second-reader.ts';
import { entryOf } from './scenario.ts';

/** What opens every vault of these trials, whatever is done to its slots. */
export const mainPassphrase = 'lantern orchid seventeen gravel';

/** The header that stands in a folder now. */
export function headerIn(folder: string): Outcome<StoredHeader> {
  const found = findVault(folder);
  if (!found.ok) return found;
  if (found.value.kind !== 'vault') throw new Error('there is no vault here');
  return { ok: true, value: found.value.header };
}

/** A new open vault whose passphrase is derived at no cost. */
export async function makeCheapVault(folder: string, random: RandomBytes): Promise<Vault> {
  mkdirSync(folder, { recursive: true });
  const machine = { derive: cheapDerive, elapsedMs: null };
  const words = new TextEncoder().encode(mainPassphrase);
  const made = await createVault(folder, words, { rehearsal: true, ownWords: [] }, random, machine);
  if (!made.ok) throw new Error(made.problem.sentence);
  return made.value;
}

/** The slot of a passphrase in the header that stands in a folder now. */
export async function slotOf(folder: string, words: string): Promise<Outcome<OpenedSlot>> {
  const header = headerIn(folder);
  return header.ok ? openByPassphrase(header.value, new TextEncoder().encode(words), cheapDerive) : header;
}

/** Opens a vault by one of its slots. */
export function openBySlot(folder: string, opened: OpenedSlot, random: RandomBytes): Outcome<Vault> {
  const header = headerIn(folder);
  if (!header.ok) return header;
  const vaultKey = Uint8Array.from(opened.vaultKey);
  return openVault({ folder, header: header.value, vaultKey, headerFromBackup: false, opened }, random);
}

/**
 * Opens a vault by a slot, reads everything with both readers and holds it against what was written.
 * @returns in words what is wrong; null where nothing is.
 */
export async function wrongIn(
  folder: string,
  opened: OpenedSlot,
  wanted: ReadonlyMap<string, { readonly acknowledged: number; readonly entry: (sequence: number) => string }>,
  random: RandomBytes,
): Promise<string | null> {
  const vault = openBySlot(folder, opened, random);
  if (!vault.ok) return `does not open: ${vault.problem.sentence}`;
  const first = new Map<string, readonly string[]>();
  for (const { journalId } of vault.value.journals()) {
    const read = await vault.value.read(journalId);
    if (!read.ok) return `a journal is not readable: ${read.problem.sentence}`;
    first.set(journalId, read.value.entries);
  }
  await vault.value.close();
  for (const [journalId, { acknowledged, entry }] of wanted) {
    const entries = first.get(journalId);
    if (entries === undefined) return 'a journal is gone';
    if (entries.length < acknowledged) return `${entries.length} entries of ${acknowledged}`;
    if (entries.some((text, index) => text !== entry(index + 1))) return 'an entry is not the one that was written';
  }
  try {
    const second = readVaultByKey(folder, Buffer.from(opened.vaultKey));
    const differs = [...first].some(
      ([id, entries]) => JSON.stringify(second.get(id)?.entries) !== JSON.stringify(entries),
    );
    return differs ? 'the second reader reads something else' : null;
  } catch (error) {
    return `the second reader refuses: ${error instanceof Error ? error.message : 'unknown'}`;
  }
}

/** The entries of the scenarios, as `wrongIn` wants them. */
export function wantedOf(acknowledged: ReadonlyMap<string, number>): Parameters<typeof wrongIn>[2] {
  return new Map(
    [...acknowledged].map(([journalId, count]) => [
      journalId,
      { acknowledged: count, entry: (sequence: number) => entryOf(journalId, sequence) },
    ]),
  );
}
