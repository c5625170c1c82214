import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PieceWord, PieceWork } from './built-in-worker.ts';

/** Lies beside this file, under the same ending, in the sources as in the bundle. */
const entry = join(import.meta.dirname, `built-in-worker${extname(import.meta.filename)}`);

/**
 * Has a thread make one piece of the built-in set: an Ogg Vorbis file. `onProgress` hears how much is done, 0 to 1.
 * Rejects with the signal's reason once it is aborted; nothing goes on then.
 */
export function makePiece(
  work: PieceWork,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(entry, { workerData: work, execArgv: [], env: {} });
    const stop = (): void => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (word: PieceWord) => {
      if ('done' in word) onProgress(word.done);
      else resolve(word.file);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('a piece of music ended without being made'));
    });
  });
}
