import { join } from 'node:path';
import type { TestKey } from '../kill/test-key.ts';
import { byDepth, type Depth, emptyTally, type Fault, type FaultContext, type Tally } from './fault.ts';
import { inLanes, killedAtRandom } from './killing.ts';
import { acknowledgedIn, entryOf, type ScenarioKind } from './scenario.ts';
import { judge, makeVault, putSnapshot, type Truth, takeSnapshot } from './vault-under-test.ts';

/** A vault is killed so often before a new one takes its place: it grows with each life, and what is found in it takes time. */
const livesOfOneVault = 5;
/** How many entries may be on disk beyond the last acknowledged one: a burst and what follows it. */
const mostUnderWay = 400;

type Plan = {
  readonly kind: ScenarioKind;
  /** How long after its first word a program lives at most, in milliseconds: several commits, or a checkpoint. */
  readonly longestLifeMs: number;
  readonly trials: Readonly<Record<Depth, number>>;
};

/** Where the vault has no more than this to be interrupted in, a kill shows what a crash of the program does. */
function killsDuring(plan: Plan): Fault {
  return {
    name: `SIGKILL while ${plan.kind}`,
    async run(context) {
      const tally = emptyTally();
      const count = byDepth(context.depth, plan.trials);
      await inLanes(count, (lane, trials) => killLane(context, tally, plan, lane, trials));
      return tally;
    },
  };
}

async function killLane(
  context: FaultContext,
  tally: Tally,
  { kind, longestLifeMs }: Plan,
  lane: number,
  trials: number,
): Promise<void> {
  const place = join(context.disk, String(lane));
  const { folder, key } = await makeVault(place);
  const empty = takeSnapshot(folder);
  const ownDraws = context.draws.fork(lane);
  let said = '';
  for (let trial = 0; trial < trials; trial += 1) {
    if (trial % livesOfOneVault === 0) {
      putSnapshot(folder, empty);
      said = '';
    }
    const draws = ownDraws.fork(trial);
    const args = [place, kind, String(draws.next()), '0', '-'];
    said += await killedAtRandom(context.programs.scenario, args, draws, longestLifeMs);
    // A line that was cut off by the kill says nothing, and must not run into the next.
    said = said.slice(0, said.lastIndexOf('\n') + 1);
    tally.trials += 1;
    await look(context, tally, { folder, key, acknowledged: acknowledgedIn(said), trial });
  }
}

type Look = {
  readonly folder: string;
  readonly key: TestKey;
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly trial: number;
};

/** Opens the vault after the kill: all that was acknowledged has to be there, and the vault has to open. */
async function look(context: FaultContext, tally: Tally, { folder, key, acknowledged, trial }: Look): Promise<void> {
  const verdict = await judge(folder, key, truthOf(acknowledged));
  if (verdict.kind === 'undetected') {
    tally.lost += 1;
    context.complain(`kill ${trial}: ${verdict.what}`);
  } else if (verdict.kind === 'told' && !verdict.all) {
    tally.lost += 1;
    context.complain(`kill ${trial}: does not open: ${verdict.refusal}`);
  }
}

/** What a vault must hold that acknowledged so much; some more may be there. */
export function truthOf(acknowledged: ReadonlyMap<string, number>): Truth {
  return new Map(
    [...acknowledged].map(([journalId, count]) => {
      const entries = Array.from({ length: count + mostUnderWay }, (_, index) => entryOf(journalId, index + 1));
      return [journalId, { entries, acknowledged: count }];
    }),
  );
}

/** The program of the vault ended at any moment, by whatever it was doing. */
export const killFaults: readonly Fault[] = [
  killsDuring({ kind: 'writing', longestLifeMs: 40, trials: { quick: 12, normal: 4_000, long: 40_000 } }),
  killsDuring({ kind: 'checkpointing', longestLifeMs: 80, trials: { quick: 6, normal: 1_500, long: 15_000 } }),
];
