import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkVault, unlockedPlace } from '../../electron/vault/check-vault.ts';
import { createVault } from '../../electron/vault/create-vault.ts';
import { type Derive, deriveKey } from '../../electron/vault/key-derivation.ts';
import { verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { mostFound, NoteSearch } from '../../electron/vault/search-notes.ts';
import type { Vault } from '../../electron/vault/vault.ts';
import { Seeded } from '../faults/seeded.ts';
import { newTestVault, openByKey, type TestKey, testPassphrase, vaultFolder } from '../kill/test-key.ts';
import { type Figure, figureBelow, percentile } from './figure.ts';
import { BareFile, CipherDatabase, DatabaseAlone, entryText } from './vault-appends.ts';

/** How often each way of appending is timed; fewer make a p99 that is only the worst. */
const turns = Number(process.env.VIGIL_BENCH_APPENDS ?? 3_000);
/** Before these the programs are not compiled yet. */
const turnsBefore = 200;
/** How many entries the vault has that is held against one with ten. */
const mostEntries = Number(process.env.VIGIL_BENCH_ENTRIES ?? 100_000);
/** The vault of a busy clinic after some years. */
const sessions = Number(process.env.VIGIL_BENCH_SESSIONS ?? 1_000);
const entriesOfEach = 500;

type Place = { readonly disk: string; readonly fast: string };

/** The clearest of several times: what others do on the machine only ever adds. */
const middle = (times: readonly number[]) => percentile(times, 50);

async function timed(work: () => unknown): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}

/** As between two events of a session: what the vault does behind an answer is done before the next question. */
const idle = () => new Promise((resolve) => setTimeout(resolve, 1));

function times(value: number | null, of: number | null): number | null {
  return value === null || of === null ? null : value / of;
}

/** Appends to a journal, one after another or many at once. */
class Growing {
  readonly #vault: Vault;
  readonly #journalId: string;
  #count: number;

  constructor(vault: Vault, journalId: string, count = 0) {
    this.#vault = vault;
    this.#journalId = journalId;
    this.#count = count;
  }

  append = async (): Promise<void> => {
    this.#count += 1;
    const saved = await this.#vault.append(this.#journalId, this.#count, entryText);
    if (!saved.ok) throw new Error(saved.problem.code);
  };

  async growBy(entries: number): Promise<void> {
    for (let left = entries; left > 0; left -= 500) {
      await Promise.all(Array.from({ length: Math.min(500, left) }, this.append));
    }
  }
}

/** A journal of so many entries in a vault on the disk; it is filled where writing costs nothing. */
async function journalOf(place: Place, name: string, entries: number): Promise<{ vault: Vault; journal: Growing }> {
  const [fast, disk] = [join(place.fast, name), join(place.disk, name)];
  mkdirSync(fast, { recursive: true });
  const key = await newTestVault(fast);
  const filling = openByKey(fast, key);
  const journalId = randomUUID();
  await filling.createJournal(journalId, 'session');
  await new Growing(filling, journalId).growBy(entries);
  await filling.close();
  cpSync(fast, disk, { recursive: true });
  rmSync(fast, { recursive: true });
  const vault = openByKey(disk, key);
  return { vault, journal: new Growing(vault, journalId, entries) };
}

async function* appendFigures(place: Place): AsyncGenerator<Figure> {
  const bare = new BareFile(join(place.disk, 'bare'));
  const alone = new DatabaseAlone(join(place.disk, 'alone.db'));
  const cipher = new CipherDatabase(join(place.disk, 'cipher.db'), true);
  const unchained = new CipherDatabase(join(place.disk, 'unchained.db'), false);
  const both = await journalOf(place, 'both', 0);
  const taken = {
    bare: [] as number[],
    alone: [] as number[],
    both: [] as number[],
    cipher: [] as number[],
    unchained: [] as number[],
  };
  const ways = [
    { times: taken.bare, append: () => bare.append() },
    { times: taken.alone, append: () => alone.append() },
    { times: taken.both, append: both.journal.append },
    { times: taken.cipher, append: () => cipher.append() },
    { times: taken.unchained, append: () => unchained.append() },
  ];
  const draws = new Seeded(1);
  for (let turn = -turnsBefore; turn < turns; turn += 1) {
    // In another order each time: what comes after a sync of two files finds the file system's own journal written.
    const shuffled = ways.map((way) => ({ way, place: draws.next() })).toSorted((a, b) => a.place - b.place);
    for (const { way } of shuffled) {
      const tookMs = await timed(way.append);
      if (turn >= 0) way.times.push(tookMs);
    }
    if (turn % 100 === 99) {
      alone.checkpoint();
      cipher.checkpoint();
      unchained.checkpoint();
    }
    await idle();
  }
  for (const open of [bare, alone, cipher, unchained]) open.close();
  await both.vault.close();
  const at = (percent: number) => ({
    bare: percentile(taken.bare, percent),
    alone: percentile(taken.alone, percent),
    both: percentile(taken.both, percent),
    cipher: percentile(taken.cipher, percent),
    unchained: percentile(taken.unchained, percent),
  });
  const [p50, p99] = [at(50), at(99)];
  yield figureBelow('vault.bare-write.p50', p50.bare, 'ms', null);
  yield figureBelow('vault.bare-write.p99', p99.bare, 'ms', null);
  yield figureBelow('vault.append.database.p50', times(p50.alone, p50.bare), 'bare writes', 1.3);
  yield figureBelow('vault.append.database.p99', times(p99.alone, p99.bare), 'bare writes', 2);
  yield figureBelow('vault.append.both-copies.p50', times(p50.both, p50.bare), 'bare writes', 2.6);
  yield figureBelow('vault.append.both-copies.p99', times(p99.both, p99.bare), 'bare writes', 6);
  yield figureBelow('vault.append.against-sqlcipher.p50', times(p50.alone, p50.cipher), 'of SQLCipher', 1);
  // It does less: an old page that is pasted back passes for good. Only told.
  const lessDone = times(p50.alone, p50.unchained);
  yield figureBelow('vault.append.against-unchained-sqlcipher.p50', lessDone, 'of SQLCipher', null);
}

async function* growthFigures(place: Place): AsyncGenerator<Figure> {
  const few = await journalOf(place, 'few', 10);
  const many = await journalOf(place, 'many', mostEntries);
  // The first append opens the journal, which takes the longer the more there is.
  for (const { journal } of [few, many]) await journal.append();
  const taken = { few: [] as number[], many: [] as number[] };
  for (let turn = 0; turn < 500; turn += 1) {
    taken.few.push(await timed(few.journal.append));
    taken.many.push(await timed(many.journal.append));
    await idle();
  }
  for (const { vault } of [few, many]) await vault.close();
  const ratio = times(middle(taken.many), middle(taken.few));
  yield figureBelow(`vault.append.after-${mostEntries}-entries.p50`, ratio, 'of that after 10', 1.25);
}

/** A vault as a clinic has it: its key derivation is as strong as this machine affords. */
async function clinicVault(place: string): Promise<TestKey> {
  const words = () => new TextEncoder().encode(testPassphrase);
  const machine = { derive: deriveKey, elapsedMs: () => performance.now() };
  const made = await createVault(vaultFolder(place), words(), { rehearsal: false, ownWords: [] }, randomBytes, machine);
  if (!made.ok) throw new Error(made.problem.code);
  await made.value.close();
  const verified = await verifyPassphrase(vaultFolder(place), words(), { rehearsal: false });
  if (!verified.ok) throw new Error(verified.problem.code);
  const { header, vaultKey } = verified.value;
  return { header, vaultKeyHex: Buffer.from(vaultKey).toString('hex') };
}

async function fullCheck(place: string, key: TestKey): Promise<void> {
  const vault = openByKey(place, key);
  const work = { tell: () => undefined, isStopped: () => false };
  const checked = await checkVault(unlockedPlace(vault.inside()), work);
  if (!checked.ok || !checked.value.isWhole) throw new Error('the vault is damaged');
  await vault.close();
}

/** Unlocks as the app does, and says how long each part took. */
async function unlock(place: string, key: TestKey): Promise<{ allMs: number; derivingMs: number }> {
  let derivingMs = 0;
  const derive: Derive = async (...wanted) => {
    const begunMs = performance.now();
    const derived = await deriveKey(...wanted);
    derivingMs += performance.now() - begunMs;
    return derived;
  };
  const begunMs = performance.now();
  const words = new TextEncoder().encode(testPassphrase);
  const verified = await verifyPassphrase(vaultFolder(place), words, { rehearsal: false }, derive);
  if (!verified.ok) throw new Error(verified.problem.code);
  const vault = openByKey(place, key);
  const allMs = performance.now() - begunMs;
  await vault.close();
  return { allMs, derivingMs };
}

/** Reads every entry once, as is done behind an unlock, then looks for words that none of them has: the longest look. */
async function searchTimes(place: string, key: TestKey): Promise<{ readingMs: number; queryMs: number }> {
  const vault = openByKey(place, key);
  const search = new NoteSearch();
  const work = { tell: () => undefined, isStopped: () => false };
  const readingMs = await timed(() => search.refresh(vault.inside(), work));
  if (search.find('word').length !== mostFound) throw new Error('nothing was read');
  const queries: number[] = [];
  for (let round = 0; round < 7; round += 1) queries.push(await timed(() => search.find('nowhere')));
  await vault.close();
  return { readingMs, queryMs: middle(queries) ?? 0 };
}

async function* openingFigures(place: Place): AsyncGenerator<Figure> {
  const [fast, disk] = [join(place.fast, 'clinic'), join(place.disk, 'clinic')];
  const key = await clinicVault(fast);
  const quarter = join(place.fast, 'quarter');
  const journalIds: string[] = [];
  for (const until of [sessions / 4, sessions]) {
    const vault = openByKey(fast, key);
    while (journalIds.length < until) {
      const journalId = randomUUID();
      journalIds.push(journalId);
      await vault.createJournal(journalId, 'session');
      await new Growing(vault, journalId).growBy(entriesOfEach);
    }
    await vault.close();
    if (until < sessions) cpSync(fast, quarter, { recursive: true });
  }
  // By turns, so that a busy machine slows both alike.
  const checks = { quarter: [] as number[], whole: [] as number[] };
  for (let round = 0; round < 3; round += 1) {
    checks.quarter.push(await timed(() => fullCheck(quarter, key)));
    checks.whole.push(await timed(() => fullCheck(fast, key)));
  }
  rmSync(quarter, { recursive: true });
  cpSync(fast, disk, { recursive: true });
  rmSync(fast, { recursive: true });
  const opens: number[] = [];
  const reads: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const begunMs = performance.now();
    const vault = openByKey(disk, key);
    opens.push(performance.now() - begunMs);
    reads.push(await timed(() => vault.read(journalIds[(round * 97) % journalIds.length] ?? '')));
    await vault.close();
  }
  const search = await searchTimes(disk, key);
  const unlocks: { allMs: number; derivingMs: number }[] = [];
  for (let round = 0; round < 3; round += 1) unlocks.push(await unlock(disk, key));
  const unlockMs = middle(unlocks.map(({ allMs }) => allMs));
  const besideMs = middle(unlocks.map(({ allMs, derivingMs }) => allMs - derivingMs));
  const [quarterMs, wholeMs] = [middle(checks.quarter), middle(checks.whole)];
  yield figureBelow('vault.open.without-key-derivation', middle(opens), 'ms', 300);
  yield figureBelow('vault.open.one-session', middle(reads), 'ms', 150);
  yield figureBelow('vault.unlock', unlockMs, 'ms', 1_500);
  yield figureBelow('vault.unlock.beside-key-derivation', times(besideMs, unlockMs), 'of all', 0.67);
  yield figureBelow('vault.full-check', wholeMs, 'ms', null);
  yield figureBelow('vault.full-check.against-a-quarter', times(wholeMs, quarterMs), 'times', 4.6);
  yield figureBelow('vault.search.reading-all', search.readingMs, 'ms', null);
  yield figureBelow('vault.search.query', search.queryMs, 'ms', 250);
  yield figureBelow('vault.database-size', statSync(join(vaultFolder(disk), 'vault.db')).size / 1e6, 'MB', null);
}

/**
 * The vault's figures. Appends are timed by turns with a bare write and fdatasync of as many bytes, so that a busy disk slows all
 * alike.
 */
export async function* measure(): AsyncGenerator<Figure> {
  const disk = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  const fast = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vigil-bench-'));
  try {
    yield* appendFigures({ disk, fast });
    yield* growthFigures({ disk, fast });
    yield* openingFigures({ disk, fast });
  } finally {
    for (const folder of [disk, fast]) rmSync(folder, { recursive: true, force: true });
  }
}
