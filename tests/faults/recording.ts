import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One change to a file, as the recorder saw it. Paths are relative to the recorded folder. */
export type Operation =
  | { readonly kind: 'create' | 'unlink' | 'make-folder'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync-begin' | 'sync-end'; readonly path: string; readonly sync: number }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string };

/** Compiles one of this folder's preload libraries. @returns its path, or null where there is no compiler. */
export function preloadLibrary(source: string, folder: string): string | null {
  if (process.platform !== 'linux') return null;
  const library = join(folder, source.replace(/\.c$/, '.so'));
  const path = fileURLToPath(new URL(source, import.meta.url));
  try {
    execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-Wall', '-Werror', '-o', library, path, '-ldl', '-lpthread']);
    return library;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The recorder's log. @throws where it is cut or of another form. */
export function readRecording(path: string): Operation[] {
  const log = readFileSync(path);
  const operations: Operation[] = [];
  for (let at = 0; at < log.length; ) {
    const nameLength = log.readUInt16LE(at + 1);
    const afterName = at + 3 + nameLength;
    const dataLength = log.readUInt32LE(afterName + 8);
    const end = afterName + 12 + dataLength;
    const data = log.subarray(afterName + 12, end);
    const number = Number(log.readBigUInt64LE(afterName));
    operations.push(operationOf(log[at], log.toString('utf8', at + 3, afterName), number, data));
    at = end;
  }
  return operations;
}

function operationOf(code: number | undefined, path: string, number: number, data: Buffer): Operation {
  switch (code) {
    case 1:
      return { kind: 'create', path };
    case 2:
      return { kind: 'write', path, offset: number, data };
    case 3:
      return { kind: 'truncate', path, size: number };
    case 4:
      return { kind: 'sync-begin', path, sync: number };
    case 5:
      return { kind: 'sync-end', path, sync: number };
    case 6:
      return { kind: 'rename', path, to: data.toString('utf8') };
    case 7:
      return { kind: 'unlink', path };
    case 8:
      return { kind: 'make-folder', path };
    default:
      throw new Error(`the recording has an unknown operation ${code}`);
  }
}
