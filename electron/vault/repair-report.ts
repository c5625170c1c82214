import type { MergedCopies } from './merge-copies.ts';

/**
 * What opening a journal found and repaired, one sentence each, for a person; empty when all was well.
 * A journal is named by the first eight characters of its id, which means nothing to a stranger.
 */
export function repairReport(
  journalId: string,
  merged: MergedCopies,
  files: { readonly fileMissing: boolean; readonly headerDamaged: boolean; readonly headMissing: boolean },
): string[] {
  const name = `Journal ${journalId.slice(0, 8)}`;
  const { database, file } = merged;
  const report: string[] = [];
  if (files.fileMissing) report.push(`${name}: the journal file was missing and was written anew from the database.`);
  if (files.headerDamaged) report.push(`${name}: the beginning of the journal file was damaged and was written anew.`);
  if (database.missing.length > 0) {
    report.push(`${name}: ${entries(database.missing)} missing from the database and restored from the journal file.`);
  }
  if (database.damaged.length > 0) {
    report.push(
      `${name}: ${entries(database.damaged)} damaged in the database, set aside and restored from the journal file.`,
    );
  }
  if (database.extra.length > 0) {
    report.push(`${name}: ${entries(database.extra)} in the database without belonging there and set aside.`);
  }
  if (!files.fileMissing && file.missing.length > 0) {
    report.push(`${name}: ${entries(file.missing)} missing from the journal file and restored from the database.`);
  }
  if (file.damaged.length > 0) {
    report.push(
      `${name}: ${entries(file.damaged)} damaged in the journal file, set aside and restored from the database.`,
    );
  }
  if (file.extraBytes > 0) {
    report.push(
      `${name}: ${file.extraBytes} bytes at the end of the journal file were no whole entry and were set aside; they had never been saved or are in the database.`,
    );
  }
  if (files.headMissing) report.push(`${name}: its head was missing or unreadable and was written anew.`);
  return report;
}

function entries(sequences: readonly number[]): string {
  const first = sequences[0] ?? 0;
  return sequences.length === 1 ? `entry ${first} was` : `${sequences.length} entries from number ${first} on were`;
}
