import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { endImmediately } from './at-exit.ts';

/** What a second instance says to the first. */
export type SecondInstance = { argv: string[]; workingDirectory: string; additionalData: unknown };

const SEND_SCRIPT = `
const socket = require('node:net').connect('\\0' + process.argv[1], () => socket.end(process.argv[2]));
socket.on('error', () => process.exit(1));
`;

function startTimeOf(pid: number): string | undefined {
  try {
    // Field 22 of stat, after the command's closing parenthesis: tells a reused process number apart.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

/** The lock of one profile folder: a file naming the process that holds it, and a socket that second instances speak to. */
export class SingleInstanceLock {
  private server: Server | undefined;
  private lockFile: string | undefined;

  /** True where this process now holds (or held) the lock; false where another does, which has then been told. */
  request(userData: string, additionalData: unknown, onSecond: (second: SecondInstance) => void): boolean {
    if (this.lockFile !== undefined) return true;
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    const lockFile = join(userData, 'stand-in-lock');
    // Abstract: it has no file, and goes with its process.
    const socketName = `electron-stand-in-${createHash('sha256').update(lockFile).digest('hex').slice(0, 32)}`;
    if (!this.take(lockFile)) {
      const second: SecondInstance = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
      spawnSync(process.execPath, ['-e', SEND_SCRIPT, socketName, JSON.stringify(second)], { timeout: 3000 });
      return false;
    }
    this.lockFile = lockFile;
    this.server = createServer((connection) => {
      let heard = '';
      connection.setEncoding('utf8');
      connection.on('data', (text) => {
        heard += text;
      });
      connection.on('end', () => onSecond(JSON.parse(heard)));
    });
    this.server.listen(`\0${socketName}`);
    this.server.unref();
    endImmediately(() => this.release());
    return true;
  }

  /** Gives the lock up; harmless where it is not held. */
  release(): void {
    if (this.lockFile === undefined) return;
    rmSync(this.lockFile, { force: true });
    this.lockFile = undefined;
    this.server?.close();
  }

  /** True while this process holds the lock. */
  held(): boolean {
    return this.lockFile !== undefined;
  }

  private take(lockFile: string): boolean {
    try {
      const file = openSync(lockFile, 'wx', 0o600);
      writeSync(file, `${process.pid} ${startTimeOf(process.pid) ?? ''}`);
      closeSync(file);
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const [pid, startTime] = readFileSync(lockFile, 'utf8').split(' ');
    if (startTimeOf(Number(pid)) === startTime) return false;
    rmSync(lockFile, { force: true });
    return this.take(lockFile);
  }
}
