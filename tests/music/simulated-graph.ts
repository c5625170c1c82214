import { reduceEngine } from '../../shared/music/engine.ts';
import type { DeckName, EngineEffect, EngineInput, EngineState, LaneName } from '../../shared/music/engine-state.ts';
import { emptyEngine } from '../../shared/music/engine-state.ts';

type Lane = { from: number; to: number; startMs: number; overMs: number };
type SimulatedDeck = {
  token: number;
  trackId: string;
  positionMs: number;
  durationMs: number;
  state: 'empty' | 'loading' | 'ready' | 'playing' | 'halted';
};

export type SimulatedTrack = {
  readonly durationMs: number;
  /** `stalls`: never gets past half. `unreadable`: never loads. */
  readonly nature: 'sound' | 'unreadable' | 'stalls';
};

const STEP_MS = 10;

/** The audio graph as the engine sees it, on a clock that the test moves. Remembers every broken rule. */
export class SimulatedGraph {
  state: EngineState = emptyEngine();
  nowMs = 0;
  readonly faults: string[] = [];
  readonly announced: string[] = [];
  outputRuns = true;
  /** How much later than the page's clock the sound's is. */
  soundLateMs = 0;
  repairs = 0;
  #outputClockMs = 0;
  #lastTickMs = 0;
  #due: { atMs: number; input: EngineInput; only?: () => boolean }[] = [];
  #wakes: number[] = [];
  readonly #gate: Lane = { from: 0, to: 0, startMs: 0, overMs: 0 };
  readonly #lanes: Record<LaneName, Lane> = {
    a: { from: 0, to: 0, startMs: 0, overMs: 0 },
    b: { from: 0, to: 0, startMs: 0, overMs: 0 },
    bed: { from: 0, to: 0, startMs: 0, overMs: 0 },
  };
  readonly decks: Record<DeckName, SimulatedDeck> = {
    a: { token: 0, trackId: '', positionMs: 0, durationMs: 0, state: 'empty' },
    b: { token: 0, trackId: '', positionMs: 0, durationMs: 0, state: 'empty' },
  };
  readonly #tracks: ReadonlyMap<string, SimulatedTrack>;
  readonly #latencyMs: () => number;
  readonly #also: (effect: EngineEffect) => void;

  /** `latencyMs` gives each answer of a deck its own delay; `also` sees every effect as it is carried out. */
  constructor(
    tracks: ReadonlyMap<string, SimulatedTrack>,
    latencyMs: () => number,
    also: (effect: EngineEffect) => void = () => {},
  ) {
    this.#tracks = tracks;
    this.#latencyMs = latencyMs;
    this.#also = also;
  }

  #valueOf(lane: Lane): number {
    const soundMs = Math.max(lane.startMs, this.nowMs - this.soundLateMs);
    if (soundMs >= lane.startMs + lane.overMs) return lane.to;
    return lane.from + ((lane.to - lane.from) * (soundMs - lane.startMs)) / lane.overMs;
  }

  lane(name: LaneName): number {
    return this.#valueOf(this.#lanes[name]);
  }

  gate(): number {
    return this.#valueOf(this.#gate);
  }

  /** The largest share of anything that sounds, before the gate. */
  programme(): number {
    const deck = (name: DeckName): number => (this.decks[name].state === 'playing' ? this.lane(name) : 0);
    return Math.max(deck('a'), deck('b'), this.lane('bed'));
  }

  #move(lane: Lane, to: number, overMs: number): void {
    Object.assign(lane, { from: this.#valueOf(lane), to, startMs: this.nowMs, overMs });
  }

  feed(input: EngineInput): void {
    const result = reduceEngine(this.state, input, this.nowMs);
    this.state = result.state;
    for (const effect of result.effects) this.#carryOut(effect);
  }

  #carryOut(effect: EngineEffect): void {
    this.#also(effect);
    switch (effect.kind) {
      case 'load': {
        const deck = this.decks[effect.deck];
        if (deck.state === 'playing' && this.lane(effect.deck) > 0 && this.gate() > 0) {
          this.faults.push(`deck ${effect.deck} was loaded while it was heard`);
        }
        const track = this.#tracks.get(effect.trackId);
        if (track === undefined) throw new Error(`unknown track ${effect.trackId}`);
        const { token } = effect;
        Object.assign(deck, { token, trackId: effect.trackId, positionMs: effect.positionMs, state: 'loading' });
        deck.durationMs = track.durationMs;
        const kind = track.nature === 'unreadable' ? 'deck-failed' : 'deck-ready';
        this.#due.push({ atMs: this.nowMs + this.#latencyMs(), input: { kind, deck: effect.deck, token } });
        return;
      }
      case 'start': {
        const deck = this.decks[effect.deck];
        if (deck.token !== effect.token) this.faults.push('a deck was started with an old token');
        if (this.lane(effect.deck) > 0 && this.gate() > 0) this.faults.push('a deck was started while its lane was up');
        deck.state = 'playing';
        const { token } = effect;
        this.#due.push({
          atMs: this.nowMs + this.#latencyMs(),
          input: { kind: 'deck-playing', deck: effect.deck, token },
        });
        return;
      }
      case 'halt': {
        const deck = this.decks[effect.deck];
        if (deck.state === 'playing' && this.lane(effect.deck) > 0 && this.gate() > 0) {
          this.faults.push(`deck ${effect.deck} was halted while it was heard`);
        }
        if (deck.state === 'playing') deck.state = 'halted';
        return;
      }
      case 'fade':
        for (const { lane, to } of effect.lanes) {
          const gateOpen = this.gate() > 0;
          const jumps = effect.overMs < 50 && Math.abs(this.lane(lane) - to) > 0.01;
          const sounds = lane === 'bed' || this.decks[lane].state === 'playing';
          if (gateOpen && jumps && sounds) this.faults.push(`lane ${lane} jumped while it was heard`);
          this.#move(this.#lanes[lane], to, effect.overMs);
        }
        return;
      case 'gate':
        if (effect.to === 1 && this.state.wish === 'stand' && this.state.pendingLoad === null) {
          this.faults.push('the gate was opened though nothing was asked to play');
        }
        this.#move(this.#gate, effect.to, effect.overMs);
        return;
      case 'wake':
        this.#wakes.push(this.nowMs + effect.afterMs);
        return;
      case 'repair-output':
        this.repairs += 1;
        return;
      case 'announce':
        this.announced.push(effect.action);
        return;
      case 'volume':
      case 'duck':
        return;
    }
  }

  #tick(): void {
    this.#lastTickMs = this.nowMs;
    this.feed({
      kind: 'tick',
      decks: (['a', 'b'] as const).map((name) => {
        const { token, positionMs, durationMs, state } = this.decks[name];
        const silent = this.lane(name) === 0 || this.gate() === 0;
        return { deck: name, token, positionMs, durationMs: state === 'loading' ? null : durationMs, silent };
      }),
      outputClockMs: this.#outputClockMs,
      outputRunning: this.outputRuns,
    });
  }

  /** Lets time pass; `watch` looks at every step of 10 ms. */
  run(forMs: number, watch: () => void = () => {}): void {
    const untilMs = this.nowMs + forMs;
    while (this.nowMs < untilMs) {
      this.nowMs += STEP_MS;
      if (this.outputRuns) this.#outputClockMs += STEP_MS;
      for (const name of ['a', 'b'] as const) this.#advance(name);
      const due = this.#due.filter((one) => one.atMs <= this.nowMs);
      this.#due = this.#due.filter((one) => one.atMs > this.nowMs);
      for (const { input } of due) this.feed(input);
      const woken = this.#wakes.some((atMs) => atMs <= this.nowMs);
      this.#wakes = this.#wakes.filter((atMs) => atMs > this.nowMs);
      if (woken || this.nowMs - this.#lastTickMs >= 250) this.#tick();
      watch();
    }
  }

  #advance(name: DeckName): void {
    const deck = this.decks[name];
    if (deck.state !== 'playing' || !this.outputRuns) return;
    const stalls = this.#tracks.get(deck.trackId)?.nature === 'stalls';
    const furthestMs = stalls ? deck.durationMs / 2 : deck.durationMs;
    deck.positionMs = Math.max(deck.positionMs, Math.min(furthestMs, deck.positionMs + STEP_MS));
    if (deck.positionMs >= deck.durationMs) {
      deck.state = 'halted';
      this.feed({ kind: 'deck-ended', deck: name, token: deck.token });
    }
  }
}
