import * as z from 'zod';
import { heardMsOf, MOST_ENTRIES, type Sections } from './playlist.ts';
import { type Section, sections } from './section.ts';

/** A day: a place beyond it is a mistake. */
const placeMs = z.number().min(0).max(86_400_000);
const id = z.string().min(1).max(80);
/** One line of text: what would break a line is refused. */
export const titleLine = z
  .string()
  .trim()
  .min(1)
  .max(120)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
  .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/);

export const trackIdSchema = z.string().regex(/^(?:track-[0-9a-f]{32}|built-in-[0-9]{1,2})$/);

/** What every form of an entry says: which track it is, and what is heard of its file. */
export const entryShape = {
  trackId: trackIdSchema,
  title: titleLine,
  fileMs: placeMs.positive(),
  startMs: placeMs,
  endMs: placeMs.nullable(),
};

const entrySchema = z
  .strictObject({ entryId: id, ...entryShape })
  .refine((entry) => heardMsOf(entry) > 0, { message: 'an entry of which nothing is heard' });

const ofSection = z.array(entrySchema).max(MOST_ENTRIES);
const shape = { opening: ofSection, onset: ofSection, peak: ofSection, return: ofSection, landing: ofSection };

/** The sections of a playlist on their way in: from a file, or from a window. */
export const sectionsSchema: z.ZodType<Sections, Sections> = z
  .strictObject({ ...shape, extension: ofSection } satisfies Record<Section, typeof ofSection>)
  .refine((list) => {
    const entries = sections.flatMap((section) => list[section]);
    const isUnique = new Set(entries.map(({ entryId }) => entryId)).size === entries.length;
    return isUnique && entries.length <= MOST_ENTRIES;
  }, 'two entries with one id, or more entries than any session needs');

/** One playlist as it is kept. */
export const sectionedPlaylistSchema = z.strictObject({ playlistId: id, title: titleLine, sections: sectionsSchema });
