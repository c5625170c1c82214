import { join } from 'node:path';

/** The names in a vault's folder; nothing but these, and ids that mean nothing. */
export const databaseFile = 'vault.db';
export const headFile = 'head';
export const journalsFolder = 'journals';
/** The emergency card, in clear by decision. */
export const clinicCardFile = 'clinic-card.json';

/** How many wrong passphrases in a row there were; not secret, not authenticated. */
export const wrongTriesFile = 'wrong-tries';

/** Where a backup is made before it is copied; what is left there after a kill means nothing. */
export const backupInTheMaking = 'backup-in-the-making';

/** The append-only sealed copy of one journal. */
export function journalPath(vaultFolder: string, journalId: string): string {
  return join(vaultFolder, journalsFolder, `${journalId}.vj`);
}

/** The count and last link of one journal, outside the database. */
export function journalHeadPath(vaultFolder: string, journalId: string): string {
  return join(vaultFolder, journalsFolder, `${journalId}.vjh`);
}
