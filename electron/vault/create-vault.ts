import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { VaultDatabase } from './database.ts';
import { folderPlaceProblem } from './folder-place.ts';
import { newHeader } from './header.ts';
import { writeHeaderFile } from './header-file.ts';
import { hexBytes } from './hexadecimal.ts';
import { findVault } from './inspect.ts';
import { openVault } from './open-vault.ts';
import { judgePassphrase } from './passphrase-strength.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { storageFailure } from './storage-failure.ts';
import type { Vault } from './vault.ts';
import { clinicCardFile, databaseFile, journalsFolder } from './vault-files.ts';
import { headSealing, writeVaultHead } from './vault-head.ts';

/**
 * Makes a vault in an absent or empty folder and leaves it unlocked. The header is written last, so that a creation that
 * is cut short leaves nothing that passes for a vault.
 */
export async function createVault(
  folder: string,
  passphrase: Uint8Array,
  wanted: { readonly rehearsal: boolean; readonly ownWords: readonly string[] },
  randomBytes: RandomBytes,
): Promise<Outcome<Vault>> {
  const found = findVault(folder);
  if (!found.ok) return found.problem.code === 'not-a-vault' ? refused(vaultProblems.folderNotEmpty) : found;
  if (found.value.kind === 'vault') return refused(vaultProblems.folderNotEmpty);
  const place = folderPlaceProblem(folder);
  if (place !== null) return refused(place);
  if (!wanted.rehearsal) {
    const judgement = await judgePassphrase(new TextDecoder().decode(passphrase), wanted.ownWords);
    if (!judgement.acceptable) return refused(vaultProblems.weakPassphrase);
  }
  const { header, vaultKey } = await newHeader(passphrase, wanted.rehearsal, randomBytes);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(folder, 0o700);
    for (const name of readdirSync(folder)) {
      if (name !== clinicCardFile) rmSync(join(folder, name), { recursive: true });
    }
    mkdirSync(join(folder, journalsFolder), { mode: 0o700 });
    const vaultId = hexBytes(header.vaultId);
    const database = VaultDatabase.open(join(folder, databaseFile), vaultId);
    if (!database.ok) {
      vaultKey.fill(0);
      return database;
    }
    database.value.database.close();
    const sealing = headSealing(header, vaultKey);
    writeVaultHead(folder, { counter: 0, journals: [] }, sealing, randomBytes);
    sealing.key.fill(0);
    writeHeaderFile(folder, header);
  } catch (error) {
    vaultKey.fill(0);
    return storageFailure(error);
  }
  return openVault({ folder, header, vaultKey, headerFromBackup: false }, randomBytes);
}

function refused(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
