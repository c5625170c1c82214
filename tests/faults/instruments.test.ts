import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DiskModel } from './disk-model.ts';
import { emptyTally, isMet } from './fault.ts';
import { inLanes } from './killing.ts';
import { encodedForms, hitsIn, keyForms, marked, wordForms } from './marks.ts';
import type { Operation } from './recording.ts';
import { acknowledgedIn } from './scenario.ts';
import { Seeded } from './seeded.ts';

const write = (path: string, offset: number, text: string): Operation => ({
  kind: 'write',
  path,
  offset,
  data: Buffer.from(text),
});

/** Every content that power cuts leave of a file; null where it is gone. */
function leftOf(path: string, operations: readonly Operation[]): Set<string | null> {
  const left = new Set<string | null>();
  for (let seed = 0; seed < 200; seed += 1) {
    const disk = new DiskModel(new Map([['log', Buffer.from('old')]]));
    for (const operation of operations) disk.apply(operation);
    left.add(disk.cutPower(new Seeded(seed)).get(path)?.toString('latin1') ?? null);
  }
  return left;
}

test('what was synced survives every power cut; what was not may be lost or kept', () => {
  const synced: Operation[] = [
    write('log', 3, 'A'),
    { kind: 'sync-begin', path: 'log', sync: 1 },
    { kind: 'sync-end', path: 'log', sync: 1 },
  ];
  expect(leftOf('log', synced)).toEqual(new Set(['oldA']));
  expect(leftOf('log', [...synced, write('log', 4, 'B')])).toEqual(new Set(['oldA', 'oldAB']));
});

test('a sync covers what was written before it began, not what came while it was under way', () => {
  const during: Operation[] = [
    { kind: 'sync-begin', path: 'log', sync: 1 },
    write('log', 3, 'A'),
    { kind: 'sync-end', path: 'log', sync: 1 },
  ];
  expect(leftOf('log', during)).toEqual(new Set(['old', 'oldA']));
});

test('a file that was cut short and grows again has zeros between', () => {
  const disk = new DiskModel(new Map([['log', Buffer.from('abcdef')]]));
  disk.apply({ kind: 'truncate', path: 'log', size: 2 });
  disk.apply(write('log', 4, 'X'));
  expect(disk.seen().get('log')).toEqual(Buffer.from('ab\0\0X'));
  disk.apply({ kind: 'truncate', path: 'log', size: 7 });
  expect(disk.seen().get('log')).toEqual(Buffer.from('ab\0\0X\0\0'));
});

test('a later write may be there without an earlier one, and a write may be there in part', () => {
  const sectors: Operation[] = [write('log', 0, 'x'.repeat(512)), write('log', 512, 'y'.repeat(1024))];
  const left = [...leftOf('log', sectors)];
  expect(left.some((content) => content?.includes('y') && !content.includes('x'))).toBe(true);
  expect(left.some((content) => (content?.match(/y/g) ?? []).length === 512)).toBe(true);
});

test('a new name is sure only once its folder was synced', () => {
  const renamed: Operation[] = [
    { kind: 'create', path: 'log.new' },
    write('log.new', 0, 'new'),
    { kind: 'sync-begin', path: 'log.new', sync: 1 },
    { kind: 'sync-end', path: 'log.new', sync: 1 },
    { kind: 'rename', path: 'log.new', to: 'log' },
  ];
  expect(leftOf('log', renamed)).toEqual(new Set(['old', 'new']));
  const folder: Operation[] = [
    { kind: 'sync-begin', path: '', sync: 2 },
    { kind: 'sync-end', path: '', sync: 2 },
  ];
  expect(leftOf('log', [...renamed, ...folder])).toEqual(new Set(['new']));
});

test('a secret is found wherever it begins, in every form it can have', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
      const key = Buffer.from('9f02b7c4d1e8356a4b7d90ccfe1236a85b7e0d19c2f3a4455667788900abcdef', 'hex');
      const around = (text: Uint8Array) => Buffer.concat([before, text, after]);
      const base64 = around(key).toString('base64');
      for (const content of [around(key), Buffer.from(base64), Buffer.from(around(key).toString('hex'))]) {
        expect(hitsIn(content, keyForms('key', key)).length).toBeGreaterThan(0);
      }
      const note = Buffer.from(marked('note'), 'utf8');
      const utf16 = Buffer.from(marked('note'), 'utf16le');
      for (const content of [around(note), around(utf16), Buffer.from(around(note).toString('base64'))]) {
        expect(hitsIn(content, wordForms()).length).toBeGreaterThan(0);
      }
      expect(hitsIn(Buffer.from(before), encodedForms('key', key))).toEqual([]);
    }),
  );
});

test('an acknowledgement that is not whole does not count', () => {
  const said = 'ready\njournal a\nentry a 1\nentry a 2\nentry a 3';
  expect(acknowledgedIn(said)).toEqual(new Map([['a', 2]]));
  expect(acknowledgedIn(`${said}\n`)).toEqual(new Map([['a', 3]]));
  expect(acknowledgedIn('')).toEqual(new Map());
});

test('a fault is met only where it was tried, nothing was lost or passed unseen, and nothing was blind', () => {
  const tally = { ...emptyTally(), trials: 5 };
  expect(isMet({}, tally)).toBe(true);
  for (const wrong of [{ trials: 0 }, { lost: 1 }, { undetected: 1 }, { unmet: ['blind'] }]) {
    expect(isMet({}, { ...tally, ...wrong })).toBe(false);
  }
  expect(isMet({}, { ...tally, skipped: 'no compiler' })).toBeNull();
  // A control is a vault that has to lose something.
  expect(isMet({ mustLose: true }, tally)).toBe(false);
  expect(isMet({ mustLose: true }, { ...tally, lost: 1 })).toBe(true);
  expect(isMet({ mustLose: true }, { ...tally, lost: 1, unmet: ['blind'] })).toBe(false);
});

test('the lanes do every trial once', async () => {
  for (const trials of [0, 1, 2, 7]) {
    const done: number[] = [];
    await inLanes(trials, async (_lane, count) => void done.push(count));
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(trials);
  }
});

test('a seed repeats its draws', () => {
  const draw = (seed: number) => Array.from({ length: 50 }, (_, trial) => new Seeded(seed).fork(trial).below(1_000));
  expect(draw(5)).toEqual(draw(5));
  expect(new Seeded(5).next()).not.toBe(new Seeded(6).next());
  const many = new Seeded(1);
  for (const uuid of [many.uuid(), many.uuid()])
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
