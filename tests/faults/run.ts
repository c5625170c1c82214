/**
 * `npm run faults [-- --quick | --long] [--seed N] [--only WORD]`: does to vaults what disks, power and strangers do, and
 * looks whether anything that was called saved is gone, or anything untrue is shown as good. One JSON line for each fault;
 * exit 1 where one is not met. The seed stands on standard error; with it every trial is repeated.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleFolder, bundlePrograms } from '../kill/bundle-program.ts';
import { allFaults } from './all-faults.ts';
import { type Depth, type Fault, isMet } from './fault.ts';
import { type LaneRequest, laneAnswerSchema } from './lane-message.ts';
import { type Programs, programSources } from './programs.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});
const depth: Depth = values.quick ? 'quick' : values.long ? 'long' : 'normal';
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const wanted = allFaults.filter(({ name }) => values.only === undefined || name.includes(values.only));
if (!Number.isInteger(seed)) {
  console.error('--seed is a whole number.');
  process.exitCode = 2;
} else if (wanted.length === 0) {
  console.error(`No fault has "${values.only}" in its name.`);
  process.exitCode = 2;
} else {
  process.exitCode = (await tryAll()) ? 0 : 1;
}

async function tryAll(): Promise<boolean> {
  console.error(`seed ${seed}, ${depth}`);
  const startedMs = performance.now();
  const folder = bundleFolder('faults');
  const lanes: ChildProcess[] = [];
  try {
    const programs = await bundlePrograms(programSources, folder);
    for (const _core of [1, 2]) lanes.push(fork(join(import.meta.dirname, 'lane.ts')));
    const together = wanted.filter(({ alone }) => alone !== true);
    const shared = await Promise.all(lanes.map((lane) => workOff(lane, together, programs)));
    const alone = await workOff(
      lanes[0],
      wanted.filter(({ alone }) => alone === true),
      programs,
    );
    return [...shared, alone].every((met) => met);
  } finally {
    for (const lane of lanes) lane.kill();
    rmSync(folder, { recursive: true, force: true });
    console.error(`${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  }
}

/** Has a lane try one fault after another until none is left. @returns whether each was met. */
async function workOff(lane: ChildProcess | undefined, left: Fault[], programs: Programs): Promise<boolean> {
  if (lane === undefined) return false;
  let allMet = true;
  for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
    const request: LaneRequest = { name: fault.name, depth, seed, programs };
    const answer = await answerOf(lane, request);
    const { tally, seconds } = laneAnswerSchema.parse(answer);
    for (const sentence of tally.unmet) console.error(`  ${fault.name}: ${sentence}`);
    const met = isMet(fault, tally);
    const line = { fault: fault.name, trials: tally.trials, lost: tally.lost, undetected: tally.undetected, met };
    console.log(JSON.stringify(tally.skipped === null ? line : { ...line, why: tally.skipped }));
    console.error(`  ${seconds.toFixed(1)} s`);
    allMet &&= met !== false;
  }
  return allMet;
}

/** @throws where the lane ends before it answers. */
async function answerOf(lane: ChildProcess, request: LaneRequest): Promise<unknown> {
  const over = new AbortController();
  try {
    lane.send(request);
    const ended = once(lane, 'exit', over).then(() => {
      throw new Error(`the process ended that tried "${request.name}"`);
    });
    const [answer]: unknown[] = await Promise.race([once(lane, 'message', over), ended]);
    return answer;
  } finally {
    over.abort();
  }
}
