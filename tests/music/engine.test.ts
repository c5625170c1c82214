import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduceEngine } from '../../shared/music/engine.ts';
import { ENGINE_TIMINGS, emptyEngine } from '../../shared/music/engine-state.ts';
import type { MusicCommand } from '../../shared/music/player-messages.ts';
import { seededRandom } from '../../shared/music/seeded-random.ts';
import { SimulatedGraph, type SimulatedTrack } from './simulated-graph.ts';

type Load = Extract<MusicCommand, { kind: 'load' }>;

function loadCommand(tracks: readonly SimulatedTrack[], options: Partial<Load> = {}): Load {
  return {
    kind: 'load',
    list: {
      playlistId: 'list',
      endless: true,
      tracks: tracks.map((track, index) => ({
        trackId: `track-${index}`,
        format: 'wav',
        durationMs: track.durationMs,
        trimDb: 0,
        part: index,
      })),
    },
    trackIndex: 0,
    positionMs: 0,
    volume: 0.6,
    volumeCeiling: 0.8,
    crossfadeMs: 8_000,
    ...options,
  };
}

const finite = (tracks: readonly SimulatedTrack[], options: Partial<Load> = {}): Load => {
  const command = loadCommand(tracks, options);
  return { ...command, list: { ...command.list, endless: false } };
};

function graphOf(tracks: readonly SimulatedTrack[], latencyMs: () => number = () => 40): SimulatedGraph {
  return new SimulatedGraph(new Map(tracks.map((track, index) => [`track-${index}`, track])), latencyMs);
}

const sound = (seconds: number): SimulatedTrack => ({ durationMs: seconds * 1000, nature: 'sound' });
const threeLong = [sound(600), sound(600), sound(600)];

function playing(tracks: readonly SimulatedTrack[], command: Load = loadCommand(tracks)): SimulatedGraph {
  const graph = graphOf(tracks);
  graph.feed(command);
  graph.feed({ kind: 'play' });
  graph.run(5_000);
  return graph;
}

describe('on a machine where the sound is late', () => {
  test.each([0, 79, 81, 400])('by %i ms no deck is halted while it is heard', (lateMs) => {
    const graph = playing(threeLong);
    graph.soundLateMs = lateMs;
    graph.run(2_000);
    graph.feed({ kind: 'skip' });
    graph.run(8_000);
    graph.feed({ kind: 'pause' });
    graph.run(2_000);
    expect(graph.faults).toEqual([]);
    expect(Object.values(graph.decks).map(({ state }) => state)).not.toContain('playing');
    graph.feed({ kind: 'play' });
    graph.run(5_000);
    graph.feed({ kind: 'fade-out', overMs: 2_000 });
    graph.run(4_000);
    expect(graph.faults).toEqual([]);
    expect(Object.values(graph.decks).map(({ state }) => state)).not.toContain('playing');
  });

  test('a pause while the output is lost still halts the decks', () => {
    const graph = playing(threeLong);
    graph.outputRuns = false;
    graph.run(3_000);
    graph.soundLateMs = Number.POSITIVE_INFINITY;
    graph.feed({ kind: 'pause' });
    graph.run(1_000);
    expect(Object.values(graph.decks).map(({ state }) => state)).not.toContain('playing');
  });
});

describe('the engine, step by step', () => {
  test('plays from the place it was loaded with, rising slowly', () => {
    const graph = graphOf(threeLong);
    graph.feed(loadCommand(threeLong, { trackIndex: 1, positionMs: 90_000 }));
    graph.feed({ kind: 'play' });
    let highest = 0;
    let largestStep = 0;
    graph.run(5_000, () => {
      largestStep = Math.max(largestStep, graph.gate() - highest);
      highest = graph.gate();
    });
    expect(graph.state.place.trackIndex).toBe(1);
    expect(graph.state.place.positionMs).toBeGreaterThan(94_000);
    expect(graph.gate()).toBe(1);
    expect(largestStep).toBeLessThan(0.01);
    expect(graph.announced).toEqual(['started']);
  });

  test('a pause asked for right after play is honoured', () => {
    for (const gapMs of [0, 10, 30, 50, 90, 120]) {
      const graph = graphOf(threeLong);
      graph.feed(loadCommand(threeLong));
      graph.feed({ kind: 'play' });
      graph.run(gapMs);
      graph.feed({ kind: 'pause' });
      graph.run(3_000);
      expect(graph.gate()).toBe(0);
      expect(graph.decks.a.state).not.toBe('playing');
      expect(graph.state.wish).toBe('stand');
    }
  });

  test('pause is silent within 100 ms, halts only then, and resume comes back slowly at the same place', () => {
    const graph = playing(threeLong);
    graph.feed({ kind: 'pause' });
    graph.run(100);
    expect(graph.gate()).toBe(0);
    graph.run(1_000);
    const { positionMs } = graph.decks.a;
    expect(graph.decks.a.state).toBe('halted');
    graph.run(60_000);
    graph.feed({ kind: 'play' });
    graph.run(1_000);
    expect(graph.gate()).toBeGreaterThan(0.2);
    expect(graph.gate()).toBeLessThan(0.5);
    graph.run(3_000);
    expect(graph.gate()).toBe(1);
    expect(graph.decks.a.positionMs - positionMs).toBeLessThan(4_100);
    expect(graph.announced).toEqual(['started', 'paused', 'resumed']);
    expect(graph.faults).toEqual([]);
  });

  test('crosses over to the next track before the end, with no step in between', () => {
    const tracks = [sound(60), sound(60)];
    const graph = playing(tracks);
    let quietest = 1;
    graph.run(60_000, () => {
      quietest = Math.min(quietest, graph.programme());
    });
    expect(graph.state.place.trackIndex).toBe(1);
    expect(quietest).toBeGreaterThanOrEqual(0.49);
    expect(graph.announced).toEqual(['started', 'track-began']);
    expect(graph.state.problem).toBeNull();
  });

  test('an endless list of one track goes on', () => {
    const graph = playing([sound(30)]);
    graph.run(300_000);
    expect(graph.programme()).toBeGreaterThan(0.4);
    expect(graph.faults).toEqual([]);
  });

  test('a list with an extension goes back to the extension, not to its beginning', () => {
    const tracks = [sound(30), sound(30), sound(30)];
    const command = loadCommand(tracks);
    const graph = playing(tracks, { ...command, list: { ...command.list, repeatsFrom: 1 } });
    const heard: number[] = [];
    for (let second = 0; second < 130; second += 1) {
      graph.run(1_000);
      const { trackIndex } = graph.state.place;
      if (heard.at(-1) !== trackIndex) heard.push(trackIndex);
    }
    expect(heard.slice(0, 5)).toEqual([0, 1, 2, 1, 2]);
    expect(graph.faults).toEqual([]);
  });

  test('a piece that is cut is loaded with its cut, a whole one without', () => {
    const command = loadCommand([sound(600)]);
    const cut = { fromMs: 60_000, toMs: 120_000 };
    const loaded = (tracks: typeof command.list.tracks) =>
      reduceEngine(emptyEngine(), { ...command, list: { ...command.list, tracks } }, 0).effects.find(
        ({ kind }) => kind === 'load',
      );
    expect(loaded(command.list.tracks)).not.toHaveProperty('cut');
    expect(loaded(command.list.tracks.map((track) => ({ ...track, cut })))).toHaveProperty('cut', cut);
  });

  test('the end of a finite list is the safety bed, and skip brings the list back', () => {
    const tracks = [sound(30), sound(30)];
    const graph = playing(tracks, finite(tracks));
    let quietest = 1;
    graph.run(120_000, () => {
      quietest = Math.min(quietest, graph.programme());
    });
    expect(quietest).toBeGreaterThan(0.45);
    expect(graph.lane('bed')).toBe(1);
    expect(graph.state.problem).toBe('list-ended');
    graph.feed({ kind: 'pause' });
    graph.run(1_000);
    expect(graph.gate()).toBe(0);
    graph.feed({ kind: 'play' });
    graph.run(4_000);
    expect(graph.gate()).toBe(1);
    expect(graph.lane('bed')).toBe(1);
    graph.feed({ kind: 'skip' });
    graph.run(8_000);
    expect(graph.state.place.trackIndex).toBe(0);
    expect(graph.lane('bed')).toBe(0);
    expect(graph.state.problem).toBeNull();
  });

  test('a place at the end of a finite list is taken up with the safety bed', () => {
    const tracks = [sound(30), sound(30)];
    const graph = playing(tracks, finite(tracks, { trackIndex: 1, positionMs: 30_000 }));
    expect(graph.programme()).toBe(1);
    expect(graph.lane('bed')).toBe(1);
  });

  test('skip takes four seconds and two quick ones go two tracks on', () => {
    const graph = playing(threeLong);
    graph.feed({ kind: 'skip' });
    graph.run(30);
    graph.feed({ kind: 'skip' });
    let quietest = 1;
    graph.run(9_000, () => {
      quietest = Math.min(quietest, graph.programme());
    });
    expect(graph.state.place.trackIndex).toBe(2);
    expect(quietest).toBeGreaterThan(0.4);
    expect(graph.faults).toEqual([]);
  });

  test('fades out in the time asked for, then stands', () => {
    const graph = playing(threeLong);
    graph.feed({ kind: 'fade-out', overMs: 20_000 });
    graph.run(10_000);
    expect(graph.gate()).toBeCloseTo(0.5, 1);
    expect(graph.announced).not.toContain('faded-out');
    graph.run(11_000);
    expect(graph.gate()).toBe(0);
    expect(graph.decks.a.state).toBe('halted');
    expect(graph.announced).toContain('faded-out');
  });

  test('a volume above the ceiling is the ceiling, and it is told once it stands still', () => {
    const graph = playing(threeLong);
    for (const volume of [0.61, 0.7, 0.9, 1]) graph.feed({ kind: 'set-volume', volume });
    expect(graph.state.volume).toBe(0.8);
    expect(graph.announced).not.toContain('volume-changed');
    graph.run(ENGINE_TIMINGS.volumeSettlesMs + 300);
    expect(graph.announced.filter((action) => action === 'volume-changed')).toHaveLength(1);
  });

  test('a stalled track is covered within 1.5 seconds, tried again, then left', () => {
    const tracks: SimulatedTrack[] = [{ durationMs: 40_000, nature: 'stalls' }, sound(600)];
    const graph = playing(tracks);
    graph.run(15_000);
    graph.run(1_500);
    expect(graph.lane('bed')).toBeGreaterThan(0.1);
    expect(graph.announced).toContain('interrupted');
    graph.run(30_000);
    expect(graph.state.place.trackIndex).toBe(1);
    expect(graph.lane('bed')).toBe(0);
    expect(graph.announced).toContain('repaired');
    expect(graph.faults).toEqual([]);
  });

  test('an unreadable first track: the bed, then the next track', () => {
    const tracks: SimulatedTrack[] = [{ durationMs: 60_000, nature: 'unreadable' }, sound(600)];
    const graph = graphOf(tracks);
    graph.feed(loadCommand(tracks));
    graph.run(500);
    graph.feed({ kind: 'play' });
    graph.run(2_500);
    expect(graph.programme()).toBeGreaterThan(0.5);
    graph.run(10_000);
    expect(graph.state.place.trackIndex).toBe(1);
    expect(graph.lane('bed')).toBe(0);
  });

  test('nothing readable at all: the bed for as long as it takes, without a storm of attempts', () => {
    const tracks: SimulatedTrack[] = [
      { durationMs: 60_000, nature: 'unreadable' },
      { durationMs: 60_000, nature: 'unreadable' },
    ];
    const graph = playing(tracks);
    const before = graph.state.nextToken;
    let quietest = 1;
    graph.run(60_000, () => {
      quietest = Math.min(quietest, graph.programme());
    });
    expect(quietest).toBe(1);
    expect(graph.state.nextToken - before).toBeLessThan(100);
    expect(graph.state.problem).toBe('track-unreadable');
  });

  test('a lost output is told within a second and music rises again when it is back', () => {
    const graph = playing(threeLong);
    graph.outputRuns = false;
    graph.run(1_000);
    expect(graph.announced).toContain('interrupted');
    expect(graph.state.problem).toBe('no-output');
    graph.run(9_000);
    expect(graph.repairs).toBeGreaterThanOrEqual(9);
    const { positionMs } = graph.decks.a;
    graph.outputRuns = true;
    graph.run(400);
    expect(graph.gate()).toBeLessThan(0.2);
    graph.run(4_000);
    expect(graph.gate()).toBe(1);
    expect(graph.state.problem).toBeNull();
    expect(graph.announced).toContain('repaired');
    expect(graph.decks.a.positionMs - positionMs).toBeLessThan(4_500);
  });
});

type Move = { readonly gapMs: number; readonly command: Exclude<MusicCommand, Load> | 'load' };

const volume = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
const command: fc.Arbitrary<Move['command']> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'play' } as const) },
  { weight: 3, arbitrary: fc.constant({ kind: 'pause' } as const) },
  { weight: 3, arbitrary: fc.constant({ kind: 'skip' } as const) },
  { weight: 2, arbitrary: volume.map((value) => ({ kind: 'set-volume', volume: value }) as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(100, 2_000, 20_000).map((overMs) => ({ kind: 'fade-out', overMs }) as const),
  },
  { weight: 1, arbitrary: fc.constant('load' as const) },
);
const gapMs = fc.oneof(
  fc.integer({ min: 0, max: 5 }).map((tens) => tens * 10),
  fc.constantFrom(300, 1_000, 4_500, 9_000),
);
const moves = fc.array(fc.record({ gapMs, command }), { minLength: 1, maxLength: 14 });

test('a fast fade does not wait for a slow one that is under way, and a slow one does not hold a fast one up', () => {
  const graph = playing(threeLong);
  graph.feed({ kind: 'fade-out', overMs: 20_000 });
  graph.run(1_000);
  graph.feed({ kind: 'fade-out', overMs: 2_000 });
  graph.run(2_100);
  expect(graph.gate()).toBe(0);
  graph.run(500);
  expect(graph.announced).toEqual(['started', 'faded-out']);
  const other = playing(threeLong);
  other.feed({ kind: 'fade-out', overMs: 2_000 });
  other.feed({ kind: 'fade-out', overMs: 20_000 });
  other.run(2_100);
  expect(other.gate()).toBe(0);
});

describe('the course that a therapist gives the music', () => {
  const parts = [0, 0, 1, 2];
  const four = [sound(100), sound(100), sound(100), sound(100)];
  const inParts = (options: Partial<Load> = {}): Load => {
    const command = loadCommand(four, options);
    const tracks = command.list.tracks.map((track, index) => ({ ...track, part: parts[index] ?? 0 }));
    return { ...command, list: { ...command.list, endless: false, tracks } };
  };

  test('stays in its part until it may go on', () => {
    const graph = playing(four, inParts());
    graph.feed({ kind: 'stay', on: true });
    graph.run(190_000);
    expect(graph.state.place.trackIndex).toBe(0);
    graph.feed({ kind: 'stay', on: false });
    graph.run(200_000);
    expect(graph.state.place.trackIndex).toBe(2);
    expect(graph.faults).toEqual([]);
  });

  test('staying is heeded when the next track of another part waits already', () => {
    const graph = playing(four, inParts({ trackIndex: 2 }));
    graph.run(60_000);
    expect(graph.state.incoming?.trackIndex).toBe(3);
    graph.feed({ kind: 'stay', on: true });
    graph.run(50_000);
    expect(graph.state.place.trackIndex).toBe(2);
    expect(graph.state.place.positionMs).toBeLessThan(30_000);
    expect(graph.faults).toEqual([]);
  });

  test('goes to a place slowly, without a gap', () => {
    const graph = playing(four, inParts());
    let quietest = 1;
    graph.feed({ kind: 'go-to', trackIndex: 2, positionMs: 20_000, overMs: 15_000 });
    graph.run(8_000, () => {
      quietest = Math.min(quietest, graph.programme());
    });
    expect(graph.state.place).toMatchObject({ trackIndex: 2 });
    expect(graph.lane('a')).toBeGreaterThan(0.3);
    graph.run(10_000);
    expect(graph.lane('a')).toBe(0);
    expect(graph.state.place.positionMs).toBeGreaterThan(35_000);
    expect(quietest).toBeGreaterThan(0.4);
    expect(graph.faults).toEqual([]);
  });

  test('gives way to the ground, which is no trouble, and comes back to its place', () => {
    const graph = playing(four, inParts());
    graph.run(20_000);
    graph.feed({ kind: 'ground', overMs: 15_000 });
    graph.run(20_000);
    const { trackIndex, positionMs } = graph.state.place;
    expect(graph.lane('bed')).toBe(1);
    expect(graph.state.problem).toBeNull();
    expect(graph.announced).toEqual(['started']);
    graph.run(600_000);
    expect(graph.state.place).toMatchObject({ trackIndex, positionMs });
    graph.feed({ kind: 'go-to', trackIndex, positionMs, overMs: 15_000 });
    graph.run(20_000);
    expect(graph.lane('bed')).toBe(0);
    expect(graph.state.place.positionMs).toBeGreaterThan(positionMs + 15_000);
    expect(graph.faults).toEqual([]);
  });

  test('a pause on the ground comes back to the ground', () => {
    const graph = playing(four, inParts());
    graph.feed({ kind: 'ground', overMs: 1_000 });
    graph.run(2_000);
    graph.feed({ kind: 'pause' });
    graph.run(1_000);
    graph.feed({ kind: 'play' });
    graph.run(5_000);
    expect([graph.gate(), graph.lane('bed')]).toEqual([1, 1]);
    expect(graph.state.problem).toBeNull();
  });

  test('a player that begins anew is grounded before it plays', () => {
    const graph = graphOf(four);
    for (const command of [inParts({ positionMs: 40_000 }), { kind: 'ground', overMs: 0 }, { kind: 'play' }] as const) {
      graph.feed(command);
    }
    graph.run(6_000);
    expect([graph.gate(), graph.lane('bed')]).toEqual([1, 1]);
    expect(graph.state.place).toMatchObject({ trackIndex: 0, positionMs: 40_000 });
    expect(graph.decks.a.state).not.toBe('playing');
  });
});

describe('the engine, whatever is asked in whatever order', () => {
  test('ends where a simple model ends; no command is lost, nothing clicks', () => {
    let sequences = 0;
    fc.assert(
      fc.property(moves, fc.integer(), (sequence, seed) => {
        const random = seededRandom(seed);
        const graph = graphOf(threeLong, () => 10 + Math.floor(random() * 300));
        const model = { trackIndex: 0, playing: false, volume: 0.6 };
        graph.feed(loadCommand(threeLong));
        for (const { gapMs: gap, command: asked } of sequence) {
          graph.run(gap);
          if (asked === 'load') {
            Object.assign(model, { trackIndex: 2, playing: false, volume: 0.5 });
            graph.feed(loadCommand(threeLong, { trackIndex: 2, positionMs: 1_000, volume: 0.5 }));
            continue;
          }
          graph.feed(asked);
          if (asked.kind === 'play') model.playing = true;
          if (asked.kind === 'pause' || asked.kind === 'fade-out') model.playing = false;
          if (asked.kind === 'skip') model.trackIndex = (model.trackIndex + 1) % 3;
          if (asked.kind === 'set-volume') model.volume = Math.min(0.8, asked.volume);
        }
        graph.run(32_000);
        sequences += 1;
        expect(graph.faults).toEqual([]);
        expect({
          trackIndex: graph.state.place.trackIndex,
          playing: graph.state.wish === 'play',
          volume: graph.state.volume,
        }).toEqual(model);
        expect(graph.gate()).toBe(model.playing ? 1 : 0);
        const running = (['a', 'b'] as const).filter((name) => graph.decks[name].state === 'playing');
        expect(running.map((name) => graph.decks[name].trackId)).toEqual(
          model.playing ? [`track-${model.trackIndex}`] : [],
        );
        expect(running.map((name) => graph.lane(name))).toEqual(model.playing ? [1] : []);
        expect(graph.lane('bed')).toBe(0);
      }),
      { numRuns: 1_000 },
    );
    expect(sequences).toBe(1_000);
  });

  const nature = fc.constantFrom('sound', 'sound', 'sound', 'unreadable', 'stalls') satisfies fc.Arbitrary<
    SimulatedTrack['nature']
  >;
  const anyTrack = fc.record({ durationMs: fc.integer({ min: 3_000, max: 60_000 }), nature });

  test('broken lists and short tracks: no silence once it sounds, no click, no storm', () => {
    fc.assert(
      fc.property(
        fc.array(anyTrack, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.array(fc.record({ gapMs, command: fc.constantFrom({ kind: 'skip' } as const, { kind: 'play' } as const) }), {
          maxLength: 6,
        }),
        fc.integer(),
        (tracks, endless, sequence, seed) => {
          const random = seededRandom(seed);
          const graph = graphOf(tracks, () => 10 + Math.floor(random() * 300));
          graph.feed(endless ? loadCommand(tracks) : finite(tracks));
          graph.feed({ kind: 'play' });
          graph.run(2_000);
          let silentMs = 0;
          let longestMs = 0;
          const watch = (): void => {
            silentMs = graph.programme() > 0.01 ? 0 : silentMs + 10;
            longestMs = Math.max(longestMs, silentMs);
          };
          for (const { gapMs: gap, command: asked } of sequence) {
            graph.run(gap, watch);
            graph.feed(asked);
          }
          graph.run(120_000, watch);
          expect(graph.faults).toEqual([]);
          // A stall is only known to be one after some time without progress.
          expect(longestMs).toBeLessThanOrEqual(tracks.some((track) => track.nature === 'stalls') ? 1_200 : 20);
          expect(graph.state.nextToken).toBeLessThan(400);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('what a deck says about a use of it that is over changes nothing', () => {
    fc.assert(
      fc.property(
        moves,
        fc.constantFrom('deck-ready', 'deck-playing', 'deck-ended', 'deck-failed'),
        fc.constantFrom('a', 'b'),
        (sequence, kind, deck) => {
          const graph = graphOf(threeLong);
          graph.feed(loadCommand(threeLong));
          for (const { gapMs: gap, command: asked } of sequence) {
            graph.run(gap);
            graph.feed(asked === 'load' ? loadCommand(threeLong) : asked);
          }
          const { current, incoming, nextToken } = graph.state;
          const live = [current?.token, incoming?.token];
          for (let token = 0; token < nextToken; token += 1) {
            if (live.includes(token)) continue;
            const after = reduceEngine(graph.state, { kind, deck, token }, graph.nowMs);
            expect(after.state).toBe(graph.state);
            expect(after.effects).toEqual([]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('with nothing loaded every command but load leaves everything as it is', () => {
    const empty = emptyEngine();
    for (const input of [
      { kind: 'play' },
      { kind: 'pause' },
      { kind: 'skip' },
      { kind: 'fade-out', overMs: 1 },
    ] as const) {
      expect(reduceEngine(empty, input, 5)).toEqual({ state: empty, effects: [] });
    }
  });
});
