import { spawn } from 'node:child_process';
import type { Seeded } from './seeded.ts';

/** Two at once: while one program starts, the other's vault is looked at. */
const lanes = 2;

/**
 * Starts a program that never ends by itself, and kills it at a random moment, at most so many milliseconds after its first word.
 * @returns what it said. @throws where it ended by itself: that is a defect.
 */
export function killedAtRandom(
  program: string,
  args: readonly string[],
  draws: Seeded,
  longestLifeMs: number,
): Promise<string> {
  const lifeMs = draws.below(longestLifeMs * 8) / 8;
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), lifeMs);
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL' && errors === '') resolve(said);
      else reject(new Error(`the program ended by itself: ${errors}`));
    });
  });
}

/** Shares trials among the lanes; each lane has a name for a place of its own, and how many trials it does. */
export async function inLanes(trials: number, work: (lane: number, trials: number) => Promise<void>): Promise<void> {
  const each = Array.from({ length: lanes }, (_, lane) => Math.floor((trials + lane) / lanes));
  await Promise.all(each.map((count, lane) => work(lane, count)));
}
