/** Below this nothing is heard. */
export const SILENT = 10 ** (-70 / 20);

/** What was heard so far; kept small, however long it goes on. */
export type Heard = {
  readonly seconds: number;
  /** The longest run of samples under -70 dBFS, in milliseconds. */
  readonly longestSilenceMs: number;
  /** The largest difference between neighbouring samples of a side. */
  readonly largestJump: number;
  readonly peak: number;
};

/** Listens to stereo frames as they come, from the first one that is not silent. */
export class SoundWatch {
  readonly #rate: number;
  readonly #last: [number, number] = [0, 0];
  #frames = 0;
  #run = 0;
  #longest = 0;
  #jump = 0;
  #peak = 0;
  #hasBegun = false;

  constructor(rate: number) {
    this.#rate = rate;
  }

  hear(frames: Float32Array): void {
    for (let at = 0; at + 1 < frames.length; at += 2) {
      const left = frames[at] ?? 0;
      const right = frames[at + 1] ?? 0;
      const peak = Math.max(Math.abs(left), Math.abs(right));
      if (!this.#hasBegun) {
        if (peak < SILENT) continue;
        this.#hasBegun = true;
        this.#last[0] = left;
        this.#last[1] = right;
      }
      this.#frames += 1;
      this.#run = peak < SILENT ? this.#run + 1 : 0;
      if (this.#run > this.#longest) this.#longest = this.#run;
      const jump = Math.max(Math.abs(left - this.#last[0]), Math.abs(right - this.#last[1]));
      if (jump > this.#jump) this.#jump = jump;
      if (peak > this.#peak) this.#peak = peak;
      this.#last[0] = left;
      this.#last[1] = right;
    }
  }

  heard(): Heard {
    return {
      seconds: this.#frames / this.#rate,
      longestSilenceMs: (this.#longest * 1000) / this.#rate,
      largestJump: this.#jump,
      peak: this.#peak,
    };
  }
}
