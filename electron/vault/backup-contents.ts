import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { headerBackupFile, headerFile } from './header-file.ts';
import { jsonIn } from './json-in.ts';
import { databaseFile, headFile, journalsFolder } from './vault-files.ts';

/** The list of what a backup consists of; a folder that has one is a backup and never written to. */
export const contentsFile = 'backup.json';
export const contentsVersion = 1;

/** The files of a vault that a backup has. Nothing else is ever read from one or restored. */
const backedUpFile = new RegExp(
  `^(?:${[headerFile, headerBackupFile, databaseFile, headFile].map((name) => name.replaceAll('.', '\\.')).join('|')}|${journalsFolder}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.vjh?)$`,
);

const contentsSchema = z.strictObject({
  magic: z.literal('vigil-backup'),
  formatVersion: z.literal(contentsVersion),
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  rehearsal: z.boolean(),
  generation: z.int().min(1).max(999_999),
  files: z.array(
    z.strictObject({
      name: z.string().regex(backedUpFile),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type BackupContents = z.infer<typeof contentsSchema>;

/** What a list of contents turned out to be. `absent`: no list, or something that is none. */
export type ContentsFile =
  | { readonly kind: 'whole'; readonly contents: BackupContents }
  | { readonly kind: 'newer' }
  | { readonly kind: 'absent' };

const anyVersionSchema = z.looseObject({ magic: z.literal('vigil-backup'), formatVersion: z.int().min(1) });

/** Reads a list of contents without trusting it. `text`: the file as it is. */
export function contentsIn(text: string): ContentsFile {
  const json = jsonIn(text);
  const any = anyVersionSchema.safeParse(json);
  if (!any.success) return { kind: 'absent' };
  if (any.data.formatVersion > contentsVersion) return { kind: 'newer' };
  const contents = contentsSchema.safeParse(json);
  return contents.success ? { kind: 'whole', contents: contents.data } : { kind: 'absent' };
}

/** The name of a backup: the beginning of the vault's id and a running number; nothing of a patient, no time. */
export function backupName(vaultId: string, generation: number): string {
  return `vigil-backup-${vaultId.slice(0, 8)}-${String(generation).padStart(6, '0')}`;
}

/** While it is written or removed a backup has this behind its name. */
export const unfinishedEnding = '.unfinished';

const backupPattern = /^vigil-backup-([0-9a-f]{8})-(\d{6})$/;

/** The number in a backup's name; null where it is no backup's name. */
export function generationIn(name: string): { readonly vault: string; readonly generation: number } | null {
  const match = backupPattern.exec(name);
  const [, vault, generation] = match ?? [];
  return vault === undefined || generation === undefined ? null : { vault, generation: Number(generation) };
}

/**
 * The names of a backup's files that are there, by what they are called; a path never leads out of the folder.
 * @throws what the operating system says.
 */
export function vaultFilesIn(folder: string): string[] {
  const journals = statSync(join(folder, journalsFolder), { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(join(folder, journalsFolder)).map((name) => `${journalsFolder}/${name}`)
    : [];
  return [...readdirSync(folder), ...journals].filter((name) => backedUpFile.test(name)).sort();
}
