import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import type { VaultDatabase } from './database.ts';
import { type FoundJournal, findJournals } from './find-journals.ts';
import { folderPlaceProblem } from './folder-place.ts';
import type { StoredHeader } from './header.ts';
import { headerFile, restoreHeaderFromBackup } from './header-file.ts';
import { hexBytes, hexText } from './hexadecimal.ts';
import { findVault } from './inspect.ts';
import { type Derive, deriveKey } from './key-derivation.ts';
import { Keyring } from './keyring.ts';
import { openDatabase, openNewDatabase } from './open-database.ts';
import { type OpenedSlot, openByPassphrase } from './open-slot.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { journalKeyWrapping } from './rotate-vault-key.ts';
import { completeShredding, rememberedTombstones } from './shred-journal.ts';
import { isDatabaseDamage, storageFailure } from './storage-failure.ts';
import { upToDateHeader } from './up-to-date-header.ts';
import { Vault } from './vault.ts';
import { headFile, journalsFolder } from './vault-files.ts';
import { type HeadSealing, headSealing, readVaultHead, type VaultHead, writeVaultHead } from './vault-head.ts';

/** A vault whose key is known; nothing is opened yet. `openVault` zeroes the key. */
export type VerifiedVault = {
  readonly folder: string;
  readonly header: StoredHeader;
  readonly vaultKey: Uint8Array;
  readonly headerFromBackup: boolean;
  /** The slot that a secret opened; whoever verified it forgets it. Absent where a program has the bare vault key. */
  readonly opened?: OpenedSlot;
};

/**
 * Finds the vault, holds what it is against what is wanted, and tries the passphrase (which the caller zeroes).
 * Changes nothing on disk. Takes as long as the key derivation.
 */
export function verifyPassphrase(
  folder: string,
  passphrase: Uint8Array,
  wanted: { readonly rehearsal: boolean },
  derive: Derive = deriveKey,
): Promise<Outcome<VerifiedVault & { readonly opened: OpenedSlot }>> {
  return verifyVault(folder, wanted, (header) => openByPassphrase(header, passphrase, derive));
}

/** The same with whatever opens a slot of the header. */
export async function verifyVault(
  folder: string,
  wanted: { readonly rehearsal: boolean },
  openSlot: (header: StoredHeader) => Outcome<OpenedSlot> | Promise<Outcome<OpenedSlot>>,
): Promise<Outcome<VerifiedVault & { readonly opened: OpenedSlot }>> {
  const found = findVault(folder);
  if (!found.ok) return found;
  if (found.value.kind !== 'vault') return { ok: false, problem: vaultProblems.noVaultHere };
  const { header, headerFromBackup } = found.value;
  if (header.rehearsal && !wanted.rehearsal) return { ok: false, problem: vaultProblems.rehearsalVault };
  if (!header.rehearsal && wanted.rehearsal) return { ok: false, problem: vaultProblems.realVault };
  const place = folderPlaceProblem(folder);
  if (place !== null) return { ok: false, problem: place };
  const opened = await openSlot(header);
  if (!opened.ok) return opened;
  const vaultKey = Uint8Array.from(opened.value.vaultKey);
  return { ok: true, value: { folder, header, vaultKey, headerFromBackup, opened: opened.value } };
}

/**
 * Opens a vault with its key, takes it for this process alone, brings it up to date, and holds database, journal files and head
 * against each other: which journals there are, and that their keys can be opened. Each journal itself is proven when it is
 * first used.
 */
export function openVault(verified: VerifiedVault, randomBytes: RandomBytes): Outcome<Vault> {
  const { folder, vaultKey, opened: openedSlot = null } = verified;
  const vaultId = hexBytes(verified.header.vaultId);
  const report: string[] = [];
  let database: VaultDatabase | null = null;
  try {
    const opened = openDatabase(folder, vaultId, randomBytes);
    if (!opened.ok) return opened;
    database = opened.value.database;
    if (opened.value.rebuilt !== null) report.push(opened.value.rebuilt);
    if (verified.headerFromBackup) {
      restoreHeaderFromBackup(folder, `${headerFile}.aside-${hexText(randomBytes(4))}`);
      report.push('The header of the vault was damaged or missing and was restored from its backup.');
    }
    mkdirSync(join(folder, journalsFolder), { recursive: true, mode: 0o700 });
    const { header: stored } = verified;
    const parts = { folder, header: stored, vaultKey, opened: openedSlot, database, randomBytes, report };
    const header = upToDateHeader(parts);
    if (!header.ok) {
      database.close();
      return header;
    }
    const keyring = Keyring.open(folder, header.value, vaultKey, openedSlot);
    if (!keyring.ok) {
      database.close();
      return keyring;
    }
    const sealing = headSealing(header.value, vaultKey);
    const wrapping = journalKeyWrapping(header.value, vaultKey);
    let head = knownHead(folder, sealing, randomBytes, report);
    const finishShredding = (open: VaultDatabase) => {
      const completed = completeShredding(folder, open, head, randomBytes);
      head = completed.head;
      if (completed.isChanged) writeVaultHead(folder, head, sealing, randomBytes);
    };
    finishShredding(database);
    let journals: Map<string, FoundJournal>;
    try {
      journals = findJournals({ folder, database, wrapping, head, report });
    } catch (error) {
      if (!isDatabaseDamage(error)) throw error;
      database.close();
      const anew = openNewDatabase(folder, vaultId, randomBytes);
      if (!anew.ok) return anew;
      database = anew.value.database;
      if (anew.value.rebuilt !== null) report.push(anew.value.rebuilt);
      journals = findJournals({ folder, database, wrapping, head, report });
    }
    if (head.counter === 0) {
      // A head that was lost knew what was shredded; the clinic's journal remembers.
      const shredded = rememberedTombstones(database, vaultId, journals);
      for (const { journalId } of shredded) journals.delete(journalId);
      head = { ...head, shredded };
      finishShredding(database);
    }
    return {
      ok: true,
      value: new Vault({
        folder,
        vaultId,
        database,
        sealing,
        wrapping,
        keyring: keyring.value,
        journals,
        head,
        report,
        randomBytes,
      }),
    };
  } catch (error) {
    database?.close();
    return storageFailure(error);
  } finally {
    vaultKey.fill(0);
  }
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
