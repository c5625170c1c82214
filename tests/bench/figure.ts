/** One measured number, as `npm run bench` prints it. */
export type Figure = {
  /** What was measured, its subject first: `monitors.delivery-to-screen.p99`. */
  readonly figure: string;
  /** `null` where it could not be measured here. */
  readonly value: number | null;
  readonly unit: string;
  /** What it should stay below, or `null` where the number is only told. */
  readonly target: number | null;
  readonly met: boolean | null;
};

/** What a file `NAME.bench.ts` exports as `measure`: its figures, one by one as they are known. */
export type Measure = () => AsyncIterable<Figure>;

/** A figure that should stay below its target; two decimals are kept. */
export function figureBelow(figure: string, value: number | null, unit: string, target: number | null): Figure {
  const rounded = value === null ? null : Math.round(value * 100) / 100;
  return { figure, value: rounded, unit, target, met: rounded === null || target === null ? null : rounded < target };
}

/** The smallest value that so many percent of all are not above (nearest rank); `null` of none. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}
