import { useEffect } from 'react';
import type { AppearanceMode } from '../../../shared/bridge/appearance-mode.ts';
import { defaultDisplay } from '../../../shared/bridge/display-settings.ts';
import { useContent } from '../store.ts';
import { restWhenLeftAlone } from './rest.ts';

/**
 * The palette that is shown: the chosen one, but in an emergency never darker than dim, for everybody in the room has to
 * read it.
 */
export function shownMode(chosen: AppearanceMode, emergency: boolean): AppearanceMode {
  return emergency && (chosen === 'blackout' || chosen === 'red') ? 'dim' : chosen;
}

/** Carries palette, dimmer, hand and size of text to the root of the page, and lets it rest when nobody touches it. */
export function useRootLight(): void {
  const chosen = useContent(({ picture }) => picture?.appearance ?? null);
  const display = useContent(({ picture }) => picture?.display ?? defaultDisplay);
  const emergency = useContent(({ session }) => session !== null && session.state.emergency !== null);
  useEffect(() => {
    if (chosen !== null) document.documentElement.dataset.mode = shownMode(chosen, emergency);
  }, [chosen, emergency]);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.hand = display.hand;
    root.style.setProperty('--text-scale', String(display.textPercent / 100));
    root.style.setProperty('--dimmed', String(emergency ? 0 : 1 - display.dimmerPercent / 100));
  }, [display, emergency]);
  useEffect(() => restWhenLeftAlone(document.documentElement), []);
}
