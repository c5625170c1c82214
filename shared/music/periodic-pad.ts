import { seededRandom } from './seeded-random.ts';

/**
 * A calm sustained sound. `chords` follow each other in a circle, each a list of frequency ratios to `rootHz`; partials
 * above `softAboveHz` fall away; `airLevel` is the amplitude of soft filtered noise beside the tones.
 */
export type PadRecipe = {
  readonly seed: number;
  readonly rootHz: number;
  readonly chords: readonly (readonly number[])[];
  readonly overtones: number;
  readonly softAboveHz: number;
  readonly airLevel: number;
};

export type StereoSamples = { readonly left: Float32Array<ArrayBuffer>; readonly right: Float32Array<ArrayBuffer> };

type Partial = {
  /** Whole cycles in the piece: what makes it exactly periodic. */
  readonly cycles: number;
  readonly startPhase: number;
  readonly amplitude: number;
  readonly leftGain: number;
  readonly rightGain: number;
  readonly swellCycles: number;
  readonly swellPhase: number;
  readonly chord: number;
};

const TURN = 2 * Math.PI;
/** How far a partial swells around its level: enough to live, too little to be noticed as a pulse. */
const SWELL_DEPTH = 0.3;
/** Swells take from 8 to 30 seconds. */
const SHORTEST_SWELL_S = 8;
const LONGEST_SWELL_S = 30;
/** The strands of one partial: how far apart in Hz, how strong, where from left (-1) to right (1). */
const STRANDS = [
  { detuneHz: 0, level: 1, pan: 0 },
  { detuneHz: 0.11, level: 0.62, pan: -0.8 },
  { detuneHz: -0.13, level: 0.58, pan: 0.8 },
] as const;
/** The envelope is computed at block edges and runs straight between them. */
const BLOCK_FRAMES = 256;

function partialsOf(recipe: PadRecipe, seconds: number): Partial[] {
  const random = seededRandom(recipe.seed);
  const fewestSwells = Math.max(1, Math.ceil(seconds / LONGEST_SWELL_S));
  const swellChoices = Math.max(1, Math.floor(seconds / SHORTEST_SWELL_S) - fewestSwells + 1);
  const partials: Partial[] = [];
  recipe.chords.forEach((ratios, chord) => {
    ratios.forEach((ratio, voice) => {
      for (let overtone = 1; overtone <= recipe.overtones; overtone += 1) {
        const hertz = recipe.rootHz * ratio * overtone;
        const softness = 1 / (1 + (hertz / recipe.softAboveHz) ** 2);
        const amplitude = softness / (overtone ** 1.7 * (1 + 0.12 * voice));
        for (const strand of STRANDS) {
          const angle = ((strand.pan + 1) * Math.PI) / 4;
          partials.push({
            cycles: Math.round((hertz + strand.detuneHz * overtone) * seconds),
            startPhase: random(),
            amplitude: amplitude * strand.level,
            leftGain: Math.cos(angle),
            rightGain: Math.sin(angle),
            swellCycles: fewestSwells + Math.floor(random() * swellChoices),
            swellPhase: random(),
            chord,
          });
        }
      }
    });
  });
  return partials;
}

/** How much of a chord sounds at `turn` (0 to 1 through the piece): neighbours overlap at equal power all the time. */
function chordWeight(chord: number, chordCount: number, turn: number): number {
  if (chordCount === 1) return 1;
  const apart = Math.abs(turn * chordCount - chord);
  const distance = Math.min(apart, chordCount - apart);
  return distance >= 1 ? 0 : Math.cos((distance * Math.PI) / 2);
}

function addPartial(partial: Partial, chordCount: number, { left, right }: StereoSamples): void {
  const frames = left.length;
  const step = (TURN * partial.cycles) / frames;
  const turnCos = Math.cos(step);
  const turnSin = Math.sin(step);
  const levelAt = (frame: number): number => {
    const turn = frame / frames;
    const swell = 1 + SWELL_DEPTH * Math.sin(TURN * (partial.swellCycles * turn + partial.swellPhase));
    return partial.amplitude * swell * chordWeight(partial.chord, chordCount, turn % 1);
  };
  let level = levelAt(0);
  for (let start = 0; start < frames; start += BLOCK_FRAMES) {
    const end = Math.min(frames, start + BLOCK_FRAMES);
    const nextLevel = levelAt(end);
    if (level !== 0 || nextLevel !== 0) {
      const levelStep = (nextLevel - level) / (end - start);
      // The phase is set anew from whole numbers at each block, so that no error gathers up to the seam.
      const phase = TURN * (((partial.cycles * start) % frames) / frames + partial.startPhase);
      let cosine = Math.cos(phase);
      let sine = Math.sin(phase);
      for (let frame = start; frame < end; frame += 1) {
        const sample = sine * level;
        left[frame] = (left[frame] ?? 0) + sample * partial.leftGain;
        right[frame] = (right[frame] ?? 0) + sample * partial.rightGain;
        level += levelStep;
        const nextCosine = cosine * turnCos - sine * turnSin;
        sine = sine * turnCos + cosine * turnSin;
        cosine = nextCosine;
      }
    }
    level = nextLevel;
  }
}

function addAir(channel: Float32Array, level: number, sampleRate: number, seed: number): void {
  const frames = channel.length;
  const random = seededRandom(seed);
  const noise = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame += 1) noise[frame] = random() * 2 - 1;
  const softening = 1 - Math.exp((-TURN * 450) / sampleRate);
  const floor = 1 - Math.exp((-TURN * 120) / sampleRate);
  let first = 0;
  let second = 0;
  let low = 0;
  // The last second goes through the filters first: they enter the piece in the state in which they leave it.
  for (let index = -Math.min(frames, Math.floor(sampleRate)); index < frames; index += 1) {
    first += softening * ((noise[index < 0 ? index + frames : index] ?? 0) - first);
    second += softening * (first - second);
    low += floor * (second - low);
    if (index >= 0) channel[index] = (channel[index] ?? 0) + level * (second - low);
  }
}

/**
 * Renders `frames` frames of a pad that can be repeated without a seam: every partial, swell and chord change runs a
 * whole number of times through the piece. Yields how much is done (0 to 1) between slices of a few milliseconds, so
 * that the caller can do other things; returns the samples, not yet brought to any level.
 */
export function* renderPad(
  recipe: PadRecipe,
  sampleRate: number,
  frames: number,
): Generator<number, StereoSamples, void> {
  const samples: StereoSamples = { left: new Float32Array(frames), right: new Float32Array(frames) };
  const partials = partialsOf(recipe, frames / sampleRate);
  for (const [index, partial] of partials.entries()) {
    addPartial(partial, recipe.chords.length, samples);
    yield (index + 1) / (partials.length + 1);
  }
  addAir(samples.left, recipe.airLevel, sampleRate, recipe.seed ^ 0x5f3759df);
  yield 1;
  addAir(samples.right, recipe.airLevel, sampleRate, recipe.seed ^ 0x1b873593);
  return samples;
}
