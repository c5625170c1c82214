import { createContext, useContext } from 'react';
import type { Voice } from './voice.ts';

/** Says words to who does not see the screen; nothing where no live region is mounted. */
export const SayContext = createContext<Voice['say']>(() => {});

/** Says words to who does not see the screen. */
export function useSay(): Voice['say'] {
  return useContext(SayContext);
}
