import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AppearanceMode, appearanceModes } from '../../shared/bridge/appearance-mode.ts';

/** The mode of the windows, kept for this machine in a file of its own, so that the first frame is dark already. */
export class Appearance {
  readonly #path: string;
  #mode: AppearanceMode;

  constructor(path: string) {
    this.#path = path;
    this.#mode = readMode(path);
  }

  read = (): AppearanceMode => this.#mode;

  write = (mode: AppearanceMode): void => {
    this.#mode = mode;
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify({ mode }));
    renameSync(`${this.#path}.new`, this.#path);
  };
}

/** The kept mode; day where there is none, or where the file is not ours. */
function readMode(path: string): AppearanceMode {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const mode = typeof kept === 'object' && kept !== null && 'mode' in kept ? kept.mode : null;
    return appearanceModes.find((known) => known === mode) ?? 'day';
  } catch (error) {
    if (error instanceof SyntaxError) return 'day';
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'day';
    throw error;
  }
}
