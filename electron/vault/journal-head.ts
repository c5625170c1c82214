import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder, writeAll } from './durable-file.ts';
import { isMissing } from './storage-failure.ts';
import { subkey } from './subkey.ts';

/** So many entries were saved, and this is the last one's link. */
export type HeadMark = { readonly count: number; readonly link: Uint8Array };

const magic = Buffer.from('VIGILVH1', 'ascii');
const markBytes = 8 + 8 + 32;
const macBytes = 32;
/** One cell for even counts, one for odd ones: a torn write spoils only the newer of two. A disk's sector each. */
const cellBytes = 512;

/**
 * A journal's own head, outside the database: two cells of "VIGILVH1" | count (64 bit) | link | HMAC.
 * It is written after both copies are durable, so it never claims more than there is; without fsync of its own, so after a
 * power cut it may claim less.
 */
export class JournalHead {
  readonly #file: number;
  readonly #macKey: KeyObject;
  readonly #scope: Uint8Array;

  private constructor(file: number, macKey: KeyObject, scope: Uint8Array) {
    this.#file = file;
    this.#macKey = macKey;
    this.#scope = scope;
  }

  /**
   * Opens a head, or makes one that claims nothing.
   * @returns with it the highest mark that is authentic: null when the file was missing or says nothing that can be believed.
   * @throws what the operating system says.
   */
  static open(
    path: string,
    logKey: Uint8Array,
    vaultId: Uint8Array,
    journalId: Uint8Array,
  ): { head: JournalHead; mark: HeadMark | null } {
    const { isThere, mark, macKey, scope } = readHead(path, logKey, vaultId, journalId);
    const head = new JournalHead(openSync(path, isThere ? 'r+' : 'w+', 0o600), macKey, scope);
    if (!isThere) syncFolder(dirname(path));
    return { head, mark };
  }

  /** @throws what the operating system says. */
  write(mark: HeadMark): void {
    writeAll(this.#file, cellOf(mark, this.#macKey, this.#scope), (mark.count % 2) * cellBytes);
  }

  /** @throws what the operating system says. */
  sync(): void {
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/**
 * What a head says, and changes nothing: the highest mark that is authentic, null where it says nothing that can be believed.
 * @throws what the operating system says, except for a missing file.
 */
export function readHeadMark(
  path: string,
  logKey: Uint8Array,
  vaultId: Uint8Array,
  journalId: Uint8Array,
): { readonly isThere: boolean; readonly mark: HeadMark | null } {
  const { isThere, mark } = readHead(path, logKey, vaultId, journalId);
  return { isThere, mark };
}

/** The content of a new head file that says this. */
export function headFileBytes(
  mark: HeadMark,
  logKey: Uint8Array,
  vaultId: Uint8Array,
  journalId: Uint8Array,
): Uint8Array {
  const bytes = subkey(logKey, vaultId, 'journal-head');
  const cell = cellOf(mark, createSecretKey(bytes), Buffer.concat([vaultId, journalId]));
  bytes.fill(0);
  return mark.count % 2 === 0 ? cell : Buffer.concat([Buffer.alloc(cellBytes), cell]);
}

function cellOf(mark: HeadMark, macKey: KeyObject, scope: Uint8Array): Buffer {
  const cell = Buffer.alloc(cellBytes);
  cell.set(magic, 0);
  cell.writeBigUInt64BE(BigInt(mark.count), 8);
  cell.set(mark.link, 16);
  cell.set(macOf(cell.subarray(0, markBytes), macKey, scope), markBytes);
  return cell;
}

function readHead(
  path: string,
  logKey: Uint8Array,
  vaultId: Uint8Array,
  journalId: Uint8Array,
): { isThere: boolean; mark: HeadMark | null; macKey: KeyObject; scope: Uint8Array } {
  const bytes = subkey(logKey, vaultId, 'journal-head');
  const macKey = createSecretKey(bytes);
  bytes.fill(0);
  const scope = Buffer.concat([vaultId, journalId]);
  let content: Buffer | null = null;
  try {
    content = readFileSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const marks = [0, 1].map((cell) => (content === null ? null : markIn(content, cell, macKey, scope)));
  const mark = marks.reduce((best, next) => (next !== null && next.count >= (best?.count ?? 0) ? next : best), null);
  return { isThere: content !== null, mark, macKey, scope };
}

function markIn(content: Buffer, cell: number, macKey: KeyObject, scope: Uint8Array): HeadMark | null {
  const bytes = content.subarray(cell * cellBytes, cell * cellBytes + markBytes + macBytes);
  if (bytes.length < markBytes + macBytes) return null;
  const mac = macOf(bytes.subarray(0, markBytes), macKey, scope);
  if (Buffer.compare(mac, bytes.subarray(markBytes)) !== 0) return null;
  if (Buffer.compare(bytes.subarray(0, 8), magic) !== 0) return null;
  return { count: Number(bytes.readBigUInt64BE(8)), link: bytes.subarray(16, markBytes) };
}

function macOf(mark: Uint8Array, macKey: KeyObject, scope: Uint8Array): Buffer {
  return createHmac('sha256', macKey).update(mark).update(scope).digest();
}
