import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Form, type Hit, hitsIn } from './marks.ts';

/** A running process and its command line. */
export type RunningProcess = { readonly pid: number; readonly command: string };

/** What was found in one process. */
export type MemoryHit = Hit & { readonly process: RunningProcess; readonly mapping: string };

/** So much is read at a time. */
const chunkBytes = 8 * 1024 * 1024;
/** So much of a chunk is read again with the next one, so that nothing is missed between two. */
const overlapBytes = 4096;

/** A process and all that it started, and what those started. */
export function processTree(root: number): RunningProcess[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? textOf(`/proc/${name}/stat`) : null;
    if (stat === null) continue;
    // The name in brackets may hold anything; behind it stand the state and the parent.
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    parents.set(Number(name), Number(parent));
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree.flatMap((pid) => {
    const command = textOf(`/proc/${pid}/cmdline`);
    return command === null || command === '' ? [] : [{ pid, command: command.replaceAll('\0', ' ').trim() }];
  });
}

/**
 * The files on disk that these processes have open for writing, wherever they lie and though their names be gone: what a program
 * keeps there is found in no folder.
 */
export function openFiles(running: readonly RunningProcess[]): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { pid } of running) {
    const folder = `/proc/${pid}/fd`;
    for (const number of readdirSync(folder)) {
      const path = join(folder, number);
      const target = readlinkSync(path);
      // What is called shared memory has a name like a file's and never reaches a disk.
      if (!target.startsWith('/') || /^\/(?:dev|memfd:|proc|sys)/.test(target) || !statSync(path).isFile()) continue;
      const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${number}`, 'utf8'))?.[1] ?? '0';
      if ((Number.parseInt(flags, 8) & 3) !== 0) files.set(`${target} (open)`, readFileSync(path));
    }
  }
  return files;
}

/** What a process is to the app, in a word or two. */
export function roleOf({ command }: RunningProcess): string {
  const type = /--type=([\w-]+)/.exec(command)?.[1];
  if (type !== undefined) return /utility-sub-type=([\w.]+)/.exec(command)?.[1] ?? type;
  if (command.includes('vault-process')) return 'vault';
  if (command.includes('monitors-process')) return 'monitors';
  if (/chrom/i.test(command.split(' ')[0] ?? '')) return 'browser';
  return /electron/.test(command) ? 'main' : (command.split(' ')[0] ?? '');
}

/** Searches all memory of a process that can be read. A process that ends meanwhile has nothing. */
export function searchMemory(process: RunningProcess, forms: readonly Form[]): MemoryHit[] {
  const maps = textOf(`/proc/${process.pid}/maps`);
  if (maps === null) return [];
  let memory: number;
  try {
    memory = openSync(`/proc/${process.pid}/mem`, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
    throw error;
  }
  const buffer = Buffer.alloc(chunkBytes);
  const hits: MemoryHit[] = [];
  try {
    for (const line of maps.split('\n')) {
      const [, from = '0', to = '0', mode = '', name = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
      // Code and other parts of files on disk that nobody may write to were never anything else.
      if (!mode.startsWith('rw') || name.startsWith('[v')) continue;
      const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      for (let at = start; at < end; at += chunkBytes - overlapBytes) {
        const wanted = Math.min(chunkBytes, end - at);
        const read = readAt(memory, buffer, wanted, at);
        for (const hit of hitsIn(buffer.subarray(0, read), forms)) {
          hits.push({ ...hit, at: at + hit.at, process, mapping: name });
        }
        if (wanted < chunkBytes) break;
      }
    }
  } finally {
    closeSync(memory);
  }
  return hits;
}

function readAt(memory: number, buffer: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, buffer, 0, length, at);
  } catch {
    // Reserved and never touched, or gone by now: nothing can be there.
    return 0;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Processes end while we look.
    return null;
  }
}
