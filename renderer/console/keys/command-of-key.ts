import {
  type ConsoleCommandId,
  type ConsoleSettings,
  consoleCommandIds,
} from '../../../shared/bridge/console-settings.ts';
import { keyRegistry } from './key-registry.ts';

/** The keys of a command on this machine: the usual ones, or the one that it was given; none where it was switched off. */
export function keysOf(settings: ConsoleSettings, command: ConsoleCommandId): readonly string[] {
  const given = settings.keys[command];
  if (given === undefined) return keyRegistry[command].keys.filter((key) => !isGivenToAnother(settings, key));
  return given === null ? [] : [given];
}

function isGivenToAnother(settings: ConsoleSettings, key: string): boolean {
  return Object.values(settings.keys).includes(key) || settings.pedals.some((pedal) => pedal.key === key);
}

export type AskedByKey = {
  readonly command: ConsoleCommandId;
  /** The press is only the first of two: it does nothing yet. */
  readonly byPedal: boolean;
};

/**
 * What a pressed key asks for, or null. While text is typed only the few keys act that type nothing; with single keys
 * switched off only those with Ctrl, and pedals, which are there to be pressed.
 */
export function commandOfKey(settings: ConsoleSettings, combination: string, typing: boolean): AskedByKey | null {
  const pedal = settings.pedals.find((candidate) => candidate.key === combination);
  if (pedal !== undefined) return typing ? null : { command: pedal.command, byPedal: true };
  const command = consoleCommandIds.find((id) => keysOf(settings, id).includes(combination));
  if (command === undefined) return null;
  if (typing && keyRegistry[command].whileTyping !== true) return null;
  const isSingle = !combination.startsWith('ctrl+') && !/^f\d+$/.test(combination);
  return isSingle && !settings.singleKeys ? null : { command, byPedal: false };
}

/** A pedal's second press must come within this. Milliseconds. */
export const secondPressMs = 2000;

/** Whether a pedal's press at `nowMs` is the second of two. */
export function isSecondPress(firstMs: number | null, nowMs: number): boolean {
  return firstMs !== null && nowMs - firstMs <= secondPressMs;
}

/** The command that a key is for already, or null: two commands never share one key. */
export function takenBy(
  settings: ConsoleSettings,
  combination: string,
  besides: ConsoleCommandId | null,
): ConsoleCommandId | null {
  const pedal = settings.pedals.find((candidate) => candidate.key === combination);
  if (pedal !== undefined) return pedal.command;
  return consoleCommandIds.find((id) => id !== besides && keysOf(settings, id).includes(combination)) ?? null;
}

/** The keys of a command as a screen reader is told them (`aria-keyshortcuts`); undefined where there are none. */
export function keyShortcuts(settings: ConsoleSettings, command: ConsoleCommandId): string | undefined {
  const keys = keysOf(settings, command).filter((key) => settings.singleKeys || key.startsWith('ctrl+'));
  const said = keys.map((key) =>
    key
      .replace('ctrl+', 'Control+')
      .replace('shift+', 'Shift+')
      .replace('pagedown', 'PageDown')
      .replace('pageup', 'PageUp'),
  );
  return said.length === 0 ? undefined : said.join(' ');
}
