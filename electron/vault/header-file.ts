import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './durable-file.ts';
import { formatVersion, type Header, headerChecksum, headerSchema, type StoredHeader } from './header.ts';
import { headerMagic } from './header-parts.ts';
import { headerVersion1Schema } from './header-version-1.ts';
import { headerVersion2Schema } from './header-version-2.ts';
import { isMissing } from './storage-failure.ts';

export const headerFile = 'vault.json';
/** A second copy of the header. Without a header nothing of a vault can ever be read again. */
export const headerBackupFile = 'vault.json.bak';

/** What a header file turned out to be. */
export type HeaderFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'whole'; readonly header: StoredHeader }
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
  const header = z
    .discriminatedUnion('formatVersion', [headerVersion1Schema, headerVersion2Schema, headerSchema])
    .safeParse(any.data);
  return header.success ? { kind: 'whole', header: header.data } : { kind: 'damaged' };
}

/**
 * Writes the header atomically, then its copy: a passphrase that was changed or removed opens neither. Between the two the
 * copy holds the header before; the next opening completes it.
 * @throws what the operating system says.
 */
export function writeHeaderFile(folder: string, header: Header): void {
  const bytes = headerBytes(header);
  replaceFile(join(folder, headerFile), bytes);
  replaceFile(join(folder, headerBackupFile), bytes);
}

/** The content of `vault.json`. */
export function headerBytes(header: Header): Uint8Array {
  return Buffer.from(`${JSON.stringify(header, null, 2)}\n`, 'utf8');
}

/**
 * Makes the copy equal to the header where a change of the header was cut short.
 * @throws what the operating system says.
 */
export function completeHeaderBackup(folder: string): void {
  const bytes = readFileSync(join(folder, headerFile));
  const path = join(folder, headerBackupFile);
  if (!existsSync(path) || !readFileSync(path).equals(bytes)) replaceFile(path, bytes);
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
