import * as z from 'zod';
import type { Outcome, Problem } from '../problem.ts';
import { entriesInOrder, heardMsOf, MOST_ENTRIES, type SectionedPlaylist } from './playlist.ts';
import { entryShape, titleLine, trackIdSchema } from './playlist-schema.ts';
import { type Section, sections } from './section.ts';
import type { AudioFormat, Track } from './track.ts';

/**
 * A playlist as one file: an M3U8, which any player reads for the order, with the rest as JSON in comments that other
 * players pass over. One `#VIGIL:` line before all, one `#VIGIL-ENTRY:` line before each track.
 */
export const PLAYLIST_ENDING = '.m3u8';
/** A file beyond this is something else. */
export const LARGEST_PLAYLIST_BYTES = 2_000_000;

const HEAD = '#VIGIL:';
const ENTRY = '#VIGIL-ENTRY:';
const TITLE = '#PLAYLIST:';
const GROUP = '#EXTGRP:';
const INFO = '#EXTINF:';
/** What is looked at behind a length: an artist and a title. */
const LONGEST_INFO = 500;

const headSchema = z.looseObject({ version: z.number() });
const entrySchema = z
  .strictObject({ section: z.enum(sections), artist: z.string().max(120).nullable(), ...entryShape })
  .refine((entry) => heardMsOf(entry) > 0);

/** One entry of a file. What another program's file does not say is null. */
export type ImportedEntry = {
  readonly section: Section;
  readonly trackId: string | null;
  readonly title: string;
  readonly artist: string | null;
  readonly fileMs: number | null;
  readonly startMs: number;
  readonly endMs: number | null;
};

export type ImportedPlaylist = { readonly title: string; readonly entries: readonly ImportedEntry[] };

/** A track's file as the library names it. */
function fileName(trackId: string, format: AudioFormat): string {
  return `tracks/${trackId}.${format}`;
}

/** Writes a playlist as a file. `trackOf` is what the library knows; a track that it lacks is written as it was last known. */
export function exportedPlaylist(list: SectionedPlaylist, trackOf: (trackId: string) => Track | null): string {
  const lines = ['#EXTM3U', `${TITLE}${list.title}`, `${HEAD}${JSON.stringify({ version: 1 })}`];
  let group: Section | null = null;
  for (const entry of entriesInOrder(list.sections)) {
    const { section, trackId, title, fileMs, startMs, endMs } = entry;
    const track = trackOf(trackId);
    const artist = track?.artist ?? null;
    if (section !== group) lines.push(`${GROUP}${section}`);
    group = section;
    lines.push(`${ENTRY}${JSON.stringify({ section, trackId, title, artist, fileMs, startMs, endMs })}`);
    lines.push(`${INFO}${Math.round(heardMsOf(entry) / 1000)},${artist === null ? '' : `${artist} - `}${title}`);
    lines.push(fileName(trackId, track?.format ?? 'wav'));
  }
  return `${lines.join('\n')}\n`;
}

const damaged = (lineNumber: number): Problem => ({
  code: 'playlist-import-damaged',
  sentence: `Line ${lineNumber} of the file can’t be read.`,
  remedy: 'Export the playlist again where it comes from.',
});
const notOne: Problem = {
  code: 'playlist-import-not-one',
  sentence: 'The file holds no playlist that can be read.',
  remedy: 'Choose an M3U8 file that was exported from Vigil or from a music player.',
};
const newer: Problem = {
  code: 'playlist-import-newer',
  sentence: 'The playlist was exported by a newer version of Vigil.',
  remedy: 'Install that version here, then import it again.',
};
const tooLong: Problem = {
  code: 'playlist-import-too-long',
  sentence: `The file has more than ${MOST_ENTRIES} entries.`,
  remedy: 'Choose a playlist that was made for a session.',
};

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // As wrong as JSON of another shape; the schema says so.
    return undefined;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot stand in a line
const lineBreakers = /[\u0000-\u001f\u007f\u2028\u2029]/g;

/** A line that may stand as a title: without control characters, not empty, not long. Null where nothing is left. */
function asTitle(text: string): string | null {
  // Of a line that goes on and on only the beginning is looked at.
  const clean = text.trimStart().slice(0, 120).replace(lineBreakers, ' ');
  const parsed = titleLine.safeParse(clean);
  return parsed.success ? parsed.data : null;
}

/** What another program says of the track behind its `#EXTINF`: seconds, then `Artist - Title` or a title alone. */
function infoOf(text: string): {
  readonly artist: string | null;
  readonly title: string | null;
  readonly fileMs: number | null;
} {
  const [, seconds = '', words = ''] = /^\s*(-?[0-9.]{0,12})[^,]{0,200},(.*)$/.exec(text) ?? [];
  const [, artist = null, title = words] = /^(.{1,120}?) - (.+)$/.exec(words) ?? [];
  const lengthMs = Number(seconds) * 1000;
  return {
    artist: artist === null ? null : asTitle(artist),
    title: asTitle(title),
    fileMs: seconds !== '' && Number.isFinite(lengthMs) && lengthMs > 0 ? Math.min(lengthMs, 86_400_000) : null,
  };
}

/** The last part of a path or an address, however its parts are divided; it is only read, never opened. */
function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function foreignEntry(path: string, info: string | null, section: Section): ImportedEntry | null {
  const name = lastPart(path).replace(/\.[a-z0-9]{1,5}$/i, '');
  const said = info === null ? { artist: null, title: null, fileMs: null } : infoOf(info);
  const title = said.title ?? asTitle(name);
  const trackId = trackIdSchema.safeParse(name);
  if (title === null) return null;
  return { section, trackId: trackId.success ? trackId.data : null, ...said, title, startMs: 0, endMs: null };
}

/**
 * Reads a playlist from a file's text: one of Vigil's, or any M3U that another program wrote, whose tracks all come to the
 * peak unless groups name sections. Nothing that the file says is opened or followed.
 */
export function importedPlaylist(text: string, titleOfFile: string): Outcome<ImportedPlaylist> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (
    lines
      .find((line) => line.trim() !== '')
      ?.trim()
      .startsWith('#EXTM3U') !== true
  ) {
    return { ok: false, problem: notOne };
  }
  let title = asTitle(titleOfFile) ?? 'Playlist';
  let section: Section = 'peak';
  let info: string | null = null;
  let own: ImportedEntry | null = null;
  const entries: ImportedEntry[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line.startsWith(HEAD)) {
      const head = headSchema.safeParse(json(line.slice(HEAD.length)));
      if (!head.success) return { ok: false, problem: damaged(index + 1) };
      if (head.data.version > 1) return { ok: false, problem: newer };
    } else if (line.startsWith(ENTRY)) {
      const entry = entrySchema.safeParse(json(line.slice(ENTRY.length)));
      if (!entry.success) return { ok: false, problem: damaged(index + 1) };
      own = entry.data;
    } else if (line.startsWith(TITLE)) {
      title = asTitle(line.slice(TITLE.length)) ?? title;
    } else if (line.startsWith(GROUP)) {
      const group = z.enum(sections).safeParse(line.slice(GROUP.length).trim().toLowerCase());
      if (group.success) section = group.data;
    } else if (line.startsWith(INFO)) {
      info = line.slice(INFO.length, INFO.length + LONGEST_INFO);
    } else if (line !== '' && !line.startsWith('#')) {
      const entry = own ?? foreignEntry(line, info, section);
      if (entry !== null) entries.push(entry);
      if (entries.length > MOST_ENTRIES) return { ok: false, problem: tooLong };
      own = null;
      info = null;
    }
  }
  return entries.length > 0 ? { ok: true, value: { title, entries } } : { ok: false, problem: notOne };
}
