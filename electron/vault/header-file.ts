import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './durable-file.ts';
import { formatVersion, type Header, headerChecksum, headerMagic, headerSchema } from './header.ts';
import { isMissing } from './storage-failure.ts';

export const headerFile = 'vault.json';
/** The header before the last change; a new vault's header is written there too. */
export const headerBackupFile = 'vault.json.bak';

/** What a header file turned out to be. */
export type HeaderFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'whole'; readonly header: Header }
  | { readonly kind: 'newer'; readonly formatVersion: number; readonly rehearsal: boolean | null }
  | { readonly kind: 'damaged' }
  /** No header of a vault at all. */
  | { readonly kind: 'foreign' };

/** What every version of the format promises to keep, so that an older program can tell "newer" from "damaged". */
const anyVersionSchema = z.looseObject({
  magic: z.literal(headerMagic),
  formatVersion: z.int().min(1),
  checksum: z.string(),
});

/**
 * Reads a header without trusting it: its checksum decides between whole and damaged.
 * @throws what the operating system says, except for a missing file.
 */
export function readHeaderFile(path: string): HeaderFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { kind: 'absent' };
    throw error;
  }
  if (!text.includes(headerMagic)) return { kind: 'foreign' };
  const any = anyVersionSchema.safeParse(parsedJson(text));
  if (!any.success || headerChecksum(any.data) !== any.data.checksum) return { kind: 'damaged' };
  if (any.data.formatVersion > formatVersion) {
    const rehearsal = any.data.rehearsal;
    const isKnown = typeof rehearsal === 'boolean';
    return { kind: 'newer', formatVersion: any.data.formatVersion, rehearsal: isKnown ? rehearsal : null };
  }
  const header = headerSchema.safeParse(any.data);
  return header.success ? { kind: 'whole', header: header.data } : { kind: 'damaged' };
}

/**
 * Writes the header atomically; the one before it stays as the backup. A first header becomes its own backup, because
 * without a header nothing of a vault can ever be read again.
 * @throws what the operating system says.
 */
export function writeHeaderFile(folder: string, header: Header): void {
  const path = join(folder, headerFile);
  const bytes = Buffer.from(`${JSON.stringify(header, null, 2)}\n`, 'utf8');
  const previous = existsSync(path) ? readFileSync(path) : bytes;
  replaceFile(join(folder, headerBackupFile), previous);
  replaceFile(path, bytes);
}

/**
 * Puts the backup in the place of a damaged or missing header and keeps the damaged one under another name.
 * @throws what the operating system says.
 */
export function restoreHeaderFromBackup(folder: string, asideName: string): void {
  const path = join(folder, headerFile);
  if (existsSync(path)) copyFileSync(path, join(folder, asideName));
  replaceFile(path, readFileSync(join(folder, headerBackupFile)));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
