import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { parseStream } from 'music-metadata';
import type { AudioFormat } from '../../shared/music/track.ts';

/** ReplayGain 2.0 brings a track to -18 LUFS; its gain tag says how far from that it stands. */
const REPLAY_GAIN_REFERENCE_DB = -18;
/** Tags hold anything; a title is a line. */
const LONGEST_TITLE = 120;

/** What an audio file says about itself. `loudnessDb` comes from its ReplayGain tag, null without one. */
export type AudioFileFacts = {
  readonly format: AudioFormat;
  readonly title: string;
  readonly artist: string | null;
  readonly durationMs: number;
  readonly loudnessDb: number | null;
};

/** The extension that the library gives to a format. */
export const EXTENSION_OF: Readonly<Record<AudioFormat, string>> = {
  wav: 'wav',
  mp3: 'mp3',
  ogg: 'ogg',
  opus: 'opus',
  flac: 'flac',
  m4a: 'm4a',
};

/** The content type that a format is served with. */
export const CONTENT_TYPE_OF: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
};

function formatOf(container: string, codec: string): AudioFormat | null {
  const name = container.toLowerCase();
  if (name.startsWith('wave')) return 'wav';
  if (name.startsWith('flac')) return 'flac';
  if (name.startsWith('ogg')) return /opus/i.test(codec) ? 'opus' : 'ogg';
  if (name.startsWith('mpeg')) return /layer 3/i.test(codec) ? 'mp3' : null;
  if (/m4a|mp4|isom|iso2/.test(name)) return 'm4a';
  return null;
}

function line(text: string | undefined): string | null {
  const clean = [...(text ?? '')]
    .map((letter) => (letter < ' ' || letter === '\u007f' ? ' ' : letter))
    .join('')
    .trim();
  return clean === '' ? null : clean.slice(0, LONGEST_TITLE);
}

/**
 * Reads what a file holds from its bytes, whatever it is called. Null where it holds no audio that the library takes,
 * or none that has a length. Rejects where the file can't be opened.
 */
export async function readAudioFile(path: string): Promise<AudioFileFacts | null> {
  const { size } = await stat(path);
  // A stream that does not know its path: the parser would believe the file's name rather than its bytes.
  const stream = Readable.from(createReadStream(path, { highWaterMark: 1 << 18 }), { objectMode: false });
  const { format, common } = await parseStream(stream, { size }, { duration: true, skipCovers: true })
    .catch((error: unknown) => {
      // What the file system says is the caller's; what the parser says means that this is no audio file.
      if (error instanceof Error && 'syscall' in error) throw error;
      return { format: null, common: null };
    })
    .finally(() => stream.destroy());
  if (format === null || format.hasAudio === false) return null;
  const audioFormat = formatOf(format.container ?? '', format.codec ?? '');
  const durationMs = Math.round((format.duration ?? 0) * 1000);
  if (audioFormat === null || !Number.isFinite(durationMs) || durationMs <= 0) return null;
  const replayGainDb = common.replaygain_track_gain?.dB;
  return {
    format: audioFormat,
    title: line(common.title) ?? line(basename(path, extname(path))) ?? 'Untitled',
    artist: line(common.artist),
    durationMs,
    loudnessDb: replayGainDb === undefined ? null : REPLAY_GAIN_REFERENCE_DB - replayGainDb,
  };
}
