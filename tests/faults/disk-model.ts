import { posix } from 'node:path';
import type { Operation } from './recording.ts';
import type { Seeded } from './seeded.ts';

/** What a disk writes whole or not at all. */
const sectorBytes = 512;

type Change = { readonly index: number; readonly operation: Extract<Operation, { kind: 'write' | 'truncate' }> };
/** A file apart from its name: what is surely on the disk, and what was written since and not synced. */
type ModelFile = { durable: Buffer; readonly pending: Change[] };
type NameChange = { readonly folder: string; readonly apply: (names: Map<string, ModelFile>) => void };

/** What a power cut makes of what was not synced. */
export type Fate = 'lost' | 'kept' | 'torn' | 'mixed';
export const fates: readonly Fate[] = ['lost', 'kept', 'torn', 'mixed'];

/**
 * A disk and the system's memory before it, as a recording fills them. `cutPower` gives the files that a power cut leaves.
 * Names are changed in their order; those that no sync of their folder has made durable may be undone, the last ones first.
 */
export class DiskModel {
  /** The names as the running system sees them. */
  readonly #names = new Map<string, ModelFile>();
  readonly #durableNames = new Map<string, ModelFile>();
  readonly #pendingNames: NameChange[] = [];
  readonly #syncs = new Map<
    number,
    { readonly file: ModelFile | null; readonly folder: string; readonly from: number }
  >();
  #index = 0;

  constructor(files: ReadonlyMap<string, Buffer>) {
    for (const [name, content] of files) {
      const file: ModelFile = { durable: content, pending: [] };
      this.#names.set(name, file);
      this.#durableNames.set(name, file);
    }
  }

  apply(operation: Operation): void {
    this.#index += 1;
    switch (operation.kind) {
      case 'create': {
        const file: ModelFile = { durable: Buffer.alloc(0), pending: [] };
        this.#rename(operation.path, (names) => names.set(operation.path, file));
        break;
      }
      case 'unlink':
        this.#rename(operation.path, (names) => names.delete(operation.path));
        break;
      case 'rename':
        this.#rename(operation.path, (names) => {
          const file = names.get(operation.path);
          if (file === undefined) return;
          names.delete(operation.path);
          names.set(operation.to, file);
        });
        break;
      case 'write':
      case 'truncate':
        this.#names.get(operation.path)?.pending.push({ index: this.#index, operation });
        break;
      case 'sync-begin': {
        const file = this.#names.get(operation.path) ?? null;
        // The recorded folder itself has the empty path.
        const folder = operation.path === '' ? '.' : operation.path;
        this.#syncs.set(operation.sync, { file, folder, from: this.#index });
        break;
      }
      case 'sync-end':
        this.#synced(operation.sync);
        break;
      case 'make-folder':
        break;
    }
  }

  /** The files as the running system sees them: for the proof that the recording missed nothing. */
  seen(): Map<string, Buffer> {
    return new Map([...this.#names].map(([name, file]) => [name, whole(file)]));
  }

  /** The files after a power cut at this moment. */
  cutPower(draws: Seeded): Map<string, Buffer> {
    const names = new Map(this.#durableNames);
    const keptNames = draws.below(this.#pendingNames.length + 1);
    for (const change of this.#pendingNames.slice(0, keptNames)) change.apply(names);
    const filling = draws.oneIn(2) ? 0 : 0xa5;
    return new Map([...names].map(([name, file]) => [name, survivor(file, draws.pick(fates), filling, draws)]));
  }

  #rename(path: string, apply: (names: Map<string, ModelFile>) => void): void {
    apply(this.#names);
    this.#pendingNames.push({ folder: posix.dirname(path), apply });
  }

  #synced(sync: number): void {
    const begun = this.#syncs.get(sync);
    if (begun === undefined) return;
    this.#syncs.delete(sync);
    const { file, folder, from } = begun;
    if (file === null) {
      // A folder: its names are durable, and with them all that the file system had ordered before them.
      const last = this.#pendingNames.findLastIndex((change) => change.folder === folder);
      for (const change of this.#pendingNames.splice(0, last + 1)) change.apply(this.#durableNames);
      return;
    }
    const done = file.pending.filter((change) => change.index < from);
    file.durable = applied(file.durable, done);
    file.pending.splice(0, done.length);
  }
}

function whole(file: ModelFile): Buffer {
  return applied(file.durable, file.pending);
}

/** A file's content after some changes. It is copied once, not for every change: a WAL has thousands. */
function applied(content: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return content;
  let largest = content.length;
  for (const { operation } of changes) {
    largest = Math.max(
      largest,
      operation.kind === 'truncate' ? operation.size : operation.offset + operation.data.length,
    );
  }
  const whole = Buffer.alloc(largest);
  content.copy(whole);
  let length = content.length;
  for (const { operation } of changes) {
    if (operation.kind === 'truncate') {
      // What a file grows by again reads as zeros.
      if (operation.size < length) whole.fill(0, operation.size, length);
      length = operation.size;
    } else {
      whole.set(operation.data, operation.offset);
      length = Math.max(length, operation.offset + operation.data.length);
    }
  }
  return whole.subarray(0, length);
}

function survivor(file: ModelFile, fate: Fate, filling: number, draws: Seeded): Buffer {
  const { durable, pending } = file;
  if (fate === 'lost' || pending.length === 0) return durable;
  if (fate === 'kept') return whole(file);
  if (fate === 'torn') {
    const last = draws.below(pending.length);
    const before = applied(durable, pending.slice(0, last));
    const torn = pending[last];
    return torn === undefined ? before : partly(before, torn, filling, draws);
  }
  // Each sector of each write by itself: later ones may be there without earlier ones.
  return pending.reduce((content, change) => partly(content, change, filling, draws), durable);
}

/** Applies some sectors of a change. Where the file grew and a sector did not come, there is whatever the disk had there. */
function partly(content: Buffer, { operation }: Change, filling: number, draws: Seeded): Buffer {
  if (operation.kind === 'truncate') return draws.oneIn(2) ? sized(content, operation.size, 0) : content;
  const { offset, data } = operation;
  let result = content;
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + sectorBytes - ((offset + at) % sectorBytes));
    if (draws.oneIn(2)) result = written(result, offset + at, data.subarray(at, end), filling);
    at = end;
  }
  return result;
}

function written(content: Buffer, offset: number, data: Buffer, filling: number): Buffer {
  const result = sized(content, Math.max(content.length, offset + data.length), filling);
  result.set(data, offset);
  return result;
}

function sized(content: Buffer, size: number, filling: number): Buffer {
  const result = Buffer.alloc(size, filling);
  content.copy(result);
  return result;
}
