/**
 * `node tests/e2e/kill-windows.ts [--kills N] [--seed N]`: one rehearsal whose whole app, windows and all, is killed at N
 * random moments of the journey and started again. After each start the session must be offered first, in its phase,
 * with every acknowledged note and with its time not before the last acknowledged one. The last line of output is one
 * JSON object; it exits 0 only if nothing was lost.
 */
import { parseArgs } from 'node:util';
import { replay } from '../../shared/session/evolve.ts';
import { absorption, answerPrompts, dose } from '../rehearsal/after-dose.ts';
import { block, createVault, openSession, precheck } from '../rehearsal/before-dose.ts';
import type { Hands } from '../rehearsal/hands.ts';
import { bindMonitor } from '../rehearsal/measuring.ts';
import { Practice, passphrase } from './practice.ts';
import { sessionInVault } from './session-in-vault.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const kills = Number(values.kills);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  console.error('--kills is a whole number from 1, --seed a whole number.');
  process.exit(2);
}

/** The longest that a journey is watched before the next kill. Real milliseconds. */
const longestWatchMs = 5_000;
/** A rehearsal's clock runs only once nobody has touched anything for two seconds; some waits are longer. */
const longestIdleMs = 4_000;
/** The same mark again sooner than this is a finger that bounced, not a second note. Real milliseconds. */
const bounceMs = 900;

/** A small generator, so that a seed repeats a run's moments. From 0 to below 1. */
function* fractionsFrom(start: number): Generator<number, never> {
  let value = start >>> 0;
  for (;;) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    yield value / 2 ** 32;
  }
}
const fractions = fractionsFrom(seed);
const random = () => fractions.next().value;

const faults: string[] = [];
const backMs: number[] = [];
let phasesRight = 0;
/** Notes that were asked for, and of them those that the console showed as saved. */
let asked = 0;
let acknowledged = 0;
/** Notes that were killed before the console showed them as saved. */
let unsavedLost = 0;
let markedAt = -bounceMs;
/** Whole minutes of the journey at the last acknowledged note. */
let acknowledgedMinutes = 0;

const practice = new Practice();
try {
  let hands = await reachJourney();
  for (let kill = 1; kill <= kills; kill += 1) {
    await watch(hands);
    await practice.kill();
    for (const left of await practice.leftProcesses()) faults.push(`kill ${kill}: process ${left} stayed`);
    hands = await startAgain(kill);
  }
  await practice.kill();
  await practice.leftProcesses();
  await compareWithVault();
} catch (error) {
  faults.push(error instanceof Error ? error.message : String(error));
} finally {
  await practice.end();
}
const slowestBackMs = Math.max(0, ...backMs);
console.log(JSON.stringify({ kills, phasesRight, notes: acknowledged, unsavedLost, slowestBackMs, seed, faults }));
process.exitCode = faults.length === 0 && phasesRight === kills ? 0 : 1;

async function reachJourney(): Promise<Hands> {
  const hands = await practice.start();
  await createVault(hands, passphrase);
  await openSession(hands);
  await precheck(hands);
  await block(hands, 2, true);
  await dose(hands);
  await absorption(hands);
  return hands;
}

/** A while of the journey: prompts are answered, notes are made, and now and then nobody looks whether one was saved. */
async function watch(hands: Hands): Promise<void> {
  const endsAt = performance.now() + random() * longestWatchMs;
  while (performance.now() < endsAt) {
    const choice = random();
    if (choice < 0.4) await note(hands, choice < 0.25);
    else if (choice < 0.6) await answer(hands);
    else
      await new Promise((resolve) =>
        setTimeout(resolve, random() * Math.min(longestIdleMs, endsAt - performance.now())),
      );
  }
}

async function note(hands: Hands, waitsForSaved: boolean): Promise<void> {
  if (performance.now() - markedAt < bounceMs) return;
  markedAt = performance.now();
  asked += 1;
  // The key that marks the moment: one note, wherever the focus is.
  await hands.window.press('m');
  if (!waitsForSaved) return;
  await hands.waitUntil(
    'the note',
    async () => (await notesShown(hands)) === asked,
    async () => {},
    10_000,
  );
  await hands.window.byText('Saved', { exact: true }).waitVisible();
  acknowledged = asked;
  acknowledgedMinutes = await journeyMinutes(hands);
}

async function answer(hands: Hands): Promise<void> {
  // After a restart the monitor is chosen again.
  if ((await hands.sees('Blood pressure is due.')) && (await hands.button('Choose the monitor').count()) > 0) {
    await bindMonitor(hands);
  }
  await answerPrompts(hands);
}

/** Starts the app, unlocks, and looks whether everything stands where it must. */
async function startAgain(kill: number): Promise<Hands> {
  const hands = await practice.start();
  await hands.waitForHeading('Unlock', 30_000);
  await hands.fill('Passphrase', passphrase);
  const pressedAt = performance.now();
  await hands.press('Unlock');
  await hands.waitForHeading('Journey', 30_000);
  backMs.push(Math.round(performance.now() - pressedAt));
  phasesRight += 1;
  const shown = await notesShown(hands);
  if (shown < acknowledged) faults.push(`kill ${kill}: ${acknowledged} notes were saved, ${shown} are there`);
  if (shown > asked) faults.push(`kill ${kill}: ${asked} notes were made, ${shown} are there`);
  const minutes = await journeyMinutes(hands);
  if (minutes < acknowledgedMinutes) {
    faults.push(`kill ${kill}: the journey stood at ${acknowledgedMinutes} min, now at ${minutes}`);
  }
  // What nobody was told to be saved may be gone; it is not waited for.
  unsavedLost += asked - shown;
  asked = shown;
  acknowledged = shown;
  return hands;
}

async function notesShown(hands: Hands): Promise<number> {
  const list = hands.window.byRole('list', { name: 'Entries', exact: true });
  if ((await list.count()) === 0) await hands.press(/^All entries\./);
  const marks = hands.window.byRole('button', { name: /Take back/ }).within(list);
  const shown = await marks.count();
  await hands.press('Close All entries');
  return shown;
}

async function journeyMinutes(hands: Hands): Promise<number> {
  const text = await hands.window.byRole('button', { name: /^Mark this moment/ }).text();
  return Number(/\d+/.exec(text)?.[0]);
}

/** The journal itself: every acknowledged note, one resumption for each kill, and time that never runs back. */
async function compareWithVault(): Promise<void> {
  const events = await sessionInVault(practice.vault);
  const state = replay(events);
  if (state.phase !== 'journey') faults.push(`the vault says ${String(state.phase)}`);
  if (state.resumedAt.length !== kills) faults.push(`the vault tells of ${state.resumedAt.length} starts`);
  if (state.notes.length < acknowledged) faults.push(`the vault holds ${state.notes.length} notes of ${acknowledged}`);
  events.forEach((event, index) => {
    const before = events[index - 1];
    if (before !== undefined && event.recordedAt.elapsedMs < before.recordedAt.elapsedMs) {
      faults.push(`entry ${event.sequence} was recorded before entry ${before.sequence}`);
    }
  });
}
