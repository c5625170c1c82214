import type { MusicHold } from './place.ts';
import type { MusicCommand } from './player-messages.ts';
import { partAround } from './track.ts';

/** How far Softer holds the music down. */
export const SOFTER_DB = -12;
/** How long Hush takes to silence: no cut, yet there before a sentence is spoken. */
export const HUSH_MS = 2_000;
/** How long the way to another part, and to the ground, takes. */
export const MOVE_ON_MS = 15_000;
/** The way back from a slip is shorter. */
export const MOVE_BACK_MS = 6_000;

/** What the therapist does with the music while the patient travels. Volume from 0 to 1. */
export type MusicAsk =
  | { readonly kind: 'softer' | 'hush' | 'continue' | 'stay' | 'move-on' | 'ground' | 'undo' }
  | { readonly kind: 'volume'; readonly volume: number };

/** What takes the last of these back. */
export type MusicUndo =
  | { readonly kind: 'softer' | 'hush' | 'continue' | 'stay' | 'ground' }
  | { readonly kind: 'move-on'; readonly trackIndex: number; readonly positionMs: number; readonly stay: boolean }
  | { readonly kind: 'volume'; readonly volume: number };

/** How the music is held, apart from what plays. */
export type MusicControl = MusicHold & { readonly undo: MusicUndo | null };

/** What the journal says of it; Continue and the volume are told by the player itself, once they are true. */
export const musicControls = [
  'softer',
  'full',
  'hushed',
  'stay',
  'stay-ended',
  'moved-on',
  'moved-back',
  'grounded',
  'ground-ended',
] as const;
export type ControlSaid = (typeof musicControls)[number];

/** Where the music is as something is asked. `parts`: the part of the arc that each track belongs to. */
export type MusicNow = {
  readonly parts: readonly number[];
  readonly endless: boolean;
  /** Where an endless list starts over; its first track where it is left out. */
  readonly repeatsFrom?: number | undefined;
  readonly trackIndex: number;
  readonly positionMs: number;
  readonly playing: boolean;
  readonly volume: number;
};

export type ControlStep = {
  readonly control: MusicControl;
  readonly commands: readonly MusicCommand[];
  readonly said: ControlSaid | null;
};

/** Music that is held in no way. */
export const freeMusic: MusicControl = { softer: false, stay: false, grounded: false, undo: null };

/** Where Move on leads: the first track of the next part; null where none comes. */
export function nextPartIndex({ parts, endless, repeatsFrom = 0, trackIndex }: MusicNow): number | null {
  const { first, length } = partAround(parts, trackIndex);
  if (first + length < parts.length) return first + length;
  return endless && parts[repeatsFrom] !== parts[trackIndex] ? repeatsFrom : null;
}

/** What is to be done when something is asked; null where it changes nothing. Everything but Undo can be taken back. */
export function controlMusic(control: MusicControl, ask: MusicAsk, now: MusicNow): ControlStep | null {
  switch (ask.kind) {
    case 'softer': {
      const softer = !control.softer;
      const command = { kind: 'duck', levelDb: softer ? SOFTER_DB : 0 } as const;
      return step({ ...control, softer, undo: { kind: 'softer' } }, [command], softer ? 'softer' : 'full');
    }
    case 'hush':
      if (!now.playing) return null;
      return step({ ...control, undo: { kind: 'continue' } }, [{ kind: 'fade-out', overMs: HUSH_MS }], 'hushed');
    case 'continue':
      if (now.playing) return null;
      return step({ ...control, undo: { kind: 'hush' } }, [{ kind: 'play' }], null);
    case 'stay': {
      const stay = !control.stay;
      return step(
        { ...control, stay, undo: { kind: 'stay' } },
        [{ kind: 'stay', on: stay }],
        stay ? 'stay' : 'stay-ended',
      );
    }
    case 'move-on': {
      const trackIndex = nextPartIndex(now);
      if (trackIndex === null) return null;
      const undo = {
        kind: 'move-on',
        trackIndex: now.trackIndex,
        positionMs: now.positionMs,
        stay: control.stay,
      } as const;
      return step(
        { ...control, stay: false, grounded: false, undo },
        [
          { kind: 'stay', on: false },
          { kind: 'go-to', trackIndex, positionMs: 0, overMs: MOVE_ON_MS },
        ],
        'moved-on',
      );
    }
    case 'ground':
      return control.grounded
        ? step(
            { ...control, grounded: false, undo: { kind: 'ground' } },
            [{ kind: 'go-to', trackIndex: now.trackIndex, positionMs: now.positionMs, overMs: MOVE_ON_MS }],
            'ground-ended',
          )
        : step(
            { ...control, grounded: true, undo: { kind: 'ground' } },
            [{ kind: 'ground', overMs: MOVE_ON_MS }],
            'grounded',
          );
    case 'volume':
      if (ask.volume === now.volume) return null;
      return step(
        { ...control, undo: { kind: 'volume', volume: now.volume } },
        [{ kind: 'set-volume', volume: ask.volume }],
        null,
      );
    case 'undo':
      return undoLast(control, now);
  }
}

function undoLast(control: MusicControl, now: MusicNow): ControlStep | null {
  const { undo } = control;
  if (undo === null) return null;
  if (undo.kind === 'move-on') {
    const { trackIndex, positionMs, stay } = undo;
    return step(
      { ...control, stay, grounded: false, undo: null },
      [
        { kind: 'go-to', trackIndex, positionMs, overMs: MOVE_BACK_MS },
        { kind: 'stay', on: stay },
      ],
      'moved-back',
    );
  }
  const taken = controlMusic(control, undo, now);
  const without = { ...(taken?.control ?? control), undo: null };
  return { control: without, commands: taken?.commands ?? [], said: taken?.said ?? null };
}

function step(control: MusicControl, commands: readonly MusicCommand[], said: ControlSaid | null): ControlStep {
  return { control, commands, said };
}

/** What brings a player that begins anew into the same hold, between its `load` and its `play`. */
export function holdCommands({ softer, stay, grounded }: MusicHold): readonly MusicCommand[] {
  return [
    { kind: 'duck', levelDb: softer ? SOFTER_DB : 0 },
    ...(stay ? [{ kind: 'stay', on: true } as const] : []),
    ...(grounded ? [{ kind: 'ground', overMs: 0 } as const] : []),
  ];
}
