import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type ConsoleSettings,
  consoleSettingsSchema,
  usualConsoleSettings,
} from '../../shared/bridge/console-settings.ts';

/** Keys, pedals and the size of letters, kept for this machine in a file of its own. */
export class ConsoleSettingsFile {
  readonly #path: string;
  #settings: ConsoleSettings;

  constructor(path: string) {
    this.#path = path;
    this.#settings = readSettings(path);
  }

  read = (): ConsoleSettings => this.#settings;

  /** Keeps the settings. Throws where the disk takes nothing. */
  write = (settings: ConsoleSettings): void => {
    this.#settings = settings;
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify(settings));
    renameSync(`${this.#path}.new`, this.#path);
  };
}

/** The kept settings; the usual ones where there is no file, or where it is not ours. */
function readSettings(path: string): ConsoleSettings {
  try {
    const kept = consoleSettingsSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return kept.success ? kept.data : usualConsoleSettings;
  } catch (error) {
    if (error instanceof SyntaxError) return usualConsoleSettings;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return usualConsoleSettings;
    throw error;
  }
}
