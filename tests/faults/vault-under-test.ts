import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findVault } from '../../electron/vault/inspect.ts';
import type { RandomBytes } from '../../electron/vault/randomness.ts';
import { newTestVault, type TestKey, tryOpenByKey, vaultFolder } from '../kill/test-key.ts';
import { readVaultByKey } from '../vault/second-reader.ts';

/** A folder's files by their names in it. */
export type Snapshot = ReadonlyMap<string, Buffer>;

/** What must be found in a vault: every journal's entries, and how many of them were acknowledged. */
export type Truth = ReadonlyMap<string, { readonly entries: readonly string[]; readonly acknowledged: number }>;

/** How a damaged vault answered. */
export type Verdict =
  /** Everything there, nothing said. */
  | { readonly kind: 'harmless' }
  /** Everything there, and told what was found; or refused with a Problem, for the whole vault or for a journal. */
  | { readonly kind: 'told'; readonly all: boolean; readonly refusal: string }
  /** Something untrue was shown as good, or acknowledged entries are missing and nobody says so. */
  | { readonly kind: 'undetected'; readonly what: string };

/** A new closed vault in `place`; its key is beside it. */
export async function makeVault(
  place: string,
  random: RandomBytes = randomBytes,
): Promise<{ readonly folder: string; readonly key: TestKey }> {
  mkdirSync(place, { recursive: true });
  const key = await newTestVault(place, random);
  return { folder: vaultFolder(place), key };
}

export function takeSnapshot(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return new Map(files.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** Puts a snapshot in the place of a folder. */
export function putSnapshot(folder: string, snapshot: ReadonlyMap<string, Buffer>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'journals'), { recursive: true });
  for (const [name, content] of snapshot) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** So many different entries; the number stands in each, so that no two can be mistaken for each other. */
export function entriesOf(name: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `{"journal":"${name}","entry":${index + 1},"text":"${'x'.repeat((index * 53) % 420)}"}`,
  );
}

/**
 * Opens a vault as the app does, reads every journal, closes it, and has the second reader read it again.
 * @param key with the header that the vault was made with: a header that reads differently is no detection.
 */
export async function judge(folder: string, key: TestKey, truth: Truth): Promise<Verdict> {
  const found = findVault(folder);
  if (!found.ok) return { kind: 'told', all: false, refusal: found.problem.sentence };
  if (found.value.kind !== 'vault') return undetected('the folder passes for an empty one');
  if (JSON.stringify(found.value.header) !== JSON.stringify(key.header)) {
    return undetected('another header passes for the vault’s own');
  }
  const opened = tryOpenByKey(folder, key, randomBytes, found.value.headerFromBackup);
  if (!opened.ok) return { kind: 'told', all: false, refusal: opened.problem.sentence };
  const vault = opened.value;
  let told = vault.report.length > 0;
  let all = true;
  let refusal = '';
  const readable = new Map<string, readonly string[]>();
  try {
    for (const [journalId, { entries, acknowledged }] of truth) {
      const read = await vault.read(journalId);
      if (!read.ok) {
        if (read.problem.code === 'journal-unknown') return undetected('a journal vanished without a word');
        told = true;
        all = false;
        refusal = read.problem.sentence;
        continue;
      }
      const got = read.value.entries;
      told ||= read.value.report.length > 0;
      const wrong = got.findIndex((entry, index) => entry !== entries[index]);
      if (wrong !== -1) return undetected(`entry ${wrong + 1} is not the one that was written`);
      if (got.length < acknowledged) return undetected(`${got.length} entries of ${acknowledged} shown as all`);
      readable.set(journalId, got);
    }
    // A journal that nobody was told of is there or not, but whole; and the head is to say what is in each.
    for (const { journalId } of vault.journals()) {
      if (!truth.has(journalId) && !(await vault.read(journalId)).ok) return undetected('a new journal is half there');
    }
  } finally {
    await vault.close();
  }
  const second = secondReader(folder, key, readable, all);
  if (second !== null) return undetected(second);
  return told ? { kind: 'told', all, refusal } : { kind: 'harmless' };
}

/** What the second reader says otherwise than the first; null where they agree. */
function secondReader(
  folder: string,
  key: TestKey,
  readable: ReadonlyMap<string, readonly string[]>,
  all: boolean,
): string | null {
  try {
    const journals = readVaultByKey(folder, Buffer.from(key.vaultKeyHex, 'hex'));
    for (const [journalId, entries] of readable) {
      if (JSON.stringify(journals.get(journalId)?.entries) !== JSON.stringify(entries)) {
        return 'the second reader reads something else';
      }
    }
    return null;
  } catch (error) {
    // Where the vault refuses a journal it leaves it as it is, and the second reader refuses it too.
    return all ? `the second reader refuses: ${error instanceof Error ? error.message : 'unknown'}` : null;
  }
}

function undetected(what: string): Verdict {
  return { kind: 'undetected', what };
}
