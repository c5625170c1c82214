import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file so that after a power cut there is the old one or the new one, never half of one: a neighbour with the
 * suffix `.new` is written, flushed and renamed. Throws what the file system throws.
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const neighbour = `${path}.new`;
  const file = await open(neighbour, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await renameDurably(neighbour, path);
}

/** Renames within one folder and flushes the folder where the system allows it (Windows does not, and needs no such thing). */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(to), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
