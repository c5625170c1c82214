import type { TapBlock } from '../music/sound-tap.ts';
import { SILENT } from './sound-watch.ts';

/** A stretch of sound in blocks of 128 frames, from the tap or from the recorder. */
export type Sound = { readonly blocks: readonly TapBlock[]; readonly sampleRate: number };

const FRAMES = 128;

/** Makes of recorded stereo frames the same blocks that the tap makes of the graph's. */
export class BlockMaker {
  #blocks: TapBlock[] = [];
  #frame = 0;
  #left = 0;
  #right = 0;
  #peak = 0;
  #jump = 0;
  #crossings = 0;
  #power = 0;

  hear(frames: Float32Array): void {
    for (let at = 0; at + 1 < frames.length; at += 2) {
      const left = frames[at] ?? 0;
      const right = frames[at + 1] ?? 0;
      this.#peak = Math.max(this.#peak, Math.abs(left), Math.abs(right));
      this.#jump = Math.max(this.#jump, Math.abs(left - this.#left), Math.abs(right - this.#right));
      if (this.#left < 0 && left >= 0) this.#crossings += 1;
      this.#power += (left * left + right * right) / (2 * FRAMES);
      this.#left = left;
      this.#right = right;
      this.#frame += 1;
      if (this.#frame % FRAMES === 0) this.#close();
    }
  }

  #close(): void {
    const { atFrame, peak, jump, crossings, power } = {
      atFrame: this.#frame - FRAMES,
      peak: this.#peak,
      jump: this.#jump,
      crossings: this.#crossings,
      power: this.#power,
    };
    this.#blocks.push({ atFrame, peak, jump, crossings, power });
    this.#peak = 0;
    this.#jump = 0;
    this.#crossings = 0;
    this.#power = 0;
  }

  /** What was heard since this was last asked. */
  take(): readonly TapBlock[] {
    const taken = this.#blocks;
    this.#blocks = [];
    return taken;
  }
}

function msOf(blocks: number, { sampleRate }: Sound): number {
  return (blocks * FRAMES * 1000) / sampleRate;
}

/** The longest run under -70 dBFS, in milliseconds. */
export function longestSilenceMs(sound: Sound): number {
  let run = 0;
  let longest = 0;
  for (const { peak } of sound.blocks) {
    run = peak < SILENT ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return msOf(longest, sound);
}

/** The largest difference between neighbouring samples. */
export function largestJump({ blocks }: Sound): number {
  return blocks.reduce((largest, { jump }) => Math.max(largest, jump), 0);
}

/** RMS levels in dBFS of one window after another. */
export function levelsDb(sound: Sound, windowMs: number): readonly number[] {
  const size = Math.max(1, Math.round(((windowMs / 1000) * sound.sampleRate) / FRAMES));
  const levels: number[] = [];
  for (let at = 0; at + size <= sound.blocks.length; at += size) {
    const power = sound.blocks.slice(at, at + size).reduce((sum, block) => sum + block.power, 0) / size;
    levels.push(10 * Math.log10(Math.max(power, 1e-12)));
  }
  return levels;
}

/** The level of a tone in dB under full, block by block: its peak, over at least half a period of it. */
export function toneLevelsDb({ blocks }: Sound): readonly number[] {
  return blocks.map(({ peak }) => 20 * Math.log10(Math.max(peak, 1e-6)));
}

/**
 * The largest change of a tone's level within `withinMs`, in dB, while it is above `floorDb` on both ends.
 * `direction` 1 looks at rises only, -1 at falls, 0 at both.
 */
export function largestStepDb(sound: Sound, withinMs: number, floorDb: number, direction: 1 | -1 | 0): number {
  const levels = toneLevelsDb(sound);
  const ahead = Math.max(1, Math.round(((withinMs / 1000) * sound.sampleRate) / FRAMES));
  let largest = 0;
  for (let at = 0; at + ahead < levels.length; at += 1) {
    const from = levels[at] ?? 0;
    const to = levels[at + ahead] ?? 0;
    if (Math.min(from, to) < floorDb) continue;
    const step = direction === 0 ? Math.abs(to - from) : direction * (to - from);
    largest = Math.max(largest, step);
  }
  return largest;
}

/** How many milliseconds after the frame `fromFrame` the sound fits for good; null where it never does. */
export function msUntil(sound: Sound, fromFrame: number, fits: (block: TapBlock) => boolean): number | null {
  const last = sound.blocks.findLastIndex((block) => block.atFrame >= fromFrame && !fits(block));
  const first = sound.blocks[last + 1];
  if (first === undefined) return null;
  return Math.max(0, ((first.atFrame - fromFrame) * 1000) / sound.sampleRate);
}

/** Where a sweep of 200 Hz that rises by 10 Hz a second stood at frame 0, in seconds, by the crossings that were heard. */
export function sweepPlaceS({ blocks, sampleRate }: Sound): number {
  let crossings = 0;
  const points = blocks.map((block) => {
    crossings += block.crossings;
    const timeS = (block.atFrame + FRAMES) / sampleRate;
    return { timeS, cycles: crossings - 5 * timeS * timeS };
  });
  const count = points.length;
  const meanTime = points.reduce((sum, { timeS }) => sum + timeS, 0) / count;
  const meanCycles = points.reduce((sum, { cycles }) => sum + cycles, 0) / count;
  const shared = points.reduce((sum, one) => sum + (one.timeS - meanTime) * (one.cycles - meanCycles), 0);
  const own = points.reduce((sum, one) => sum + (one.timeS - meanTime) ** 2, 0);
  return (shared / own - 200) / 10;
}
