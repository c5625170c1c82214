import type { Outcome } from '../../shared/problem.ts';
import { dosesCsv, readingsCsv, timelineCsv } from '../../shared/record/csv.ts';
import { contentJson, type ExportContent, exportContent, viewOfContent } from '../../shared/record/export-content.ts';
import { type ExportFormat, exportFileNames, exportFormats } from '../../shared/record/export-format.ts';
import { fhirBundle, fhirFileText } from '../../shared/record/fhir/bundle.ts';
import { recordHtml } from '../../shared/record/html.ts';
import { recordMarkdown } from '../../shared/record/markdown.ts';
import type { Redaction } from '../../shared/record/redaction.ts';
import type { SignedRecord } from '../../shared/record/signed-record.ts';
import type { ExportFile } from './export-file.ts';
import type { PrintPage } from './pdf.ts';
import { printed } from './printed.ts';

/** What a copy of a record consists of. */
export type CopyChoice = { readonly formats: readonly ExportFormat[]; readonly redaction: Redaction };

export type PrintParts = {
  readonly printPage: PrintPage;
  /** `@font-face` rules of the print fonts. */
  readonly fontCss: string;
  /** Asks the export to end: a page that is being printed is not waited for. */
  readonly signal?: AbortSignal;
};

/** One file of a copy, and which form of the record it is. */
export type RecordFile = ExportFile & { readonly format: ExportFormat };

/**
 * The files of one copy of a signed record, one by one. The process notes are in none of them, and what the redaction
 * leaves out is left out of all. A bundle of FHIR holds the printed record where that is among the formats.
 */
export async function* recordFiles(
  record: SignedRecord,
  { formats, redaction }: CopyChoice,
  parts: PrintParts,
): AsyncGenerator<Outcome<RecordFile>> {
  const content = exportContent(record, redaction);
  let pdf: Uint8Array | null = null;
  for (const format of exportFormats.filter((one) => formats.includes(one))) {
    const name = exportFileNames[format];
    if (format !== 'pdf') {
      const bytes = Buffer.from(textOf(format, record, content, pdf), 'utf8');
      yield { ok: true, value: { name, format, bytes } };
      continue;
    }
    const made = await printed(parts.printPage, recordHtml(viewOfContent(content), parts.fontCss), parts.signal);
    if (made.ok) pdf = made.value;
    yield made.ok ? { ok: true, value: { name, format, bytes: made.value } } : made;
  }
}

function textOf(
  format: Exclude<ExportFormat, 'pdf'>,
  record: SignedRecord,
  content: ExportContent,
  pdf: Uint8Array | null,
): string {
  switch (format) {
    case 'markdown':
      return recordMarkdown(viewOfContent(content));
    case 'json':
      return contentJson(record, content);
    case 'fhir':
      return fhirFileText(fhirBundle(content, 'document', pdf));
    case 'fhir-collection':
      return fhirFileText(fhirBundle(content, 'collection', pdf));
    case 'readings-csv':
      return readingsCsv(content);
    case 'timeline-csv':
      return timelineCsv(content);
    case 'doses-csv':
      return dosesCsv(content);
  }
}
