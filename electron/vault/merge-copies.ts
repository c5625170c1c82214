import type { Chain } from './chain.ts';
import { frameAt, frameBytes, type StoredEntry } from './journal-file.ts';

/** What the two copies of a journal say together, each entry proven by the chain. */
export type MergedCopies = {
  /** The entries from the first on, without a gap; each is good in at least one copy. */
  readonly entries: readonly StoredEntry[];
  /** The number at which both copies have a good but different entry; null as it should be. */
  readonly disagreeAt: number | null;
  readonly database: {
    readonly missing: readonly number[];
    readonly damaged: readonly number[];
    /** Rows behind the last good entry. */
    readonly extra: readonly number[];
  };
  readonly file: {
    readonly missing: readonly number[];
    readonly damaged: readonly number[];
    /** Where in the frames' bytes the file departs from `entries`; null when it never does. */
    readonly departsAt: number | null;
    /** Bytes behind the last good entry. */
    readonly extraBytes: number;
  };
};

/**
 * Walks both copies together. An entry counts only if the chain's key says so, so nothing is guessed: where one copy is
 * damaged the other one decides; where both are, the walk ends.
 * @param rows the database's rows in any order, at most one for each number.
 * @param frames the journal file's bytes behind its header.
 */
export function mergeCopies(chain: Chain, rows: readonly StoredEntry[], frames: Uint8Array): MergedCopies {
  const bySequence = new Map(rows.map((row) => [row.sequence, row]));
  const entries: StoredEntry[] = [];
  const database = { missing: [] as number[], damaged: [] as number[] };
  const file = { missing: [] as number[], damaged: [] as number[] };
  let departsAt: number | null = null;
  let disagreeAt: number | null = null;
  let link = chain.first;
  let offset = 0;
  for (let sequence = 1; ; sequence += 1) {
    const row = bySequence.get(sequence);
    // The offset follows from the good entries before, not from the file's own lengths: damage in one frame hides no other.
    const frame = frameAt(frames, offset);
    const goodRow = row !== undefined && follows(chain, link, sequence, row) ? row : null;
    const goodFrame = frame !== null && follows(chain, link, sequence, frame) ? frame : null;
    const good = goodRow ?? goodFrame;
    if (good === null) break;
    if (goodRow !== null && goodFrame !== null && !isSame(goodRow.envelope, goodFrame.envelope)) {
      disagreeAt = sequence;
      break;
    }
    if (goodRow === null) (row === undefined ? database.missing : database.damaged).push(sequence);
    if (goodFrame === null) {
      const isCut = offset + frameBytes(good) > frames.length;
      (isCut ? file.missing : file.damaged).push(sequence);
      departsAt ??= Math.min(offset, frames.length);
    }
    entries.push(good);
    link = good.link;
    offset += frameBytes(good);
  }
  const extraBytes = Math.max(0, frames.length - offset);
  if (extraBytes > 0) departsAt ??= offset;
  return {
    entries,
    disagreeAt,
    database: {
      ...database,
      extra: rows.map((row) => row.sequence).filter((sequence) => sequence > entries.length),
    },
    file: { ...file, departsAt, extraBytes },
  };
}

function follows(chain: Chain, previous: Uint8Array, sequence: number, entry: StoredEntry): boolean {
  return entry.sequence === sequence && isSame(chain.next(previous, sequence, entry.envelope), entry.link);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
