import type { DoorAnswer, DoorCall, DoorReply, DoorRequest } from '../driver/door-message.ts';
import { perform } from '../driver/perform.ts';
import { theApp } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { giveAnswer } from './dialog-answers.ts';

function windowOf(id: number): BrowserWindow {
  const window = BrowserWindow.fromId(id);
  if (window === null) throw new Error('That window is gone');
  return window;
}

async function windowInfos(): Promise<DoorAnswer> {
  const infos = BrowserWindow.getAllWindows().map(async (window) => {
    const page = window.webContents.shownPage();
    const documentTitle = page === undefined ? '' : await page.title().catch(() => '');
    return { id: window.id, title: documentTitle || window.getTitle(), url: window.webContents.getURL() };
  });
  return Promise.all(infos);
}

async function handle(request: DoorRequest): Promise<DoorAnswer> {
  switch (request.ask) {
    case 'windows':
      return windowInfos();
    case 'perform': {
      const page = windowOf(request.windowId).webContents.shownPage();
      if (page === undefined) throw new Error('That window shows no page: it crashed, or nothing is loaded yet');
      return perform(page, request.command);
    }
    case 'consoleErrors':
      return windowOf(request.windowId).webContents.consoleErrors;
    case 'crash':
      windowOf(request.windowId).webContents.forcefullyCrashRenderer();
      return null;
    case 'answerOpen':
      giveAnswer('open', [...request.paths]);
      return null;
    case 'answerSave':
      giveAnswer('save', [...request.paths]);
      return null;
    case 'answerMessage':
      giveAnswer('message', request.button);
      return null;
    case 'quit':
      theApp.quit();
      return null;
  }
}

function isCall(message: unknown): message is DoorCall {
  return typeof message === 'object' && message !== null && 'doorCall' in message && 'request' in message;
}

/** Lets the process that started the app act on its windows, over the channel it started it with. */
export function openDriverDoor(): void {
  process.on('message', (message) => {
    if (!isCall(message)) return;
    const reply = (answer: DoorAnswer, error: string | null): void => {
      const sent: DoorReply = { doorReply: message.doorCall, answer, error };
      if (process.connected) process.send?.(sent, () => {});
    };
    handle(message.request).then(
      (answer) => reply(answer, null),
      (error: unknown) => reply(null, error instanceof Error ? error.message : String(error)),
    );
  });
  // Whoever drove the app is gone: nobody else would end it.
  process.on('disconnect', () => theApp.exit(1));
}
