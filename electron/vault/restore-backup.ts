import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clinicCardSchema } from '../../shared/bridge/contract.ts';
import { clinicEntrySchema } from '../../shared/course/clinic-entry.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { cardSlot } from './backup-build.ts';
import { vaultFilesIn } from './backup-contents.ts';
import { contentsOfBackup } from './backup-list.ts';
import { backupProblems } from './backup-problems.ts';
import { ReadVault } from './backup-reader.ts';
import { type BackupFiles, passThrough, pathIn, targetFailure, watched } from './backup-target.ts';
import { checkVault, type VaultCheck } from './check-vault.ts';
import { proveJournal, wordsOf } from './check-vault-journal.ts';
import { writeCard } from './clinic-card.ts';
import { syncFolder } from './durable-file.ts';
import { folderPlaceProblem } from './folder-place.ts';
import { readSlot } from './journal-slots.ts';
import { jsonIn } from './json-in.ts';
import type { Derive } from './key-derivation.ts';
import type { LongWork } from './long-work.ts';
import { vaultProblems } from './problems.ts';
import { storageFailure } from './storage-failure.ts';
import { journalsFolder } from './vault-files.ts';
import type { Wait } from './wrong-tries.ts';

/** What is in a backup, for a person to decide by. */
export type BackupPreview = {
  readonly vaultId: string;
  readonly rehearsal: boolean;
  readonly sessions: number;
  /** The newest time that the clinic's journal names, by the wall clock; null where it is empty or cannot be read. */
  readonly newestWallMs: number | null;
  readonly therapists: readonly string[];
  readonly damage: readonly string[];
};

/** What reading backups needs. */
export type RestorePorts = { readonly files: BackupFiles; readonly derive: Derive; readonly wait: Wait };

/** Opens a backup by a passphrase or recovery key and says what is in it. Neither it nor any vault is changed. */
export async function previewBackup(
  backup: string,
  typed: Uint8Array,
  { files, derive }: RestorePorts,
): Promise<Outcome<BackupPreview>> {
  const contents = await contentsOfBackup(files, backup);
  if (!contents.ok) return contents;
  try {
    const opened = await ReadVault.openBy(backup, typed, derive, null);
    if (!opened.ok) return opened;
    const { vault, therapists } = opened.value;
    try {
      const kinds = [...vault.journals].map(([journalId, journal]) => ({
        journalId,
        kind: 'keys' in journal ? journal.keys.kind : journal.kind,
      }));
      const clinicId = kinds.find(({ kind }) => kind === 'clinic')?.journalId;
      const clinic = clinicId === undefined ? [] : clinicEntries(vault, clinicId);
      const named = clinic.flatMap((entry) => (entry.type === 'therapist-set' ? [entry.therapist.name] : []));
      return {
        ok: true,
        value: {
          vaultId: vault.header.vaultId,
          rehearsal: vault.header.rehearsal,
          sessions: kinds.filter(({ kind }) => kind === 'session').length,
          newestWallMs: clinic.reduce<number | null>((newest, entry) => Math.max(newest ?? 0, entry.wallMs), null),
          therapists: [...new Set([...therapists, ...named])],
          damage: vault.damage,
        },
      };
    } finally {
      vault.close();
    }
  } catch (error) {
    return storageFailure(error);
  }
}

/** What a restore is asked for. `evenDamaged`: what can be read of a damaged backup is better than nothing. */
export type RestoreWish = {
  readonly backup: string;
  readonly into: string;
  readonly typed: Uint8Array;
  readonly rehearsal: boolean;
  readonly evenDamaged: boolean;
};

/**
 * Restores a backup into an absent or empty folder: copied beside it, every file held against the list of contents, opened and
 * checked in full, and only then given its name. Never over anything.
 */
export async function restoreBackup(
  wanted: RestoreWish,
  work: LongWork,
  ports: RestorePorts,
): Promise<Outcome<VaultCheck>> {
  const contents = await contentsOfBackup(ports.files, wanted.backup);
  if (!contents.ok && !(wanted.evenDamaged && contents.problem.code === backupProblems.unfinishedBackup.code)) {
    return contents;
  }
  const part = `${wanted.into}.vigil-unfinished`;
  try {
    const refusal = placeProblem(wanted.into);
    if (refusal !== null) return { ok: false, problem: refusal };
    rmSync(part, { recursive: true, force: true });
    mkdirSync(join(part, journalsFolder), { recursive: true, mode: 0o700 });
    const digests = contents.ok ? new Map(contents.value.files.map((file) => [file.name, file.sha256])) : null;
    const copied = await copyOut(wanted, part, digests, work, ports);
    if (!copied.ok) return copied;
    const checked = await verify(wanted, part, work, ports);
    if (!checked.ok) return checked;
    if (existsSync(wanted.into)) rmdirSync(wanted.into);
    for (const folder of [join(part, journalsFolder), part]) syncFolder(folder);
    renameSync(part, wanted.into);
    syncFolder(dirname(wanted.into));
    return checked;
  } catch (error) {
    return storageFailure(error);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function placeProblem(into: string): Problem | null {
  if (existsSync(into) && readdirSync(into).length > 0) return backupProblems.placeTaken;
  return folderPlaceProblem(into);
}

async function copyOut(
  wanted: RestoreWish,
  part: string,
  digests: ReadonlyMap<string, string> | null,
  work: LongWork,
  { files, wait }: RestorePorts,
): Promise<Outcome<null>> {
  try {
    return await watched(wait, async (step) => {
      const names = vaultFilesIn(wanted.backup);
      const isComplete = digests !== null && [...digests.keys()].every((name) => names.includes(name));
      if (!isComplete && !wanted.evenDamaged) return { ok: false, problem: backupProblems.unfinishedBackup };
      for (const [index, name] of names.entries()) {
        work.tell(index, names.length);
        if (work.isStopped()) return { ok: false, problem: backupProblems.stopped };
        const { sha256 } = await passThrough(files, pathIn(wanted.backup, name), pathIn(part, name), step);
        const isAsListed = digests?.get(name) === sha256;
        if (!isAsListed && !wanted.evenDamaged) return { ok: false, problem: backupProblems.damagedBackup };
      }
      return { ok: true, value: null };
    });
  } catch (error) {
    return targetFailure(error);
  }
}

async function verify(
  wanted: RestoreWish,
  part: string,
  work: LongWork,
  { derive }: RestorePorts,
): Promise<Outcome<VaultCheck>> {
  const opened = await ReadVault.openBy(part, wanted.typed, derive, null);
  if (!opened.ok) return opened;
  const { vault } = opened.value;
  try {
    if (vault.header.rehearsal && !wanted.rehearsal) return { ok: false, problem: vaultProblems.rehearsalVault };
    if (!vault.header.rehearsal && wanted.rehearsal) return { ok: false, problem: vaultProblems.realVault };
    const checked = await checkVault(vault.place(), work);
    if (!checked.ok) return checked;
    if (!checked.value.isWhole && !wanted.evenDamaged) return { ok: false, problem: backupProblems.damagedBackup };
    const card = cardIn(vault);
    if (card === null) return checked;
    const written = writeCard(part, card);
    return written.ok ? checked : written;
  } finally {
    vault.close();
  }
}

/** The emergency card that the backup carries sealed. */
function cardIn(vault: ReadVault) {
  for (const journalId of vault.journals.keys()) {
    const at = vault.atHand(journalId);
    if (at?.keys.kind !== 'clinic') continue;
    const slot = readSlot(at, cardSlot);
    if (slot === null || slot === 'damaged') return null;
    const card = clinicCardSchema.safeParse(jsonIn(slot.content));
    return card.success ? card.data : null;
  }
  return null;
}

/** The entries of the clinic's journal that this version knows. */
function clinicEntries(vault: ReadVault, journalId: string) {
  const at = vault.atHand(journalId);
  if (at === null) return [];
  return wordsOf(at, proveJournal(at).entries).flatMap((words) => {
    const entry = words === null ? null : clinicEntrySchema.safeParse(jsonIn(words));
    return entry?.success === true ? [entry.data] : [];
  });
}
