import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VaultProcess } from '../../electron/vault/vault-client.ts';
import type { Outcome } from '../../shared/problem.ts';

const entry = fileURLToPath(new URL('../../electron/vault/vault-process.ts', import.meta.url));
const parentPort = fileURLToPath(new URL('./parent-port.ts', import.meta.url));

/** The vault's process as it is in production, in plain Node. */
export class ForkedVault implements VaultProcess {
  readonly child: ChildProcess;

  constructor() {
    this.child = fork(entry, [], { execArgv: ['--import', parentPort], serialization: 'advanced' });
    // Every question that waits for its answer listens.
    this.child.setMaxListeners(0);
  }

  postMessage(message: unknown): void {
    const content: unknown = structuredClone(message);
    if (this.child.connected) this.child.send({ content: contentOr(content) });
  }

  on(event: 'message' | 'exit', listener: (argument: never) => void): unknown {
    if (event === 'exit') return this.child.on('exit', (code) => Reflect.apply(listener, null, [code ?? 128]));
    return this.child.on('message', (message) => Reflect.apply(listener, null, [contentIn(message)]));
  }

  kill(): boolean {
    return this.child.kill();
  }

  /** Asks without the client, so that anything at all can be sent. */
  ask(id: number, call: string, args: unknown): Promise<Outcome<unknown>> {
    return new Promise((resolve) => {
      const take = (message: unknown) => {
        const reply = contentIn(message);
        if (typeof reply !== 'object' || reply === null || !('id' in reply) || reply.id !== id) return;
        this.child.off('message', take);
        if ('outcome' in reply) resolve(reply.outcome as Outcome<unknown>);
      };
      this.child.on('message', take);
      this.postMessage({ id, call, args });
    });
  }

  /** Resolves when the process is gone, with what ended it. */
  ended(): Promise<number | NodeJS.Signals | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      return Promise.resolve(this.child.signalCode ?? this.child.exitCode);
    }
    return new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(signal ?? code)));
  }
}

function contentIn(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'content' in message ? message.content : undefined;
}

/** The channel cannot carry `undefined` as a whole message. */
function contentOr(content: unknown): unknown {
  return content === undefined ? null : content;
}
