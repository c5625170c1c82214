/** What one goal came to in one run. */
export type Measured = {
  /** Null where it was not run; `note` says why. */
  readonly value: number | null;
  readonly met: boolean | null;
  /** What else was measured, in its own units. */
  readonly note?: string;
};

export type Goal<Where> = {
  readonly goal: string;
  readonly target: number;
  readonly unit: string;
  /** Part of the run that takes three minutes. */
  readonly quick: boolean;
  readonly measure: (where: Where) => Promise<Measured>;
};

/** The line that is printed of a goal. */
export type GoalLine = {
  readonly goal: string;
  readonly value: number | null;
  readonly target: number;
  readonly unit: string;
  readonly met: boolean | null;
  /** Every value measured, in the order of measuring; the median is `value`. */
  readonly all: readonly (number | null)[];
  readonly load: number;
  readonly note?: string;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * One line of several measurements: the median counts, never the best. Met is what the measurement with the median value
 * says; one of an even number is the worse of the middle two, as larger values are worse.
 */
export function lineOf(goal: Goal<never>, measured: readonly Measured[], load: number): GoalLine {
  const { target, unit } = goal;
  const taken = measured
    .filter((one): one is Measured & { readonly value: number } => one.value !== null)
    .toSorted((one, other) => one.value - other.value);
  const median = taken[Math.floor(taken.length / 2)];
  const chosen = median ?? measured[0];
  const note = chosen?.note === undefined ? {} : { note: chosen.note };
  return {
    goal: goal.goal,
    value: median === undefined ? null : rounded(median.value),
    target,
    unit,
    met: median === undefined ? null : median.met,
    all: measured.map(({ value }) => (value === null ? null : rounded(value))),
    load: rounded(load),
    ...note,
  };
}

/** A measurement that should not be above `target`. */
export function atMost(value: number | null, target: number, note?: string): Measured {
  const met = value === null ? false : value <= target;
  return note === undefined ? { value, met } : { value, met, note };
}

export function notRun(note: string): Measured {
  return { value: null, met: null, note };
}
