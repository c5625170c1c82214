import { checkRecord } from '../../shared/record/check-record.ts';
import { checkManifest, manifestNames } from '../../shared/record/manifest.ts';
import { verifyReport } from '../../shared/record/verify-report.ts';

/** What the page says of some files: a heading, and lines below it. */
export type FileVerdict = { readonly heading: string; readonly lines: readonly string[] };

/** Checks what was chosen: an export's signed list where there is one, and each record by itself. */
export function verifyFiles(files: ReadonlyMap<string, Uint8Array>): readonly FileVerdict[] {
  const names = [...files.keys()];
  const isExport = names.includes(manifestNames.manifest);
  const records = names.filter((name) => name.endsWith('record.json'));
  const others = isExport || records.length > 0 ? [] : names.filter((name) => name.endsWith('.json'));
  const verdicts = [
    ...(isExport ? [manifestVerdict(files)] : []),
    ...[...records, ...others].map((name) => recordVerdict(name, files.get(name) ?? new Uint8Array())),
  ];
  if (verdicts.length > 0) return verdicts;
  return [
    {
      heading: 'Nothing can be said.',
      lines: [`Choose record.json, or all files of an export with ${manifestNames.manifest}.`],
    },
  ];
}

function manifestVerdict(files: ReadonlyMap<string, Uint8Array>): FileVerdict {
  const { by, findings } = checkManifest(files);
  if (by === null || findings.length > 0) return { heading: 'The files are NOT as they were signed.', lines: findings };
  return {
    heading: `All ${files.size - Object.keys(manifestNames).length} files are as they were signed.`,
    lines: [by.trustedComment, `Key: ${by.publicKeyHex}`],
  };
}

function recordVerdict(name: string, bytes: Uint8Array): FileVerdict {
  const text = textOf(bytes);
  if (text === null) return { heading: `${name}: NOT WHOLE.`, lines: ['The file is damaged: it is not whole text.'] };
  const [first = '', ...lines] = verifyReport(checkRecord(text)).lines;
  // The report sets its words in columns, for a terminal; here each line is a word and what it is.
  return { heading: `${name}: ${first}`, lines: lines.map((line) => line.trim().replace(/\s{2,}/, ': ')) };
}

/** The text of UTF-8 bytes; null where they are not UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
