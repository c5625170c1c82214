import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { callNames } from '../shared/bridge/call-names.ts';
import {
  activityChannel,
  beatChannel,
  callChannel,
  fallbackChannel,
  measureOrderChannel,
  measureReportChannel,
  playerCommandChannel,
  playerReportChannel,
  pushChannel,
} from '../shared/bridge/channels.ts';
import type { PushName } from '../shared/bridge/contract.ts';

/** The preload's own page, as far as it is needed here. */
declare const location: { readonly pathname: string };
declare function addEventListener(
  kind: string,
  listener: () => void,
  options: { readonly capture: boolean; readonly passive: boolean },
): void;

/** Subscribes to a channel without letting Electron's event object through; answers how to end it. */
function listen(channel: string, listener: (content: unknown) => void): () => void {
  const receive = (_event: IpcRendererEvent, content: unknown) => listener(content);
  ipcRenderer.on(channel, receive);
  return () => {
    ipcRenderer.removeListener(channel, receive);
  };
}

function push(name: PushName) {
  return (listener: (content: unknown) => void) => listen(pushChannel(name), listener);
}

function exposeConsole(): void {
  const calls = Object.fromEntries(
    callNames.map((name) => [name, (argument: unknown) => ipcRenderer.invoke(callChannel(name), argument)]),
  );
  contextBridge.exposeInMainWorld('vigil', {
    ...calls,
    onPicture: push('picture'),
    onJournal: push('journal'),
    onClock: push('clock'),
  });
  const tell = () => ipcRenderer.send(activityChannel);
  for (const kind of ['pointerdown', 'pointerup', 'keydown', 'input']) {
    addEventListener(kind, tell, { capture: true, passive: true });
  }
  // The page and this preload share one loop: while one of them hangs, neither answers.
  listen(beatChannel, () => ipcRenderer.send(beatChannel));
}

function exposeFallback(): void {
  contextBridge.exposeInMainWorld('fallback', {
    onWords: (listener: (words: unknown) => void) => listen(fallbackChannel, listener),
  });
}

function exposePlayer(): void {
  contextBridge.exposeInMainWorld('player', {
    onCommand: (listener: (command: unknown) => void) => listen(playerCommandChannel, listener),
    report: (report: unknown) => ipcRenderer.send(playerReportChannel, report),
  });
}

function exposeMeasurer(): void {
  contextBridge.exposeInMainWorld('measurer', {
    onOrder: (listener: (order: unknown) => void) => listen(measureOrderChannel, listener),
    report: (report: unknown) => ipcRenderer.send(measureReportChannel, report),
  });
}

if (location.pathname.startsWith('/player/')) exposePlayer();
else if (location.pathname.startsWith('/measurer/')) exposeMeasurer();
else if (location.pathname.startsWith('/fallback/')) exposeFallback();
else exposeConsole();
