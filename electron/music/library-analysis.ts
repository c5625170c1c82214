import {
  LONG_MEASURED_MS,
  LONGEST_MEASURED_MS,
  type MeasureFault,
  type MeasuringMusic,
} from '../../shared/music/measuring.ts';
import type { Track } from '../../shared/music/track.ts';
import type { Problem } from '../../shared/problem.ts';
import type { MusicLibrary } from './library.ts';
import type { TrackMeasurer } from './track-measurer.ts';

export type LibraryAnalysisParts = {
  readonly library: Pick<MusicLibrary, 'unmeasured' | 'keepMeasure'>;
  readonly measurer: Pick<TrackMeasurer, 'measure' | 'rest'>;
  /** Whether decoding disturbs nobody now. */
  readonly mayMeasure: () => boolean;
  readonly changed: () => void;
};

/** Measures the tracks that nobody measured yet, one after another, whenever that disturbs nobody. */
export class LibraryAnalysis {
  readonly #parts: LibraryAnalysisParts;
  /** What was tried in vain since the start: a file that brings its page down is not tried over and over. */
  readonly #faults = new Map<string, MeasureFault>();
  #isWanted = true;
  #running: { readonly stop: AbortController; done: number } | null = null;
  #problem: Problem | null = null;

  constructor(parts: LibraryAnalysisParts) {
    this.#parts = parts;
  }

  picture(): MeasuringMusic {
    const left = this.#open().length;
    const running = this.#running;
    return { progress: running === null ? null : { done: running.done, of: running.done + left }, left };
  }

  /** What keeps the library from keeping what was measured; null where nothing does. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Why tracks could not be measured, by their ids. */
  get faults(): ReadonlyMap<string, MeasureFault> {
    return this.#faults;
  }

  /** Goes on where there is something to measure and it may be: after an import, or when a session has ended. */
  look(): void {
    if (!this.#isWanted || this.#running !== null || !this.#parts.mayMeasure() || this.#open().length === 0) return;
    this.#running = { stop: new AbortController(), done: 0 };
    void this.#measureAll(this.#running);
  }

  /** Starts what was stopped, with what failed before once more. */
  start(): void {
    this.#isWanted = true;
    this.#faults.clear();
    this.#problem = null;
    this.look();
    this.#parts.changed();
  }

  /** Stops until it is started again; what is measured stays measured. */
  stop(): void {
    this.#isWanted = false;
    this.#running?.stop.abort();
    this.#parts.changed();
  }

  #open(): readonly Track[] {
    return this.#parts.library.unmeasured().filter(({ trackId }) => !this.#faults.has(trackId));
  }

  async #measureAll(running: { readonly stop: AbortController; done: number }): Promise<void> {
    const { library, measurer, changed } = this.#parts;
    for (let track = this.#open()[0]; track !== undefined; track = this.#open()[0]) {
      changed();
      const { trackId, durationMs } = track;
      if (durationMs > LONGEST_MEASURED_MS) {
        this.#faults.set(trackId, 'too-long');
        continue;
      }
      const found = await measurer.measure(trackId, running.stop.signal);
      if (durationMs >= LONG_MEASURED_MS) measurer.rest();
      if (found.ok) {
        const kept = await library.keepMeasure(trackId, found.value);
        if (!kept.ok) {
          this.#problem = kept.problem;
          this.#isWanted = false;
          break;
        }
        running.done += 1;
      } else if (found.problem.code === 'music-measure-postponed') break;
      else this.#faults.set(trackId, found.problem.code === 'music-not-decodable' ? 'not-decodable' : 'not-measured');
    }
    this.#running = null;
    measurer.rest();
    changed();
  }
}
