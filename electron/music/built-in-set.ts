import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Playlist } from '../../shared/music/track.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { writeAtomically } from './atomic-file.ts';
import { CONTENT_TYPE_OF } from './audio-file.ts';
import { PIECE_LOUDNESS_DB } from './built-in-piece.ts';
import { BUILT_IN_PIECES, type BuiltInPiece } from './built-in-recipes.ts';
import { mediaSourceOfFile } from './file-bytes.ts';
import { inTurn } from './in-turn.ts';
import { makePiece } from './make-piece.ts';
import type { MediaSource } from './media-source.ts';
import { storageProblem } from './storage-problem.ts';

/** Enough for the pads, which have nothing above 5 kHz, and half of what 48 kHz takes to store and to make. */
const SAMPLE_RATE = 24_000;
/** What a piece lasts: six make 75 minutes, and at least 72 where each crosses over to the next. */
const PIECE_S = 750;
/** libvorbis's scale: some 62 kbit/s for these pads, so that the whole set takes about 35 MB. */
const QUALITY = 5;
/** Raised when making itself changes, so that what older versions left is made anew. */
const RENDERING = 2;
const MANIFEST = 'manifest.json';
/** What this and every earlier version has put into the folder, manifest apart. */
const OWN_FILES = /^built-in-\d+(-[0-9a-f]+)?\.(pcm|ogg)(\.new)?$/;

/** The playlist that needs no files; it starts over after its last track. */
export const BUILT_IN_PLAYLIST: Playlist = {
  playlistId: 'built-in',
  title: 'Built-in set',
  builtIn: true,
  endless: true,
  tracks: BUILT_IN_PIECES.map(({ trackId, title }) => ({
    trackId,
    title,
    artist: null,
    durationMs: PIECE_S * 1000,
    format: 'ogg',
    loudnessDb: PIECE_LOUDNESS_DB,
  })),
};

const stopped: Problem = {
  code: 'built-in-set-stopped',
  sentence: 'The built-in music is not made yet.',
  remedy: 'Choose it again: it goes on where it was stopped.',
};

const manifestSchema = z.strictObject({
  rendering: z.number().int(),
  pieces: z
    .array(z.strictObject({ trackId: z.string(), recipe: z.string(), bytes: z.number().int(), sha256: z.string() }))
    .max(100),
});
type ManifestPiece = z.output<typeof manifestSchema>['pieces'][number];

export type RenderOptions = {
  /** How long the pieces are; shorter ones are for looking at a rendering quickly. */
  readonly pieceSeconds: number;
  /** How many pieces are made at once. */
  readonly threads: number;
};

/** What the app renders with: one processor stays free for the windows. */
export const IN_THE_APP: RenderOptions = {
  pieceSeconds: PIECE_S,
  threads: Math.min(3, Math.max(1, availableParallelism() - 1)),
};

/** The name says what is in the file: its bytes never change while somebody reads them. */
function fileOf(directory: string, trackId: string, recipe: string): string {
  return join(directory, `${trackId}-${recipe.slice(0, 12)}.ogg`);
}

/** What a piece is made from; a different one is another piece. */
function recipeText(piece: BuiltInPiece, { pieceSeconds }: RenderOptions): string {
  return createHash('sha256')
    .update(JSON.stringify([RENDERING, SAMPLE_RATE, pieceSeconds, QUALITY, PIECE_LOUDNESS_DB, piece.recipe]))
    .digest('hex');
}

async function readManifest(directory: string): Promise<readonly ManifestPiece[]> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(join(directory, MANIFEST), 'utf8')));
    return parsed.success && parsed.data.rendering === RENDERING ? parsed.data.pieces : [];
  } catch {
    // Missing or damaged: everything in it can be made again.
    return [];
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function isWhole(directory: string, entry: ManifestPiece): Promise<boolean> {
  const path = fileOf(directory, entry.trackId, entry.recipe);
  const found = await stat(path).catch(() => null);
  return found !== null && found.size === entry.bytes && (await hashOfFile(path)) === entry.sha256;
}

/** Removes what other versions left and what was being written when the power went. */
async function removeOthers(directory: string, entries: readonly ManifestPiece[]): Promise<void> {
  const own = entries.map(({ trackId, recipe }) => fileOf(directory, trackId, recipe));
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (OWN_FILES.test(name) && !own.includes(path)) await rm(path, { force: true });
  }
}

/** What is told while the set is being made. */
export type RenderNews = {
  /** How much of the whole is done, 0 to 1; only rises. */
  readonly onProgress?: (done: number) => void;
  /** This piece stands in its file. */
  readonly onPiece?: (trackId: string, path: string) => void;
};

/**
 * Sees to it that the built-in set stands whole in `directory`: checks what is there by size and hash, makes what is
 * missing or damaged in threads of its own, and removes what older versions left. A piece is kept as soon as it is made,
 * so that a rendering that was stopped goes on there. Stopped by the signal, or on a full or read-only disk, it answers
 * a Problem.
 */
export async function renderBuiltInSet(
  directory: string,
  news: RenderNews = {},
  options: RenderOptions = IN_THE_APP,
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome<null>> {
  const done = new Map<string, number>();
  const tell = (trackId: string, part: number): void => {
    done.set(trackId, Math.max(part, done.get(trackId) ?? 0));
    news.onProgress?.([...done.values()].reduce((sum, one) => sum + one, 0) / BUILT_IN_PIECES.length);
  };
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    await mkdir(directory, { recursive: true });
    const known = await readManifest(directory);
    const entries: ManifestPiece[] = [];
    const isThere = (entry: ManifestPiece): void => {
      entries.push(entry);
      news.onPiece?.(entry.trackId, fileOf(directory, entry.trackId, entry.recipe));
      tell(entry.trackId, 1);
    };
    const missing: BuiltInPiece[] = [];
    for (const piece of BUILT_IN_PIECES) {
      const recipe = recipeText(piece, options);
      const entry = known.find((one) => one.trackId === piece.trackId && one.recipe === recipe);
      if (entry !== undefined && (await isWhole(directory, entry))) isThere(entry);
      else missing.push(piece);
    }
    const writing = inTurn();
    const keep = async (piece: BuiltInPiece, file: Uint8Array): Promise<void> => {
      const recipe = recipeText(piece, options);
      await writeAtomically(fileOf(directory, piece.trackId, recipe), file);
      const sha256 = createHash('sha256').update(file).digest('hex');
      isThere({ trackId: piece.trackId, recipe, bytes: file.length, sha256 });
      const pieces = entries.toSorted((one, other) => (one.trackId < other.trackId ? -1 : 1));
      await writeAtomically(join(directory, MANIFEST), JSON.stringify({ rendering: RENDERING, pieces }));
    };
    const makeOneByOne = async (): Promise<void> => {
      for (let piece = missing.shift(); piece !== undefined; piece = missing.shift()) {
        const { trackId, recipe } = piece;
        const serial = 1 + BUILT_IN_PIECES.findIndex((one) => one.trackId === trackId);
        const work = { recipe, sampleRate: SAMPLE_RATE, seconds: options.pieceSeconds, quality: QUALITY, serial };
        const file = await makePiece(work, (part) => tell(trackId, 0.99 * part), either);
        const made = piece;
        await writing(() => keep(made, file));
      }
    };
    const threads = Array.from({ length: Math.min(options.threads, missing.length) }, () =>
      makeOneByOne().catch((error: unknown) => {
        // The other threads have nothing to work for any more.
        failed.abort(error);
        throw error;
      }),
    );
    for (const { status, reason } of (await Promise.allSettled(threads)).map((one) => ({ reason: null, ...one }))) {
      if (status === 'rejected') throw failed.signal.aborted ? failed.signal.reason : reason;
    }
    await removeOthers(directory, entries);
    return { ok: true, value: null };
  } catch (error) {
    if (signal.aborted) return { ok: false, problem: stopped };
    const problem = storageProblem(error);
    if (problem === null) throw error;
    return { ok: false, problem };
  }
}

export interface BuiltInSet {
  /** Makes what is missing, once for everybody who asks; later asks are answered at once. */
  ready(): Promise<Outcome<null>>;
  /** How much is done (0 to 1) of what is being made; null while nothing is. */
  progress(): number | null;
  /** `listener` hears when the progress has changed by a hundredth, begun or ended. */
  watch(listener: () => void): void;
  /** Stops making what is missing; the next `ready` goes on there. */
  stop(): void;
  /** A track's bytes; null for another's id, and where it can't be made. Waits until this piece is there. */
  mediaSource(trackId: string): Promise<MediaSource | null>;
}

/** The built-in set with its cache in `directory`. */
export function openBuiltInSet(directory: string, options: RenderOptions = IN_THE_APP): BuiltInSet {
  const listeners: (() => void)[] = [];
  const paths = new Map<string, string>();
  const waiting = new Map<string, Set<(path: string | null) => void>>();
  let rendering: { readonly outcome: Promise<Outcome<null>>; readonly stop: () => void } | null = null;
  let done: number | null = null;

  function tell(now: number | null): void {
    const isNew = now === null || done === null || Math.floor(now * 100) > Math.floor(done * 100);
    done = now;
    if (isNew) for (const listener of listeners) listener();
  }

  function start(): Promise<Outcome<null>> {
    const stop = new AbortController();
    const news: RenderNews = {
      onProgress: (now) => tell(Math.max(now, done ?? 0)),
      onPiece: (trackId, path) => {
        paths.set(trackId, path);
        for (const tellPath of waiting.get(trackId) ?? []) tellPath(path);
        waiting.delete(trackId);
      },
    };
    const outcome = renderBuiltInSet(directory, news, options, stop.signal)
      .then((ended) => {
        // Space may be freed, or the choice made again.
        if (!ended.ok) rendering = null;
        return ended;
      })
      .finally(() => {
        tell(null);
        for (const tellPath of [...waiting.values()].flatMap((one) => [...one])) tellPath(null);
        waiting.clear();
      });
    rendering = { outcome, stop: () => stop.abort() };
    return outcome;
  }

  const ready = (): Promise<Outcome<null>> => rendering?.outcome ?? start();

  async function pathOf(trackId: string): Promise<string | null> {
    const known = paths.get(trackId);
    if (known !== undefined) return known;
    const found = new Promise<string | null>((resolve) => {
      waiting.set(trackId, (waiting.get(trackId) ?? new Set()).add(resolve));
    });
    const outcome = ready();
    return Promise.race([found, outcome.then(() => paths.get(trackId) ?? null)]);
  }

  return {
    ready,
    progress: () => done,
    watch: (listener) => listeners.push(listener),
    stop: () => rendering?.stop(),
    async mediaSource(trackId) {
      if (!BUILT_IN_PLAYLIST.tracks.some((one) => one.trackId === trackId)) return null;
      const path = await pathOf(trackId);
      return path === null ? null : mediaSourceOfFile(path, CONTENT_TYPE_OF.ogg);
    },
  };
}
