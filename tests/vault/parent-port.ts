/** Loaded before the vault's process in plain Node: gives it `process.parentPort` over the channel of `fork`. */
import { EventEmitter } from 'node:events';

class ParentPort extends EventEmitter {
  constructor() {
    super();
    process.on('message', (message: { content: unknown }) =>
      this.emit('message', { data: message.content, ports: [] }),
    );
    process.on('disconnect', () => process.exit(0));
  }

  postMessage(content: unknown): void {
    process.send?.({ content });
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
