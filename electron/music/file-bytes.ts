import { open } from 'node:fs/promises';

const CHUNK_BYTES = 128 * 1024;

/** One piece of a file: `lengthBytes` from `atByte`. */
export type FilePiece = { readonly atByte: number; readonly lengthBytes: number };

/**
 * A stream over pieces of one file, one after another, behind `head`. The file is opened before the stream is given out
 * (rejects where it can't be), read only as fast as it is consumed, and closed at the end, on cancel and on error.
 * A file that has become shorter is an error of the stream, never a silent early end.
 */
export async function streamOfFile(
  path: string,
  pieces: Iterable<FilePiece>,
  head: Uint8Array<ArrayBuffer> = new Uint8Array(0),
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const file = await open(path, 'r');
  const queue = pieces[Symbol.iterator]();
  let atByte = 0;
  let leftBytes = 0;
  let headLeft = head.length > 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          if (headLeft) {
            headLeft = false;
            controller.enqueue(head);
            return;
          }
          while (leftBytes === 0) {
            const next = queue.next();
            if (next.done === true) {
              await file.close();
              controller.close();
              return;
            }
            atByte = next.value.atByte;
            leftBytes = next.value.lengthBytes;
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
        await file.close();
      },
    },
    { highWaterMark: 0 },
  );
}
