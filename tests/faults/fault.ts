import type { Programs } from './programs.ts';
import type { Seeded } from './seeded.ts';

/** How much of everything is tried: under a minute, under twenty minutes, or through a night. */
export type Depth = 'quick' | 'normal' | 'long';

/** What a fault is tried with. */
export type FaultContext = {
  readonly depth: Depth;
  /** Random draws of this fault alone; the same for the same seed. */
  readonly draws: Seeded;
  /** A folder of its own on a real disk, removed afterwards. */
  readonly disk: string;
  /** The same where writing costs nothing (memory, if there is such a place). */
  readonly fast: string;
  readonly programs: Programs;
  /** Says why a trial failed; shown on standard error. */
  readonly complain: (sentence: string) => void;
};

/** What came out. */
export type Tally = {
  trials: number;
  /** Trials after which an acknowledged event, or a vault, was gone. */
  lost: number;
  /** Trials after which something that is not the truth was shown as good. */
  undetected: number;
  /** What else has to hold for the fault to count as tried: a sentence for each thing that did not. */
  readonly unmet: string[];
  /** Why nothing could be tried here; null where it could. */
  skipped: string | null;
};

/** One fault: a name in words, and what tries it. */
export type Fault = {
  readonly name: string;
  readonly run: (context: FaultContext) => Promise<Tally>;
  /** Nothing else is tried meanwhile: it looks at a whole app that has its own patience. */
  readonly alone?: true;
  /** A vault made worse on purpose: met only where something was lost, or the faults beside it are blind. */
  readonly mustLose?: true;
};

export function emptyTally(): Tally {
  return { trials: 0, lost: 0, undetected: 0, unmet: [], skipped: null };
}

/** A fault that cannot be tried on this machine; it is shown, never passed over. */
export function skipped(why: string): Tally {
  return { ...emptyTally(), skipped: why };
}

/** Whether a fault is met; null where it could not be tried. */
export function isMet({ mustLose }: Pick<Fault, 'mustLose'>, tally: Tally): boolean | null {
  if (tally.skipped !== null) return null;
  const isRight = mustLose === true ? tally.lost > 0 : tally.lost === 0 && tally.undetected === 0;
  return isRight && tally.trials > 0 && tally.unmet.length === 0;
}

/** The number for a depth. */
export function byDepth(depth: Depth, numbers: Readonly<Record<Depth, number>>): number {
  return numbers[depth];
}
