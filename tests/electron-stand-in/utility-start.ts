/** Loaded before a utility process's own module: gives it `process.parentPort`, and ends it with its parent. */
import { EventEmitter } from 'node:events';
import { resolveElectronTo } from './module-hooks.ts';

class ParentPort extends EventEmitter {
  private started = false;
  private readonly waiting: unknown[] = [];

  constructor() {
    super();
    // The first listener starts the flow, as in Electron; what came before it is kept.
    this.on('newListener', (event) => {
      if (event === 'message') queueMicrotask(() => this.start());
    });
    process.on('message', (message: { content: unknown }) => this.receive(message.content));
    process.on('disconnect', () => process.exit(0));
  }

  start(): void {
    this.started = true;
    for (const message of this.waiting.splice(0)) this.pass(message);
  }

  postMessage(message: unknown): void {
    process.send?.({ content: structuredClone(message) });
  }

  private receive(message: unknown): void {
    if (this.started) this.pass(message);
    else this.waiting.push(message);
  }

  private pass(message: unknown): void {
    this.emit('message', { data: message, ports: [] });
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
Object.defineProperty(process, 'type', { value: 'utility' });
resolveElectronTo(new URL('./electron-in-utility.ts', import.meta.url).href);
