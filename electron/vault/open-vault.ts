import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import { VaultDatabase } from './database.ts';
import { syncFolder } from './durable-file.ts';
import { findJournals, journalFiles } from './find-journals.ts';
import { folderPlaceProblem } from './folder-place.ts';
import { type Header, openSigningKey, unwrapVaultKey } from './header.ts';
import { headerFile, restoreHeaderFromBackup } from './header-file.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { findVault } from './inspect.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { storageFailure } from './storage-failure.ts';
import { subkey } from './subkey.ts';
import { Vault } from './vault.ts';
import { databaseFile, headFile, journalsFolder } from './vault-files.ts';
import { type HeadSealing, headSealing, readVaultHead, type VaultHead } from './vault-head.ts';

/** A vault whose passphrase was right; nothing is opened yet. `openVault` zeroes the key. */
export type VerifiedVault = {
  readonly folder: string;
  readonly header: Header;
  readonly vaultKey: Uint8Array;
  readonly headerFromBackup: boolean;
};

/**
 * Finds the vault, holds what it is against what is wanted, and tries the passphrase (which the caller zeroes).
 * Changes nothing on disk. Takes as long as the key derivation.
 */
export async function verifyPassphrase(
  folder: string,
  passphrase: Uint8Array,
  wanted: { readonly rehearsal: boolean },
): Promise<Outcome<VerifiedVault>> {
  const found = findVault(folder);
  if (!found.ok) return found;
  if (found.value.kind !== 'vault') return { ok: false, problem: vaultProblems.noVaultHere };
  const { header, headerFromBackup } = found.value;
  if (header.rehearsal && !wanted.rehearsal) return { ok: false, problem: vaultProblems.rehearsalVault };
  if (!header.rehearsal && wanted.rehearsal) return { ok: false, problem: vaultProblems.realVault };
  const place = folderPlaceProblem(folder);
  if (place !== null) return { ok: false, problem: place };
  const vaultKey = await unwrapVaultKey(header, passphrase);
  return vaultKey.ok ? { ok: true, value: { folder, header, vaultKey: vaultKey.value, headerFromBackup } } : vaultKey;
}

/**
 * Opens a vault with its key, takes it for this process alone, and holds database, journal files and head against each
 * other: which journals there are, and that their keys can be opened. Each journal itself is proven when it is first used.
 */
export function openVault(verified: VerifiedVault, randomBytes: RandomBytes): Outcome<Vault> {
  const { folder, header, vaultKey } = verified;
  const report: string[] = [];
  const signing = openSigningKey(header, vaultKey);
  const sealing = headSealing(header, vaultKey);
  const vaultId = hexBytes(header.vaultId);
  const wrapping = {
    key: subkey(vaultKey, vaultId, 'journal-keys'),
    vaultId,
    vaultKeyId: hexBytes(header.vaultKeyId),
  };
  vaultKey.fill(0);
  if (!signing.ok) return signing;
  let database: VaultDatabase | null = null;
  try {
    const opened = openDatabase(folder, vaultId, randomBytes, report);
    if (!opened.ok) return opened;
    database = opened.value;
    if (verified.headerFromBackup) {
      restoreHeaderFromBackup(folder, `${headerFile}.aside-${hexText(randomBytes(4))}`);
      report.push('The header of the vault was damaged or missing and was restored from its backup.');
    }
    mkdirSync(join(folder, journalsFolder), { recursive: true, mode: 0o700 });
    const head = knownHead(folder, sealing, randomBytes, report);
    const journals = findJournals({ folder, database, wrapping, head, report });
    return {
      ok: true,
      value: new Vault({
        folder,
        vaultId,
        database,
        sealing,
        wrapping,
        signing: signing.value,
        journals,
        head,
        report,
        randomBytes,
      }),
    };
  } catch (error) {
    database?.close();
    return storageFailure(error);
  }
}

/** A damaged database is moved aside whole; a new one is filled from the journal files as each journal is opened. */
function openDatabase(
  folder: string,
  vaultId: Uint8Array,
  randomBytes: RandomBytes,
  report: string[],
): Outcome<VaultDatabase> {
  const path = join(folder, databaseFile);
  const first = VaultDatabase.open(path, vaultId);
  if (first.ok) {
    if (first.value.fresh) report.push(rebuiltDatabase('missing or empty'));
    return { ok: true, value: first.value.database };
  }
  if (first.problem.code !== 'vault-damaged' || journalFiles(folder).length === 0) return first;
  const aside = `.aside-${hexText(randomBytes(4))}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, path + aside + suffix);
  }
  syncFolder(folder);
  const second = VaultDatabase.open(path, vaultId);
  if (!second.ok) return second;
  report.push(rebuiltDatabase('damaged; it was set aside'));
  return { ok: true, value: second.value.database };
}

function rebuiltDatabase(why: string): string {
  return `The database of the vault was ${why}. It is written anew from the journal files; drafts that were not filed are gone.`;
}

function knownHead(folder: string, sealing: HeadSealing, randomBytes: RandomBytes, report: string[]): VaultHead {
  const head = readVaultHead(folder, sealing);
  if (typeof head !== 'string') return head;
  if (head === 'damaged') {
    renameSync(join(folder, headFile), join(folder, `${headFile}.aside-${hexText(randomBytes(4))}`));
  }
  report.push(
    `The head of the vault was ${head}; which journals there should be can only be told from those that are there.`,
  );
  return { counter: 0, journals: [] };
}
