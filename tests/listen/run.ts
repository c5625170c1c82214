/**
 * `node tests/listen/run.ts [--quick] [--only G2,G5] [--repeats N] [--soak MINUTES]`: listens to the player and prints one
 * JSON line per goal. Exits 1 where one is missed.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { APP_GOALS } from './app-goals.ts';
import { type Goal, type GoalLine, lineOf, type Measured, notRun } from './goal.ts';
import { besideHowler } from './howler-beside.ts';
import { OTHER_GOALS } from './other-goals.ts';
import { PAGE_GOALS } from './page-goals.ts';
import { soak } from './soak.ts';
import { Stage } from './stage.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    repeats: { type: 'string' },
    soak: { type: 'string' },
  },
});
const only = values.only?.split(',');
const repeats = Number(values.repeats ?? (values.quick ? 1 : 3));
const soakMinutes = values.soak === undefined ? null : Number(values.soak);
const known = [...PAGE_GOALS, ...APP_GOALS, ...OTHER_GOALS].map(({ goal }) => goal);
const unknown = only?.find((goal) => goal !== 'howler' && !known.includes(goal));
if (unknown !== undefined || !Number.isSafeInteger(repeats) || repeats < 1 || Number.isNaN(soakMinutes)) {
  console.error(
    `--only names some of ${known.join(', ')}, howler; --repeats is a whole number, --soak a number of minutes.`,
  );
  process.exit(2);
}

let missed = 0;

function print(line: GoalLine): void {
  if (line.met === false) missed += 1;
  console.log(JSON.stringify(line));
}

function isAsked(goal: Goal<never>): boolean {
  return only === undefined || only.includes(goal.goal);
}

/** A goal that could not be measured is one that is missed, and says why. */
async function measured<Where>(goal: Goal<Where>, where: Where): Promise<Measured> {
  try {
    return await goal.measure(where);
  } catch (error) {
    return {
      value: null,
      met: false,
      note: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}

async function runGoal<Where>(goal: Goal<Where>, where: Where): Promise<void> {
  if (values.quick && !goal.quick && only === undefined) {
    print(lineOf(goal, [notRun('not part of the quick run')], loadavg()[0] ?? 0));
    return;
  }
  const all: Measured[] = [];
  for (let turn = 0; turn < repeats; turn += 1) all.push(await measured(goal, where));
  const line = lineOf(goal, all, loadavg()[0] ?? 0);
  print(
    all.every(({ value }) => value === null) && all.some(({ met }) => met === false) ? { ...line, met: false } : line,
  );
}

async function runSoak(minutes: number): Promise<void> {
  const figures = await soak(minutes, (now) => console.error(JSON.stringify(now)));
  const load = loadavg()[0] ?? 0;
  console.log(JSON.stringify({ soak: figures }));
  const { tapSilenceMs, tapJump, jumpLimit, settledMb, endMb } = figures;
  const silence = { target: 20, unit: 'ms of silence in the graph over the whole soak', all: [tapSilenceMs], load };
  print({ goal: 'G18', value: tapSilenceMs, met: tapSilenceMs <= 20 && tapJump <= jumpLimit, ...silence });
  const grownMb = Math.round(endMb - settledMb);
  const memory = { target: 250, unit: 'MB of the playing process', all: [endMb], load };
  const note = `grown by ${grownMb} MB of at most 20, in ${Math.round(figures.minutes)} minutes`;
  print({ goal: 'G12', value: Math.round(endMb), met: endMb <= 250 && grownMb <= 20, ...memory, note });
}

if (soakMinutes !== null) {
  await runSoak(soakMinutes);
} else {
  const pageGoals = PAGE_GOALS.filter(isAsked);
  if (pageGoals.length > 0) {
    const stage = await Stage.open();
    try {
      for (const goal of pageGoals) await runGoal(goal, stage);
    } finally {
      await stage.close();
    }
  }
  for (const goal of APP_GOALS.filter(isAsked)) await runGoal(goal, null);
  for (const goal of OTHER_GOALS.filter(isAsked)) await runGoal(goal, null);
  if (only === undefined ? !values.quick : only.includes('howler')) {
    const lines = await besideHowler();
    for (const line of lines) {
      if (line.met === false) missed += 1;
      console.log(JSON.stringify(line));
    }
  }
}
process.exitCode = missed === 0 ? 0 : 1;
