import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, UtilityProcess } from 'electron';
import { theApp } from './app.ts';
import { endImmediately } from './at-exit.ts';
import { guarded } from './not-offered.ts';
import { OfferedEvents } from './offered-events.ts';

const CHILD_START = fileURLToPath(new URL('./utility-start.ts', import.meta.url));

function stdioOf(given: ForkOptions['stdio']): StdioOptions {
  const [, output = 'inherit', errors = output] = Array.isArray(given) ? given : ['ignore', given, given];
  const known = (name: string): 'pipe' | 'ignore' | 'inherit' =>
    name === 'pipe' || name === 'ignore' ? name : 'inherit';
  // Standard input is always closed, as in Electron; the fourth place carries the messages.
  return ['ignore', known(output), known(errors), 'ipc'];
}

function contentOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'content' in message ? message.content : undefined;
}

/** Electron's `UtilityProcess`: a Node process with `process.parentPort`, which ends with its parent. */
class StandInUtilityProcess extends OfferedEvents {
  private readonly child: ChildProcess;
  private readonly serviceName: string;
  private spawned = false;
  private exited = false;
  private wasKilled = false;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super('UtilityProcess', ['spawn', 'exit', 'message', 'error']);
    this.serviceName = options.serviceName ?? 'Node Utility Process';
    this.child = fork(modulePath, args, {
      execPath: process.execPath,
      execArgv: ['--import', CHILD_START, ...(options.execArgv ?? [])],
      env: options.env === undefined ? process.env : { ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      serialization: 'advanced',
      stdio: stdioOf(options.stdio),
    });
    this.child.on('spawn', () => {
      this.spawned = true;
      this.emit('spawn');
    });
    this.child.on('message', (message) => this.emit('message', contentOf(message)));
    this.child.on('error', (error) => console.error(`Utility process ${this.serviceName}:`, error));
    this.child.on('exit', (exitCode, signal) => this.afterExit(exitCode, signal));
    endImmediately(() => this.child.kill('SIGKILL'));
  }

  get pid(): number | undefined {
    return this.spawned && !this.exited ? this.child.pid : undefined;
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.child.stdout;
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.child.stderr;
  }

  postMessage(message: unknown): void {
    // Cloned here already, so that what cannot be cloned throws in the caller, as in Electron.
    const content: unknown = structuredClone(message);
    if (this.child.connected) this.child.send({ content });
  }

  kill(): boolean {
    if (this.exited) return false;
    this.wasKilled = true;
    return this.child.kill('SIGTERM');
  }

  private afterExit(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.exited = true;
    const code = exitCode ?? 128;
    this.emit('exit', code);
    if (code === 0 || this.wasKilled) return;
    const reason = signal === null ? 'abnormal-exit' : signal === 'SIGKILL' ? 'killed' : 'crashed';
    const details = {
      type: 'Utility',
      reason,
      exitCode: code,
      serviceName: 'node.mojom.NodeService',
      name: this.serviceName,
    };
    theApp.emit('child-process-gone', {}, details);
  }
}

/** Electron's `utilityProcess`. */
export const utilityProcess = guarded('utilityProcess', {
  fork(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): StandInUtilityProcess {
    const child = guarded('UtilityProcess', new StandInUtilityProcess(modulePath, args, options));
    child satisfies Pick<UtilityProcess, 'postMessage' | 'kill' | 'pid' | 'stdout' | 'stderr'>;
    return child;
  },
});
