import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { KeyDerivation } from './key-derivation.ts';

/** Lies beside this file, under the same ending, in the sources as in the bundle. */
const entry = join(import.meta.dirname, `derivation-worker${extname(import.meta.filename)}`);

/**
 * The same as `deriveKey`, in a thread that lives for this one derivation: appends of a running session go on meanwhile. The
 * caller zeroes the passphrase and what it gets.
 */
export function deriveOffThread(passphrase: Uint8Array, derivation: KeyDerivation): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const words = Uint8Array.from(passphrase);
    // Nothing of how this process was started is for the thread.
    const options = {
      workerData: { passphrase: words, derivation },
      transferList: [words.buffer],
      execArgv: [],
      env: {},
    };
    const worker = new Worker(entry, options);
    worker.once('message', (derived: unknown) => {
      if (derived instanceof Uint8Array) resolve(derived);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the key derivation ended without an answer')));
  });
}
