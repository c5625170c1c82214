import { dbOfGain, SILENCE_DB, SILENT_BELOW_DB } from './level.ts';
import { loudnessOfPower, WeightedChannel } from './loudness.ts';
import type { TrackEdges } from './track.ts';

/** BS.1770-5: the gate looks at blocks of 400 ms that begin every 100 ms. */
const STEP_S = 0.1;
const BLOCK_STEPS = 4;
/** BS.1770-5: blocks below this never count. LUFS. */
const ABSOLUTE_GATE_DB = -70;
/** BS.1770-5: nor do blocks this far below the mean of the others. LU. */
const RELATIVE_GATE_DB = -10;
/** How much of a track's beginning and end is its edge: as long as a crossfade may last. The house's choice. */
const EDGE_STEPS = 150;
const SILENT_BELOW = 10 ** (SILENT_BELOW_DB / 20);

/**
 * What the samples of a track say. `loudnessDb` is its gated loudness in LUFS, null where nothing passed the gate;
 * `peakDb` its largest sample in dBFS; `durationMs` what was decoded.
 */
export type TrackMeasure = {
  readonly durationMs: number;
  readonly loudnessDb: number | null;
  readonly peakDb: number;
  readonly edges: TrackEdges;
};

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The power of each 400 ms block, from the power of each 100 ms step. */
function blocksOf(steps: readonly number[]): number[] {
  return steps.slice(BLOCK_STEPS - 1).map((_, index) => meanOf(steps.slice(index, index + BLOCK_STEPS)));
}

function gatedLoudness(steps: readonly number[]): number | null {
  const heard = blocksOf(steps).filter((power) => loudnessOfPower(power) > ABSOLUTE_GATE_DB);
  if (heard.length === 0) return null;
  const gateDb = loudnessOfPower(meanOf(heard)) + RELATIVE_GATE_DB;
  return loudnessOfPower(meanOf(heard.filter((power) => loudnessOfPower(power) > gateDb)));
}

/**
 * Measures a track by ITU-R BS.1770-5 as its samples come, in pieces of any length, in memory that grows by one number
 * for each 100 ms. One channel counts as the same in both ears; what is beyond the second channel is not heard.
 */
export class TrackMeter {
  readonly #sampleRate: number;
  readonly #stepFrames: number;
  readonly #left: WeightedChannel;
  readonly #right: WeightedChannel;
  readonly #steps: number[] = [];
  #energy = 0;
  #inStep = 0;
  #frames = 0;
  #peak = 0;
  #firstSound: number | null = null;
  #lastSound = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#stepFrames = Math.round(sampleRate * STEP_S);
    this.#left = new WeightedChannel(sampleRate);
    this.#right = new WeightedChannel(sampleRate);
  }

  /** Takes the next samples, one array of the same length for each channel. What is no number counts as silence. */
  take(channels: readonly Float32Array[]): void {
    const [left, second] = channels;
    if (left === undefined) return;
    const right = second ?? left;
    for (let at = 0; at < left.length; ) {
      const to = Math.min(left.length, at + this.#stepFrames - this.#inStep);
      this.#look(left, at, to);
      if (right !== left) this.#look(right, at, to);
      this.#energy += this.#left.energy(left.subarray(at, to)) + this.#right.energy(right.subarray(at, to));
      this.#inStep += to - at;
      this.#frames += to - at;
      if (this.#inStep === this.#stepFrames) {
        this.#steps.push(this.#energy / this.#stepFrames);
        this.#energy = 0;
        this.#inStep = 0;
      }
      at = to;
    }
  }

  #look(samples: Float32Array, from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      if (!Number.isFinite(samples[index] ?? 0)) samples[index] = 0;
      const size = Math.abs(samples[index] ?? 0);
      if (size > this.#peak) this.#peak = size;
      if (size < SILENT_BELOW) continue;
      const frame = this.#frames + index - from;
      this.#firstSound = Math.min(this.#firstSound ?? frame, frame);
      this.#lastSound = Math.max(this.#lastSound, frame);
    }
  }

  /** What was measured so far. A track shorter than one block has no loudness. */
  measure(): TrackMeasure {
    const edge = (steps: readonly number[]): number | null =>
      steps.length === 0 ? null : Math.max(SILENCE_DB, loudnessOfPower(meanOf(steps)));
    const msOf = (frames: number): number => Math.round((frames * 1000) / this.#sampleRate);
    const first = this.#firstSound;
    return {
      durationMs: msOf(this.#frames),
      loudnessDb: gatedLoudness(this.#steps),
      peakDb: dbOfGain(this.#peak),
      edges: {
        headDb: edge(this.#steps.slice(0, EDGE_STEPS)),
        tailDb: edge(this.#steps.slice(-EDGE_STEPS)),
        headSilenceMs: msOf(first ?? this.#frames),
        tailSilenceMs: msOf(first === null ? this.#frames : this.#frames - 1 - this.#lastSound),
      },
    };
  }
}
