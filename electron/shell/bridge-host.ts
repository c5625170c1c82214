import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { callNames } from '../../shared/bridge/call-names.ts';
import { activityChannel, callChannel } from '../../shared/bridge/channels.ts';
import { type CallArgument, type CallName, type CallResults, callSchemas } from '../../shared/bridge/contract.ts';
import type { Outcome } from '../../shared/problem.ts';
import { appHost, appScheme } from './app-scheme.ts';

/** What answers each call of the console window. */
export type CallHandlers = {
  readonly [Name in CallName]: (argument: CallArgument<Name>) => Promise<CallResults[Name]> | CallResults[Name];
};

type Sender = Pick<IpcMainInvokeEvent | IpcMainEvent, 'senderFrame' | 'sender'>;

/** Whether a message comes from the main frame of this window, on a page of ours. */
export function isFrom(event: Sender, contents: WebContents | null): boolean {
  const frame = event.senderFrame;
  if (contents === null || frame === null || frame.parent !== null || event.sender.id !== contents.id) return false;
  if (!URL.canParse(frame.url)) return false;
  const url = new URL(frame.url);
  return url.protocol === `${appScheme}:` && url.host === appHost;
}

/**
 * Registers every call of the contract. Each is checked for its sender, then parsed by its schema; what does not fit is
 * refused with a Problem and reaches nothing. `onTouch` is told of every call and of touches and keys in the window.
 */
export function hostCalls(
  ipcMain: Pick<IpcMain, 'handle' | 'on'>,
  consoleContents: () => WebContents | null,
  handlers: CallHandlers,
  onTouch: () => void,
): void {
  for (const name of callNames) hostCall(ipcMain, consoleContents, name, handlers, onTouch);
  ipcMain.on(activityChannel, (event) => {
    if (isFrom(event, consoleContents())) onTouch();
  });
}

function hostCall<Name extends CallName>(
  ipcMain: Pick<IpcMain, 'handle'>,
  consoleContents: () => WebContents | null,
  name: Name,
  handlers: CallHandlers,
  onTouch: () => void,
): void {
  ipcMain.handle(callChannel(name), async (event, ...parameters: unknown[]) => {
    if (!isFrom(event, consoleContents())) throw new Error('This call comes from a page that is not ours.');
    onTouch();
    const parsed = parameters.length === 1 ? callSchemas[name].safeParse(parameters[0]) : null;
    if (parsed === null || !parsed.success) {
      const path = parsed?.error?.issues[0]?.path.join('.') ?? '';
      return refusedCall(name, path);
    }
    // The schema of this very name has just parsed it.
    return handlers[name](parsed.data as CallArgument<Name>);
  });
}

/** Names the call and the path of the fault, never the value. */
function refusedCall(name: CallName, path: string): Outcome<never> {
  return {
    ok: false,
    problem: {
      code: 'call-refused',
      sentence: path === '' ? `The entry does not fit (${name}).` : `The entry does not fit: ${path} (${name}).`,
      remedy: 'Check the entry. Nothing was changed.',
    },
  };
}
