import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Track } from '../../shared/music/track.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { renameDurably } from './atomic-file.ts';
import { type AudioFileFacts, EXTENSION_OF, readAudioFile } from './audio-file.ts';
import { storageProblem } from './storage-problem.ts';

/** A track as its file's own tags tell of it. */
export type ImportedTrack = AudioFileFacts & Pick<Track, 'trackId'>;

/** Where a track's file lies: its name is its content's hash and says nothing else. */
export function fileOfTrack(directory: string, track: Pick<Track, 'trackId' | 'format'>): string {
  return join(directory, 'tracks', `${track.trackId}.${EXTENSION_OF[track.format]}`);
}

function unreadable(path: string, sentence: string): Problem {
  return {
    code: 'music-import-unreadable',
    sentence: `“${basename(path)}” ${sentence}`,
    remedy: 'Leave that file out or replace it (WAV, FLAC, Ogg, Opus, MP3 or M4A), then import again.',
  };
}

async function copyWithHash(source: ReadStream, to: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const target = await open(to, 'w', 0o600);
  try {
    for await (const chunk of source) {
      signal.throwIfAborted();
      hash.update(chunk);
      await target.write(chunk);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return hash.digest('hex');
}

/**
 * Copies one audio file into the library, so that an unplugged stick stops nothing, under a name made from its content.
 * A file that can't be read or is no audio is a Problem that names it; so is a full or read-only disk. @throws where it is
 * aborted; nothing half is left then.
 */
export async function importAudioFile(
  directory: string,
  path: string,
  signal: AbortSignal,
): Promise<Outcome<ImportedTrack>> {
  const found = await stat(path).catch(() => null);
  if (found === null) return { ok: false, problem: unreadable(path, 'is not there any more.') };
  if (!found.isFile()) return { ok: false, problem: unreadable(path, 'is not a file.') };
  const facts = await readAudioFile(path).catch(() => undefined);
  if (facts === undefined) return { ok: false, problem: unreadable(path, 'can’t be opened.') };
  if (facts === null) return { ok: false, problem: unreadable(path, 'holds no music that can be read.') };
  const incoming = join(directory, 'tracks', 'incoming.part');
  try {
    await mkdir(join(directory, 'tracks'), { recursive: true });
    const hash = await copyWithHash(createReadStream(path, { highWaterMark: 1 << 20 }), incoming, signal);
    const track: ImportedTrack = { trackId: `track-${hash.slice(0, 32)}`, ...facts };
    await renameDurably(incoming, fileOfTrack(directory, track));
    return { ok: true, value: track };
  } catch (error) {
    await rm(incoming, { force: true }).catch(() => {});
    const problem = storageProblem(error);
    if (problem !== null) return { ok: false, problem };
    if (error instanceof Error && 'syscall' in error) {
      return { ok: false, problem: unreadable(path, 'can’t be read to its end.') };
    }
    throw error;
  }
}
