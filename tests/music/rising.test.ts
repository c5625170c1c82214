import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AudioGraph } from '../../renderer/player/audio-graph.ts';
import type { EngineEffect } from '../../shared/music/engine-state.ts';
import type { MusicCommand } from '../../shared/music/player-messages.ts';
import { seededRandom } from '../../shared/music/seeded-random.ts';
import { FAKE_AUDIO, newestContext } from './fake-audio.ts';
import { SimulatedGraph } from './simulated-graph.ts';

const tracks = ['one', 'two', 'three'];
/** Every rise begins at -30 dB at once; two that meet there make 3 dB more. Above that each is as slow as it should be. */
const FLOOR_DB = -27;
/** Half a second, in steps of 10 ms. */
const WINDOW = 50;
const MOST_DB_PER_S = 6;

const load: MusicCommand = {
  kind: 'load',
  list: {
    playlistId: 'list',
    endless: true,
    tracks: tracks.map((trackId, part) => ({ trackId, format: 'wav', durationMs: 600_000, trimDb: 0, part })),
  },
  trackIndex: 0,
  positionMs: 0,
  volume: 0.6,
  volumeCeiling: 1,
  crossfadeMs: 8_000,
};

/** The engine over the player's own graph, which stands on a clock of the test's. */
class Listening {
  readonly engine: SimulatedGraph;
  readonly graph: AudioGraph;
  readonly #levels: number[] = [];
  steepestDb = 0;

  constructor(latencyMs: () => number, output: 'main' | 'second' = 'main') {
    const graph = new AudioGraph();
    this.graph = graph;
    const context = newestContext();
    for (const deck of ['a', 'b'] as const) graph.joinDeck(deck, Object.create(null));
    const sources = [...context.sources, ...context.started];
    const end = output === 'main' ? context.destination : context.second;
    if (end === null) throw new Error('there is no second output');
    const also = (effect: EngineEffect): void => {
      context.currentTime = this.engine.nowMs / 1000;
      if (effect.kind === 'fade') graph.fade(effect.lanes, effect.overMs);
      if (effect.kind === 'gate') graph.moveGate(effect.to, effect.overMs);
      if (effect.kind === 'volume') graph.setVolume(effect.volume, effect.atOnce);
      if (effect.kind === 'duck') graph.setDuck(effect.levelDb);
    };
    const sound = { durationMs: 600_000, nature: 'sound' } as const;
    this.engine = new SimulatedGraph(new Map(tracks.map((trackId) => [trackId, sound])), latencyMs, also);
    this.watch = () => {
      context.currentTime = this.engine.nowMs / 1000;
      // Tracks are not alike, so their powers add up.
      const power = sources.reduce((sum, source, index) => {
        const deck = (['a', 'b'] as const)[index];
        const sounds = deck === undefined || this.engine.decks[deck].state === 'playing';
        return sounds ? sum + source.levelAt(end) ** 2 : sum;
      }, 0);
      const levelDb = Math.max(FLOOR_DB, 10 * Math.log10(Math.max(power, 1e-12)));
      this.#levels.push(levelDb);
      const before = this.#levels.at(-1 - WINDOW);
      if (before !== undefined) this.steepestDb = Math.max(this.steepestDb, (levelDb - before) * 2);
    };
  }

  readonly watch: () => void;
  get levelDb(): number {
    return this.#levels.at(-1) ?? FLOOR_DB;
  }
}

const gapMs = fc.integer({ min: 0, max: 5 }).map((tens) => tens * 10);
const command: fc.Arbitrary<MusicCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<MusicCommand>({ kind: 'play' }) },
  { weight: 3, arbitrary: fc.constant<MusicCommand>({ kind: 'pause' }) },
  { weight: 2, arbitrary: fc.constant<MusicCommand>({ kind: 'skip' }) },
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: 0, max: 10 })
      .map((tenths): MusicCommand => ({ kind: 'set-volume', volume: tenths / 10 })),
  },
  { weight: 2, arbitrary: fc.constantFrom(-12, 0).map((levelDb): MusicCommand => ({ kind: 'duck', levelDb })) },
  {
    weight: 1,
    arbitrary: fc
      .nat(2)
      .map((trackIndex): MusicCommand => ({ kind: 'go-to', trackIndex, positionMs: 60_000, overMs: 15_000 })),
  },
  { weight: 1, arbitrary: fc.constant<MusicCommand>({ kind: 'ground', overMs: 15_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 2_000).map((overMs): MusicCommand => ({ kind: 'fade-out', overMs })) },
);
const burst = fc.record({
  pauseMs: fc.constantFrom(0, 100, 700, 3_000, 9_000),
  commands: fc.array(fc.record({ gapMs, command }), { minLength: 1, maxLength: 6 }),
});

describe('what is heard of the player’s own graph', () => {
  beforeAll(() => {
    for (const [name, value] of Object.entries(FAKE_AUDIO)) vi.stubGlobal(name, value);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  test('1,000 sequences of commands 0 to 50 ms apart: none rises by more than 6 dB a second, none is lost', {
    timeout: 180_000,
  }, () => {
    let sequences = 0;
    let rises = 0;
    fc.assert(
      fc.property(fc.array(burst, { minLength: 1, maxLength: 4 }), fc.integer(), (bursts, seed) => {
        const random = seededRandom(seed);
        const listening = new Listening(() => 10 + Math.floor(random() * 200));
        const { engine, watch } = listening;
        engine.feed(load);
        const model = { trackIndex: 0, playing: false, volume: 0.6 };
        let duckDb = 0;
        for (const { pauseMs, commands } of bursts) {
          engine.run(pauseMs, watch);
          for (const { gapMs: gap, command: asked } of commands) {
            engine.run(gap, watch);
            engine.feed(asked);
            if (asked.kind === 'play') model.playing = true;
            if (asked.kind === 'pause' || asked.kind === 'fade-out') model.playing = false;
            if (asked.kind === 'skip') model.trackIndex = (model.trackIndex + 1) % tracks.length;
            if (asked.kind === 'set-volume') model.volume = asked.volume;
            if (asked.kind === 'duck') duckDb = asked.levelDb;
            if (asked.kind === 'go-to') model.trackIndex = asked.trackIndex;
          }
        }
        engine.run(14_000, watch);
        const { steepestDb } = listening;
        engine.run(36_000);
        watch();
        sequences += 1;
        if (steepestDb > 1) rises += 1;
        const { place, wish, volume } = engine.state;
        expect({ trackIndex: place.trackIndex, playing: wish === 'play', volume }).toEqual(model);
        const expectedDb = model.playing
          ? Math.max(FLOOR_DB, duckDb + 40 * Math.log10(Math.max(model.volume, 1e-6)))
          : FLOOR_DB;
        expect(listening.levelDb).toBeCloseTo(expectedDb, 1);
        expect(steepestDb).toBeLessThanOrEqual(MOST_DB_PER_S);
      }),
      { numRuns: 1_000 },
    );
    expect(sequences).toBe(1_000);
    expect(rises).toBeGreaterThan(300);
  });

  test('what the second output plays rises as slowly, whatever is asked of it and of the first one', {
    timeout: 60_000,
  }, async () => {
    const secondVolume = fc.option(
      fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
      { nil: null },
    );
    const step = fc.record({ pauseMs: fc.constantFrom(0, 30, 700, 3_000), command, secondVolume });
    let rises = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(11), async (steps, opensAt) => {
        const listening = new Listening(() => 60, 'second');
        const { engine, graph, watch } = listening;
        engine.feed(load);
        graph.setSecondVolume(0.5);
        for (const [index, { pauseMs, command: asked, secondVolume: volume }] of steps.entries()) {
          engine.run(pauseMs, watch);
          if (index === opensAt) await graph.openSecond('speakers');
          if (volume !== null) graph.setSecondVolume(volume);
          engine.feed(asked);
        }
        engine.run(14_000, watch);
        if (listening.steepestDb > 1) rises += 1;
        expect(listening.steepestDb).toBeLessThanOrEqual(MOST_DB_PER_S);
      }),
      { numRuns: 300 },
    );
    expect(rises).toBeGreaterThan(20);
  });

  test('what is grounded, played and skipped in the moment in which it is loaded rises as slowly', () => {
    const listening = new Listening(() => 100);
    const { engine, watch } = listening;
    engine.feed(load);
    for (const asked of [{ kind: 'ground', overMs: 15_000 }, { kind: 'play' }, { kind: 'skip' }] as const) {
      engine.feed(asked);
    }
    engine.run(9_000, watch);
    expect(listening.levelDb).toBeCloseTo(40 * Math.log10(0.6), 1);
    expect(listening.steepestDb).toBeLessThanOrEqual(MOST_DB_PER_S);
  });

  test('what rises beside something quieter than itself is waited for by the other rises', async () => {
    const listening = new Listening(() => 60, 'second');
    const { engine, graph, watch } = listening;
    engine.feed(load);
    graph.setSecondVolume(0.5);
    await graph.openSecond('speakers');
    engine.run(700, watch);
    engine.feed({ kind: 'play' });
    engine.run(4_400, watch);
    engine.feed({ kind: 'skip' });
    engine.run(1_400, watch);
    engine.feed({ kind: 'skip' });
    engine.run(14_000, watch);
    expect(listening.levelDb).toBeCloseTo(40 * Math.log10(0.5), 1);
    expect(listening.steepestDb).toBeLessThanOrEqual(5.2);
  });

  test('what was begun with the volume at nothing is heard as soon as the volume is raised', () => {
    const listening = new Listening(() => 40);
    const { engine, watch } = listening;
    engine.feed({ ...load, volume: 0 });
    engine.feed({ kind: 'play' });
    engine.run(500, watch);
    expect(listening.levelDb).toBe(FLOOR_DB);
    engine.feed({ kind: 'set-volume', volume: 1 });
    engine.run(1_500, watch);
    expect(listening.levelDb).toBeGreaterThan(FLOOR_DB + 3);
    engine.run(6_000, watch);
    expect(listening.levelDb).toBeCloseTo(0, 1);
    expect(listening.steepestDb).toBeLessThanOrEqual(MOST_DB_PER_S);
  });
});
