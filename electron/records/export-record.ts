import type { Outcome } from '../../shared/problem.ts';
import { recordHtml } from '../../shared/record/html.ts';
import { recordMarkdown } from '../../shared/record/markdown.ts';
import { viewOfSigned } from '../../shared/record/record-view.ts';
import { recordFileText, type SignedRecord } from '../../shared/record/signed-record.ts';
import { shortCode } from '../../shared/record/signing.ts';
import { type ExportDisk, exportDisk } from './export-disk.ts';
import type { PrintPage } from './pdf.ts';
import { printed } from './printed.ts';
import { type WrittenFile, writeExportFolder } from './write-export-folder.ts';

export type ExportParts = {
  readonly printPage: PrintPage;
  /** `@font-face` rules of the print fonts. */
  readonly fontCss: string;
  readonly disk?: ExportDisk;
};

export type ExportedFile = WrittenFile & { readonly format: 'pdf' | 'markdown' | 'json' };
export type ExportedRecord = { readonly folder: string; readonly files: readonly ExportedFile[] };

const formats: Readonly<Record<string, ExportedFile['format']>> = {
  'record.pdf': 'pdf',
  'record.md': 'markdown',
  'record.json': 'json',
};

/**
 * Writes a signed record as PDF, Markdown and JSON into a new folder `vigil-record-<date>-<short code>` inside the one
 * that was chosen; all three or nothing. The process notes are in none of them.
 */
export async function exportRecord(
  record: SignedRecord,
  folder: string,
  parts: ExportParts,
): Promise<Outcome<ExportedRecord>> {
  const view = viewOfSigned(record);
  const pdf = await printed(parts.printPage, recordHtml(view, parts.fontCss));
  if (!pdf.ok) return pdf;
  const name = `vigil-record-${record.record.document.header.date}-${shortCode(record.recordSha256).toLowerCase()}`;
  const written = writeExportFolder(
    folder,
    name,
    [
      { name: 'record.pdf', bytes: pdf.value },
      { name: 'record.md', bytes: Buffer.from(recordMarkdown(view), 'utf8') },
      { name: 'record.json', bytes: Buffer.from(recordFileText(record), 'utf8') },
    ],
    parts.disk ?? exportDisk,
  );
  if (!written.ok) return written;
  const files = written.value.files.flatMap((file): ExportedFile[] => {
    const format = formats[file.name];
    return format === undefined ? [] : [{ ...file, format }];
  });
  return { ok: true, value: { folder: written.value.folder, files } };
}
