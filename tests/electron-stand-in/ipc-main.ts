import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import type { Frame } from './frame.ts';
import { guarded } from './not-offered.ts';
import { decodeWire, encodeWire, type Wire } from './wire.ts';

type Handler = (event: InvokeEvent, ...args: never[]) => unknown;
/** The event of an invocation or a message; `senderFrame` is the main frame's document that sent it. */
type InvokeEvent = {
  type: 'frame';
  sender: object;
  senderFrame: Frame;
  processId: number;
  frameId: number;
  ports: never[];
};

/** What a window is answered. */
export type Reply = { ok: boolean; value: Wire };

/** Copies what crosses between the processes as Electron does: functions, symbols and proxies throw. */
export function wireForIpc(args: unknown): Wire {
  try {
    return encodeWire(structuredClone(args));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('The stand-in')) throw error;
    throw new Error('An object could not be cloned.');
  }
}

function argumentsOf(wire: Wire): never[] {
  const args = decodeWire(wire);
  return Array.isArray(args) ? (args as never[]) : [];
}

function eventOf(sender: object, frame: Frame): InvokeEvent {
  return {
    type: 'frame',
    sender,
    senderFrame: frame,
    processId: frame.processId,
    frameId: frame.routingId,
    ports: [],
  };
}

class StandInIpcMain extends EventEmitter {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof listener !== 'function') {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`);
    }
    this.handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.handlers.delete(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** Answers an `ipcRenderer.invoke`; a thrown error comes back with Electron's own words around it. */
  async answer(sender: object, frame: Frame, channel: string, args: Wire): Promise<Reply> {
    try {
      const handler = this.handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return { ok: true, value: wireForIpc(await handler(eventOf(sender, frame), ...argumentsOf(args))) };
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      return { ok: false, value: `Error invoking remote method '${channel}': ${String(error)}` };
    }
  }

  /** Passes on an `ipcRenderer.send`. */
  deliver(sender: object, frame: Frame, channel: string, args: Wire): void {
    this.emit(channel, eventOf(sender, frame), ...argumentsOf(args));
  }
}

/** Electron's `ipcMain`. */
export const ipcMain: StandInIpcMain = guarded('ipcMain', new StandInIpcMain());
ipcMain satisfies Pick<IpcMain, 'removeHandler'>;
