import { expect, test } from 'vitest';
import { JournalWriter } from '../../electron/session/journal-writer.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { Walk } from '../session/walk.ts';

const diskFull: Problem = { code: 'disk-full', sentence: 'The disk is full.', remedy: 'Free space.' };
const events = new Walk().toJourney().state.events;

/** A writer whose disk answers when the test says so, on a clock that the test moves. */
function slowHouse() {
  let nowMs = 0;
  let waiting: { readonly atMs: number; readonly go: () => void }[] = [];
  const writes: ((outcome: Outcome<null>) => void)[] = [];
  const told: (string | null)[] = [];
  const unsaved: number[] = [];
  let durable = 0;
  const writer = new JournalWriter(
    0,
    { append: () => new Promise((answer) => writes.push(answer)) },
    (durationMs) => new Promise((go) => waiting.push({ atMs: nowMs + durationMs, go })),
    {
      onDurable: (through) => {
        durable = through;
      },
      onSaving: (count, problem) => {
        unsaved.push(count);
        told.push(problem?.code ?? null);
      },
    },
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    writer,
    told,
    unsaved,
    durableThrough: () => durable,
    take: (count: number) => {
      for (const event of events.slice(0, count)) writer.append(event);
    },
    pass: async (ms: number) => {
      nowMs += ms;
      const due = waiting.filter(({ atMs }) => atMs <= nowMs);
      waiting = waiting.filter(({ atMs }) => atMs > nowMs);
      for (const { go } of due) go();
      await settle();
    },
    answer: async (outcome: Outcome<null> = { ok: true, value: null }) => {
      writes.shift()?.(outcome);
      await settle();
    },
  };
}

test('a write that takes a second is told then, not before, and no longer once everything is written', async () => {
  const house = slowHouse();
  house.take(1);
  await house.pass(999);
  expect(house.told).toEqual([]);
  await house.pass(1);
  expect(house.told).toEqual(['disk-slow']);
  expect(house.unsaved).toEqual([1]);
  expect(house.durableThrough()).toBe(0);
  await house.answer();
  expect(house.told).toEqual(['disk-slow', null]);
  expect(house.durableThrough()).toBe(1);
});

test('a write that is done in time is never told as slow', async () => {
  const house = slowHouse();
  house.take(1);
  await house.pass(999);
  await house.answer();
  await house.pass(10_000);
  expect(house.told).toEqual([]);
});

test('a disk that stays slow is told once, until it has taken all; order and count stay true', async () => {
  const house = slowHouse();
  house.take(3);
  for (const [written, left] of [
    [1, 2],
    [2, 1],
  ] as const) {
    await house.pass(2_000);
    await house.answer();
    expect(house.durableThrough()).toBe(written);
    expect(house.told.at(-1)).toBe('disk-slow');
    expect(house.unsaved.at(-1)).toBe(left);
  }
  await house.pass(2_000);
  await house.answer();
  expect(house.told.at(-1)).toBe(null);
  expect(house.told.filter((code) => code === null)).toHaveLength(1);
});

test('slow is not failed: what waits for everything to be saved goes on waiting', async () => {
  const house = slowHouse();
  house.take(1);
  await house.pass(1_000);
  let settled: boolean | null = null;
  void house.writer.settled().then((durable) => {
    settled = durable;
  });
  await house.pass(5_000);
  expect(settled).toBe(null);
  await house.answer();
  expect(settled).toBe(true);
});

test('a failure is told in place of the slowness and is tried again after a second', async () => {
  const house = slowHouse();
  house.take(2);
  await house.pass(1_000);
  await house.answer({ ok: false, problem: diskFull });
  expect(house.told).toEqual(['disk-slow', 'disk-full']);
  expect(await house.writer.settled()).toBe(false);
  await house.pass(999);
  await house.answer();
  expect(house.durableThrough()).toBe(0);
  await house.pass(1);
  await house.answer();
  expect(house.durableThrough()).toBe(1);
  await house.answer();
  expect(house.durableThrough()).toBe(2);
  expect(house.told.at(-1)).toBe(null);
});
