import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVault } from '../../electron/vault/create-vault.ts';
import type { StoredHeader } from '../../electron/vault/header.ts';
import { findVault } from '../../electron/vault/inspect.ts';
import type { Derive } from '../../electron/vault/key-derivation.ts';
import { openByPassphrase } from '../../electron/vault/open-slot.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import type { RandomBytes } from '../../electron/vault/randomness.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';

/** How a program of these suites opens its vault: by the vault key itself; deriving it from a passphrase is tried apart. */
export type TestKey = { readonly header: StoredHeader; readonly vaultKeyHex: string };

/** The passphrase of every vault that `newTestVault` makes. */
export const testPassphrase = 'lantern orchid seventeen gravel';

/** Where a test's vault lies in its place. */
export function vaultFolder(place: string): string {
  return join(place, 'vault');
}

export function keepTestKey(place: string, key: TestKey): void {
  writeFileSync(join(place, 'key.json'), JSON.stringify(key));
}

export function readTestKey(place: string): TestKey {
  return JSON.parse(readFileSync(join(place, 'key.json'), 'utf8')) as TestKey;
}

/** In the place of Argon2id, which is tried by itself: it costs nothing. */
export const cheapDerive: Derive = async (words, { memoryKiB, passes, salt }) =>
  new Uint8Array(createHash('sha256').update(words).update(`${memoryKiB} ${passes} ${salt}`).digest());

/** Makes a closed practice vault in `place` and keeps its key beside it. */
export async function newTestVault(
  place: string,
  random: RandomBytes = randomBytes,
  derive: Derive = cheapDerive,
): Promise<TestKey> {
  const folder = vaultFolder(place);
  const passphrase = () => new TextEncoder().encode(testPassphrase);
  const wanted = { rehearsal: true, ownWords: [] };
  const created = await createVault(folder, passphrase(), wanted, random, { derive, elapsedMs: null });
  if (!created.ok) throw new Error(created.problem.sentence);
  await created.value.close();
  const found = findVault(folder);
  if (!found.ok || found.value.kind !== 'vault') throw new Error('no vault');
  const opened = await openByPassphrase(found.value.header, passphrase(), derive);
  if (!opened.ok) throw new Error(opened.problem.sentence);
  const key = { header: found.value.header, vaultKeyHex: Buffer.from(opened.value.vaultKey).toString('hex') };
  keepTestKey(place, key);
  return key;
}

/** Opens a vault with its key, for whoever wants to see why it is refused. */
export function tryOpenByKey(
  folder: string,
  key: TestKey,
  random: RandomBytes = randomBytes,
  headerFromBackup = false,
): Outcome<Vault> {
  const vaultKey = Uint8Array.from(Buffer.from(key.vaultKeyHex, 'hex'));
  return openVault({ folder, header: key.header, vaultKey, headerFromBackup }, random);
}

/**
 * The same as by somebody who cannot sign: deriving the signing key takes a program that has just begun as long as all else that
 * opening asks for.
 */
export function openWithoutSigning(place: string, key: TestKey, random: RandomBytes = randomBytes): Vault {
  const vaultKey = Uint8Array.from(Buffer.from(key.vaultKeyHex, 'hex'));
  const opened = { slotId: '', kind: 'recovery' as const, secret: new Uint8Array(), vaultKey: new Uint8Array() };
  const header = { folder: vaultFolder(place), header: key.header, vaultKey, headerFromBackup: false, opened };
  const vault = openVault(header, random);
  if (!vault.ok) throw new Error(`${vault.problem.code}: ${vault.problem.sentence}`);
  return vault.value;
}

export function openByKey(place: string, key: TestKey, random: RandomBytes = randomBytes): Vault {
  const opened = tryOpenByKey(vaultFolder(place), key, random);
  if (!opened.ok) throw new Error(`${opened.problem.code}: ${opened.problem.sentence}`);
  return opened.value;
}
