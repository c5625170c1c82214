import * as fc from 'fast-check';
import { noEntries, type PlaylistEntry, type Sections } from '../../shared/music/playlist.ts';
import { type Section, sections } from '../../shared/music/section.ts';
import type { PlaylistTrack, Track } from '../../shared/music/track.ts';

export const MINUTE = 60_000;

/** The id of a track whose content hashes to this digit over and over. */
export function trackIdOf(digit: string): string {
  return `track-${digit.repeat(32)}`;
}

export function sampleTrack(digit: string, changes: Partial<PlaylistTrack> = {}): PlaylistTrack {
  return {
    trackId: trackIdOf(digit),
    title: `Piece ${digit}`,
    artist: null,
    durationMs: 10 * MINUTE,
    format: 'flac',
    loudnessDb: -23,
    ...changes,
  };
}

export function sampleEntry(entryId: string, changes: Partial<PlaylistEntry> = {}): PlaylistEntry {
  const [digit = 'a'] = entryId;
  const { trackId, title, durationMs }: Track = sampleTrack(digit);
  return { entryId, trackId, title, fileMs: durationMs, startMs: 0, endMs: null, ...changes };
}

function filled(of: (section: Section) => readonly PlaylistEntry[]): Sections {
  return { ...noEntries, ...Object.fromEntries(sections.map((section) => [section, of(section)])) };
}

/** A list with entries of these ids in these sections. */
export function sampleSections(ids: Partial<Record<Section, readonly string[]>>): Sections {
  const of = (section: Section) => (ids[section] ?? []).map((id) => sampleEntry(id));
  return filled(of);
}

const digit = fc.constantFrom(...'0123456789abcdef');
/** Titles as people and file tags make them. */
const title = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot stand in a line
  .map((text) => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, '').trim())
  .filter((text) => text !== '' && text.length <= 120);

const entryBody = fc
  .record({
    digit,
    title,
    fileMs: fc.integer({ min: 10_000, max: 3_600_000 }),
    from: fc.option(fc.double({ min: 0, max: 0.4, noNaN: true })),
    to: fc.option(fc.double({ min: 0.5, max: 1, noNaN: true })),
  })
  .map(({ digit: of, title: named, fileMs, from, to }) => ({
    trackId: trackIdOf(of),
    title: named,
    fileMs,
    startMs: from === null ? 0 : Math.round(fileMs * from),
    endMs: to === null ? null : Math.round(fileMs * to),
  }));

/** Any list of sections, every entry with an id of its own. */
export const anySections: fc.Arbitrary<Sections> = fc
  .array(fc.tuple(fc.constantFrom(...sections), entryBody), { maxLength: 24 })
  .map((bodies) => {
    const entries = bodies.map(([section, body], index) => ({
      section,
      entry: { ...body, entryId: `entry-${index + 1}` },
    }));
    return filled((section) => entries.filter((one) => one.section === section).map(({ entry }) => entry));
  });
export const anyTitle = title;
