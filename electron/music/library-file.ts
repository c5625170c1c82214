import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { decodedTrackSchema } from '../../shared/music/measure-schemas.ts';
import type { Problem } from '../../shared/problem.ts';
import { writeAtomically } from './atomic-file.ts';
import { keptList, setDamagedAside } from './kept-list.ts';

const FILE = 'library.json';
const trackId = z.string().regex(/^track-[0-9a-f]{32}$/);

/** `loudnessDb` is what the file's own tags say. */
const tagged = z.strictObject({
  trackId,
  title: z.string().min(1).max(120),
  artist: z.string().max(120).nullable(),
  durationMs: z.number().positive(),
  format: z.enum(['wav', 'mp3', 'ogg', 'opus', 'flac', 'm4a']),
  loudnessDb: z.number().nullable(),
});

/** `measured` is what decoding the whole of it found; null where that was not done yet. */
const trackSchema = tagged.extend({ measured: decodedTrackSchema.nullable() });
/** Version 1 knew no measures. */
const taggedTrack = tagged.transform((track) => ({ ...track, measured: null }));

const playlists = z.array(
  z.strictObject({
    playlistId: z.string().min(1).max(80),
    title: z.string().min(1).max(120),
    endless: z.boolean(),
    trackIds: z.array(trackId).min(1),
  }),
);

const NEWEST_VERSION = 2 as const;

const contentSchema = z
  .union([
    z.strictObject({ version: z.literal(NEWEST_VERSION), tracks: z.array(trackSchema), playlists }),
    z
      .strictObject({ version: z.literal(1), tracks: z.array(taggedTrack), playlists })
      .transform((content) => ({ ...content, version: NEWEST_VERSION })),
  ])
  .refine(
    ({ tracks, playlists }) => {
      const known = new Set(tracks.map((track) => track.trackId));
      return playlists.every(({ trackIds }) => trackIds.every((one) => known.has(one)));
    },
    { message: 'a playlist names a track that the library does not have' },
  );

/** What the library's list holds: the tracks, and the playlists by their ids. */
export type LibraryContent = z.output<typeof contentSchema>;
/** A track as the library keeps it. */
export type KeptTrack = LibraryContent['tracks'][number];

const emptyContent: LibraryContent = { version: NEWEST_VERSION, tracks: [], playlists: [] };

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
  const found = keptList(text, contentSchema, NEWEST_VERSION);
  if (found.kind === 'read') return { content: found.content, problem: null, mayWrite: true };
  if (found.kind === 'newer') return { content: emptyContent, problem: newer, mayWrite: false };
  return { content: emptyContent, problem: unreadable, mayWrite: true };
}

/** Keeps a damaged list beside the new one, so that nothing of it is lost. */
export async function setDamagedFileAside(directory: string): Promise<void> {
  await setDamagedAside(join(directory, FILE));
}

export async function writeLibraryFile(directory: string, content: LibraryContent): Promise<void> {
  await writeAtomically(join(directory, FILE), `${JSON.stringify(content, null, 2)}\n`);
}

/** The problem of writing into a library that must not be written. */
export const libraryNotWritable = newer;
