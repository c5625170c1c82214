import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceOf, type ExportDraft, emptyDraft, keysIn } from '../../renderer/console/export/export-draft.ts';
import { type Scope, sessionsInScope } from '../../renderer/console/export/sessions-in-scope.ts';
import { exportChoiceSchema } from '../../shared/bridge/export-choice.ts';
import type { SessionSummary } from '../../shared/bridge/picture.ts';
import { exportFormats } from '../../shared/record/export-format.ts';

const filled: ExportDraft = {
  ...emptyDraft,
  passphrase: 'twelve chars',
  passphraseAgain: 'twelve chars',
  folder: '/media/stick',
};
const made = (change: Partial<ExportDraft>) => choiceOf({ ...filled, ...change }, ['s1']);

describe('an export that is being filled in', () => {
  it('is locked with a passphrase unless something else is chosen', () => {
    expect(made({})?.lock).toEqual({ kind: 'passphrase', passphrase: 'twelve chars' });
  });

  it('has a passphrase of twelve characters at least, typed twice', () => {
    expect(made({ passphrase: 'eleven char', passphraseAgain: 'eleven char' })).toBeNull();
    expect(made({ passphrase: 'thirteen char', passphraseAgain: 'thirteen char' })).not.toBeNull();
    expect(made({ passphraseAgain: 'twelve chars.' })).toBeNull();
  });

  it('is plain only when it is said to be understood', () => {
    expect(made({ lock: 'plain' })).toBeNull();
    expect(made({ lock: 'plain', understood: true })?.lock).toEqual({ kind: 'plain', understood: true });
  });

  it('has process notes only when it is said once more, and then nothing else', () => {
    expect(made({ stream: 'process' })).toBeNull();
    expect(made({ stream: 'process', confirmed: true })).toMatchObject({ stream: 'process-notes', confirmed: true });
    expect(made({ stream: 'process', confirmed: true })).not.toHaveProperty('formats');
  });

  it('is none without sessions, forms, keys or a folder', () => {
    expect(choiceOf(filled, [])).toBeNull();
    expect(made({ formats: [] })).toBeNull();
    expect(made({ lock: 'recipients', keys: ' \n ' })).toBeNull();
    expect(made({ folder: '  ' })).toBeNull();
  });

  it('takes one key a line', () => {
    expect(keysIn(' age1abc \r\n\n age1def')).toEqual(['age1abc', 'age1def']);
  });

  it('passes the door whenever it is one', () => {
    fc.assert(
      fc.property(
        fc.record({
          stream: fc.constantFrom('record' as const, 'process' as const),
          confirmed: fc.boolean(),
          formats: fc.subarray([...exportFormats]),
          withoutName: fc.boolean(),
          withoutFreeText: fc.boolean(),
          receiver: fc.string({ maxLength: 60 }),
          lock: fc.constantFrom('passphrase' as const, 'recipients' as const, 'plain' as const),
          passphrase: fc.string({ maxLength: 20 }),
          keys: fc.string({ maxLength: 80 }),
          keep: fc.boolean(),
          understood: fc.boolean(),
          folder: fc.string({ maxLength: 20 }),
        }),
        (draft) => {
          const choice = choiceOf({ ...draft, passphraseAgain: draft.passphrase }, ['s1', 's2']);
          if (choice !== null) expect(exportChoiceSchema.safeParse(choice).success).toBe(true);
        },
      ),
    );
  });
});

describe('what the door refuses', () => {
  const choice = { ...made({}) };
  it.each([
    ['process notes with the record’s forms', { ...choice, stream: 'process-notes', confirmed: true }],
    [
      'process notes that nobody confirmed',
      { ...choice, stream: 'process-notes', formats: undefined, redaction: undefined },
    ],
    ['plain files that nobody understood', { ...choice, lock: { kind: 'plain', understood: false } }],
    ['a short passphrase', { ...choice, lock: { kind: 'passphrase', passphrase: 'eleven char' } }],
    ['no session', { ...choice, sessionIds: [] }],
    ['a form that is none', { ...choice, formats: ['docx'] }],
  ])('%s', (_what, refused) => {
    expect(exportChoiceSchema.safeParse(choice).success).toBe(true);
    expect(exportChoiceSchema.safeParse(refused).success).toBe(false);
  });
});

describe('which sessions are in it', () => {
  const session = (sessionId: string, courseId: string, day: number, status: SessionSummary['status'] = 'signed') => ({
    sessionId,
    patientId: 'p',
    courseId,
    kind: 'medicine' as const,
    number: 1,
    of: 6,
    openedWallMs: new Date(2026, 10, day, 12).getTime(),
    status,
  });
  const sessions = [
    session('d', 'two', 23),
    session('c', 'one', 22, 'shredded'),
    session('b', 'one', 21),
    session('r', 'one', 24, 'running'),
    session('a', 'one', 20),
  ];
  const origin = { sessionId: 'b', courseId: 'one' };
  const idsIn = (scope: Scope) => sessionsInScope(sessions, origin, scope).map(({ sessionId }) => sessionId);
  const days = (from: string, until: string) => idsIn({ kind: 'dates', from, until });

  it('one, a course, or those of some days, oldest first; never one that is shredded or not signed', () => {
    expect(idsIn({ kind: 'session', from: '', until: '' })).toEqual(['b']);
    expect(idsIn({ kind: 'course', from: '', until: '' })).toEqual(['a', 'b']);
    expect(days('2026-11-20', '2026-11-24')).toEqual(['a', 'b', 'd']);
  });

  it('both days belong to it', () => {
    expect(days('2026-11-21', '2026-11-23')).toEqual(['b', 'd']);
    expect(days('2026-11-22', '2026-11-22')).toEqual([]);
    expect(days('', '2026-11-23')).toEqual([]);
  });
});
