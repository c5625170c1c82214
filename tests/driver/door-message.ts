import type { WindowInfo } from './driver.ts';
import type { PageAnswer, PageCommand } from './page-command.ts';

/** How an app ends that wants to be started again at once; the driver does it. A code that nothing else ends with. */
export const relaunchExitCode = 185;

/** What a driver may ask of an app on the stand-in. */
export type DoorRequest =
  | { readonly ask: 'windows' }
  | { readonly ask: 'perform'; readonly windowId: number; readonly command: PageCommand }
  | { readonly ask: 'consoleErrors'; readonly windowId: number }
  | { readonly ask: 'crash'; readonly windowId: number }
  | { readonly ask: 'answerOpen' | 'answerSave'; readonly paths: readonly string[] }
  | { readonly ask: 'answerMessage'; readonly button: number }
  | { readonly ask: 'quit' };

/** What the stand-in answers. */
export type DoorAnswer = PageAnswer | readonly string[] | readonly WindowInfo[];

/** A numbered request, from the driver to the app. */
export type DoorCall = { readonly doorCall: number; readonly request: DoorRequest };
/** Its reply. */
export type DoorReply = {
  readonly doorReply: number;
  readonly answer: DoorAnswer;
  readonly error: string | null;
};
