import type { ConsoleSettings } from '../../../shared/bridge/console-settings.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';

/** This machine's console settings, and how a part of them is set. */
export function useConsoleSettings(): {
  readonly settings: ConsoleSettings;
  readonly set: (change: Partial<ConsoleSettings>) => void;
  readonly problem: Problem | null;
} {
  const bridge = useBridge();
  const { console: settings } = usePicture();
  const { problem, call } = useCall();
  return {
    settings,
    set: (change) => void call(bridge.setConsole({ settings: { ...settings, ...change } })),
    problem,
  };
}
