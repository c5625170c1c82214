import { gainOfDb } from '../../shared/music/level.ts';
import { loudnessOfPower, WeightedChannel } from '../../shared/music/loudness.ts';
import { type PadRecipe, renderPad, type StereoSamples } from '../../shared/music/periodic-pad.ts';
import { seededRandom } from '../../shared/music/seeded-random.ts';

/** How loud a piece is as a whole (LUFS), and the highest sample it may have before it is encoded (dBFS). */
export const PIECE_LOUDNESS_DB = -23;
const PEAK_DB = -6.5;

/**
 * How long the loops of a piece are, in seconds. No two have a divisor in common, so that they meet in the same way
 * again only after years: a piece is made of little, and nothing in it comes twice.
 */
const LOOP_S = [41, 43, 47, 53, 59, 61, 67] as const;
/** Pieces shorter than this, for looking at quickly, are made of loops and stays that are as much shorter. */
const FULL_S = 600;
/** A chord gives way to the next after this long, and is on its way there all the time. */
const SHORTEST_STAY_S = 28;
const LONGEST_STAY_S = 48;
/** The upper voices come and go in waves of these lengths, by this much around their level. */
const LIGHT_WAVES = [
  { seconds: 97, depth: 0.2 },
  { seconds: 139, depth: 0.15 },
] as const;
const LIGHT_LEVEL = 0.65;
/** Loudness is evened out over this long to either side, and by no more than this. */
const EVENED_S = 2;
const MOST_EVENED_DB = 4;

/** A loop, and how much of it is heard: one value for each step of the piece, straight in between. */
type Layer = { readonly loop: StereoSamples; readonly levels: Float32Array };

/** A piece of music that is computed a step at a time. */
export type Piece = {
  readonly frames: number;
  /** Frames of a step. */
  readonly stepFrames: number;
  readonly layers: readonly Layer[];
  /** What brings each step to the piece's loudness, at its beginning; straight in between. */
  readonly gains: Float32Array;
};

function levelAt(values: Float32Array, step: number, part: number): number {
  const from = values[step] ?? 0;
  return from + ((values[step + 1] ?? from) - from) * part;
}

/** How much of each chord is heard at each step: neighbours overlap at equal power all the time. */
function chordLevels(recipe: PadRecipe, steps: number): Float32Array[] {
  const random = seededRandom(recipe.seed ^ 0x2f6b1d3);
  const levels = recipe.chords.map(() => new Float32Array(steps + 1));
  let chord = 0;
  let fromStep = 0;
  while (fromStep <= steps) {
    const stay = SHORTEST_STAY_S + (LONGEST_STAY_S - SHORTEST_STAY_S) * random();
    const next = (chord + 1) % recipe.chords.length;
    for (let step = Math.ceil(fromStep); step <= Math.min(steps, fromStep + stay); step += 1) {
      const angle = (((step - fromStep) / stay) * Math.PI) / 2;
      const now = levels[chord];
      const after = levels[next];
      if (now !== undefined) now[step] = Math.cos(angle);
      if (after !== undefined && next !== chord) after[step] = Math.sin(angle);
    }
    fromStep += stay;
    chord = next;
  }
  return levels;
}

function waves(recipe: PadRecipe, steps: number): Float32Array {
  const random = seededRandom(recipe.seed ^ 0x51ed27);
  const phases = LIGHT_WAVES.map(() => random());
  return Float32Array.from({ length: steps + 1 }, (_, step) =>
    LIGHT_WAVES.reduce(
      (sum, { seconds, depth }, index) => sum + depth * Math.sin(2 * Math.PI * (step / seconds + (phases[index] ?? 0))),
      LIGHT_LEVEL,
    ),
  );
}

function* renderLayer(
  recipe: PadRecipe,
  sampleRate: number,
  frames: number,
  levels: Float32Array,
): Generator<number, Layer, void> {
  return { loop: yield* renderPad(recipe, sampleRate, Math.max(2, frames)), levels };
}

/** The layers of a piece: each chord's lower and upper voices, and the air, in loops of their own. Yields 0 to 1. */
function* renderLayers(
  recipe: PadRecipe,
  sampleRate: number,
  scale: number,
  steps: number,
): Generator<number, Layer[], void> {
  const chords = chordLevels(recipe, steps);
  const light = waves(recipe, steps);
  const parts = recipe.chords.flatMap((ratios, index) => {
    const levels = chords[index] ?? new Float32Array(steps + 1);
    const low = Math.ceil(ratios.length / 2);
    return [
      { ratios: ratios.slice(0, low), levels },
      { ratios: ratios.slice(low), levels: levels.map((level, step) => level * (light[step] ?? 0)) },
    ];
  });
  const silentAir = { ...recipe, airLevel: 0 };
  const recipes = [
    ...parts.map(({ ratios, levels }, index) => ({
      recipe: { ...silentAir, seed: recipe.seed + 1_000 * (index + 1), chords: [ratios] },
      levels,
    })),
    { recipe: { ...recipe, chords: [] }, levels: new Float32Array(steps + 1).fill(1) },
  ];
  const layers: Layer[] = [];
  for (const [index, { recipe: own, levels }] of recipes.entries()) {
    const seconds = (LOOP_S[index % LOOP_S.length] ?? FULL_S) * scale;
    const rendering = renderLayer(own, sampleRate, Math.round(seconds * sampleRate), levels);
    let step = rendering.next();
    while (step.done !== true) {
      yield (index + step.value) / recipes.length;
      step = rendering.next();
    }
    layers.push(step.value);
  }
  return layers;
}

/** Computes one step of a piece into `left` and `right`, which hold as many frames as the step has. */
export function renderStep(piece: Piece, step: number, left: Float32Array, right: Float32Array): void {
  const frames = left.length;
  const first = step * piece.stepFrames;
  left.fill(0);
  right.fill(0);
  for (const { loop, levels } of piece.layers) {
    const from = levelAt(levels, step, 0);
    const rise = (levelAt(levels, step, 1) - from) / piece.stepFrames;
    if (from === 0 && rise === 0) continue;
    const { length } = loop.left;
    let at = first % length;
    for (let frame = 0; frame < frames; frame += 1) {
      const level = from + rise * frame;
      left[frame] = (left[frame] ?? 0) + level * (loop.left[at] ?? 0);
      right[frame] = (right[frame] ?? 0) + level * (loop.right[at] ?? 0);
      at = at + 1 === length ? 0 : at + 1;
    }
  }
  const gain = levelAt(piece.gains, step, 0);
  const gainRise = (levelAt(piece.gains, step, 1) - gain) / piece.stepFrames;
  for (let frame = 0; frame < frames; frame += 1) {
    const own = gain + gainRise * frame;
    left[frame] = (left[frame] ?? 0) * own;
    right[frame] = (right[frame] ?? 0) * own;
  }
}

/** How many steps a piece has, the last of which may be shorter. */
export function stepsOf({ frames, stepFrames }: Piece): number {
  return Math.ceil(frames / stepFrames);
}

/** How many frames a step has. */
export function framesOfStep({ frames, stepFrames }: Piece, step: number): number {
  return Math.min(stepFrames, frames - step * stepFrames);
}

/** What a hand at the fader would do: each step nearer to the common loudness, none by much, and none too high. */
function evenGains(powers: readonly number[], peaks: readonly number[]): Float32Array {
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const around = (step: number): number => mean(powers.slice(Math.max(0, step - EVENED_S), step + EVENED_S + 1));
  const overall = mean(powers);
  const most = gainOfDb(MOST_EVENED_DB);
  const gains = Float32Array.from({ length: powers.length + 1 }, (_, step) =>
    Math.min(most, Math.max(1 / most, Math.sqrt(overall / around(Math.min(step, powers.length - 1))))),
  );
  const evened = mean(powers.map((power, step) => power * levelAt(gains, step, 0.5) ** 2));
  const peak = Math.max(...peaks.map((one, step) => one * Math.max(gains[step] ?? 0, gains[step + 1] ?? 0)));
  const toLoudness = gainOfDb(PIECE_LOUDNESS_DB - loudnessOfPower(evened));
  const gain = Math.min(toLoudness, gainOfDb(PEAK_DB) / peak);
  return gains.map((one) => one * gain);
}

/**
 * Composes a piece of `seconds` from its recipe: chords that follow each other slowly, in voices that never meet in the
 * same way again, evened to the common loudness from its first second to its last. The same recipe gives the same
 * samples. Yields how much is done (0 to 1) between slices of a few milliseconds.
 */
export function* composePiece(recipe: PadRecipe, sampleRate: number, seconds: number): Generator<number, Piece, void> {
  const scale = Math.min(1, seconds / FULL_S);
  const stepFrames = Math.max(1, Math.round(sampleRate * scale));
  const frames = Math.round(sampleRate * seconds);
  const steps = Math.ceil(frames / stepFrames);
  const layering = renderLayers(recipe, sampleRate, scale, steps);
  let layered = layering.next();
  while (layered.done !== true) {
    yield layered.value / 2;
    layered = layering.next();
  }
  const plain: Piece = { frames, stepFrames, layers: layered.value, gains: new Float32Array(steps + 1).fill(1) };
  const channels = [new WeightedChannel(sampleRate), new WeightedChannel(sampleRate)] as const;
  const powers: number[] = [];
  const peaks: number[] = [];
  const left = new Float32Array(stepFrames);
  const right = new Float32Array(stepFrames);
  for (let step = 0; step < steps; step += 1) {
    const own = framesOfStep(plain, step);
    const sides = [left.subarray(0, own), right.subarray(0, own)] as const;
    renderStep(plain, step, ...sides);
    powers.push((channels[0].energy(sides[0]) + channels[1].energy(sides[1])) / own);
    let peak = 0;
    for (const side of sides) for (const sample of side) peak = Math.max(peak, Math.abs(sample));
    peaks.push(peak);
    yield 0.5 + (0.5 * (step + 1)) / steps;
  }
  return { ...plain, gains: evenGains(powers, peaks) };
}
