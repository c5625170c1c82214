import { expect, test } from 'vitest';
import { createConsoleStore, type Timers, withEvents } from '../../renderer/console/store.ts';
import { replay } from '../../shared/session/evolve.ts';
import { FakeBridge, openPicture } from './fake-bridge.ts';
import { journalOf, momentAt } from './small-session.ts';

const events = journalOf(
  { type: 'confirm-identity', identifiers: ['name', 'date-of-birth'] },
  { type: 'record-weight', weightKg: 70 },
  { type: 'record-note', stream: 'record', tagId: 'calm', text: '' },
);

/** Timers that stand until the test lets time pass. */
function handTimers() {
  let nowMs = 0;
  let waiting: { atMs: number; act: () => void }[] = [];
  const timers: Timers = {
    nowMs: () => nowMs,
    after: (delayMs, act) => {
      const entry = { atMs: nowMs + delayMs, act };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
  const pass = (ms: number) => {
    const untilMs = nowMs + ms;
    for (let next = waiting.find((entry) => entry.atMs <= untilMs); next !== undefined; ) {
      const due = next;
      waiting = waiting.filter((entry) => entry !== due);
      nowMs = due.atMs;
      due.act();
      next = waiting.find((entry) => entry.atMs <= untilMs);
    }
    nowMs = untilMs;
  };
  return { timers, pass };
}

/** Lets the promises that are settled run their course. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function started(activeSessionId: string | null = 's') {
  const fake = new FakeBridge(openPicture(activeSessionId));
  const hand = handTimers();
  const store = createConsoleStore(fake.bridge, hand.timers);
  await settled();
  return { fake, store, ...hand };
}

async function withJournal(count: number) {
  const all = await started();
  all.fake.journalCalls[0]?.answer({
    ok: true,
    value: { events: events.slice(0, count), durableThrough: count, draft: 'half a wo', draftPlace: null },
  });
  await settled();
  return all;
}

const push = (from: number, to: number, durableThrough = to) => ({
  sessionId: 's',
  events: events.slice(from, to),
  durableThrough,
});

test('the active session’s journal is fetched and folded', async () => {
  const { fake, store } = await withJournal(2);
  expect(fake.journalCalls.map((call) => call.sessionId)).toEqual(['s']);
  expect(store.get().session?.state).toEqual(replay(events.slice(0, 2)));
  expect(store.get().session?.draft).toBe('half a wo');
});

test('pushed events are folded onto it, those it has are passed over, and durability never goes back', async () => {
  const { fake, store } = await withJournal(2);
  fake.pushJournal(push(1, 3, 2));
  expect(store.get().session?.state).toEqual(replay(events.slice(0, 3)));
  expect(store.get().session?.durableThrough).toBe(2);
  fake.pushJournal(push(0, 0, 3));
  fake.pushJournal(push(0, 0, 1));
  expect(store.get().session?.durableThrough).toBe(3);
  expect(fake.journalCalls).toHaveLength(1);
});

test('a gap fetches the journal whole again; what is pushed meanwhile waits and is not lost', async () => {
  const { fake, store } = await withJournal(1);
  fake.pushJournal(push(2, 3));
  expect(fake.journalCalls).toHaveLength(2);
  expect(store.get().session?.state.events).toHaveLength(1);
  fake.pushJournal(push(3, 4));
  fake.journalCalls[1]?.answer({
    ok: true,
    value: { events: events.slice(0, 3), durableThrough: 3, draft: '', draftPlace: null },
  });
  await settled();
  expect(store.get().session?.state).toEqual(replay(events));
});

test('another session’s events are not taken', async () => {
  const { fake, store } = await withJournal(2);
  fake.pushJournal({ ...push(2, 3), sessionId: 'other' });
  expect(store.get().session?.state.events).toHaveLength(2);
});

test('going home drops the session; an answer that comes too late is not shown', async () => {
  const { fake, store } = await started();
  fake.pushPicture(openPicture(null));
  fake.journalCalls[0]?.answer({ ok: true, value: { events, durableThrough: 4, draft: '', draftPlace: null } });
  await settled();
  expect(store.get().session).toBeNull();
});

test('a journal that cannot be read leaves its problem', async () => {
  const { fake, store } = await started();
  const problem = { code: 'broken', sentence: 'The journal is broken.', remedy: 'Restore the backup.' };
  fake.journalCalls[0]?.answer({ ok: false, problem });
  await settled();
  expect(store.get().problem).toEqual(problem);
  expect(store.get().session).toBeNull();
});

test('time ticks at the session’s whole seconds, and not while the clock stands', async () => {
  const { fake, store, pass } = await withJournal(1);
  const { elapsedMs: _none, ...reading } = momentAt(0);
  fake.pushClock({ reading, elapsedMs: 10_400, rate: 1 });
  expect(store.get().now?.elapsedMs).toBe(10_400);
  pass(599);
  expect(store.get().now?.elapsedMs).toBe(10_400);
  pass(1);
  expect(store.get().now?.elapsedMs).toBe(11_000);
  fake.pushClock({ reading, elapsedMs: 11_000, rate: 0 });
  pass(60_000);
  expect(store.get().now?.elapsedMs).toBe(11_000);
});

test('a command carries the age of its touch, and without a session it is refused here', async () => {
  const { fake, store, pass } = await withJournal(1);
  pass(5_000);
  expect(await store.command({ type: 'open-emergency' }, { timeStamp: 4_880 })).toBeNull();
  expect(fake.commands).toEqual([{ sessionId: 's', command: { type: 'open-emergency' }, touchAgeMs: 120 }]);
  const home = await started(null);
  expect((await home.store.command({ type: 'open-emergency' }))?.code).toBe('no-session');
  expect(home.fake.commands).toEqual([]);
});

test('closing lets go of everything', async () => {
  const { fake, store } = await withJournal(1);
  expect(fake.listeners).toBe(3);
  store.close();
  expect(fake.listeners).toBe(0);
});

test('events one after another fold; one that is missing is a gap', () => {
  const first = replay(events.slice(0, 1));
  expect(withEvents(first, events.slice(1))).toEqual(replay(events));
  expect(withEvents(first, events.slice(2))).toBe('gap');
});
