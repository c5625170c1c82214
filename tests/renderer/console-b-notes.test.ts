import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounceMs, isBounce } from '../../renderer/console/notes/bounce.ts';
import { createDraftSaver, draftIntervalMs } from '../../renderer/console/notes/draft-saver.ts';
import { lastEntry } from '../../renderer/console/notes/last-entry.ts';
import { railTags } from '../../renderer/console/notes/rail-tags.ts';
import { isInside, longPressMs, pressMeaning } from '../../renderer/console/notes/tag-press.ts';
import { minutesBefore } from '../../renderer/console/notes/when.ts';
import { Walk } from '../session/walk.ts';

describe('a tag', () => {
  const first = { tagId: 'tears', timeStamp: 1000 };

  it('counts the first touch', () => {
    expect(isBounce(null, first)).toBe(false);
  });

  it.each([
    [bounceMs - 1, true],
    [bounceMs, true],
    [bounceMs + 1, false],
  ])('takes the same tag again after %i ms for a bounce: %s', (afterMs, bounce) => {
    expect(isBounce(first, { tagId: 'tears', timeStamp: 1000 + afterMs })).toBe(bounce);
  });

  it('never takes another tag for a bounce', () => {
    expect(isBounce(first, { tagId: 'spoke', timeStamp: 1001 })).toBe(false);
  });

  it.each([
    [longPressMs - 1, 'tag'],
    [longPressMs, 'long'],
    [longPressMs + 1, 'long'],
  ] as const)('held %i ms means %s', (heldMs, meaning) => {
    expect(pressMeaning(500, 500 + heldMs, true)).toBe(meaning);
  });

  it('means nothing once the finger slid off', () => {
    expect(pressMeaning(0, 10_000, false)).toBe('none');
  });

  it('counts its own edge as inside', () => {
    const box = { left: 10, top: 20, right: 110, bottom: 80 };
    expect(isInside(box, 10, 80)).toBe(true);
    expect(isInside(box, 9, 80)).toBe(false);
    expect(isInside(box, 110, 81)).toBe(false);
  });
});

/** A timer that the test turns by hand. */
function handTimer() {
  let waiting: { dueMs: number; run: () => void }[] = [];
  let nowMs = 0;
  return {
    after: (delayMs: number, run: () => void) => {
      const entry = { dueMs: nowMs + delayMs, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    pass: (ms: number) => {
      nowMs += ms;
      for (let due = waiting.find((entry) => entry.dueMs <= nowMs); due; due = waiting.find((e) => e.dueMs <= nowMs)) {
        const { run } = due;
        waiting = waiting.filter((entry) => entry !== due);
        run();
      }
    },
    waiting: () => waiting.length,
  };
}

describe('the draft of a text note', () => {
  it('is handed on at once, then at most once an interval, and always the last', () => {
    const saved: string[] = [];
    const timer = handTimer();
    const saver = createDraftSaver((text: string) => saved.push(text), timer.after);
    saver.keep('a');
    saver.keep('ab');
    saver.keep('abc');
    expect(saved).toEqual(['a']);
    timer.pass(draftIntervalMs - 1);
    expect(saved).toEqual(['a']);
    timer.pass(1);
    expect(saved).toEqual(['a', 'abc']);
    timer.pass(draftIntervalMs);
    expect(saved).toEqual(['a', 'abc']);
    saver.keep('abcd');
    expect(saved).toEqual(['a', 'abc', 'abcd']);
  });

  it('is handed on at once when flushed, and never again', () => {
    const saved: string[] = [];
    const timer = handTimer();
    const saver = createDraftSaver((text: string) => saved.push(text), timer.after);
    saver.keep('a');
    saver.keep('ab');
    saver.flush();
    timer.pass(draftIntervalMs * 3);
    expect(saved).toEqual(['a', 'ab']);
    expect(timer.waiting()).toBe(0);
  });

  it('is forgotten once the note is filed, so that an old draft never comes back', () => {
    const saved: string[] = [];
    const timer = handTimer();
    const saver = createDraftSaver((text: string) => saved.push(text), timer.after);
    saver.keep('a');
    saver.keep('ab');
    saver.drop();
    timer.pass(draftIntervalMs * 3);
    expect(saved).toEqual(['a']);
  });

  it('is never older on disk than the interval, whatever is typed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (pauses) => {
        const timer = handTimer();
        let saved = '';
        const saver = createDraftSaver((text: string) => {
          saved = text;
        }, timer.after);
        let typed = '';
        for (const pauseMs of pauses) {
          typed += 'x';
          saver.keep(typed);
          const before = typed;
          timer.pass(pauseMs);
          if (pauseMs >= draftIntervalMs) expect(saved).toBe(before);
        }
        timer.pass(draftIntervalMs);
        expect(saved).toBe(typed);
      }),
    );
  });
});

describe('a late entry', () => {
  it('is dated from the opening of its form, less the chosen minutes', () => {
    expect(minutesBefore({ elapsedMs: 150_000 }, { elapsedMs: 120_000 }, '0')).toBe(0.5);
    expect(minutesBefore({ elapsedMs: 150_000 }, { elapsedMs: 120_000 }, '5')).toBe(5.5);
  });

  it('never lies in the future and never further back than it may', () => {
    expect(minutesBefore({ elapsedMs: 0 }, { elapsedMs: 5_000 }, '0')).toBe(0);
    expect(minutesBefore({ elapsedMs: 300 * 60_000 }, { elapsedMs: 0 }, '10')).toBe(240);
  });
});

describe('the last entry', () => {
  const note = (walk: Walk, tagId: string | null, text = '') =>
    walk.must({ type: 'record-note', stream: 'record', tagId, text });

  it('is not there before the first note', () => {
    expect(lastEntry(new Walk().state, 1)).toBeNull();
  });

  it('is the last note, unsaved until its event is durable', () => {
    const walk = note(note(new Walk(), 'calm'), null, 'Breathes slowly');
    const sequence = walk.state.events.length;
    expect(lastEntry(walk.state, sequence - 1)).toMatchObject({ text: 'Breathes slowly', saved: false });
    expect(lastEntry(walk.state, sequence)).toMatchObject({ text: 'Breathes slowly', saved: true });
  });

  it('walks further back each time a note is taken back', () => {
    const walk = note(note(new Walk(), 'calm'), 'tearful');
    const last = lastEntry(walk.state, 0);
    expect(last?.text).toBe('Tearful');
    if (last === null || last.undoNoteId === null) throw new Error('no note to take back');
    walk.must({ type: 'retract-note', noteId: last.undoNoteId });
    expect(lastEntry(walk.state, 0)?.text).toBe('Calm');
  });
});

describe('the rail', () => {
  it('offers the tags of the phase in the order of the protocol', () => {
    const walk = new Walk().toJourney();
    expect(railTags(walk.state).map((tag) => tag.label)).toEqual([
      'Still, deep',
      'Spoke',
      'Tears',
      'Restless',
      'Reassured',
    ]);
  });

  it('offers no tags once the patient has left', () => {
    const walk = new Walk().readyToLeave().must({ type: 'depart' });
    expect(railTags(walk.state)).toEqual([]);
  });
});
