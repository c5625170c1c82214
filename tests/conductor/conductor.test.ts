import { describe, expect, it } from 'vitest';
import { Conductor } from '../../electron/session/conductor.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import type { ClockReading } from '../../shared/session/moment.ts';
import { dose100, Walk } from '../session/walk.ts';

const diskFull: Problem = { code: 'disk-full', sentence: 'The disk is full.', remedy: 'Free space.' };

/** A conductor over a journal that a test lets succeed, fail or wait; its clock is moved by the test. */
function house(events: readonly SessionEvent[], start: ClockReading) {
  const disk: string[] = [];
  let reading = start;
  let answer: (sequence: number) => Promise<Outcome<null>> = async () => ({ ok: true, value: null });
  const pauses: (() => void)[] = [];
  const savings: { unsaved: number; code: string | null }[] = [];
  let ids = 0;
  const conductor = new Conductor(events, {
    clock: { read: () => reading, rate: () => 1 },
    journal: {
      append: async (sequence, entry) => {
        const outcome = await answer(sequence);
        if (outcome.ok) disk.push(entry);
        return outcome;
      },
    },
    newId: () => `c-${++ids}`,
    therapist: 'T. Herapist',
    onNews: () => {},
    onSaving: (unsaved, problem) => savings.push({ unsaved, code: problem?.code ?? null }),
    pause: () => new Promise((resolve) => pauses.push(resolve)),
  });
  return {
    conductor,
    disk,
    savings,
    retry: () => {
      for (const resume of pauses.splice(0)) resume();
    },
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    moveClock: (change: (before: ClockReading) => ClockReading) => {
      reading = change(reading);
    },
  };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const later =
  (ms: number) =>
  (before: ClockReading): ClockReading => ({
    ...before,
    wallMs: before.wallMs + ms,
    uptimeMs: before.uptimeMs + ms,
    awakeMs: before.awakeMs + ms,
  });

describe('the conductor', () => {
  it('writes events in order and says how far they are durable', async () => {
    const walk = new Walk().toDosing();
    const { conductor, disk } = house(walk.state.events, walk.reading);
    await conductor.submit({ type: 'record-note', stream: 'record', tagId: 'calm', text: '' });
    await conductor.submit({ type: 'record-note', stream: 'record', tagId: null, text: 'b' });
    expect(await conductor.settled()).toBe(true);
    expect(disk.map((entry) => (JSON.parse(entry) as SessionEvent).sequence)).toEqual([
      walk.state.events.length + 1,
      walk.state.events.length + 2,
    ]);
    expect(conductor.durableThrough).toBe(walk.state.events.length + 2);
  });

  it('takes an event at once, keeps it while the disk is full, and never calls it durable before it is', async () => {
    const walk = new Walk().toJourney();
    const { conductor, disk, answerWith, retry, savings } = house(walk.state.events, walk.reading);
    answerWith(async () => ({ ok: false, problem: diskFull }));
    const accepted = await conductor.submit({ type: 'record-note', stream: 'record', tagId: null, text: 'kept' });
    expect(accepted.ok).toBe(true);
    await settle();
    expect(conductor.state.notes.at(-1)?.text).toBe('kept');
    expect(conductor.durableThrough).toBe(walk.state.events.length);
    expect(savings.at(-1)).toEqual({ unsaved: 1, code: 'disk-full' });
    answerWith(async () => ({ ok: true, value: null }));
    retry();
    await settle();
    expect(disk).toHaveLength(1);
    expect(savings.at(-1)).toEqual({ unsaved: 0, code: null });
  });

  it('refuses a dose while anything before it is not durable', async () => {
    const walk = new Walk().toDosing();
    const { conductor, answerWith, retry } = house(walk.state.events, walk.reading);
    answerWith(async () => ({ ok: false, problem: diskFull }));
    await conductor.submit({ type: 'record-note', stream: 'record', tagId: null, text: 'x' });
    const refused = await conductor.submit(dose100);
    expect(refused.ok ? null : refused.problem.code).toBe('not-durable');
    expect(conductor.state.phase).toBe('dosing');
    answerWith(async () => ({ ok: true, value: null }));
    retry();
    await settle();
    expect(await conductor.settled()).toBe(true);
    expect((await conductor.submit(dose100)).ok).toBe(true);
    expect(conductor.state.phase).toBe('absorption');
  });

  it('stamps an event with the time the finger went down, never before the event ahead of it', async () => {
    const walk = new Walk().toJourney();
    const { conductor, moveClock } = house(walk.state.events, walk.reading);
    const startMs = conductor.now().elapsedMs;
    moveClock(later(1_000));
    await conductor.submit({ type: 'record-glance', breathingFine: true }, 300);
    expect(conductor.state.glances.at(-1)?.elapsedMs).toBe(startMs + 700);
    await conductor.submit({ type: 'record-glance', breathingFine: true }, 900);
    expect(conductor.state.glances.at(-1)?.elapsedMs).toBe(startMs + 700);
  });

  it('journals sleep and a changed wall clock; the timeline counts the sleep and ignores the change', async () => {
    const walk = new Walk().toJourney();
    const { conductor, moveClock } = house(walk.state.events, walk.reading);
    const startMs = conductor.now().elapsedMs;
    moveClock((before) => ({ ...later(600_000)(before), awakeMs: before.awakeMs }));
    conductor.tick();
    expect(conductor.state.sleepGaps.at(-1)?.durationMs).toBe(600_000);
    moveClock((before) => ({ ...before, wallMs: before.wallMs - 3_600_000 }));
    conductor.tick();
    expect(conductor.state.events.at(-1)?.body).toEqual({ type: 'wall-clock-changed', byMs: -3_600_000 });
    expect(conductor.now().elapsedMs).toBe(startMs + 600_000);
  });

  it('goes on after an application restart on the same timeline', async () => {
    const walk = new Walk().toJourney();
    const startMs = walk.now.elapsedMs;
    const { conductor } = house(walk.state.events, later(42_000)(walk.reading));
    conductor.resume();
    expect(conductor.state.events.at(-1)?.body).toEqual({
      type: 'resumed',
      after: 'application-restart',
      gapMs: 42_000,
      gapUncertain: false,
    });
    expect(conductor.now().elapsedMs).toBe(startMs + 42_000);
    expect(conductor.state.phase).toBe('journey');
  });

  it('goes on after a machine restart by the wall clock, and asks where that stands before the last event', async () => {
    const walk = new Walk().toJourney();
    const startMs = walk.now.elapsedMs;
    const rebooted = { ...walk.reading, bootId: 'b', uptimeMs: 30_000, awakeMs: 30_000 };
    const ahead = house(walk.state.events, { ...rebooted, wallMs: walk.reading.wallMs + 180_000 });
    ahead.conductor.resume();
    expect(ahead.conductor.state.events.at(-1)?.body).toMatchObject({
      after: 'machine-restart',
      gapMs: 180_000,
      gapUncertain: false,
    });
    expect(ahead.conductor.now().elapsedMs).toBe(startMs + 180_000);

    const behind = house(walk.state.events, { ...rebooted, wallMs: walk.reading.wallMs - 1_000 });
    behind.conductor.resume();
    expect(behind.conductor.state.gapUncertain).toBe(true);
    expect(behind.conductor.now().elapsedMs).toBe(startMs);
    await behind.conductor.submit({ type: 'state-gap', gapMinutes: 7 });
    expect(behind.conductor.state.gapUncertain).toBe(false);
    expect(behind.conductor.now().elapsedMs).toBe(startMs + 7 * 60_000);
  });
});
