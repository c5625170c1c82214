import type { AppearanceMode } from './appearance-mode.ts';
import type { ClinicCard } from './picture.ts';

/** What the window says that stands in while the console does not answer: nothing of any patient. */
export type FallbackWords = {
  readonly mode: AppearanceMode;
  /** The time on the wall, `14:32:07`; it shows that the clock goes on. */
  readonly clock: string;
  readonly card: ClinicCard | null;
};

/** The stand-in's palette: as dark as the console's, and never bright, for it comes without being asked. */
export function fallbackMode(mode: AppearanceMode): AppearanceMode {
  return mode === 'day' ? 'dim' : mode;
}
