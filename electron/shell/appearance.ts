import { type AppearanceMode, appearanceModes } from '../../shared/bridge/appearance-mode.ts';
import { type DisplaySettings, displayFrom } from '../../shared/bridge/display-settings.ts';
import { keepJson, readKeptJson } from './kept-json.ts';

/** How the windows look, kept for this machine in a file of its own, so that the first frame is dark already. */
export class Appearance {
  readonly #path: string;
  #mode: AppearanceMode;
  #display: DisplaySettings;

  constructor(path: string) {
    this.#path = path;
    const kept = readKeptJson(path);
    this.#mode = modeFrom(kept);
    this.#display = displayFrom(kept);
  }

  read = (): AppearanceMode => this.#mode;

  display = (): DisplaySettings => this.#display;

  write = (mode: AppearanceMode): void => {
    this.#mode = mode;
    this.#keep();
  };

  writeDisplay = (display: DisplaySettings): void => {
    this.#display = display;
    this.#keep();
  };

  #keep(): void {
    keepJson(this.#path, { mode: this.#mode, ...this.#display });
  }
}

/** The kept mode; day where there is none. */
function modeFrom(kept: unknown): AppearanceMode {
  const mode = typeof kept === 'object' && kept !== null && 'mode' in kept ? kept.mode : null;
  return appearanceModes.find((known) => known === mode) ?? 'day';
}
