import { describe, expect, it } from 'vitest';
import { spokenChanges, type Told } from '../../renderer/console/live/spoken.ts';
import { createVoice, sentencePaceMs } from '../../renderer/console/live/voice.ts';
import { replay } from '../../shared/session/evolve.ts';
import { Walk } from '../session/walk.ts';

function spoken() {
  const shown: string[] = [];
  let due: { run: () => void } | null = null;
  const voice = createVoice(
    (urgency, words) => shown.push(`${urgency}: ${words}`),
    (_, run) => {
      due = { run };
      return () => {
        due = null;
      };
    },
  );
  const pass = () => {
    const now = due;
    due = null;
    now?.run();
  };
  return { shown, voice, pass };
}

describe('the voice', () => {
  it('says one sentence at once and the next only after a pause', () => {
    const { shown, voice, pass } = spoken();
    voice.say('one');
    voice.say('two');
    expect(shown).toEqual(['polite: one']);
    pass();
    expect(shown).toEqual(['polite: one', 'polite: two']);
    expect(sentencePaceMs).toBe(1000);
  });

  it('says the urgent before what waits', () => {
    const { shown, voice, pass } = spoken();
    voice.say('one');
    voice.say('two');
    voice.say('limit', 'assertive');
    pass();
    expect(shown.at(-1)).toBe('assertive: limit');
  });

  it('shows the same words again with a difference that nobody sees', () => {
    const { shown, voice, pass } = spoken();
    for (let times = 0; times < 3; times += 1) {
      voice.say('Calm noted');
      pass();
    }
    expect(shown).toEqual(['polite: Calm noted', 'polite: Calm noted\u200b', 'polite: Calm noted']);
  });

  it('drops the oldest of what waits too long, never an urgent one', () => {
    const { shown, voice, pass } = spoken();
    voice.say('said');
    voice.say('urgent', 'assertive');
    for (const words of ['1', '2', '3', '4', '5']) voice.say(words);
    for (let times = 0; times < 9; times += 1) pass();
    expect(shown).toEqual(['polite: said', 'assertive: urgent', 'polite: 2', 'polite: 3', 'polite: 4', 'polite: 5']);
  });

  it('is silent once stopped', () => {
    const { shown, voice, pass } = spoken();
    voice.say('one');
    voice.say('two');
    voice.stop();
    pass();
    expect(shown).toEqual(['polite: one']);
  });
});

describe('what is told of a session', () => {
  const walk = new Walk().toJourney();
  const quiet: Told = { state: walk.state, monitor: null, holdMinutesLeft: null };

  it('is nothing where nothing changed', () => {
    expect(spokenChanges(quiet, quiet)).toEqual([]);
  });

  it('is a phase that was entered', () => {
    const before = { ...quiet, state: { ...walk.state, phase: 'absorption' as const } };
    expect(spokenChanges(before, quiet)).toEqual(['Phase: Journey']);
  });

  it('is every reading, also two at once', () => {
    const none = replay(walk.state.events.slice(0, 1));
    const readings = spokenChanges({ ...quiet, state: none }, quiet).filter((words) =>
      words.startsWith('Blood pressure'),
    );
    expect(readings).toHaveLength(walk.state.readings.length);
    expect(readings.length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    [6, 5, ['5 minutes of the hold left']],
    [5, 4, []],
    [2, 1, ['1 minute of the hold left']],
    [1, 0, ['The hold is over. Spit now.']],
    [7, 0, ['The hold is over. Spit now.']],
    [null, 5, []],
  ])('from %s to %s minutes left of the hold is %j', (before, after, words) => {
    expect(spokenChanges({ ...quiet, holdMinutesLeft: before }, { ...quiet, holdMinutesLeft: after })).toEqual(words);
  });

  it('is a monitor that was unplugged, and plugged in again', () => {
    const plugged = { ...quiet, monitor: { name: 'BM96', pluggedIn: true } };
    const gone = { ...quiet, monitor: { name: 'BM96', pluggedIn: false } };
    expect(spokenChanges(plugged, gone)).toEqual(['BM96 is unplugged']);
    expect(spokenChanges(gone, plugged)).toEqual(['BM96 is plugged in again']);
  });
});
