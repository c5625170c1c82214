import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutputReport } from '../../electron/music/player-client.ts';
import { OutputRoom, type OutputRoomParts } from '../../electron/session/output-room.ts';
import { outputWishSchema } from '../../shared/music/output-schemas.ts';
import { type Output, type OutputWish, outputFor, usualOutputs } from '../../shared/music/outputs.ts';
import { playerProblem } from '../../shared/music/player-problem.ts';
import type { Command } from '../../shared/session/command.ts';

const headphones: Output = { outputId: 'h', name: 'Headphones' };
const speakers: Output = { outputId: 's', name: 'Speakers' };
const present = [headphones, speakers];

describe('the output that is meant', () => {
  test('is the one with its id, else the only one with its name, else none', () => {
    expect(outputFor(headphones, present)).toBe(headphones);
    const moved = { ...headphones, outputId: 'h2' };
    expect(outputFor(headphones, [speakers, moved])).toBe(moved);
    expect(outputFor(headphones, [moved, { ...headphones, outputId: 'h3' }])).toBeNull();
    expect(outputFor(headphones, [speakers])).toBeNull();
    expect(outputFor(headphones, [])).toBeNull();
  });

  test('is never one of another id and another name', () => {
    const output = fc.record({ outputId: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('x', 'y', 'z') });
    fc.assert(
      fc.property(output, fc.array(output, { maxLength: 6 }), (wanted, all) => {
        const found = outputFor(wanted, all);
        if (found === null) return;
        expect(all).toContain(found);
        expect(found.outputId === wanted.outputId || found.name === wanted.name).toBe(true);
      }),
    );
  });
});

/** An output room, what it tells player and journal, and the ways to tell it something. */
function outputRoom(first: OutputWish = usualOutputs) {
  let wish = first;
  let playing = false;
  let playerTrouble: ReturnType<typeof playerProblem> | null = null;
  let sessionId: string | null = 's1';
  let isDiskFull = false;
  const tones: string[] = [];
  const journaled: Command[] = [];
  let hear: (report: OutputReport) => void = () => undefined;
  let stateChanged: () => void = () => undefined;
  const player: OutputRoomParts['player'] = {
    heedOutputs: () => undefined,
    testTone: (role) => tones.push(role),
    watchOutputs: (listener) => {
      hear = listener;
      return () => undefined;
    },
    watchState: (listener) => {
      stateChanged = listener;
      return () => undefined;
    },
    state: () => ({ playing, problem: playerTrouble }) as ReturnType<OutputRoomParts['player']['state']>,
  };
  const room = new OutputRoom({
    player,
    kept: {
      read: () => wish,
      write: (next) => {
        wish = outputWishSchema.parse(next);
        if (isDiskFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    },
    volumeCeiling: () => 0.8,
    runningId: () => sessionId,
    report: async (command) => {
      journaled.push(command);
      return { ok: true, value: null };
    },
    changed: () => undefined,
  });
  return {
    room,
    tones,
    journaled,
    wish: () => wish,
    outputs: (report: Partial<Extract<OutputReport, { kind: 'outputs' }>>) =>
      hear({ kind: 'outputs', present, main: 'runs', second: 'none', ...report }),
    tone: (levelDb: number, over: boolean) => hear({ kind: 'tone', role: 'main', levelDb, over }),
    set: (changes: { playing?: boolean; lost?: boolean; sessionId?: string | null; isDiskFull?: boolean }) => {
      playing = changes.playing ?? playing;
      if (changes.lost !== undefined) playerTrouble = changes.lost ? playerProblem('no-output') : null;
      if (changes.sessionId !== undefined) sessionId = changes.sessionId;
      isDiskFull = changes.isDiskFull ?? isDiskFull;
      stateChanged();
    },
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('where the music is heard', () => {
  test('is chosen among those that are there, by name, and both are two', () => {
    const { room, outputs, wish } = outputRoom();
    outputs({});
    expect(room.choose('main', 'h')).toEqual({ ok: true, value: null });
    expect(wish().main).toEqual(headphones);
    expect(room.choose('second', 'h')).toMatchObject({ ok: false, problem: { code: 'output-taken' } });
    expect(room.choose('second', 'x')).toMatchObject({ ok: false, problem: { code: 'unknown-output' } });
    expect(room.choose('second', 's')).toEqual({ ok: true, value: null });
    expect(room.choose('main', 's')).toMatchObject({ ok: false, problem: { code: 'output-taken' } });
    expect(wish()).toEqual({ main: headphones, second: { ...speakers, volume: 0.4 } });
    expect(room.choose('second', null)).toEqual({ ok: true, value: null });
    expect(room.choose('main', null)).toEqual({ ok: true, value: null });
    expect(wish()).toEqual(usualOutputs);
  });

  test('is told to the player no louder than the ceiling', () => {
    const { room, wish } = outputRoom({ main: null, second: { ...speakers, volume: 1 } });
    expect(room.wish().second?.volume).toBe(0.8);
    expect(room.picture().second?.volume).toBe(0.8);
    expect(room.setSecondVolume(0.9)).toEqual({ ok: true, value: null });
    expect(wish().second?.volume).toBe(0.8);
    expect(room.setSecondVolume(0.3)).toEqual({ ok: true, value: null });
    expect(room.wish().second?.volume).toBe(0.3);
    expect(outputRoom().room.setSecondVolume(0.3).ok).toBe(false);
  });

  test('holds even where the disk cannot keep it, and that is said', () => {
    const { room, outputs, set, wish } = outputRoom();
    outputs({});
    set({ isDiskFull: true });
    expect(room.choose('main', 's')).toMatchObject({ ok: false, problem: { code: 'outputs-not-kept' } });
    expect(wish().main).toEqual(speakers);
  });

  test('is tried with a tone while nothing plays, where it is there; the level is told until it ends', () => {
    const { room, outputs, tone, tones, set } = outputRoom({ main: headphones, second: { ...speakers, volume: 0.4 } });
    outputs({ second: 'runs' });
    expect(room.test('main').ok).toBe(true);
    expect(room.test('second').ok).toBe(true);
    tone(-31, false);
    expect(room.picture().tone).toEqual({ role: 'main', levelDb: -31 });
    tone(-90, true);
    expect(room.picture().tone).toBeNull();
    tone(-31, false);
    // The player was lost in the middle of it, and another one tells what it sees.
    outputs({ second: 'runs' });
    expect(room.picture().tone).toBeNull();
    set({ playing: true });
    expect(room.test('main')).toMatchObject({ ok: false, problem: { code: 'music-plays' } });
    set({ playing: false });
    outputs({ main: 'gone', second: 'gone' });
    expect(room.test('main')).toMatchObject({ ok: false, problem: { code: 'music-output-gone' } });
    expect(room.test('second')).toMatchObject({ ok: false, problem: { code: 'music-second-output-gone' } });
    expect(tones).toEqual(['main', 'second']);
  });

  test('and is gone: an alert of the session stands until it is back, once', async () => {
    const { room, outputs, journaled, set } = outputRoom({ main: headphones, second: null });
    outputs({});
    outputs({ main: 'gone' });
    outputs({ main: 'gone', present: [speakers] });
    set({});
    await settled();
    expect(room.picture().problem).toMatchObject({ code: 'music-output-gone' });
    expect(journaled).toMatchObject([{ type: 'raise-technical-alert', cause: 'music-output', priority: 'medium' }]);
    outputs({});
    await settled();
    expect(journaled.slice(1)).toEqual([{ type: 'end-technical-alert', cause: 'music-output' }]);
    expect(room.picture().problem).toBeNull();
  });

  test('the second one gone is said more quietly, what the player itself lost as loudly, and each session anew', async () => {
    const { outputs, journaled, set } = outputRoom({ main: null, second: { ...speakers, volume: 0.4 } });
    outputs({ second: 'gone' });
    await settled();
    set({ lost: true });
    await settled();
    set({ lost: false });
    await settled();
    set({ sessionId: 's2' });
    await settled();
    set({ sessionId: null });
    await settled();
    expect(
      journaled.map((command) => (command.type === 'raise-technical-alert' ? command.priority : command.type)),
    ).toEqual(['low', 'end-technical-alert', 'medium', 'end-technical-alert', 'low', 'low']);
  });
});
