import { join } from 'node:path';
import type { TestKey } from '../kill/test-key.ts';
import { byDepth, emptyTally, type Fault, type FaultContext, type Tally } from './fault.ts';
import type { Seeded } from './seeded.ts';
import { type TwoMoments, twoMoments } from './two-moments.ts';
import { judge, putSnapshot, type Snapshot, type Truth } from './vault-under-test.ts';

const pageBytes = 4096;
const walHeaderBytes = 32;
const walFrameBytes = 24 + pageBytes;

/** One copy of the vault, spoilt; in words, what was done to it. */
type Spoilt = { readonly files: Map<string, Buffer>; readonly how: string; readonly truth: Truth };

/** Tries spoilt copies one after another. Where one copy of every entry was left whole, nothing may be lost. */
async function tryAll(
  context: FaultContext,
  key: TestKey,
  count: number,
  spoil: (draws: Seeded, trial: number) => Spoilt,
  oneCopyIsWhole: boolean,
): Promise<Tally> {
  const tally = emptyTally();
  const folder = join(context.fast, 'vault');
  for (let trial = 0; trial < count; trial += 1) {
    const { files, how, truth } = spoil(context.draws.fork(trial), trial);
    putSnapshot(folder, files);
    const verdict = await judge(folder, key, truth);
    tally.trials += 1;
    if (verdict.kind === 'undetected') {
      tally.undetected += 1;
      context.complain(`trial ${trial}: ${how}: ${verdict.what}`);
    } else if (verdict.kind === 'told' && !verdict.all && oneCopyIsWhole) {
      tally.lost += 1;
      context.complain(`trial ${trial}: ${how}: refused, though another copy was whole: ${verdict.refusal}`);
    }
  }
  return tally;
}

function contentOf(snapshot: Snapshot, name: string): Buffer {
  const content = snapshot.get(name);
  if (content === undefined) throw new Error(`no ${name}`);
  return content;
}

function withFile(snapshot: Snapshot, name: string, content: Buffer): Map<string, Buffer> {
  return new Map([...snapshot, [name, content]]);
}

/** Every boundary of a frame or a page of a file, and so many random places. */
function cutsOf(moments: TwoMoments, randomCuts: number, draws: Seeded, mostBoundaries: number): [string, number][] {
  const wal = contentOf(moments.open, 'vault.db-wal');
  const database = contentOf(moments.open, 'vault.db');
  const boundaries: [string, number][] = [];
  for (let at = walHeaderBytes; at <= wal.length; at += walFrameBytes) boundaries.push(['vault.db-wal', at]);
  for (let at = 0; at <= database.length; at += pageBytes) boundaries.push(['vault.db', at]);
  while (boundaries.length > mostBoundaries) boundaries.splice(draws.below(boundaries.length), 1);
  const random = Array.from({ length: randomCuts }, (): [string, number] => {
    const isWal = draws.oneIn(2);
    return isWal ? ['vault.db-wal', draws.below(wal.length)] : ['vault.db', draws.below(database.length)];
  });
  return [...boundaries, ...random];
}

const cut: Fault = {
  name: 'WAL or database cut at every frame and page and at random offsets',
  async run(context) {
    const moments = await twoMoments(context.fast, context.draws.fork(-2));
    const random = byDepth(context.depth, { quick: 150, normal: 5_000, long: 20_000 });
    const boundaries = context.depth === 'quick' ? 60 : Number.POSITIVE_INFINITY;
    const cuts = cutsOf(moments, random, context.draws.fork(-1), boundaries);
    const spoil = (_draws: Seeded, trial: number): Spoilt => {
      const [name, at] = cuts[trial] ?? ['vault.db', 0];
      const files = withFile(moments.open, name, contentOf(moments.open, name).subarray(0, at));
      return { files, how: `${name} cut at ${at}`, truth: moments.openTruth };
    };
    return tryAll(context, moments.key, cuts.length, spoil, true);
  },
};

const flip: Fault = {
  name: 'one bit flipped in any file',
  async run(context) {
    const moments = await twoMoments(context.fast, context.draws.fork(-2));
    const names = [...moments.open.keys()];
    const byBytes = names.flatMap((name) => Array(Math.ceil(contentOf(moments.open, name).length / 512)).fill(name));
    const spoil = (draws: Seeded): Spoilt => {
      // Half of the flips by the files' sizes, half in any file alike, so that the small ones get theirs.
      const name = draws.oneIn(2) ? draws.pick(names) : draws.pick(byBytes);
      const content = Buffer.from(contentOf(moments.open, name));
      if (content.length === 0) return { files: new Map(moments.open), how: 'nothing', truth: moments.openTruth };
      const bit = draws.below(content.length * 8);
      content[bit >> 3] = (content[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return { files: withFile(moments.open, name, content), how: `${name} bit ${bit}`, truth: moments.openTruth };
    };
    const count = byDepth(context.depth, { quick: 300, normal: 10_000, long: 100_000 });
    return tryAll(context, moments.key, count, spoil, true);
  },
};

const swap: Fault = {
  name: 'pages, frames or blocks swapped, doubled, or pasted from an earlier moment',
  async run(context) {
    const moments = await twoMoments(context.fast, context.draws.fork(-2));
    const journalFiles = [...moments.late.keys()].filter((name) => name.endsWith('.vj'));
    const spoil = (draws: Seeded): Spoilt => {
      const fromWal = draws.oneIn(4);
      const [base, truth] = fromWal ? [moments.open, moments.openTruth] : [moments.late, moments.lateTruth];
      const name = fromWal ? 'vault.db-wal' : draws.pick(['vault.db', 'vault.db', draws.pick(journalFiles)]);
      const [start, size] = fromWal ? [walHeaderBytes, walFrameBytes] : [0, name === 'vault.db' ? pageBytes : 512];
      const content = Buffer.from(contentOf(base, name));
      const blocks = Math.floor((content.length - start) / size);
      const [one, other] = [draws.below(blocks), draws.below(blocks)];
      const block = (from: Buffer, index: number) =>
        Buffer.from(from.subarray(start + index * size, start + (index + 1) * size));
      const way = draws.pick(['swapped', 'doubled', 'pasted'] as const);
      if (way === 'swapped') {
        const [first, second] = [block(content, one), block(content, other)];
        first.copy(content, start + other * size);
        second.copy(content, start + one * size);
      } else if (way === 'doubled') {
        block(content, one).copy(content, start + other * size);
      } else {
        const old = moments.early.get(name) ?? content;
        block(old, one).copy(content, start + one * size);
      }
      return { files: withFile(base, name, content), how: `${name} block ${one} ${way} (${other})`, truth };
    };
    const count = byDepth(context.depth, { quick: 150, normal: 3_000, long: 30_000 });
    return tryAll(context, moments.key, count, spoil, true);
  },
};

const mix: Fault = {
  name: 'files of two moments mixed',
  async run(context) {
    const moments = await twoMoments(context.fast, context.draws.fork(-2));
    const names = [...new Set([...moments.early.keys(), ...moments.open.keys(), ...moments.late.keys()])];
    const spoil = (draws: Seeded): Spoilt => {
      const files = new Map<string, Buffer>();
      const isOld = new Set<string>();
      const likely = draws.pick([2, 4, 8]);
      const early = draws.oneIn(2);
      for (const name of names) {
        // Mostly of one moment with a few of another: with all drawn alike nearly every trial is refused at once.
        const isEarly = draws.oneIn(likely) !== early;
        const from = isEarly ? moments.early : draws.pick([moments.open, moments.late]);
        const content = from.get(name);
        if (content !== undefined) files.set(name, content);
        if (isEarly) isOld.add(name);
      }
      return { files, how: `earlier: ${[...isOld].join(', ')}`, truth: knowable(moments, files) };
    };
    const count = byDepth(context.depth, { quick: 150, normal: 3_000, long: 30_000 });
    return tryAll(context, moments.key, count, spoil, false);
  },
};

/**
 * What is left of each journal in files of different moments: as many entries as the file with the newest moment knows of.
 * Where every file that knows a journal's end is old, the journal is a good one of that time, as the format says.
 */
function knowable(moments: TwoMoments, files: Snapshot): Truth {
  const versions = [
    { snapshot: moments.early, truth: moments.earlyTruth },
    { snapshot: moments.open, truth: moments.openTruth },
    { snapshot: moments.late, truth: moments.lateTruth },
  ];
  const acknowledgedBy = (name: string, journalId: string) => {
    const version = versions.find(({ snapshot }) => snapshot.get(name) === files.get(name) && files.has(name));
    return version?.truth.get(journalId)?.acknowledged ?? 0;
  };
  return new Map(
    [...moments.lateTruth].map(([journalId, { entries }]) => {
      const own = [`journals/${journalId}.vj`, `journals/${journalId}.vjh`];
      // The head claims what was there when the vault was last closed; while it is open it still says the earlier count.
      const inHead = files.get('head') === moments.late.get('head') ? entries.length : 0;
      const early = moments.earlyTruth.get(journalId)?.acknowledged ?? 0;
      return [
        journalId,
        { entries, acknowledged: Math.max(early, inHead, ...own.map((name) => acknowledgedBy(name, journalId))) },
      ];
    }),
  );
}

/** Files that are cut, altered, exchanged or mixed while the vault is closed. */
export const damageFaults: readonly Fault[] = [cut, flip, swap, mix];
