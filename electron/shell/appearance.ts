import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AppearanceMode, appearanceModes } from '../../shared/bridge/appearance-mode.ts';
import { type DisplaySettings, displayFrom } from '../../shared/bridge/display-settings.ts';

/** How the windows look, kept for this machine in a file of its own, so that the first frame is dark already. */
export class Appearance {
  readonly #path: string;
  #mode: AppearanceMode;
  #display: DisplaySettings;

  constructor(path: string) {
    this.#path = path;
    const kept = readKept(path);
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
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify({ mode: this.#mode, ...this.#display }));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

/** What the file holds; null where there is none, or where it is not ours. */
function readKept(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The kept mode; day where there is none. */
function modeFrom(kept: unknown): AppearanceMode {
  const mode = typeof kept === 'object' && kept !== null && 'mode' in kept ? kept.mode : null;
  return appearanceModes.find((known) => known === mode) ?? 'day';
}
