import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { gainOfDb } from '../../shared/music/level.ts';
import { samplePeak, ungatedLoudnessDb } from '../../shared/music/loudness.ts';
import { renderPad } from '../../shared/music/periodic-pad.ts';
import type { Playlist } from '../../shared/music/track.ts';
import type { Outcome } from '../../shared/problem.ts';
import { writeAtomically } from './atomic-file.ts';
import { BUILT_IN_PIECES, type BuiltInPiece } from './built-in-recipes.ts';
import type { MediaSource } from './media-source.ts';
import { repeatedWav } from './repeated-wav.ts';
import { storageProblem } from './storage-problem.ts';
import { pcm16Of } from './wav.ts';

/** Enough for the pads, which have nothing above 5 kHz, and a third less to store than 48 kHz. */
const SAMPLE_RATE = 32_000;
/** A piece repeats after this long. */
const PIECE_S = 120;
/** What a track of the built-in set lasts; six make 93 minutes. */
const TRACK_MS = 930_000;
const LOUDNESS_DB = -23;
const PEAK_DB = -6.5;
/** Raised when rendering itself changes, so that what older versions left is rendered anew. */
const RENDERING = 1;
const MANIFEST = 'manifest.json';

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
    durationMs: TRACK_MS,
    format: 'wav',
    loudnessDb: LOUDNESS_DB,
  })),
};

const manifestSchema = z.strictObject({
  rendering: z.number().int(),
  pieces: z
    .array(z.strictObject({ trackId: z.string(), recipe: z.string(), bytes: z.number().int(), sha256: z.string() }))
    .max(100),
});
type ManifestPiece = z.output<typeof manifestSchema>['pieces'][number];

/** How long the pieces are; shorter ones are for looking at a rendering quickly. */
export type RenderOptions = { readonly pieceSeconds: number };

function fileOf(directory: string, trackId: string): string {
  return join(directory, `${trackId}.pcm`);
}

/** What a piece is made from; a different one is another piece. */
function recipeText(piece: BuiltInPiece, { pieceSeconds }: RenderOptions): string {
  return createHash('sha256')
    .update(JSON.stringify([RENDERING, SAMPLE_RATE, pieceSeconds, LOUDNESS_DB, PEAK_DB, piece.recipe]))
    .digest('hex');
}

async function readManifest(directory: string): Promise<readonly ManifestPiece[]> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(join(directory, MANIFEST), 'utf8')));
    return parsed.success && parsed.data.rendering === RENDERING ? parsed.data.pieces : [];
  } catch {
    // Missing or damaged: everything in it can be rendered again.
    return [];
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function isWhole(directory: string, entry: ManifestPiece): Promise<boolean> {
  const path = fileOf(directory, entry.trackId);
  const found = await stat(path).catch(() => null);
  return found !== null && found.size === entry.bytes && (await hashOfFile(path)) === entry.sha256;
}

async function renderPiece(
  piece: BuiltInPiece,
  { pieceSeconds }: RenderOptions,
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  const rendering = renderPad(piece.recipe, SAMPLE_RATE, Math.round(pieceSeconds * SAMPLE_RATE));
  let step = rendering.next();
  while (step.done !== true) {
    onProgress(step.value);
    await setImmediate();
    step = rendering.next();
  }
  const { left, right } = step.value;
  const toLoudness = gainOfDb(LOUDNESS_DB - ungatedLoudnessDb(left, right, SAMPLE_RATE));
  await setImmediate();
  const gain = Math.min(toLoudness, gainOfDb(PEAK_DB) / samplePeak(left, right));
  for (const channel of [left, right]) {
    for (let frame = 0; frame < channel.length; frame += 1) channel[frame] = (channel[frame] ?? 0) * gain;
  }
  return pcm16Of(left, right);
}

/**
 * Sees to it that the built-in set stands whole in `directory`: checks what is there by size and hash and renders what
 * is missing or damaged, in slices, so that the process goes on with other things. `onProgress` hears how much is done,
 * 0 to 1. A full or read-only disk is a Problem.
 */
export async function renderBuiltInSet(
  directory: string,
  onProgress: (done: number) => void = () => {},
  options: RenderOptions = { pieceSeconds: PIECE_S },
): Promise<Outcome<null>> {
  try {
    await mkdir(directory, { recursive: true });
    const known = await readManifest(directory);
    const entries: ManifestPiece[] = [];
    for (const [index, piece] of BUILT_IN_PIECES.entries()) {
      const recipe = recipeText(piece, options);
      const entry = known.find((one) => one.trackId === piece.trackId && one.recipe === recipe);
      if (entry !== undefined && (await isWhole(directory, entry))) {
        entries.push(entry);
      } else {
        const pcm = await renderPiece(piece, options, (done) => onProgress((index + done) / BUILT_IN_PIECES.length));
        await writeAtomically(fileOf(directory, piece.trackId), pcm);
        const sha256 = createHash('sha256').update(pcm).digest('hex');
        entries.push({ trackId: piece.trackId, recipe, bytes: pcm.length, sha256 });
        const others = known.filter((one) => !entries.some(({ trackId }) => trackId === one.trackId));
        const pieces = [...entries, ...others];
        await writeAtomically(join(directory, MANIFEST), JSON.stringify({ rendering: RENDERING, pieces }));
      }
      onProgress((index + 1) / BUILT_IN_PIECES.length);
    }
    return { ok: true, value: null };
  } catch (error) {
    const problem = storageProblem(error);
    if (problem === null) throw error;
    return { ok: false, problem };
  }
}

export interface BuiltInSet {
  /** Renders what is missing, once for everybody who asks; later asks are answered at once. */
  ready(onProgress?: (done: number) => void): Promise<Outcome<null>>;
  /** A track's bytes; null for another's id, and where the set can't be rendered. Waits for rendering if it must. */
  mediaSource(trackId: string): Promise<MediaSource | null>;
}

/** The built-in set with its cache in `directory`. */
export function openBuiltInSet(directory: string, options: RenderOptions = { pieceSeconds: PIECE_S }): BuiltInSet {
  const pieceBytes = Math.round(options.pieceSeconds * SAMPLE_RATE) * 4;
  const listeners = new Set<(done: number) => void>();
  let rendering: Promise<Outcome<null>> | null = null;

  async function ready(onProgress: (done: number) => void = () => {}): Promise<Outcome<null>> {
    listeners.add(onProgress);
    rendering ??= renderBuiltInSet(
      directory,
      (done) => {
        for (const listener of listeners) listener(done);
      },
      options,
    );
    try {
      const outcome = await rendering;
      // Space may be freed and asked again.
      if (!outcome.ok) rendering = null;
      return outcome;
    } finally {
      listeners.delete(onProgress);
    }
  }

  return {
    ready,
    async mediaSource(trackId) {
      const track = BUILT_IN_PLAYLIST.tracks.find((one) => one.trackId === trackId);
      if (track === undefined || !(await ready()).ok) return null;
      return repeatedWav(fileOf(directory, trackId), pieceBytes, SAMPLE_RATE, track.durationMs);
    },
  };
}
