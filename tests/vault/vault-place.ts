import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { VaultDatabase } from '../../electron/vault/database.ts';
import { writeHeaderFile } from '../../electron/vault/header-file.ts';
import { hexBytes } from '../../electron/vault/hexadecimal.ts';
import { type NewHeader, newHeader } from '../../electron/vault/new-header.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { headSealing, writeVaultHead } from '../../electron/vault/vault-head.ts';
import type { Outcome } from '../../shared/problem.ts';

export const passphrase = 'lantern orchid seventeen gravel';

let prepared: Promise<NewHeader> | null = null;

/** A folder of its own for one test, removed afterwards. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A vault in a folder of its own; the key derivation is done once for all of a file's tests. */
export async function freshVault(folder = emptyFolder()): Promise<{ folder: string; vault: Vault; reopen: Reopen }> {
  prepared ??= newHeader(new TextEncoder().encode(passphrase), false, randomBytes);
  const { header, vaultKey, opened } = await prepared;
  mkdirSync(join(folder, 'journals'), { recursive: true });
  const database = VaultDatabase.open(join(folder, 'vault.db'), hexBytes(header.vaultId));
  value(database).database.close();
  writeVaultHead(folder, { counter: 0, journals: [] }, headSealing(header, vaultKey), randomBytes);
  writeHeaderFile(folder, header);
  const reopen = (where = folder) =>
    openVault(
      { folder: where, header, vaultKey: Uint8Array.from(vaultKey), headerFromBackup: false, opened },
      randomBytes,
    );
  const vault = value(reopen());
  return { folder, vault, reopen };
}

/** Opens the vault, or a copy of it, with its key. */
export type Reopen = (folder?: string) => Outcome<Vault>;

/** The value of an outcome that has to be ok. */
export function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.problem.code}: ${outcome.problem.sentence}`);
  return outcome.value;
}

/** The code of the Problem, or 'ok'. */
export function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.problem.code;
}

/** A session's journal with so many entries. */
export async function journalWith(vault: Vault, entries: readonly string[]): Promise<string> {
  const journalId = randomUUID();
  value(await vault.createJournal(journalId, 'session'));
  for (const [index, entry] of entries.entries()) value(await vault.append(journalId, index + 1, entry));
  return journalId;
}

/** So many different entries. */
export function someEntries(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ kind: 'note', text: `entry ${index + 1} ${'x'.repeat((index * 37) % 300)}` }),
  );
}

/** A copy of a vault's folder as it is at this moment, as after a crash. */
export function copyOf(folder: string): string {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Every file under a folder. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** A folder's whole content, to be compared later. */
export function contentOf(folder: string): Map<string, string> {
  return new Map(filesUnder(folder).map((path) => [path.slice(folder.length), readFileSync(path).toString('hex')]));
}

/** Puts a file of one folder over the same one of another. */
export function putBack(from: string, to: string, name: string): void {
  copyFileSync(join(from, name), join(to, name));
}
