import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { VaultDatabase } from './database.ts';
import { calibrated, type DerivationCost } from './derivation-strength.ts';
import { folderPlaceProblem } from './folder-place.ts';
import { writeHeaderFile } from './header-file.ts';
import { hexBytes } from './hexadecimal.ts';
import { findVault } from './inspect.ts';
import { type Derive, deriveKey, keyDerivationFloor } from './key-derivation.ts';
import { newHeader } from './new-header.ts';
import { forgetSlot } from './open-slot.ts';
import { openVault } from './open-vault.ts';
import { judgePassphrase } from './passphrase-strength.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { storageFailure } from './storage-failure.ts';
import type { Vault } from './vault.ts';
import { clinicCardFile, databaseFile, journalsFolder } from './vault-files.ts';
import { headSealing, writeVaultHead } from './vault-head.ts';

/** What derives keys here, and how time passes; without a clock nothing is measured and the floor is taken. */
export type DerivationMachine = { readonly derive: Derive; readonly elapsedMs: (() => number) | null };

/**
 * Makes a vault in an absent or empty folder and leaves it unlocked. The header is written last, so that a creation that
 * is cut short leaves nothing that passes for a vault.
 */
export async function createVault(
  folder: string,
  passphrase: Uint8Array,
  wanted: { readonly rehearsal: boolean; readonly ownWords: readonly string[] },
  randomBytes: RandomBytes,
  machine: DerivationMachine = { derive: deriveKey, elapsedMs: null },
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
  const cost = wanted.rehearsal ? keyDerivationFloor : await affordableCost(machine, randomBytes);
  const { header, vaultKey, opened } = await newHeader(passphrase, wanted.rehearsal, randomBytes, {
    cost,
    derive: machine.derive,
  });
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
      forgetSlot(opened);
      return database;
    }
    database.value.database.close();
    const sealing = headSealing(header, vaultKey);
    writeVaultHead(folder, { counter: 0, journals: [] }, sealing, randomBytes);
    sealing.key.fill(0);
    writeHeaderFile(folder, header);
  } catch (error) {
    vaultKey.fill(0);
    forgetSlot(opened);
    return storageFailure(error);
  }
  const vault = openVault({ folder, header, vaultKey, headerFromBackup: false, opened }, randomBytes);
  forgetSlot(opened);
  return vault;
}

/** Measures the floor once, and takes what this machine can afford. */
async function affordableCost(
  { derive, elapsedMs }: DerivationMachine,
  randomBytes: RandomBytes,
): Promise<DerivationCost> {
  if (elapsedMs === null) return keyDerivationFloor;
  const { memoryKiB, passes, parallelism, saltBytes } = keyDerivationFloor;
  const salt = Buffer.from(randomBytes(saltBytes)).toString('hex');
  const begun = elapsedMs();
  await derive(Uint8Array.of(0), { name: 'argon2id', version: 19, memoryKiB, passes, parallelism, salt });
  return calibrated(keyDerivationFloor, elapsedMs() - begun);
}

function refused(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
