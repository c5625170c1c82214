import type { Progress } from '../progress.ts';

/** Why a track stays unmeasured: its file is at fault, the page that decodes failed, or it is longer than is decoded at once. */
export type MeasureFault = 'not-decodable' | 'not-measured' | 'too-long';

/** How measuring the library stands. */
export type MeasuringMusic = {
  /** Null where nothing is being measured now. */
  readonly progress: Progress | null;
  /** How many tracks wait for it. */
  readonly left: number;
};

/** Longer tracks are not decoded whole: this much is 0.9 GB of samples, and 1.9 GB in all while they are decoded. */
export const LONGEST_MEASURED_MS = 40 * 60_000;
/** What a track of this length leaves behind in its page is too much to have beside the next one's. */
export const LONG_MEASURED_MS = 10 * 60_000;
