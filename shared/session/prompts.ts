import { deadlines } from './deadlines.ts';
import type { Moment } from './moment.ts';
import { currentBlock, highBlocks, judgeBlocks } from './pressure.ts';
import { protocolOf, type SessionState } from './state.ts';
import type { Deadline, Prompt } from './timing.ts';

/** What the console says now: what it asks for before what it merely tells, and of each the longest due first. */
export function prompts(state: SessionState, now: Moment): Prompt[] {
  if (state.opened === null) return [];
  const due = deadlines(state, now)
    .filter((deadline) => deadline.atElapsedMs <= now.elapsedMs)
    .flatMap((deadline) => promptOf(state, deadline));
  return [...standing(state), ...due].sort(
    (one, other) =>
      Number(other.holdsTheClock) - Number(one.holdsTheClock) || one.dueAtElapsedMs - other.dueAtElapsedMs,
  );
}

function promptOf(state: SessionState, deadline: Deadline): Prompt[] {
  const sentence = sentenceOf(state, deadline);
  if (sentence === null) return [];
  return [
    {
      id: deadline.of === null ? deadline.id : `${deadline.id}:${deadline.of}`,
      sentence: sentence.text,
      dueAtElapsedMs: deadline.atElapsedMs,
      holdsTheClock: sentence.holdsTheClock,
    },
  ];
}

function sentenceOf(state: SessionState, deadline: Deadline): { text: string; holdsTheClock: boolean } | null {
  const ask = (text: string) => ({ text, holdsTheClock: true });
  const tell = (text: string) => ({ text, holdsTheClock: false });
  switch (deadline.id) {
    case 'rest-over':
      return ask('Rest is over: take the first reading.');
    case 'next-reading':
      return ask('Take the next reading.');
    case 'severe-repeat':
      return ask('Repeat the reading: it reached the severe limit. Ask for symptoms.');
    case 'hold-minimum':
      return tell('The hold may end.');
    case 'hold-maximum':
      return ask('The hold is over: spit now, and record how it ended.');
    case 'reading-after-dose':
      return ask('Blood pressure is due.');
    case 'elevated-repeat':
      return ask('Repeat the blood pressure.');
    case 'glance':
      return ask('Look: breathing fine?');
    case 'sedation-check':
      return ask(state.putOnSideAt === null ? 'Check response; put the patient on the side.' : 'Check response.');
    case 'journey-minimum':
      return tell('45 minutes: the patient may come back when they are ready.');
    case 'journey-maximum':
      return ask('60 minutes: begin the return, or go on knowingly.');
    case 'recheck':
      return ask(deadline.of === 'gait' ? 'Check gait again.' : 'Check orientation again.');
    case 'earliest-departure':
      return tell('The minimum stay is over; the checks decide.');
    case 'slot-end':
      return tell('The slot is over. Nothing ends by itself.');
    case 'block-expires':
      return ask('The blood pressure is too old: rest and take another block.');
    case 'override-expires':
      return null;
  }
}

/** Prompts that no point in time brings: something waits as it stands. */
function standing(state: SessionState): Prompt[] {
  const found: Prompt[] = [];
  const add = (id: string, sentence: string, dueAtElapsedMs: number) =>
    found.push({ id, sentence, dueAtElapsedMs, holdsTheClock: true });
  const lastMs = state.lastMoment?.elapsedMs ?? 0;
  if (state.gapUncertain) add('state-gap', 'Say how much time passed while the machine was off.', lastMs);
  for (const entry of state.readings.filter((reading) => reading.status === 'pending')) {
    add(
      `confirm:${entry.reading.readingId}`,
      'Compare the reading with the monitor’s display and confirm it.',
      entry.at.elapsedMs,
    );
  }
  for (const statement of state.suicidalStatements.filter((entry) => entry.resolved === null)) {
    add(
      `safety:${statement.body.statementId}`,
      'Suicidal statement: follow the safety steps, reach the prescriber, record the outcome.',
      statement.at.elapsedMs,
    );
  }
  if (state.phase === 'precheck' || state.phase === 'dosing') {
    const last = judgeBlocks(state).at(-1);
    const open = currentBlock(state);
    if (last?.verdict === 'hold' && open?.blockId === last.blockId && last.lastReadingAt !== null) {
      const enough = highBlocks(state) >= protocolOf(state).bloodPressure.maximumBlocks.value;
      add(
        'hold',
        enough ? 'Too high in every block: not today.' : 'Too high: rest five minutes and take another block.',
        last.lastReadingAt.elapsedMs,
      );
    }
  }
  return found;
}
