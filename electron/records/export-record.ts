import type { Outcome } from '../../shared/problem.ts';
import { exportContent } from '../../shared/record/export-content.ts';
import { type ExportFormat, exportFileNames, exportFormats } from '../../shared/record/export-format.ts';
import { manifestNames } from '../../shared/record/manifest.ts';
import type { SignedRecord } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import type { ExportDisk } from './export-disk.ts';
import { type CopyChoice, type PrintParts, recordFiles } from './record-files.ts';
import type { SignBytes } from './sign-manifest.ts';
import { type ExportTarget, type WrittenExport, type WrittenFile, writeExport } from './write-export.ts';

export type ExportParts = PrintParts & {
  readonly sign: SignBytes;
  readonly disk?: ExportDisk;
};

/** A copy and where it goes: `name` of the target is the record's own. */
export type ExportChoice = CopyChoice & Omit<ExportTarget, 'name'>;

/** `format` is null for what only serves the manifest: its signature and the key. */
export type ExportedFile = WrittenFile & { readonly format: ExportFormat | 'manifest' | null };
export type ExportedRecord = Omit<WrittenExport, 'files'> & {
  readonly files: readonly ExportedFile[];
  /** What the copy leaves out, a sentence each. */
  readonly leftOut: readonly string[];
};

/** The name of a record's folder or container: the session's day and the record's short code, nothing of the patient. */
export function recordFolderName(record: SignedRecord): string {
  return `vigil-record-${record.record.document.header.date}-${shortCode(record.recordSha256).toLowerCase()}`;
}

/**
 * Writes a copy of a signed record in the formats that were chosen, with the signed list of their hashes: as a new folder
 * `vigil-record-<date>-<short code>`, or all in one container of that name and `.tar.age`. Whole or not at all.
 */
export async function exportRecord(
  record: SignedRecord,
  choice: ExportChoice,
  parts: ExportParts,
): Promise<Outcome<ExportedRecord>> {
  const target = { ...choice, name: recordFolderName(record) };
  const written = await writeExport(target, recordFiles(record, choice, parts), parts);
  if (!written.ok) return written;
  const files = written.value.files.map((file): ExportedFile => ({ ...file, format: formatNamed(file.name) }));
  const { leftOut } = exportContent(record, choice.redaction);
  return { ok: true, value: { ...written.value, files, leftOut } };
}

function formatNamed(name: string): ExportedFile['format'] {
  if (name === manifestNames.manifest) return 'manifest';
  return exportFormats.find((format) => exportFileNames[format] === name) ?? null;
}
