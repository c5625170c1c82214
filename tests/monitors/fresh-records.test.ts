import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countNew, maxCandidates, selectFreshRecords } from '../../electron/monitors/fresh-records.ts';
import {
  type MemoryContents,
  type MemoryEntry,
  recordKey,
  type UserSlot,
} from '../../electron/monitors/monitor-family.ts';

const entry = (systolicMmHg: number, slot: UserSlot | null = 'A', monitorTime: string | null = '2026-11-23T14:05') => {
  const decoded = { slot, monitorTime, systolicMmHg, diastolicMmHg: 70, pulsePerMin: 60 };
  return { kind: 'record', record: { ...decoded, key: recordKey(decoded), flags: [], rawHex: ['00'] } } as const;
};
const unreadable = (slot: UserSlot | null = 'A'): MemoryEntry => ({
  kind: 'unreadable',
  record: { key: 'raw', slot, reason: 'Its checksum is wrong.', rawHex: ['ff'] },
});
const memory = (...entries: MemoryEntry[]): MemoryContents => ({ model: 'M', clock: null, entries });
const select = (before: MemoryContents | null, after: MemoryContents, promptMs: number | null = null) => {
  const snapshot = before === null ? null : { contents: before, carriedToPromptLocalMs: promptMs };
  const selected = selectFreshRecords(snapshot, after, 'A');
  return {
    fresh: selected.fresh.map((record) => record.systolicMmHg),
    candidates: selected.candidates.map((record) => record.systolicMmHg),
    rejected: selected.rejected.length,
    withoutSnapshot: selected.withoutSnapshot,
    trustsMonitorTime: selected.trustsMonitorTime,
  };
};
const nothing = { fresh: [], candidates: [], rejected: 0, withoutSnapshot: false, trustsMonitorTime: false };

describe('what is new', () => {
  test.each([
    ['nothing', [1, 2], [1, 2], 0],
    ['one', [1, 2], [9, 1, 2], 1],
    ['two', [1, 2], [8, 9, 1, 2], 2],
    ['one equal to the newest', [1, 2], [1, 1, 2], 1],
    ['all, where there was none', [], [8, 9], 2],
    ['none of none', [], [], 0],
    ['one, the oldest dropped from a full memory', [1, 2, 3], [9, 1, 2], 1],
    ['fewer than before', [1, 2, 3], [1, 2], null],
    ['another memory', [1, 2], [8, 9], null],
    ['another memory with more', [1, 2], [7, 8, 9], null],
    ['one missing in the middle', [1, 2, 3], [9, 1, 3], null],
    ['one changed in the middle', [1, 2, 3], [9, 1, 7, 3], null],
  ])('%s', (_, before, after, expected) => {
    const entries = (systolics: readonly number[]) => systolics.map((systolic) => entry(100 + systolic));
    expect(countNew(entries(before), entries(after))).toBe(expected);
  });

  test('what could not be read may be any record, old or new', () => {
    expect(countNew([unreadable(), entry(101), entry(102)], [entry(109), entry(101), entry(101), entry(102)])).toBe(1);
    expect(countNew([entry(101), entry(102)], [unreadable(), entry(101), entry(102)])).toBe(1);
  });

  test('a full memory may have dropped ten, not eleven', () => {
    const before = Array.from({ length: 12 }, (_, at) => entry(100 + at));
    const later = (fresh: number) => [...Array.from({ length: fresh }, () => entry(90)), ...before].slice(0, 12);
    expect(countNew(before, later(10))).toBe(10);
    expect(countNew(before, later(11))).toBeNull();
  });

  test('for any memory and any new ones: exactly these, or nothing at all', () => {
    const systolics = fc.array(fc.integer({ min: 100, max: 103 }), { maxLength: 20 });
    fc.assert(
      fc.property(systolics, systolics, (before, fresh) => {
        const entries = (list: readonly number[]) => list.map((systolic) => entry(systolic));
        expect(countNew(entries(before), entries([...fresh, ...before]))).toBe(fresh.length);
      }),
    );
  });
});

describe('what is taken', () => {
  test('new ones, oldest first; known ones never', () => {
    expect(select(memory(entry(120)), memory(entry(131), entry(130), entry(120)))).toEqual({
      ...nothing,
      fresh: [130, 131],
    });
    expect(select(memory(entry(120)), memory(entry(120)))).toEqual(nothing);
  });

  test('of a monitor without slots, all', () => {
    expect(select(memory(), memory(entry(130, null)))).toEqual({ ...nothing, fresh: [130] });
  });

  test('what lies in the other slot is set aside', () => {
    expect(select(memory(entry(120, 'B')), memory(entry(140, 'B'), entry(120, 'B')))).toEqual({
      ...nothing,
      rejected: 1,
    });
  });

  test('what is implausible or unreadable is set aside', () => {
    expect(select(memory(), memory(entry(72), entry(130), unreadable()))).toEqual({
      ...nothing,
      fresh: [130],
      rejected: 2,
    });
  });

  test('without a snapshot, or with another memory, the newest are in doubt', () => {
    const many = memory(...Array.from({ length: 9 }, (_, at) => entry(130 + at)));
    expect(select(null, many).candidates).toEqual([130, 131, 132, 133, 134]);
    expect(maxCandidates).toBe(5);
    expect(select(memory(entry(99)), memory(entry(130)))).toMatchObject({ fresh: [], withoutSnapshot: true });
    expect(select(memory(entry(120), entry(99, 'B')), memory(entry(130), entry(120)))).toMatchObject({
      fresh: [],
      withoutSnapshot: true,
    });
  });

  const at = (time: string) => Date.parse(`${time}Z`);
  test.each([
    ['2026-11-23T14:05', '2026-11-23T14:05:00', [130]],
    ['2026-11-23T14:05', '2026-11-23T14:05:59', [130]],
    ['2026-11-23T14:05', '2026-11-23T14:06:00', []],
    ['2026-11-23T14:05:10', '2026-11-23T14:05:10', [130]],
    ['2026-11-23T14:05:10', '2026-11-23T14:05:11', []],
    [null, '2026-11-23T14:05:11', []],
  ])('with a memory carried over, one of %s after a prompt at %s', (time, prompt, fresh) => {
    const selected = select(memory(entry(120)), memory(entry(130, 'A', time), entry(120)), at(prompt));
    expect(selected.fresh).toEqual(fresh);
    expect(selected.candidates).toEqual(fresh.length === 0 ? [130] : []);
    expect(selected.trustsMonitorTime).toBe(fresh.length > 0);
  });

  test('with a memory carried over, two are in doubt', () => {
    const selected = select(memory(), memory(entry(131), entry(130)), at('2026-11-23T14:05:00'));
    expect(selected).toMatchObject({ fresh: [], candidates: [131, 130], withoutSnapshot: false });
  });
});
