import { type FilePiece, streamOfFile } from './file-bytes.ts';
import type { MediaSource } from './media-source.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav.ts';

/** The parts of `pieceBytes` of samples, repeated, that make up the bytes `from` up to and with `to`. */
function* partsOf(pieceBytes: number, from: number, to: number): Generator<FilePiece> {
  let at = from;
  while (at <= to) {
    const inPiece = at % pieceBytes;
    const lengthBytes = Math.min(pieceBytes - inPiece, to - at + 1);
    yield { atByte: inPiece, lengthBytes };
    at += lengthBytes;
  }
}

/**
 * A WAV file that is nowhere stored: a header and one seamless piece of raw 16-bit stereo PCM, repeated until
 * `durationMs` is full. `pieceBytes` is the whole size of the file at `path`.
 */
export function repeatedWav(path: string, pieceBytes: number, sampleRate: number, durationMs: number): MediaSource {
  const dataBytes = Math.round((durationMs / 1000) * sampleRate) * 4;
  const header = wavHeader(sampleRate, dataBytes);
  return {
    contentType: 'audio/wav',
    sizeBytes: WAV_HEADER_BYTES + dataBytes,
    open: async (fromByte, toByte) => {
      const head = header.slice(Math.min(fromByte, WAV_HEADER_BYTES), Math.min(toByte + 1, WAV_HEADER_BYTES));
      const from = Math.max(0, fromByte - WAV_HEADER_BYTES);
      return streamOfFile(path, partsOf(pieceBytes, from, toByte - WAV_HEADER_BYTES), head);
    },
  };
}
