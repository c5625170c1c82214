import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  controlMusic,
  freeMusic,
  holdCommands,
  type MusicAsk,
  type MusicControl,
  type MusicNow,
  nextPartIndex,
} from '../../shared/music/control.ts';
import { playerCommandSchema } from '../../shared/music/player-message-schemas.ts';

const now: MusicNow = {
  parts: [0, 0, 1, 2],
  endless: false,
  trackIndex: 1,
  positionMs: 30_000,
  playing: true,
  volume: 0.6,
};

/** What is asked, one after another, of music that plays where `now` says. */
function heldBy(asks: readonly MusicAsk['kind'][], start: MusicControl = freeMusic) {
  return asks.reduce((control, kind) => {
    const ask = kind === 'volume' ? { kind, volume: 0.5 } : { kind };
    return controlMusic(control, ask, now)?.control ?? control;
  }, start);
}

const commandsOf = (control: MusicControl, ask: MusicAsk, at: MusicNow = now) =>
  controlMusic(control, ask, at)?.commands ?? null;

describe('what the therapist does with the music', () => {
  test('Softer holds it 12 dB down, and a second time lets it up', () => {
    expect(commandsOf(freeMusic, { kind: 'softer' })).toEqual([{ kind: 'duck', levelDb: -12 }]);
    expect(commandsOf(heldBy(['softer']), { kind: 'softer' })).toEqual([{ kind: 'duck', levelDb: 0 }]);
  });

  test('Hush and Continue are for what plays and what does not', () => {
    expect(commandsOf(freeMusic, { kind: 'hush' })).toEqual([{ kind: 'fade-out', overMs: 2_000 }]);
    expect(commandsOf(freeMusic, { kind: 'hush' }, { ...now, playing: false })).toBeNull();
    expect(commandsOf(freeMusic, { kind: 'continue' }, { ...now, playing: false })).toEqual([{ kind: 'play' }]);
    expect(commandsOf(freeMusic, { kind: 'continue' })).toBeNull();
  });

  test('Continue leaves Softer as it is: it never comes back louder than it went', () => {
    expect(heldBy(['softer', 'hush', 'continue']).softer).toBe(true);
  });

  test('Move on goes to the next part, not to the next track of this one, and ends Stay here', () => {
    expect(commandsOf(heldBy(['stay']), { kind: 'move-on' }, { ...now, trackIndex: 0 })).toEqual([
      { kind: 'stay', on: false },
      { kind: 'go-to', trackIndex: 2, positionMs: 0, overMs: 15_000 },
    ]);
    expect(heldBy(['stay', 'move-on']).stay).toBe(false);
  });

  test('Move on leads nowhere behind the last part, and round in an endless list', () => {
    expect(nextPartIndex({ ...now, trackIndex: 2 })).toBe(3);
    expect(nextPartIndex({ ...now, trackIndex: 3 })).toBeNull();
    expect(nextPartIndex({ ...now, trackIndex: 3, endless: true })).toBe(0);
    expect(nextPartIndex({ ...now, parts: [0], trackIndex: 0, endless: true })).toBeNull();
    expect(controlMusic(freeMusic, { kind: 'move-on' }, { ...now, trackIndex: 3 })).toBeNull();
  });

  test('Ground goes to the soft ground, and a second time back to the place that was left', () => {
    expect(commandsOf(freeMusic, { kind: 'ground' })).toEqual([{ kind: 'ground', overMs: 15_000 }]);
    expect(commandsOf(heldBy(['ground']), { kind: 'ground' })).toEqual([
      { kind: 'go-to', trackIndex: 1, positionMs: 30_000, overMs: 15_000 },
    ]);
  });

  test('Undo takes the part back, to the very place, staying there if it stayed', () => {
    const moved = heldBy(['stay', 'move-on']);
    expect(commandsOf(moved, { kind: 'undo' }, { ...now, trackIndex: 2, positionMs: 4_000 })).toEqual([
      { kind: 'go-to', trackIndex: 1, positionMs: 30_000, overMs: 6_000 },
      { kind: 'stay', on: true },
    ]);
  });

  test('Undo of a volume is the volume before; the same volume again is nothing to take back', () => {
    const quieter = controlMusic(freeMusic, { kind: 'volume', volume: 0.3 }, now)?.control ?? freeMusic;
    expect(commandsOf(quieter, { kind: 'undo' }, { ...now, volume: 0.3 })).toEqual([
      { kind: 'set-volume', volume: 0.6 },
    ]);
    expect(controlMusic(freeMusic, { kind: 'volume', volume: 0.6 }, now)).toBeNull();
  });

  test.each(['softer', 'stay', 'ground', 'move-on'] as const)('%s is taken back by Undo, once', (kind) => {
    const done = heldBy([kind]);
    const undone = controlMusic(done, { kind: 'undo' }, now)?.control;
    expect(undone).toEqual(freeMusic);
    expect(undone && controlMusic(undone, { kind: 'undo' }, now)).toBeNull();
  });
});

const ask: fc.Arbitrary<MusicAsk> = fc.oneof(
  fc.constantFrom<MusicAsk>(
    { kind: 'softer' },
    { kind: 'hush' },
    { kind: 'continue' },
    { kind: 'stay' },
    { kind: 'move-on' },
    { kind: 'ground' },
    { kind: 'undo' },
  ),
  fc.record({ kind: fc.constant('volume' as const), volume: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

test('whatever is asked in whatever order: every command passes the player’s door, and Undo gives back what was before', () => {
  fc.assert(
    fc.property(fc.array(ask, { maxLength: 30 }), fc.nat(3), fc.boolean(), (asks, trackIndex, playing) => {
      let control = freeMusic;
      const at = { ...now, trackIndex, playing };
      for (const one of asks) {
        const step = controlMusic(control, one, at);
        if (step === null) continue;
        for (const command of [...step.commands, ...holdCommands(step.control)]) {
          expect(playerCommandSchema.safeParse({ sequence: 1, command }).success).toBe(true);
        }
        if (one.kind !== 'undo') {
          const back = controlMusic(step.control, { kind: 'undo' }, { ...at, playing: one.kind === 'continue' });
          const { undo: _before, ...before } = control;
          // From the ground Move on leads into the music; taken back, it is the music at the place that was kept.
          const expected = one.kind === 'move-on' ? { ...before, grounded: false } : before;
          expect(back?.control ?? before).toMatchObject(expected);
        }
        control = step.control;
      }
    }),
  );
});
