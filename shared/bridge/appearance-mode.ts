/** The palettes of the windows, brightest first. Red is for people who ask for it: who is red-blind cannot read it. */
export const appearanceModes = ['day', 'dim', 'blackout', 'red'] as const;
export type AppearanceMode = (typeof appearanceModes)[number];

/** What a window is filled with before its page is there: each palette's ground, so that nothing lights up. */
export const windowColours: Readonly<Record<AppearanceMode, string>> = {
  day: '#f8f5f1',
  dim: '#0a0806',
  blackout: '#000000',
  red: '#000000',
};

/** One step darker. Red is never stepped into: it is chosen by name. */
export function darkerMode(mode: AppearanceMode): AppearanceMode {
  return mode === 'day' ? 'dim' : mode === 'dim' ? 'blackout' : mode;
}

/** One step brighter. */
export function brighterMode(mode: AppearanceMode): AppearanceMode {
  return mode === 'blackout' || mode === 'red' ? 'dim' : 'day';
}

/** Where the one button leads: darker by steps, and from the darkest back to day. */
export function nextMode(mode: AppearanceMode): AppearanceMode {
  const darker = darkerMode(mode);
  return darker === mode ? 'day' : darker;
}
