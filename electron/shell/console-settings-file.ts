import {
  type ConsoleSettings,
  consoleSettingsSchema,
  usualConsoleSettings,
  usualMusicCeiling,
} from '../../shared/bridge/console-settings.ts';
import { keepJson, readKeptJson } from './kept-json.ts';

/** Keys, pedals and the music's ceiling, kept for this machine in a file of its own. */
export class ConsoleSettingsFile {
  readonly #path: string;
  #settings: ConsoleSettings;

  /** The usual settings are taken where there is no file, or where it is not ours. */
  constructor(path: string) {
    this.#path = path;
    const file = readKeptJson(path);
    // A file from before there was a ceiling has none.
    const whole = typeof file === 'object' ? { musicCeiling: usualMusicCeiling, ...file } : file;
    const kept = consoleSettingsSchema.safeParse(whole);
    this.#settings = kept.success ? kept.data : usualConsoleSettings;
  }

  read = (): ConsoleSettings => this.#settings;

  /** Keeps the settings. @throws where the disk takes nothing. */
  write = (settings: ConsoleSettings): void => {
    this.#settings = settings;
    keepJson(this.#path, settings);
  };
}
