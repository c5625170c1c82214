import type { AppearanceMode } from '../../shared/bridge/appearance-mode.ts';
import { beatChannel, fallbackChannel } from '../../shared/bridge/channels.ts';
import type { FallbackWords } from '../../shared/bridge/fallback-words.ts';
import type { ClinicCard } from '../../shared/bridge/picture.ts';
import type { Outcome } from '../../shared/problem.ts';
import type { ClockReading } from '../../shared/session/moment.ts';
import { beatEveryMs, ConsoleWatch } from './console-watch.ts';
import type { Windows } from './windows.ts';

export type CoverParts = {
  readonly windows: Windows;
  readonly nowMs: () => number;
  readonly every: (periodMs: number, act: () => void) => { readonly stop: () => void };
  readonly clock: { readonly read: () => ClockReading };
  readonly mode: () => AppearanceMode;
  readonly card: () => Outcome<ClinicCard | null>;
};

/** Asks the console twice a second whether it is there, and shows the fallback page for as long as it does not answer. */
export function coverConsole(parts: CoverParts): {
  readonly heard: () => void;
  readonly gone: () => void;
  readonly stop: () => void;
} {
  const { windows } = parts;
  const watch = new ConsoleWatch({
    nowMs: parts.nowMs,
    cover: () => {
      windows.tellFallback(fallbackChannel, wordsNow(parts));
      windows.showFallback();
    },
    uncover: () => windows.hideFallback(),
    giveUp: () => windows.endConsolePage(),
  });
  const looking = parts.every(beatEveryMs, () => {
    watch.look();
    windows.tellConsole(beatChannel, null);
  });
  return { heard: () => watch.heard(), gone: () => watch.gone(), stop: looking.stop };
}

function wordsNow({ clock, mode, card }: CoverParts): FallbackWords {
  const { wallMs, utcOffsetMinutes } = clock.read();
  const kept = card();
  return {
    mode: mode(),
    clock: new Date(wallMs + utcOffsetMinutes * 60_000).toISOString().slice(11, 19),
    card: kept.ok ? kept.value : null,
  };
}
