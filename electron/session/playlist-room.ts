import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { PlaylistImportPicture, ShelfPicture } from '../../shared/bridge/playlist-shelf.ts';
import { matchedPlaylist } from '../../shared/music/match-playlist.ts';
import type { MeasureFault } from '../../shared/music/measuring.ts';
import {
  exportedPlaylist,
  importedPlaylist,
  LARGEST_PLAYLIST_BYTES,
  PLAYLIST_ENDING,
} from '../../shared/music/playlist-export.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { MusicLibrary } from '../music/library.ts';
import { CROSSFADE_MS } from '../music/player-client.ts';
import { type PlaylistDraft, playlistGone } from '../music/playlist-shelf.ts';
import { exportDisk } from '../records/export-disk.ts';
import { writeWhole } from '../records/write-whole.ts';

export type PlaylistRoomParts = {
  readonly library: Pick<MusicLibrary, 'shelf' | 'tracks'>;
  /** Why tracks could not be measured, by their ids. */
  readonly faults: () => ReadonlyMap<string, MeasureFault>;
  /** How long the music of a session must last, by the protocol. */
  readonly neededMs: () => number;
  /** The playlist that the running session has chosen; null where there is none. */
  readonly inUse: () => string | null;
  readonly changed: () => void;
};

const inUse: Problem = {
  code: 'playlist-in-use',
  sentence: 'This playlist is chosen for the session that is open.',
  remedy: 'Choose other music in its pre-check first, or change the playlist when the session is signed.',
};
const fileGone: Problem = {
  code: 'playlist-import-unreadable',
  sentence: 'The file can’t be opened.',
  remedy: 'Connect the drive again, or choose another file.',
};
const tooLarge: Problem = {
  code: 'playlist-import-too-large',
  sentence: 'The file is too large to be a playlist.',
  remedy: 'Choose an M3U8 file that was exported from Vigil or from a music player.',
};

/** A file's name made from a title: letters and digits of any language, the rest as dashes. */
export function fileNameOf(title: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `playlist-${[...plain].slice(0, 60).join('') || 'untitled'}`;
}

/** Reads a text file that is not larger than a playlist may be. */
async function readText(path: string): Promise<Outcome<string>> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  });
  if (file === null) return { ok: false, problem: fileGone };
  try {
    const found = await file.stat();
    if (!found.isFile()) return { ok: false, problem: fileGone };
    if (found.size > LARGEST_PLAYLIST_BYTES) return { ok: false, problem: tooLarge };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(found.size), 0, found.size, 0);
    return { ok: true, value: buffer.toString('utf8', 0, bytesRead) };
  } finally {
    await file.close();
  }
}

/** Where the clinic's playlists are made, changed, given away and taken in. */
export class PlaylistRoom {
  readonly #parts: PlaylistRoomParts;

  constructor(parts: PlaylistRoomParts) {
    this.#parts = parts;
  }

  /** Everything the editor shows. */
  shelf(): Outcome<ShelfPicture> {
    const { library, neededMs, faults, inUse: chosen } = this.#parts;
    return {
      ok: true,
      value: {
        tracks: library.tracks(),
        playlists: library.shelf.list(),
        inUse: chosen(),
        neededMs: neededMs(),
        unmeasurable: [...faults()].map(([trackId, fault]) => ({ trackId, fault })),
        crossfadeMs: CROSSFADE_MS,
      },
    };
  }

  async save(draft: PlaylistDraft): Promise<Outcome<{ playlistId: string }>> {
    if (draft.playlistId !== null && draft.playlistId === this.#parts.inUse()) return { ok: false, problem: inUse };
    const saved = await this.#parts.library.shelf.save(draft);
    this.#parts.changed();
    return saved.ok ? { ok: true, value: { playlistId: saved.value.playlistId } } : saved;
  }

  async remove(playlistId: string): Promise<Outcome<null>> {
    if (playlistId === this.#parts.inUse()) return { ok: false, problem: inUse };
    const removed = await this.#parts.library.shelf.remove(playlistId);
    this.#parts.changed();
    return removed;
  }

  /** Writes a playlist as one file into a folder, never over a file that is there. Answers the file's name. */
  async exportPlaylist(playlistId: string, folder: string): Promise<Outcome<{ file: string }>> {
    const { library } = this.#parts;
    const list = library.shelf.list().find((one) => one.playlistId === playlistId);
    if (list === undefined) return { ok: false, problem: playlistGone };
    const known = new Map(library.tracks().map((track) => [track.trackId, track]));
    const text = exportedPlaylist(list, (trackId) => known.get(trackId) ?? null);
    const named = { name: fileNameOf(list.title), ending: PLAYLIST_ENDING };
    const written = await writeWhole(folder, named, exportDisk, async (temporary) => {
      exportDisk.writeNew(temporary, Buffer.from(text, 'utf8'));
    });
    return written.ok ? { ok: true, value: { file: basename(written.value) } } : written;
  }

  /** Takes in a playlist's file as a new playlist. What it names is never opened, and nothing that is there is replaced. */
  async importPlaylist(path: string): Promise<Outcome<PlaylistImportPicture>> {
    const text = await readText(path);
    if (!text.ok) return text;
    const imported = importedPlaylist(text.value, basename(path, extname(path)));
    if (!imported.ok) return imported;
    const { library } = this.#parts;
    const { sections, missing, leftOut } = matchedPlaylist(imported.value, library.tracks());
    const saved = await library.shelf.save({ playlistId: null, title: imported.value.title, sections });
    this.#parts.changed();
    if (!saved.ok) return saved;
    const { playlistId, title } = saved.value;
    return { ok: true, value: { playlistId, title, missing, leftOut } };
  }
}
