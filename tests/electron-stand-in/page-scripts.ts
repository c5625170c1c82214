import { decodeWire, encodeWire, type Wire } from './wire.ts';

/** What a document's preload world tells the stand-in. */
export type FromDocument =
  | { kind: 'hello'; href: string }
  | { kind: 'invoke'; id: number; channel: string; args: Wire }
  | { kind: 'send'; channel: string; args: Wire }
  | { kind: 'preload-error'; message: string; stack: string }
  | { kind: 'wants-window'; url: string }
  | { kind: 'activity' };

/** What the stand-in tells a document's preload world. */
export type ToDocument =
  | { kind: 'reply'; id: number; ok: boolean; value: Wire }
  | { kind: 'push'; channel: string; args: Wire }
  | { kind: 'label'; shown: boolean };

type AnyFunction = (...args: unknown[]) => unknown;
type WorldPeer = { toWire(value: unknown): unknown; post(message: object): void; fromWire(value: unknown): unknown };

// The three functions below run in the page: their source text is injected, so none may use anything outside itself.

/**
 * One end of the bridge between the page's own world and the preload's: both share the document, and a custom event's
 * detail is cloned when the other world reads it. Functions and promises cross as numbers that the other end calls or awaits.
 */
function createWorldPeer(
  secret: string,
  side: 'page' | 'preload',
  hearOther: (message: Record<string, unknown>, peer: WorldPeer) => void,
): WorldPeer {
  const other = side === 'page' ? 'preload' : 'page';
  const functionKey = `${secret}:function`;
  const promiseKey = `${secret}:promise`;
  const exported = new Map<number, AnyFunction>();
  const exportedIds = new WeakMap<AnyFunction, number>();
  const imported = new Map<number, AnyFunction>();
  const awaited = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const results: { ok: boolean; value: unknown }[] = [];
  let lastId = 0;
  // Taken now, before any script of the page could replace them.
  const { CustomEvent: PageEvent, document: page } = globalThis;
  const dispatch = page.dispatchEvent.bind(page);
  const clone = globalThis.structuredClone;

  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.prototype.toString.call(value) === '[object Object]';
  };
  const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  const post = (message: object): void => {
    dispatch(new PageEvent(`${secret}:to-${other}`, { detail: message }));
  };
  const toWire = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const known = exportedIds.get(value as AnyFunction);
      if (known !== undefined) return { [functionKey]: known };
      lastId += 1;
      exported.set(lastId, value as AnyFunction);
      exportedIds.set(value as AnyFunction, lastId);
      return { [functionKey]: lastId };
    }
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Promise) {
      lastId += 1;
      const id = lastId;
      value.then(
        (settled: unknown) => post({ kind: 'settled', id, ok: true, value: toWire(settled) }),
        (error: unknown) => post({ kind: 'settled', id, ok: false, value: errorText(error) }),
      );
      return { [promiseKey]: id };
    }
    if (Array.isArray(value)) return value.map(toWire);
    if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, toWire(held)]));
    try {
      return clone(value);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };
  const importFunction = (id: number): AnyFunction => {
    const known = imported.get(id);
    if (known !== undefined) return known;
    const proxy: AnyFunction = (...args) => {
      post({ kind: 'call', id, args: args.map(toWire) });
      const result = results.pop();
      if (result === undefined) throw new Error('The other side of the context bridge is gone');
      if (!result.ok) throw new Error(String(result.value));
      return fromWire(result.value);
    };
    imported.set(id, proxy);
    return proxy;
  };
  const fromWire = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(fromWire);
    if (!isPlain(value)) return value;
    const entries = Object.entries(value);
    const [[key, id] = ['', 0]] = entries;
    if (key === functionKey) return importFunction(Number(id));
    if (key === promiseKey) {
      return new Promise((resolve, reject) => awaited.set(Number(id), { resolve, reject }));
    }
    return Object.fromEntries(entries.map(([name, held]) => [name, fromWire(held)]));
  };
  const answer = (call: Record<string, unknown>): void => {
    try {
      const called = exported.get(Number(call.id));
      const args = Array.isArray(call.args) ? call.args.map(fromWire) : [];
      post({ kind: 'result', ok: true, value: toWire(called?.(...args)) });
    } catch (error) {
      post({ kind: 'result', ok: false, value: errorText(error) });
    }
  };
  const peer: WorldPeer = { toWire, post, fromWire };
  page.addEventListener(`${secret}:to-${side}`, (event) => {
    const message: unknown = event instanceof PageEvent ? event.detail : null;
    if (typeof message !== 'object' || message === null) return;
    const heard = message as Record<string, unknown>;
    if (heard.kind === 'call') answer(heard);
    else if (heard.kind === 'result') results.push({ ok: heard.ok === true, value: heard.value });
    else if (heard.kind === 'settled') {
      const waiting = awaited.get(Number(heard.id));
      awaited.delete(Number(heard.id));
      if (heard.ok === true) waiting?.resolve(fromWire(heard.value));
      else waiting?.reject(new Error(String(heard.value)));
    } else hearOther(heard, peer);
  });
  return peer;
}

/** In the page's own world: puts what the preload exposes on `window`, frozen all through. */
function installPageWorld(secret: string, makePeer: typeof createWorldPeer): void {
  if (window !== window.top) return;
  const freeze = <Value>(value: Value): Value => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
    for (const held of Object.values(value)) freeze(held);
    return Object.freeze(value);
  };
  const end = makePeer(secret, 'page', (message, peer) => {
    if (message.kind !== 'expose') return;
    Object.defineProperty(window, String(message.key), {
      value: freeze(peer.fromWire(message.api)),
      enumerable: true,
      configurable: false,
      writable: false,
    });
  });
  // The stand-in opens no window for a page, whatever the app's handler says: so the page is always answered null.
  window.open = (url = 'about:blank') => {
    end.post({ kind: 'wants-window', url: new URL(url, location.href).href });
    return null;
  };
}

/** In the preload's world: runs the preload with `require('electron')`, and marks the window as the test runtime. */
function installPreloadWorld(
  secret: string,
  makePeer: typeof createWorldPeer,
  encode: (value: unknown) => Wire,
  decode: (wire: Wire) => unknown,
  preload: ((require: unknown, module: object, exports: object, process: object) => void) | null,
): void {
  if (window !== window.top || location.protocol === 'chrome-error:') return;
  const world = globalThis as unknown as Record<string, unknown>;
  const binding = world[`${secret}_tell`] as (message: string) => void;
  const tell = (message: FromDocument): void => binding(JSON.stringify(message));
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastInvocation = 0;

  const offer = <Offered extends object>(name: string, offered: Offered): Offered =>
    new Proxy(offered, {
      get(target, property, receiver) {
        if (property in target || typeof property === 'symbol') return Reflect.get(target, property, receiver);
        throw new Error(`The stand-in for Electron does not offer ${name}.${property}`);
      },
    });
  const clonedWire = (args: unknown[]): Wire => {
    try {
      return encode(structuredClone(args));
    } catch (error) {
      const named = error instanceof Error && error.message.startsWith('The stand-in');
      throw new Error(named ? error.message : 'An object could not be cloned.');
    }
  };
  const addListener = (channel: string, listener: (event: object, ...args: unknown[]) => void): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    return ipcRenderer;
  };
  const removeListener = (channel: string, listener: (event: object, ...args: unknown[]) => void): object => {
    const kept = [...(listeners.get(channel) ?? [])];
    const index = kept.findLastIndex((held) => held === listener || ('original' in held && held.original === listener));
    if (index >= 0) kept.splice(index, 1);
    listeners.set(channel, kept);
    return ipcRenderer;
  };
  const ipcRenderer: object = offer('ipcRenderer', {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const wire = clonedWire(args);
      lastInvocation += 1;
      const id = lastInvocation;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        tell({ kind: 'invoke', id, channel, args: wire });
      });
    },
    send(channel: string, ...args: unknown[]): void {
      tell({ kind: 'send', channel, args: clonedWire(args) });
    },
    on: addListener,
    addListener,
    once(channel: string, listener: (event: object, ...args: unknown[]) => void): object {
      const onceOnly = (event: object, ...args: unknown[]): void => {
        removeListener(channel, onceOnly);
        listener(event, ...args);
      };
      return addListener(channel, Object.assign(onceOnly, { original: listener }));
    },
    off: removeListener,
    removeListener,
    removeAllListeners(channel?: string): object {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
  });

  const peer = makePeer(secret, 'preload', (message) => {
    if (message.kind === 'wants-window') tell({ kind: 'wants-window', url: String(message.url) });
  });
  const exposedKeys = new Set<string>();
  const contextBridge = offer('contextBridge', {
    exposeInMainWorld(key: string, api: unknown): void {
      if (exposedKeys.has(key)) {
        throw new Error(`Cannot bind an API on top of an existing property on the window object`);
      }
      exposedKeys.add(key);
      peer.post({ kind: 'expose', key, api: peer.toWire(api) });
    },
  });

  const label = document.createElement('div');
  label.setAttribute('aria-hidden', 'true');
  label.textContent = 'test runtime';
  const showLabel = (shown: boolean): void => {
    label.style.display = shown ? 'block' : 'none';
  };

  world[`${secret}_hear`] = (text: string): void => {
    const message = JSON.parse(text) as ToDocument;
    if (message.kind === 'label') showLabel(message.shown);
    else if (message.kind === 'push') {
      const args = decode(message.args);
      const event = { sender: ipcRenderer, ports: [] };
      for (const listener of listeners.get(message.channel) ?? [])
        listener(event, ...(Array.isArray(args) ? args : []));
    } else {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      const value = decode(message.value);
      if (message.ok) waiting?.resolve(value);
      else waiting?.reject(new Error(String(value)));
    }
  };

  tell({ kind: 'hello', href: location.href });

  let lastActivity = Number.NEGATIVE_INFINITY;
  const noteActivity = (): void => {
    if (performance.now() - lastActivity < 1000) return;
    lastActivity = performance.now();
    tell({ kind: 'activity' });
  };
  for (const input of ['pointerdown', 'pointermove', 'keydown']) {
    addEventListener(input, noteActivity, { capture: true, passive: true });
  }
  addEventListener('DOMContentLoaded', () => {
    // Through CSSOM, so that the page's content policy has nothing to refuse.
    Object.assign(label.style, {
      position: 'fixed',
      left: '3px',
      bottom: '1px',
      font: '11px/1.2 sans-serif',
      color: '#888',
      background: 'none',
      pointerEvents: 'none',
      userSelect: 'none',
      zIndex: '2147483647',
    });
    document.documentElement.append(label);
  });

  if (preload === null) return;
  const electron = offer('electron', { ipcRenderer, contextBridge });
  const requireInPreload = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`The stand-in for Electron does not offer require('${name}') in a preload`);
  };
  const preloadProcess = offer('process', { type: 'renderer', sandboxed: true, contextIsolated: true });
  const module = { exports: {} };
  try {
    preload(requireInPreload, module, module.exports, preloadProcess);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'preload-error', message: failure.message, stack: failure.stack ?? '' });
  }
}

/** The script for the page's own world; it must be registered before the preload world's. */
export function pageWorldScript(secret: string): string {
  return `(${installPageWorld.toString()})(${JSON.stringify(secret)}, ${createWorldPeer.toString()})`;
}

/** The script for the preload's world, with the preload's source where the window has one. */
export function preloadWorldScript(secret: string, preloadSource: string | undefined): string {
  const preload =
    preloadSource === undefined ? 'null' : `function (require, module, exports, process) {\n${preloadSource}\n}`;
  const parts = [
    JSON.stringify(secret),
    createWorldPeer.toString(),
    encodeWire.toString(),
    decodeWire.toString(),
    preload,
  ];
  return `(${installPreloadWorld.toString()})(${parts.join(', ')})`;
}

/** The names that the preload's world and the stand-in call each other by. */
export function worldNames(secret: string): { world: string; tell: string; hear: string } {
  return { world: `${secret}_world`, tell: `${secret}_tell`, hear: `${secret}_hear` };
}
