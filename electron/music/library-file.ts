import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Problem } from '../../shared/problem.ts';
import { writeAtomically } from './atomic-file.ts';

const FILE = 'library.json';
const trackId = z.string().regex(/^track-[0-9a-f]{32}$/);

const trackSchema = z.strictObject({
  trackId,
  title: z.string().min(1).max(120),
  artist: z.string().max(120).nullable(),
  durationMs: z.number().positive(),
  format: z.enum(['wav', 'mp3', 'ogg', 'opus', 'flac', 'm4a']),
  loudnessDb: z.number().nullable(),
});

const contentSchema = z
  .strictObject({
    version: z.literal(1),
    tracks: z.array(trackSchema),
    playlists: z.array(
      z.strictObject({
        playlistId: z.string().min(1).max(80),
        title: z.string().min(1).max(120),
        endless: z.boolean(),
        trackIds: z.array(trackId).min(1),
      }),
    ),
  })
  .refine(
    ({ tracks, playlists }) => {
      const known = new Set(tracks.map((track) => track.trackId));
      return playlists.every(({ trackIds }) => trackIds.every((one) => known.has(one)));
    },
    { message: 'a playlist names a track that the library does not have' },
  );

/** What the library's list holds: the tracks, and the playlists by their ids. */
export type LibraryContent = z.output<typeof contentSchema>;

const emptyContent: LibraryContent = { version: 1, tracks: [], playlists: [] };

const unreadable: Problem = {
  code: 'music-library-unreadable',
  sentence: 'The list of playlists can’t be read.',
  remedy:
    'Use the built-in set, or import your music again; the damaged list is kept as library.damaged.json in the music folder.',
};

const newer: Problem = {
  code: 'music-library-newer',
  sentence: 'The list of playlists was written by a newer version of Vigil.',
  remedy: 'Use the built-in set for now, and install the newer version before you import music.',
};

function isNewer(raw: unknown): boolean {
  const version = z.looseObject({ version: z.number() }).safeParse(raw);
  return version.success && version.data.version > 1;
}

/**
 * Reads the library's list from `directory`; an empty one where there is none yet. What can't be read is a Problem, and
 * the content is empty then. `mayWrite` is false where writing would destroy what a newer version wrote.
 */
export async function readLibraryFile(
  directory: string,
): Promise<{ readonly content: LibraryContent; readonly problem: Problem | null; readonly mayWrite: boolean }> {
  let text: string;
  try {
    text = await readFile(join(directory, FILE), 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { content: emptyContent, problem: isMissing ? null : unreadable, mayWrite: isMissing };
  }
  try {
    const raw: unknown = JSON.parse(text);
    if (isNewer(raw)) return { content: emptyContent, problem: newer, mayWrite: false };
    const parsed = contentSchema.safeParse(raw);
    if (parsed.success) return { content: parsed.data, problem: null, mayWrite: true };
  } catch {
    // Not even JSON: the same Problem as JSON of another shape.
  }
  return { content: emptyContent, problem: unreadable, mayWrite: true };
}

/** Keeps a damaged list beside the new one, so that nothing of it is lost. */
export async function setDamagedFileAside(directory: string): Promise<void> {
  await rename(join(directory, FILE), join(directory, 'library.damaged.json'));
}

export async function writeLibraryFile(directory: string, content: LibraryContent): Promise<void> {
  await writeAtomically(join(directory, FILE), `${JSON.stringify(content, null, 2)}\n`);
}

/** The problem of writing into a library that must not be written. */
export const libraryNotWritable = newer;
