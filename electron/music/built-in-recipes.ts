import type { PadRecipe } from '../../shared/music/periodic-pad.ts';

export type BuiltInPiece = { readonly trackId: string; readonly title: string; readonly recipe: PadRecipe };

// Neighbours stand on different roots and voicings: two drones on one root would cancel each other in a crossfade. The
// order follows a session: still, spacious, darker and slowly fuller, then thinner and lighter, then simple again.

/** The pieces of the built-in set, in order. The same recipe always gives the same samples. */
export const BUILT_IN_PIECES: readonly BuiltInPiece[] = [
  {
    trackId: 'built-in-1',
    title: 'Still water',
    recipe: {
      seed: 11,
      rootHz: 110,
      chords: [
        [1, 1.5, 2, 3],
        [1, 4 / 3, 2, 8 / 3],
        [1, 1.5, 9 / 4, 3],
      ],
      overtones: 2,
      softAboveHz: 520,
      airLevel: 0.3,
    },
  },
  {
    trackId: 'built-in-2',
    title: 'Open field',
    recipe: {
      seed: 23,
      rootHz: 130.81,
      chords: [
        [0.75, 1.5, 2, 2.5],
        [1, 1.5, 2, 9 / 4],
        [2 / 3, 4 / 3, 5 / 3, 2],
      ],
      overtones: 3,
      softAboveHz: 600,
      airLevel: 0.4,
    },
  },
  {
    trackId: 'built-in-3',
    title: 'Deep forest',
    recipe: {
      seed: 37,
      rootHz: 87.31,
      chords: [
        [1, 1.5, 2, 2.4, 3],
        [1, 1.6, 2, 2.4, 3.2],
        [1, 4 / 3, 1.6, 2, 8 / 3],
      ],
      overtones: 3,
      softAboveHz: 420,
      airLevel: 0.5,
    },
  },
  {
    trackId: 'built-in-4',
    title: 'Night sky',
    recipe: {
      seed: 41,
      rootHz: 98,
      chords: [
        [1, 1.5, 2, 2.5, 3.75],
        [1, 5 / 3, 2, 2.5, 10 / 3],
        [0.75, 1.5, 2.25, 3],
      ],
      overtones: 2,
      softAboveHz: 480,
      airLevel: 0.45,
    },
  },
  {
    trackId: 'built-in-5',
    title: 'First light',
    recipe: {
      seed: 53,
      rootHz: 146.83,
      chords: [
        [1, 1.5, 2, 2.5],
        [2 / 3, 4 / 3, 5 / 3, 8 / 3],
        [0.75, 1.5, 15 / 8, 9 / 4],
      ],
      overtones: 2,
      softAboveHz: 640,
      airLevel: 0.35,
    },
  },
  {
    trackId: 'built-in-6',
    title: 'Home ground',
    recipe: {
      seed: 67,
      rootHz: 116.54,
      chords: [
        [1, 1.5, 2, 2.5],
        [1, 4 / 3, 5 / 3, 2],
      ],
      overtones: 2,
      softAboveHz: 500,
      airLevel: 0.3,
    },
  },
];
