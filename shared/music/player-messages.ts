import type { Output, OutputCondition, OutputRole, OutputWish } from './outputs.ts';
import type { PlayerProblemCode } from './player-problem.ts';
import type { AudioFormat, Cut } from './track.ts';

/** A track as the player needs it. `trimDb` brings it to the house's loudness. */
export type PlayerTrack = {
  readonly trackId: string;
  readonly format: AudioFormat;
  readonly durationMs: number;
  readonly trimDb: number;
  /** The part of the arc that it belongs to: neighbours with the same number are one part. */
  readonly part: number;
  /** The part of the file that is heard, where it is not all of it; `durationMs` and every position are within it. */
  readonly cut?: Cut | undefined;
};

export type PlayerList = {
  readonly playlistId: string;
  readonly endless: boolean;
  /** Where an endless list starts over; its first track where it is left out. */
  readonly repeatsFrom?: number | undefined;
  readonly tracks: readonly PlayerTrack[];
};

/** What the music is asked to do. Volumes are 0 to 1 and never above `volumeCeiling`. */
export type MusicCommand =
  | {
      readonly kind: 'load';
      readonly list: PlayerList;
      readonly trackIndex: number;
      readonly positionMs: number;
      readonly volume: number;
      readonly volumeCeiling: number;
      readonly crossfadeMs: number;
    }
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'set-volume'; readonly volume: number }
  | { readonly kind: 'fade-out'; readonly overMs: number }
  /** Holds everything this far under its volume, 0 for not at all; whatever is loaded or played. In dB, never above 0. */
  | { readonly kind: 'duck'; readonly levelDb: number }
  /** Whether the part that plays is not left: behind its last track its first one comes. */
  | { readonly kind: 'stay'; readonly on: boolean }
  /** Crosses over to a place in the list. */
  | { readonly kind: 'go-to'; readonly trackIndex: number; readonly positionMs: number; readonly overMs: number }
  /** Crosses over to the safety bed; the place in the list is kept until `go-to` or `skip`. */
  | { readonly kind: 'ground'; readonly overMs: number };

/** Asks whether a track decodes; answered by `probed` or `probe-failed` with the same id. */
export type ProbeCommand = {
  readonly kind: 'probe';
  readonly probeId: string;
  readonly trackId: string;
  readonly format: AudioFormat;
};

/** Where the music shall be heard, or that an output be tried. */
export type OutputCommand =
  | { readonly kind: 'outputs'; readonly wish: OutputWish }
  /** Answered by `tone` reports while the tone lasts. */
  | { readonly kind: 'test-tone'; readonly role: OutputRole };

/** What the main process sends to the player window, numbered so that a report can say which commands it knew. */
export type PlayerCommand = {
  readonly sequence: number;
  readonly command: MusicCommand | ProbeCommand | OutputCommand;
};

/** What happened to the music, for the journal. */
export type MusicAction =
  | 'started'
  | 'paused'
  | 'resumed'
  | 'skipped'
  | 'volume-changed'
  | 'track-began'
  | 'faded-out'
  | 'interrupted'
  | 'repaired';

/** Why a track did not pass its probe. */
export type ProbeFault = 'not-decodable' | 'too-slow';

/** What the player window tells the main process. Levels are in dBFS, volumes 0 to 1. */
export type PlayerReport =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'health';
      /** The last command that was carried out. */
      readonly afterSequence: number;
      readonly playlistId: string | null;
      readonly trackIndex: number | null;
      readonly trackId: string | null;
      readonly positionMs: number;
      readonly durationMs: number;
      readonly playing: boolean;
      readonly safetyBed: boolean;
      readonly levelDb: number;
      /** The volume asked for. */
      readonly volume: number;
      /** The volume that sounds at this moment, on its way to `volume`. */
      readonly soundingVolume: number;
      readonly problem: PlayerProblemCode | null;
    }
  | {
      readonly kind: 'happened';
      readonly action: MusicAction;
      readonly playlistId: string;
      readonly trackId: string | null;
      readonly trackIndex: number;
      readonly positionMs: number;
      readonly volume: number;
    }
  | {
      readonly kind: 'outputs';
      /** Those that the system names; null while it has told of none. */
      readonly present: readonly Output[] | null;
      readonly main: OutputCondition;
      readonly second: OutputCondition | 'none';
    }
  /** How loud the test tone is at its output; `over` is the last of it. */
  | { readonly kind: 'tone'; readonly role: OutputRole; readonly levelDb: number; readonly over: boolean }
  | { readonly kind: 'probed'; readonly probeId: string; readonly durationMs: number; readonly peakDb: number }
  | { readonly kind: 'probe-failed'; readonly probeId: string; readonly fault: ProbeFault };
