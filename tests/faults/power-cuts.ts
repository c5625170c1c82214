import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestKey } from '../kill/test-key.ts';
import { DiskModel } from './disk-model.ts';
import { byDepth, emptyTally, type Fault, type FaultContext, skipped } from './fault.ts';
import { truthOf } from './kills.ts';
import { type Operation, preloadLibrary, readRecording } from './recording.ts';
import { acknowledgedIn } from './scenario.ts';
import { judge, makeVault, putSnapshot, takeSnapshot } from './vault-under-test.ts';

/** Which copies are left to read from: "saved" means that each alone has everything. */
type Copies = 'both' | 'database' | 'journal files';

/** How a vault is made worse on purpose, and in which copy that has to show. */
type Sabotage = {
  /** As scenario-program.ts knows it. */
  readonly name: string;
  readonly words: string;
  readonly skipSync: string;
  readonly copies: Copies;
};

const sound: Sabotage = { name: '', words: '', skipSync: '', copies: 'both' };
const sabotages: readonly Sabotage[] = [
  { name: 'normal', words: 'the database synced as seldom as with NORMAL', skipSync: '', copies: 'database' },
  { name: 'no-sync', words: 'journal files never synced', skipSync: '.vj', copies: 'journal files' },
  { name: 'too-early', words: 'entries called saved before they are written', skipSync: '', copies: 'both' },
];

const acknowledgementsFile = 'acknowledged';

type Recording = {
  readonly key: TestKey;
  readonly before: ReadonlyMap<string, Buffer>;
  readonly operations: Operation[];
};

/** Runs a scenario under the recorder. @throws where the recording does not explain what is on the disk afterwards. */
async function recordScenario(
  context: FaultContext,
  parts: { library: string; sabotage: Sabotage; steps: number },
): Promise<Recording> {
  const place = join(context.disk, `recorded-${parts.sabotage.name}`);
  const { folder, key } = await makeVault(place, context.draws.bytes);
  const before = takeSnapshot(folder);
  const log = join(context.disk, `log-${parts.sabotage.name}`);
  const seed = String(context.draws.next());
  const acknowledgements = join(place, 'vault', acknowledgementsFile);
  execFileSync(
    process.execPath,
    [context.programs.scenario, place, 'writing', seed, String(parts.steps), acknowledgements, parts.sabotage.name],
    {
      env: {
        ...process.env,
        LD_PRELOAD: parts.library,
        VIGIL_RECORD_FOLDER: folder,
        VIGIL_RECORD_LOG: log,
        VIGIL_RECORD_SKIP_SYNC: parts.sabotage.skipSync,
        // What an io_uring writes passes by every preloaded function.
        UV_USE_IO_URING: '0',
      },
    },
  );
  const operations = readRecording(log);
  const model = new DiskModel(before);
  for (const operation of operations) model.apply(operation);
  const seen = model.seen();
  const there = takeSnapshot(folder);
  const differs = [...new Set([...seen.keys(), ...there.keys()])].find(
    (name) => !(seen.get(name)?.equals(there.get(name) ?? Buffer.alloc(0)) ?? false),
  );
  if (differs !== undefined) throw new Error(`the recording does not explain ${differs}: the recorder is blind`);
  return { key, before, operations };
}

/** Cuts the power at random moments of a recording; how often that lost something. */
async function cutPower(
  context: FaultContext,
  recording: Recording,
  plan: { trials: number; copies: readonly Copies[]; onLoss: (sentence: string) => void },
): Promise<{ trials: number; lost: number }> {
  const { key, before, operations } = recording;
  const draws = context.draws.fork(plan.trials);
  const moments = Array.from({ length: plan.trials }, () => draws.below(operations.length)).sort((a, b) => a - b);
  const model = new DiskModel(before);
  const folder = join(context.fast, 'rebuilt');
  let at = 0;
  let said = '';
  let trials = 0;
  let lost = 0;
  for (const moment of moments) {
    for (; at < moment; at += 1) {
      const operation = operations[at];
      if (operation === undefined) break;
      model.apply(operation);
      if (operation.kind === 'write' && operation.path === acknowledgementsFile)
        said += operation.data.toString('utf8');
    }
    const files = model.cutPower(draws.fork(trials));
    files.delete(acknowledgementsFile);
    const copies = draws.pick(plan.copies);
    for (const name of [...files.keys()]) {
      const isDatabase = name.startsWith('vault.db');
      if ((copies === 'database' && name.endsWith('.vj')) || (copies === 'journal files' && isDatabase))
        files.delete(name);
    }
    putSnapshot(folder, files);
    const verdict = await judge(folder, key, truthOf(acknowledgedIn(said)));
    trials += 1;
    if (verdict.kind === 'undetected' || (verdict.kind === 'told' && !verdict.all)) {
      lost += 1;
      plan.onLoss(
        `after ${moment} of ${operations.length} operations, ${copies}: ${
          verdict.kind === 'told' ? verdict.refusal : verdict.what
        }`,
      );
    }
  }
  return { trials, lost };
}

const noCompiler = 'there is no gcc to compile the recorder with';

const powerCut: Fault = {
  name: 'power cut at random moments, unsynced writes lost, kept, torn and reordered',
  async run(context) {
    const library = preloadLibrary('recorder.c', context.disk);
    if (library === null) return skipped(noCompiler);
    const tally = emptyTally();
    const recordings = byDepth(context.depth, { quick: 1, normal: 4, long: 20 });
    const cuts = byDepth(context.depth, { quick: 60, normal: 2_000, long: 20_000 });
    for (let round = 0; round < recordings; round += 1) {
      const steps = byDepth(context.depth, { quick: 60, normal: 120, long: 200 });
      const recording = await recordScenario(context, { library, sabotage: sound, steps });
      const { trials, lost } = await cutPower(context, recording, {
        trials: Math.ceil(cuts / recordings),
        copies: ['both', 'database', 'journal files'],
        onLoss: (sentence) => context.complain(`recording ${round}: ${sentence}`),
      });
      tally.trials += trials;
      tally.lost += lost;
      rmSync(join(context.disk, 'recorded-'), { recursive: true });
      rmSync(join(context.disk, 'log-'));
    }
    return tally;
  },
};

/** The same power cuts on a vault that is worse on purpose: where nothing is lost there, nothing would ever be seen. */
function control(sabotage: Sabotage): Fault {
  return {
    name: `power cut, a control that has to lose some: ${sabotage.words}`,
    mustLose: true,
    async run(context) {
      const library = preloadLibrary('recorder.c', context.disk);
      if (library === null) return skipped(noCompiler);
      const recording = await recordScenario(context, { library, sabotage, steps: 60 });
      const trials = byDepth(context.depth, { quick: 30, normal: 300, long: 3_000 });
      const plan = { trials, copies: [sabotage.copies], onLoss: () => undefined };
      return { ...emptyTally(), ...(await cutPower(context, recording, plan)) };
    },
  };
}

/** The machine goes dark. */
export const powerFaults: readonly Fault[] = [powerCut, ...sabotages.map(control)];
