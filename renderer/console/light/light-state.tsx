import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

/** What lies over the console: nothing, the veil (a black screen), or a lock that takes no touch. */
export type Cover = 'none' | 'veil' | 'touch-lock';

type Light = {
  readonly cover: Cover;
  /** Darkens the whole screen until the next touch. */
  readonly veil: () => void;
  /** Takes no touch any more, for wiping the screen or leaning on it. */
  readonly lockTouch: () => void;
  readonly uncover: () => void;
};

const LightContext = createContext<Light | null>(null);

/** Holds what lies over the console, for everything below. */
export function LightState({ children }: { readonly children: ReactNode }) {
  const [cover, setCover] = useState<Cover>('none');
  const light = useMemo<Light>(
    () => ({
      cover,
      veil: () => setCover('veil'),
      lockTouch: () => setCover('touch-lock'),
      uncover: () => setCover('none'),
    }),
    [cover],
  );
  return <LightContext value={light}>{children}</LightContext>;
}

/** What lies over the console, and how it comes and goes. */
export function useLight(): Light {
  const light = useContext(LightContext);
  if (light === null) throw new Error('a part of the light outside of its state');
  return light;
}
