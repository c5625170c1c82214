import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/problem.ts';
import type { StoredHeader } from './header.ts';
import { headerBackupFile, headerFile, readHeaderFile } from './header-file.ts';
import { damagedVault, vaultProblems } from './problems.ts';
import { isMissing, storageFailure } from './storage-failure.ts';
import { clinicCardFile, databaseFile, headFile, journalsFolder } from './vault-files.ts';

/** What is in a folder, before any passphrase. */
export type Inspection =
  | { readonly kind: 'absent' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'vault'; readonly rehearsal: boolean; readonly formatVersion: number };

/** The same, with the header itself for the vault's own use. */
export type FoundVault =
  | Exclude<Inspection, { kind: 'vault' }>
  | { readonly kind: 'vault'; readonly header: StoredHeader; readonly headerFromBackup: boolean };

/** What a creation that was cut short leaves behind: no header, no journal, so nothing that could be lost. */
const leftovers: ReadonlySet<string> = new Set([
  databaseFile,
  `${databaseFile}-wal`,
  `${databaseFile}-shm`,
  `${databaseFile}-journal`,
  headFile,
  `${headFile}.new`,
  `${headerFile}.new`,
  `${headerBackupFile}.new`,
  headerBackupFile,
  journalsFolder,
  clinicCardFile,
  `${clinicCardFile}.new`,
]);

/** Looks at a folder and changes nothing. */
export function inspectFolder(folder: string): Outcome<Inspection> {
  const found = findVault(folder);
  if (!found.ok) return found;
  if (found.value.kind !== 'vault') return { ok: true, value: found.value };
  const { rehearsal, formatVersion } = found.value.header;
  return { ok: true, value: { kind: 'vault', rehearsal, formatVersion } };
}

/** Finds the header of the vault in a folder: the current one, or its backup where the current one is damaged or gone. */
export function findVault(folder: string): Outcome<FoundVault> {
  try {
    return look(folder);
  } catch (error) {
    return storageFailure(error);
  }
}

function look(folder: string): Outcome<FoundVault> {
  try {
    if (!statSync(folder).isDirectory()) return { ok: false, problem: vaultProblems.notAVault };
  } catch (error) {
    if (isMissing(error)) return { ok: true, value: { kind: 'absent' } };
    throw error;
  }
  const current = readHeaderFile(join(folder, headerFile));
  if (current.kind === 'newer') return { ok: false, problem: vaultProblems.newerFormat };
  if (current.kind === 'whole') {
    return { ok: true, value: { kind: 'vault', header: current.header, headerFromBackup: false } };
  }
  const names = readdirSync(folder);
  if (current.kind === 'absent' && isLeftover(folder, names)) return { ok: true, value: { kind: 'empty' } };
  const backup = readHeaderFile(join(folder, headerBackupFile));
  if (backup.kind === 'newer') return { ok: false, problem: vaultProblems.newerFormat };
  if (backup.kind === 'whole') {
    return { ok: true, value: { kind: 'vault', header: backup.header, headerFromBackup: true } };
  }
  const isVault = current.kind === 'damaged' || backup.kind === 'damaged' || names.includes(databaseFile);
  return {
    ok: false,
    problem: isVault ? damagedVault('The header of this vault is damaged or missing.') : vaultProblems.notAVault,
  };
}

function isLeftover(folder: string, names: readonly string[]): boolean {
  if (!names.every((name) => leftovers.has(name))) return false;
  return !names.includes(journalsFolder) || readdirSync(join(folder, journalsFolder)).length === 0;
}
