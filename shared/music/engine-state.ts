import type { MusicAction, MusicCommand, PlayerList } from './player-messages.ts';
import type { PlayerProblemCode } from './player-problem.ts';
import type { AudioFormat, Cut } from './track.ts';

/** The two streaming decks. */
export const deckNames = ['a', 'b'] as const;
export type DeckName = (typeof deckNames)[number];
/** What can be faded against each other: the decks and the safety bed. */
export const laneNames = [...deckNames, 'bed'] as const;
export type LaneName = (typeof laneNames)[number];

/** Every duration the engine works with, in milliseconds. */
export type EngineTimings = {
  /** Rise when music is played for the first time, or at a place. */
  readonly startMs: number;
  readonly resumeMs: number;
  /** Fall before the decks are halted: long enough not to click. */
  readonly pauseMs: number;
  readonly skipMs: number;
  readonly bedInMs: number;
  /** From the safety bed back to a repaired deck, and back from a lost output. */
  readonly repairMs: number;
  /** Fall of a deck that is needed for something else. */
  readonly hastenMs: number;
  /** No progress for this long, over several ticks, is a stall. */
  readonly stallMs: number;
  /** A track that is asked to play and is not heard by then leaves the word to the safety bed. */
  readonly patienceMs: number;
  /** A deck that has not loaded or started by then has failed. */
  readonly loadMs: number;
  /** After every track failed: how long until the next attempt; also between attempts to get an output back. */
  readonly retryMs: number;
  readonly outputRetryMs: number;
  /** A volume that stands still this long is the one that was meant. */
  readonly volumeSettlesMs: number;
};

/** The numbers of the house: rises slow, falls fast, no silence longer than a second. */
export const ENGINE_TIMINGS: EngineTimings = {
  startMs: 3_000,
  resumeMs: 2_500,
  // With the graph's lead of 30 ms silence is there within 100 ms.
  pauseMs: 60,
  skipMs: 4_000,
  bedInMs: 800,
  repairMs: 3_000,
  hastenMs: 150,
  // Seen at the next tick, a quarter of a second later at most; the bed has to be heard within 1.5 s.
  stallMs: 700,
  patienceMs: 1_500,
  loadMs: 8_000,
  retryMs: 5_000,
  outputRetryMs: 1_000,
  volumeSettlesMs: 1_000,
};

/** A track on a deck. `token` names this use of the deck: what is heard of an older use is ignored. */
export type Slot = {
  readonly deck: DeckName;
  readonly token: number;
  readonly trackIndex: number;
  readonly positionMs: number;
  readonly phase: 'loading' | 'ready' | 'starting' | 'sounding';
  readonly phaseSinceMs: number;
};

/** Why a track comes next: the one before ends, somebody asked, or something broke. */
export type Reason = 'end' | 'skip' | 'repair';

export type EngineState = {
  readonly timings: EngineTimings;
  readonly list: PlayerList | null;
  readonly volumeCeiling: number;
  readonly crossfadeMs: number;
  /** What was asked for last. */
  readonly wish: 'stand' | 'play';
  readonly wishSinceMs: number;
  /** Whether the programme as a whole may be heard; decks only run while it is open. */
  readonly gate: 'shut' | 'open';
  /** On the way to a shut gate: when the decks are halted, and what is told then. */
  readonly shutting: { readonly haltAtMs: number; readonly then: 'paused' | 'faded-out' | 'nothing' } | null;
  /** The track that is heard, or that will be when the gate opens. */
  readonly current: Slot | null;
  /** The track that takes over, on the other deck. */
  readonly incoming: (Slot & { readonly reason: Reason; readonly overMs?: number | undefined }) | null;
  /** Decks that fade away and are free from then on. */
  readonly leaving: readonly { readonly deck: DeckName; readonly untilMs: number }[];
  /** A track that waits for a free deck. */
  readonly wanted: {
    readonly trackIndex: number;
    readonly positionMs: number;
    readonly reason: Reason;
    /** How long it is crossed over to, where that is not the usual time. */
    readonly overMs?: number | undefined;
  } | null;
  readonly bed: boolean;
  /** The part that plays is not left. */
  readonly stay: boolean;
  /** Somebody asked for the safety bed, which is no trouble: the place is kept. */
  readonly grounded: boolean;
  readonly place: { readonly trackIndex: number; readonly positionMs: number; readonly durationMs: number };
  /** The list, which is not endless, is over or left for a while: the safety bed plays on. */
  readonly ended: boolean;
  readonly hasStarted: boolean;
  readonly volume: number;
  readonly volumeToldAtMs: number | null;
  readonly problem: PlayerProblemCode | null;
  readonly interrupted: boolean;
  /** Failures in a row, since music last went well for a while. */
  readonly failures: number;
  readonly retryAtMs: number | null;
  /** The last progress of the current deck. */
  readonly progress: {
    readonly token: number;
    readonly positionMs: number;
    readonly atMs: number;
    readonly ticks: number;
  };
  /** The last progress of the output's own clock. */
  readonly output: {
    readonly clockMs: number;
    readonly atMs: number;
    readonly ticks: number;
    readonly lost: boolean;
    readonly retryAtMs: number;
  };
  /** A list that is loaded as soon as what plays now is silent. */
  readonly pendingLoad: Extract<MusicCommand, { kind: 'load' }> | null;
  readonly nextToken: number;
};

export type DeckSight = {
  readonly deck: DeckName;
  readonly token: number;
  readonly positionMs: number;
  /** Null while the deck does not know it. */
  readonly durationMs: number | null;
  /** Whether nothing of it can be heard, by the sound's own clock: only then may it be halted or loaded anew. */
  readonly silent: boolean;
};

/** What the engine is told: commands, what the decks say, and a tick at least every 250 ms. */
export type EngineInput =
  | MusicCommand
  | { readonly kind: 'deck-ready'; readonly deck: DeckName; readonly token: number }
  | { readonly kind: 'deck-playing'; readonly deck: DeckName; readonly token: number }
  | { readonly kind: 'deck-ended'; readonly deck: DeckName; readonly token: number }
  | { readonly kind: 'deck-failed'; readonly deck: DeckName; readonly token: number }
  | {
      readonly kind: 'tick';
      readonly decks: readonly DeckSight[];
      readonly outputClockMs: number;
      readonly outputRunning: boolean;
      /** The output is being changed: its clock stands for a moment, which is no loss. */
      readonly outputChanging?: boolean | undefined;
    };

/** What the engine asks the audio graph to do. Fades start at once, all of one effect at the same instant. */
export type EngineEffect =
  | {
      readonly kind: 'load';
      readonly deck: DeckName;
      readonly token: number;
      readonly trackId: string;
      readonly format: AudioFormat;
      readonly positionMs: number;
      readonly trimDb: number;
      readonly cut?: Cut | undefined;
    }
  | { readonly kind: 'start'; readonly deck: DeckName; readonly token: number }
  | { readonly kind: 'halt'; readonly deck: DeckName }
  | {
      readonly kind: 'fade';
      readonly lanes: readonly { readonly lane: LaneName; readonly to: 0 | 1 }[];
      readonly overMs: number;
    }
  | { readonly kind: 'gate'; readonly to: 0 | 1; readonly overMs: number }
  | { readonly kind: 'volume'; readonly volume: number; readonly atOnce: boolean }
  | { readonly kind: 'duck'; readonly levelDb: number }
  | { readonly kind: 'wake'; readonly afterMs: number }
  | { readonly kind: 'repair-output' }
  | {
      readonly kind: 'announce';
      readonly action: MusicAction;
      readonly trackIndex: number;
      readonly positionMs: number;
      readonly volume: number;
    };

/** An engine with nothing loaded. */
export function emptyEngine(timings: EngineTimings = ENGINE_TIMINGS): EngineState {
  return {
    timings,
    list: null,
    volumeCeiling: 1,
    crossfadeMs: 0,
    wish: 'stand',
    wishSinceMs: 0,
    gate: 'shut',
    shutting: null,
    current: null,
    incoming: null,
    leaving: [],
    wanted: null,
    bed: false,
    stay: false,
    grounded: false,
    place: { trackIndex: 0, positionMs: 0, durationMs: 0 },
    ended: false,
    hasStarted: false,
    volume: 0,
    volumeToldAtMs: null,
    problem: null,
    interrupted: false,
    failures: 0,
    retryAtMs: null,
    progress: { token: -1, positionMs: 0, atMs: 0, ticks: 0 },
    output: { clockMs: -1, atMs: 0, ticks: 0, lost: false, retryAtMs: 0 },
    pendingLoad: null,
    nextToken: 1,
  };
}
