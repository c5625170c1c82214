import { readFileSync } from 'node:fs';
import { checkRecord, type RecordVerdict } from '../../shared/record/check-record.ts';

/**
 * What can be said of the record in a file, without a vault.
 * @throws what the operating system says where the file cannot be read.
 */
export function verifyRecordFile(path: string): RecordVerdict {
  return verifyRecordBytes(readFileSync(path));
}

/** The same for a file's bytes. */
export function verifyRecordBytes(bytes: Uint8Array): RecordVerdict {
  const text = textOf(bytes);
  if (text !== null) return checkRecord(text);
  return {
    kind: 'not-whole',
    findings: [{ code: 'not-text', sentence: 'The file is damaged: it is not whole text.' }],
  };
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
