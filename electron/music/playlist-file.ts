import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { SectionedPlaylist } from '../../shared/music/playlist.ts';
import { sectionedPlaylistSchema } from '../../shared/music/playlist-schema.ts';
import type { Problem } from '../../shared/problem.ts';
import { writeAtomically } from './atomic-file.ts';
import { keptList, setDamagedAside } from './kept-list.ts';

const FILE = 'playlists.json';

const contentSchema = z
  .strictObject({ version: z.literal(1), playlists: z.array(sectionedPlaylistSchema).max(1000) })
  .refine(({ playlists }) => new Set(playlists.map(({ playlistId }) => playlistId)).size === playlists.length, {
    message: 'two playlists with one id',
  });

/** Why the playlists can't be read: the file is damaged. */
export const playlistsUnreadable: Problem = {
  code: 'playlists-unreadable',
  sentence: 'The clinic’s playlists can’t be read.',
  remedy:
    'Use the built-in set, or make the playlists again; the damaged file is kept as playlists.damaged.json in the music folder.',
};

/** Why the playlists can't be read or written: somebody wrote them with a newer version. */
export const playlistsNewer: Problem = {
  code: 'playlists-newer',
  sentence: 'The clinic’s playlists were written by a newer version of Vigil.',
  remedy: 'Use the built-in set for now, and install the newer version before you change a playlist.',
};

/** What was found: no file yet, the playlists, or why they can't be read. */
export type PlaylistFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly playlists: readonly SectionedPlaylist[] }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' };

/** Reads text that should be a playlists file; whatever it is, it is never an error. */
export function playlistsOf(text: string): Exclude<PlaylistFile, { kind: 'none' }> {
  const found = keptList(text, contentSchema);
  return found.kind === 'read' ? { kind: 'read', playlists: found.content.playlists } : found;
}

/** Reads the playlists in the library's folder. A file that is there and can't be opened counts as damaged. */
export async function readPlaylistFile(directory: string): Promise<PlaylistFile> {
  let text: string;
  try {
    text = await readFile(join(directory, FILE), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // A folder that is a file holds no playlists either; writing there will say what is wrong.
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'none' } : { kind: 'damaged' };
  }
  return playlistsOf(text);
}

/** Keeps a damaged file beside the new one, so that nothing of it is lost. */
export async function setDamagedPlaylistsAside(directory: string): Promise<void> {
  await setDamagedAside(join(directory, FILE));
}

/** Writes all playlists; after a power cut there are the old ones or the new ones. */
export async function writePlaylistFile(directory: string, playlists: readonly SectionedPlaylist[]): Promise<void> {
  await writeAtomically(join(directory, FILE), `${JSON.stringify({ version: 1, playlists }, null, 2)}\n`);
}
