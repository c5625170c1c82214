import type { Outcome } from '../../shared/problem.ts';
import type { VaultDatabase } from './database.ts';
import { formatVersion, type Header, type StoredHeader } from './header.ts';
import { completeHeaderBackup } from './header-file.ts';
import { migrateVault } from './migrate-vault.ts';
import type { OpenedSlot } from './open-slot.ts';
import type { RandomBytes } from './randomness.ts';
import { completeRotation } from './rotate-vault-key.ts';

/**
 * The header of a vault as this program works with it: one of an older version is migrated, a change of the vault key that was
 * cut short is completed, and the header's copy is made equal to it. `report` gets a sentence for what a person should know.
 * @throws what the operating system or SQLite says.
 */
export function upToDateHeader(parts: {
  readonly folder: string;
  readonly header: StoredHeader;
  readonly vaultKey: Uint8Array;
  readonly opened: OpenedSlot | null;
  readonly database: VaultDatabase;
  readonly randomBytes: RandomBytes;
  readonly report: string[];
}): Outcome<Header> {
  const { folder, header: stored, vaultKey, opened, database, randomBytes, report } = parts;
  let header: Header;
  if (stored.formatVersion === formatVersion) {
    header = stored;
    completeHeaderBackup(folder);
  } else {
    const migrated = migrateVault({ folder, header: stored, vaultKey, opened, database, randomBytes });
    if (!migrated.ok) return migrated;
    header = migrated.value;
    report.push(
      `The vault was brought to format version ${formatVersion}. A whole copy of how it was before lies in its folder.`,
    );
  }
  if (header.previousKey === null) return { ok: true, value: header };
  const completed = completeRotation({ folder, header, vaultKey, database, randomBytes });
  if (completed.ok) report.push('Changing the key of the vault had been cut short; it is complete now.');
  return completed;
}
