import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Header } from '../../electron/vault/header.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import type { Vault } from '../../electron/vault/vault.ts';

/** How a program of this suite opens its vault: by the vault key itself; deriving it from a passphrase is tried apart. */
export type TestKey = { readonly header: Header; readonly vaultKeyHex: string };

export function keepTestKey(place: string, key: TestKey): void {
  writeFileSync(join(place, 'key.json'), JSON.stringify(key));
}

export function readTestKey(place: string): TestKey {
  return JSON.parse(readFileSync(join(place, 'key.json'), 'utf8')) as TestKey;
}

export function openByKey(place: string, key: TestKey): Vault {
  const vaultKey = Uint8Array.from(Buffer.from(key.vaultKeyHex, 'hex'));
  const opened = openVault(
    { folder: join(place, 'vault'), header: key.header, vaultKey, headerFromBackup: false },
    randomBytes,
  );
  if (!opened.ok) throw new Error(`${opened.problem.code}: ${opened.problem.sentence}`);
  return opened.value;
}
