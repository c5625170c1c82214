import { useEffect, useRef } from 'react';
import { type ConsoleCommandId, usualConsoleSettings } from '../../../shared/bridge/console-settings.ts';
import type { Press } from '../../design/press.ts';
import { useSay } from '../live/say.ts';
import { useContent } from '../store.ts';
import { commandWords, keyWords } from '../words/key-words.ts';
import { commandOfKey, isSecondPress, keyShortcuts } from './command-of-key.ts';
import { combinationOf } from './key-combination.ts';
import { keyRegistry } from './key-registry.ts';

/** Whether an element takes typed text, so that single keys must leave it alone. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type);
}

/**
 * Acts on a command's key, or on the pedal that is set to it, for as long as the component is shown. Repeats of a held key
 * are left alone. Answers the keys as `aria-keyshortcuts` wants them, for the button that does the same.
 */
export function useCommandKey(command: ConsoleCommandId, act: (press: Press) => void): string | undefined {
  // Before the picture is there, and outside of every screen, the usual keys act.
  const settings = useContent((content) => content.picture?.console ?? usualConsoleSettings);
  const say = useSay();
  const latest = useRef({ act, settings, say });
  useEffect(() => {
    latest.current = { act, settings, say };
  });
  useEffect(() => {
    let firstMs: number | null = null;
    const listen = (event: KeyboardEvent) => {
      const combination = event.repeat ? null : combinationOf(event);
      if (combination === null) return;
      const asked = commandOfKey(latest.current.settings, combination, takesText(event.target));
      if (asked?.command !== command) return;
      // The key has had its effect: it must not also be typed into a field that this opens, nor turn a page.
      event.preventDefault();
      if (asked.byPedal && keyRegistry[command].twiceByPedal === true && !isSecondPress(firstMs, event.timeStamp)) {
        firstMs = event.timeStamp;
        latest.current.say(keyWords.pressAgain(commandWords[command]));
        return;
      }
      firstMs = null;
      latest.current.act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [command]);
  return keyShortcuts(settings, command);
}
