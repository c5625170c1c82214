import { parentPort, workerData } from 'node:worker_threads';
import { deriveKey, type KeyDerivation } from './key-derivation.ts';

/** What `deriveOffThread` gives: bytes that were moved here, and parameters that were checked before. */
type Work = { readonly passphrase: Uint8Array; readonly derivation: KeyDerivation };

/** The thread that makes a passphrase a key. It does this once; its memory, and every copy in it, goes when it ends. */
const { passphrase, derivation }: Work = workerData;
const derived = await deriveKey(passphrase, derivation);
passphrase.fill(0);
// Moved, not copied: nothing of it stays here.
const moved = Uint8Array.from(derived);
derived.fill(0);
parentPort?.postMessage(moved, [moved.buffer]);
