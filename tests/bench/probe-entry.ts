/** What the probe in the app writes down. Times are the machine's monotonic clock in ms. */
export type ProbeEntry =
  /** The monitors process hands a fresh reading to the main process. */
  | { readonly kind: 'delivery'; readonly atMs: number; readonly systolicMmHg: number }
  /** The console has painted a reading that waits to be confirmed. */
  | { readonly kind: 'painted'; readonly atMs: number; readonly text: string }
  /** How far the page's clock may be off against the machine's. */
  | { readonly kind: 'clock'; readonly errorMs: number }
  /** Frames since the last such entry, and the longest time between two of them. */
  | { readonly kind: 'frames'; readonly atMs: number; readonly longestMs: number; readonly count: number };

/** From each delivery to the first paint after it that shows its systolic pressure, in ms. */
export function deliveryToScreen(entries: readonly ProbeEntry[]): readonly number[] {
  const painted = entries.filter((entry) => entry.kind === 'painted');
  return entries
    .filter((entry) => entry.kind === 'delivery')
    .flatMap(({ atMs, systolicMmHg }) => {
      const shown = painted.find((paint) => paint.atMs >= atMs && paint.text.includes(String(systolicMmHg)));
      return shown === undefined ? [] : [shown.atMs - atMs];
    });
}
