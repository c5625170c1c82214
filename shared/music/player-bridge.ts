import type { PlayerCommand, PlayerReport } from './player-messages.ts';

/** The player window's end of its bridge: `window.player`, exposed by the preload. Commands arrive parsed. */
export interface PlayerBridge {
  /** Calls `listener` for each command from now on; answers how to stop that. */
  onCommand(listener: (command: PlayerCommand) => void): () => void;
  report(report: PlayerReport): void;
}
