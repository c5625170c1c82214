/**
 * A program that runs a session on a real vault, as fast as it can, until it is killed: the conductor and the vault, no
 * windows. It tells on standard output what was acknowledged, and when, for whoever kills it to compare.
 */
import { randomUUID } from 'node:crypto';
import { Conductor } from '../../electron/session/conductor.ts';
import { sessionEventSchema } from '../../shared/session/event.ts';
import type { ClockReading } from '../../shared/session/moment.ts';
import { protocolOf } from '../../shared/session/state.ts';
import { Entropy, randomCommand, shortProtocol, type Walker } from '../session/random-session.ts';
import { openByKey, readTestKey } from './test-key.ts';

const [place = '', sessionId = '', seedText = '0', readingText = '{}'] = process.argv.slice(2);
let reading = JSON.parse(readingText) as ClockReading;

const vault = openByKey(place, readTestKey(place));
const known = vault.journals().some((journal) => journal.journalId === sessionId);
if (!known) {
  const created = await vault.createJournal(sessionId, 'session');
  if (!created.ok) throw new Error(created.problem.code);
}
const read = await vault.read(sessionId);
if (!read.ok) throw new Error(`${read.problem.code}: ${read.problem.sentence}`);
const events = read.value.entries.map((entry) => sessionEventSchema.parse(JSON.parse(entry)));

const conductor = new Conductor(events, {
  clock: { read: () => reading, rate: () => 1 },
  journal: { append: (sequence, entry) => vault.append(sessionId, sequence, entry) },
  newId: () => randomUUID(),
  therapist: 'T. Herapist',
  // No disk is ever called slow here, and a write that fails ends the program (see `onSaving`).
  pause: () => new Promise<void>(() => undefined),
  onSaving: (_unsaved, problem) => {
    if (problem !== null) throw new Error(problem.code);
  },
  onNews: ({ durableThrough }) => tell(durableThrough),
});

/** One line: what is durable and what was taken so far, and where the session stands with all that was taken. */
function tell(durableThrough: number): void {
  const { events: taken, phase, lastMoment } = conductor.state;
  const news = { durableThrough, taken: taken.length, phase, elapsedMs: lastMoment?.elapsedMs ?? 0, reading };
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

if (events.length === 0) {
  const opened = await conductor.submit({
    type: 'open-session',
    patient: {
      patientId: 'p1',
      name: 'A. M.',
      dateOfBirth: '1980-02-03',
      phone: '555',
      allergies: '',
      emergencyContact: '',
    },
    course: { courseId: 'c1', kind: 'medicine', number: 1, of: 6, lastDoseMg: null, lastIntegrationKept: null },
    therapist: { name: 'T. Herapist', credential: '' },
    clinic: { name: '', emergencyNumber: '911', address: '' },
    protocol: shortProtocol,
    rehearsal: true,
  });
  if (!opened.ok) throw new Error(opened.problem.code);
} else {
  conductor.resume();
}

/** The session as the chooser of commands sees it. */
const walker: Walker = {
  get state() {
    return conductor.state;
  },
  get now() {
    return conductor.now();
  },
  get protocol() {
    return protocolOf(conductor.state);
  },
  passMinutes(minutes: number) {
    pass(minutes * 60_000);
    return this as never;
  },
  doseId() {
    return conductor.state.doses.at(-1)?.doseId ?? 'none';
  },
};

function pass(ms: number): void {
  reading = { ...reading, wallMs: reading.wallMs + ms, uptimeMs: reading.uptimeMs + ms, awakeMs: reading.awakeMs + ms };
}

/** A small generator, so that a seed repeats a run's commands. */
function* numbersFrom(seed: number): Generator<number> {
  let value = seed >>> 0;
  for (;;) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    yield value >>> 8;
  }
}

const numbers = numbersFrom(Number(seedText));
while (conductor.state.phase !== 'signed') {
  const entropy = new Entropy(Array.from({ length: 40 }, () => numbers.next().value ?? 0));
  pass(entropy.pick([0, 500, 5_000, 61_000, 301_000]));
  await conductor.submit(randomCommand(walker, entropy));
  if (entropy.below(3) === 0) await conductor.settled();
}
await conductor.settled();
await vault.close();
