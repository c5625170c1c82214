import { type FileHandle, open, stat } from 'node:fs/promises';
import type { MediaSource } from './media-source.ts';

const CHUNK_BYTES = 128 * 1024;

/**
 * A stream over `lengthBytes` of a file from `fromByte`. Rejects where the file can't be opened. It is opened once more when
 * the first bytes are wanted: a stream that nobody ever reads, nor cancels, holds nothing. Then it is read only as fast as
 * it is consumed, and closed at the end, on cancel and on error. A file that has become shorter is an error of the stream,
 * never a silent early end.
 */
export async function streamOfFile(
  path: string,
  fromByte: number,
  lengthBytes: number,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  await (await open(path, 'r')).close();
  let file: FileHandle | null = null;
  let atByte = fromByte;
  let leftBytes = lengthBytes;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        file ??= await open(path, 'r');
        try {
          if (leftBytes === 0) {
            await file.close();
            controller.close();
            return;
          }
          const chunk = new Uint8Array(Math.min(CHUNK_BYTES, leftBytes));
          const { bytesRead } = await file.read(chunk, 0, chunk.length, atByte);
          if (bytesRead === 0) throw new Error('An audio file ended before its length');
          atByte += bytesRead;
          leftBytes -= bytesRead;
          controller.enqueue(bytesRead === chunk.length ? chunk : chunk.slice(0, bytesRead));
        } catch (error) {
          await file.close();
          throw error;
        }
      },
      async cancel() {
        await file?.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A file as the media handler serves it; null where there is none. */
export async function mediaSourceOfFile(path: string, contentType: string): Promise<MediaSource | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return null;
  return {
    contentType,
    sizeBytes: found.size,
    open: (fromByte, toByte) => streamOfFile(path, fromByte, toByte - fromByte + 1),
  };
}
