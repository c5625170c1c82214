/**
 * Tries faults for run.ts, one after another: a message asks for one by its name, the answer is what came out. Two of these
 * processes use two cores.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allFaults } from './all-faults.ts';
import { emptyTally, type Tally } from './fault.ts';
import { type LaneAnswer, laneRequestSchema } from './lane-message.ts';
import { Seeded } from './seeded.ts';

/** How many failed trials of a fault are told in words. */
const mostComplaints = 5;

process.on('message', (message) => {
  void tryFault(message).then((answer) => process.send?.(answer));
});

// Whoever asked is gone: nobody would read the answer.
process.on('disconnect', () => process.exit(1));

async function tryFault(message: unknown): Promise<LaneAnswer> {
  const { name, depth, seed, programs } = laneRequestSchema.parse(message);
  const fault = allFaults.find((known) => known.name === name);
  if (fault === undefined) throw new Error(`no fault "${name}"`);
  const disk = mkdtempSync(join(tmpdir(), 'vigil-faults-'));
  const fast = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vigil-faults-'));
  const startedMs = performance.now();
  let complaints = 0;
  const complain = (sentence: string) => {
    complaints += 1;
    if (complaints <= mostComplaints) console.error(`  ${name}: ${sentence}`);
  };
  // A fault's draws depend on its name and the seed alone, so that --only repeats what the whole run did.
  const draws = new Seeded(
    [...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), seed),
  );
  let tally: Tally;
  try {
    tally = await fault.run({ depth, draws, disk, fast, programs, complain });
  } catch (error) {
    // The other faults are tried all the same; this one is not met.
    tally = { ...emptyTally(), unmet: [`ended by itself: ${error instanceof Error ? error.stack : String(error)}`] };
  } finally {
    for (const folder of [disk, fast]) rmSync(folder, { recursive: true, force: true });
  }
  return { name, tally, seconds: (performance.now() - startedMs) / 1000 };
}
