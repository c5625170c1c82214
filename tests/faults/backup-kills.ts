import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { contentsFile, unfinishedEnding } from '../../electron/vault/backup-contents.ts';
import { contentsOfBackup, seeBackups } from '../../electron/vault/backup-list.ts';
import { systemFiles } from '../../electron/vault/backup-target.ts';
import { backupInTheMaking } from '../../electron/vault/vault-files.ts';
import type { TestKey } from '../kill/test-key.ts';
import { byDepth, emptyTally, type Fault, type FaultContext, type Tally } from './fault.ts';
import { inLanes, killedAtRandom } from './killing.ts';
import { truthOf } from './kills.ts';
import { acknowledgedIn } from './scenario.ts';
import { judge, makeVault, putSnapshot, type Truth, takeSnapshot, type Verdict } from './vault-under-test.ts';

/** A backup of a small vault takes some ten milliseconds; most kills fall into one. */
const longestLifeMs = 120;
const livesOfOneVault = 5;
/** How many backups the program keeps. */
const keep = 2;

/** Of fewer kills all may fall elsewhere. */
const enoughToSee = 50;

const countsSchema = z.record(z.string(), z.int());

/** The backups that were acknowledged, with the entries that each must have. */
function backupsIn(said: string): Map<string, Map<string, number>> {
  const backups = new Map<string, Map<string, number>>();
  for (const line of said.split('\n')) {
    const [what, name = '', counts = ''] = line.split(' ');
    if (what === 'backup') backups.set(name, new Map(Object.entries(countsSchema.parse(JSON.parse(counts)))));
  }
  return backups;
}

type Place = { readonly folder: string; readonly target: string; readonly scratch: string; readonly key: TestKey };

async function killLane(context: FaultContext, tally: Tally, lane: number, trials: number): Promise<number> {
  const place = join(context.disk, String(lane));
  const { folder, key } = await makeVault(place);
  const target = join(place, 'backups');
  const scratch = join(context.fast, String(lane));
  const empty = takeSnapshot(folder);
  const ownDraws = context.draws.fork(lane);
  let said = '';
  let cutShort = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    if (trial % livesOfOneVault === 0) {
      putSnapshot(folder, empty);
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target);
      said = '';
    }
    const draws = ownDraws.fork(trial);
    const args = [place, target, String(draws.next())];
    said += await killedAtRandom(context.programs.backups, args, draws, longestLifeMs);
    said = said.slice(0, said.lastIndexOf('\n') + 1);
    tally.trials += 1;
    const names = [...(await systemFiles.readdir(target)), ...(await systemFiles.readdir(folder))];
    if (names.some((name) => name.endsWith(unfinishedEnding) || name === backupInTheMaking)) cutShort += 1;
    const wrong = await wrongAfter({ folder, target, scratch, key }, said);
    if (wrong !== null) {
      tally.lost += 1;
      context.complain(`kill ${trial}: ${wrong}`);
    }
  }
  return cutShort;
}

/** What is wrong with the vault or its backups after a kill; null where nothing is. */
async function wrongAfter({ folder, target, scratch, key }: Place, said: string): Promise<string | null> {
  const saved = acknowledgedIn(said);
  const ofVault = wordsOn(await judge(folder, key, truthOf(saved)));
  if (ofVault !== null) return `the vault: ${ofVault}`;
  const acknowledged = backupsIn(said);
  const seen = await seeBackups(systemFiles, target, () => undefined);
  const whole = seen.filter(({ state }) => state === 'whole').map(({ name }) => name);
  const newest = [...acknowledged.keys()].slice(-keep);
  // One that was finished but not acknowledged may have taken an older one's place.
  const missing = newest.filter((name, index) => !whole.includes(name) && (index > 0 || whole.length < keep));
  if (missing.length > 0) return `an acknowledged backup of ${newest.length} is gone`;
  for (const name of whole) {
    const ofBackup = await wrongInBackup(join(target, name), scratch, key, {
      truth: truthOf(saved),
      atLeast: acknowledged.get(name) ?? new Map(),
    });
    if (ofBackup !== null) return `a backup that passes for whole: ${ofBackup}`;
  }
  return null;
}

/** Reads a copy of a backup as the vault that it would be after a restore, with both readers. */
async function wrongInBackup(
  backup: string,
  scratch: string,
  key: TestKey,
  { truth, atLeast }: { readonly truth: Truth; readonly atLeast: ReadonlyMap<string, number> },
): Promise<string | null> {
  const contents = await contentsOfBackup(systemFiles, backup);
  if (!contents.ok) return contents.problem.sentence;
  rmSync(scratch, { recursive: true, force: true });
  cpSync(backup, scratch, { recursive: true });
  rmSync(join(scratch, contentsFile));
  const there = contents.value.files.map(({ name }) => name);
  const wanted = new Map(
    [...truth]
      // A journal that was begun after the backup is not in it.
      .filter(([journalId]) => atLeast.has(journalId) || there.includes(`journals/${journalId}.vj`))
      .map(([journalId, { entries }]) => [journalId, { entries, acknowledged: atLeast.get(journalId) ?? 0 }]),
  );
  return wordsOn(await judge(scratch, key, wanted));
}

function wordsOn(verdict: Verdict): string | null {
  if (verdict.kind === 'undetected') return verdict.what;
  return verdict.kind === 'told' && !verdict.all ? verdict.refusal : null;
}

/** The program ended while it backs up. */
export const backupFaults: readonly Fault[] = [
  {
    name: 'SIGKILL while backing up',
    async run(context) {
      const tally = emptyTally();
      let cutShort = 0;
      await inLanes(byDepth(context.depth, { quick: 6, normal: 1_000, long: 10_000 }), async (lane, trials) => {
        cutShort += await killLane(context, tally, lane, trials);
      });
      if (cutShort === 0 && tally.trials >= enoughToSee) tally.unmet.push('blind: no backup was cut short');
      return tally;
    },
  },
];
