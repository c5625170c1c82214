import { describe, expect, test } from 'vitest';
import {
  addendumProblem,
  countersignatureProblem,
  gapProblem,
  signatureProblem,
} from '../../shared/record/signing-check.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { calmJournal } from './journal-samples.ts';
import { JournalScript } from './journal-script.ts';
import { addAddendum, countersign, signJournal, supervisor } from './sign-journal.ts';

function lastOf(events: readonly SessionEvent[]): SessionEvent {
  const last = events.at(-1);
  if (last === undefined) throw new Error('empty');
  return last;
}

describe('what may enter the journal as a signature', () => {
  const events = calmJournal();
  const signed = lastOf(signJournal(events));
  if (signed.body.type !== 'signed') throw new Error('not signed');
  const { body, recordedAt } = signed;

  test('one over the journal as it stands, at its own time', () => {
    expect(signatureProblem(replay(events), body, recordedAt)).toBeNull();
  });

  test('not one over a journal that went on meanwhile', () => {
    const later = JournalScript.continuing(events, 9_000);
    later.note(151, 'One more thing.');
    expect(signatureProblem(replay(later.events), body, recordedAt)?.code).toBe('record-changed');
  });

  test('not one made for another moment or name', () => {
    const state = replay(events);
    expect(signatureProblem(state, body, { ...recordedAt, wallMs: recordedAt.wallMs + 1 })?.code).toBe(
      'record-changed',
    );
    expect(signatureProblem(state, { ...body, printedName: 'X' }, recordedAt)?.code).toBe('record-changed');
    expect(signatureProblem(state, { ...body, publicKeyHex: '0'.repeat(64) }, recordedAt)?.code).toBe('record-changed');
  });

  test('not while something required is missing; the sentence names it', () => {
    const open = events.filter(({ body: other }) => other.type !== 'words-added');
    expect(gapProblem(replay(open))).toMatchObject({
      code: 'record-gaps',
      sentence: 'Your words on the peak experience are missing. And 2 more.',
    });
    expect(signatureProblem(replay(open), body, recordedAt)?.code).toBe('record-gaps');
    expect(gapProblem(replay(events))).toBeNull();
  });
});

describe('what may enter the journal as an addendum', () => {
  const signed = addAddendum(signJournal(calmJournal()), 'First.');
  const second = lastOf(addAddendum(signed, 'Second.'));
  if (second.body.type !== 'addendum-added') throw new Error('no addendum');
  const { body, recordedAt } = second;

  test('one that follows the last, at its own time', () => {
    expect(addendumProblem(replay(signed), body, recordedAt)).toBeNull();
  });

  test('not one that does not follow the last, or whose text or time is another', () => {
    const third = addAddendum([...signed, second], 'Third.');
    expect(addendumProblem(replay(third), body, recordedAt)?.code).toBe('record-changed');
    expect(addendumProblem(replay(signed), { ...body, text: 'Else.' }, recordedAt)?.code).toBe('record-changed');
    expect(addendumProblem(replay(signed), body, { ...recordedAt, wallMs: 0 })?.code).toBe('record-changed');
  });
});

describe('what may enter the journal as a countersignature', () => {
  const signed = addAddendum(signJournal(calmJournal()), 'First.');
  const second = lastOf(countersign(signed));
  if (second.body.type !== 'countersigned') throw new Error('not countersigned');
  const { body, recordedAt } = second;

  test('one by another key under the record and its addenda, at its own time', () => {
    expect(countersignatureProblem(replay(signed), body, recordedAt)).toBeNull();
  });

  test('not one under a record that was added to meanwhile, nor for another name, meaning or time', () => {
    const more = addAddendum(signed, 'Second.');
    expect(countersignatureProblem(replay(more), body, recordedAt)?.code).toBe('record-changed');
    const state = replay(signed);
    expect(countersignatureProblem(state, { ...body, printedName: 'X' }, recordedAt)?.code).toBe('record-changed');
    expect(countersignatureProblem(state, { ...body, meaning: 'reviewer' }, recordedAt)?.code).toBe('record-changed');
    expect(countersignatureProblem(state, body, { ...recordedAt, wallMs: 0 })?.code).toBe('record-changed');
  });

  test('not by whoever signed the record, and not twice by one', () => {
    const { body: author } = lastOf(signJournal(calmJournal()));
    if (author.type !== 'signed') throw new Error('not signed');
    const own = { ...body, publicKeyHex: author.publicKeyHex };
    expect(countersignatureProblem(replay(signed), own, recordedAt)?.code).toBe('same-signer');
    expect(countersignatureProblem(replay([...signed, second]), body, recordedAt)?.code).toBe('countersigned-already');
  });

  test('who signed second may add to the record; who has not signed may not', () => {
    const added = lastOf(addAddendum([...signed, second], 'By the supervisor.', supervisor));
    if (added.body.type !== 'addendum-added') throw new Error('no addendum');
    expect(addendumProblem(replay([...signed, second]), added.body, added.recordedAt)).toBeNull();
    const early = lastOf(addAddendum(signed, 'By the supervisor.', supervisor));
    if (early.body.type !== 'addendum-added') throw new Error('no addendum');
    expect(addendumProblem(replay(signed), early.body, early.recordedAt)?.code).toBe('not-a-signer');
  });
});
