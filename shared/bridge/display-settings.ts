/** How this machine's console is set besides its palette. */
export type DisplaySettings = {
  /** What is left of the palette's light under the dimmer, in percent. */
  readonly dimmerPercent: number;
  /** The hand that notes: the rail is on its side, Emergency in the other corner. */
  readonly hand: 'right' | 'left';
  /** The size of what is read at arm's length, in percent; what is read from two metres stays as it is. */
  readonly textPercent: number;
};

export const dimmerLimits = { least: 20, most: 100 } as const;
export const textLimits = { least: 90, most: 140, step: 10 } as const;

/** A machine that nobody has set. */
export const defaultDisplay: DisplaySettings = { dimmerPercent: 100, hand: 'right', textPercent: 100 };

/** Settings from whatever was kept: each value that is none of ours is the default's. */
export function displayFrom(kept: unknown): DisplaySettings {
  const { dimmerPercent, hand, textPercent } = recordOf(kept);
  return {
    dimmerPercent: within(dimmerPercent, dimmerLimits) ?? defaultDisplay.dimmerPercent,
    hand: hand === 'left' || hand === 'right' ? hand : defaultDisplay.hand,
    textPercent: within(textPercent, textLimits) ?? defaultDisplay.textPercent,
  };
}

function recordOf(kept: unknown): Readonly<Record<string, unknown>> {
  return typeof kept === 'object' && kept !== null ? { ...kept } : {};
}

function within(value: unknown, limits: { readonly least: number; readonly most: number }): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= limits.least && value <= limits.most
    ? value
    : null;
}
