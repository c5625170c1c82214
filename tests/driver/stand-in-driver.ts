import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { relaunchFileVariable, takeArguments } from '../electron-stand-in/relaunch-file.ts';
import { makeAppWindow } from './app-window.ts';
import { type DoorAnswer, type DoorReply, type DoorRequest, relaunchExitCode } from './door-message.ts';
import type { App, Driver, Exit, LaunchOptions, WindowInfo } from './driver.ts';
import { waitForWindow } from './find-window.ts';
import type { PageAnswer } from './page-command.ts';

const STAND_IN = fileURLToPath(new URL('../electron-stand-in/dist/electron', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const QUIT_PATIENCE_MS = 10_000;

type Waiting = { resolve: (answer: DoorAnswer) => void; reject: (error: Error) => void };

function isReply(message: unknown): message is DoorReply {
  return typeof message === 'object' && message !== null && 'doorReply' in message;
}

/** The driver's end of the channel to an app on the stand-in. */
class Door {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private lastCall = 0;
  private gone = false;

  constructor(child: ChildProcess) {
    this.child = child;
    child.on('message', (message) => {
      if (!isReply(message)) return;
      const waiting = this.waiting.get(message.doorReply);
      this.waiting.delete(message.doorReply);
      if (message.error === null) waiting?.resolve(message.answer);
      else waiting?.reject(new Error(message.error));
    });
    child.on('exit', () => {
      this.gone = true;
      for (const { reject } of this.waiting.values()) reject(new Error('The app ended meanwhile'));
      this.waiting.clear();
    });
  }

  /** Asks, and waits for the answer. Rejects where the app refuses, or has ended. */
  async ask(request: DoorRequest): Promise<DoorAnswer> {
    if (this.gone || !this.child.connected) throw new Error('The app has ended');
    this.lastCall += 1;
    const doorCall = this.lastCall;
    return new Promise((resolve, reject) => {
      this.waiting.set(doorCall, { resolve, reject });
      this.child.send({ doorCall, request }, (error) => {
        if (error !== null && this.waiting.delete(doorCall)) reject(error);
      });
    });
  }
}

function infosIn(answer: DoorAnswer): WindowInfo[] {
  return Array.isArray(answer) ? answer.filter((item): item is WindowInfo => typeof item === 'object') : [];
}

function textsIn(answer: DoorAnswer): string[] {
  return Array.isArray(answer) ? answer.filter((item): item is string => typeof item === 'string') : [];
}

function pageAnswerIn(answer: DoorAnswer): PageAnswer {
  return typeof answer === 'object' ? null : answer;
}

async function launch(options: LaunchOptions): Promise<App> {
  const { app = REPOSITORY, args = [], env = {}, out = process.cwd(), timeoutMs = 10_000 } = options;
  let stdout = '';
  let stderr = '';
  let child: ChildProcess;
  let door: Door;
  const onExit = new Promise<Exit>((resolve, reject) => {
    const relaunchFile = join(mkdtempSync(join(tmpdir(), 'vigil-relaunch-')), 'arguments.json');
    const start = (given: readonly string[]) => {
      child = spawn(STAND_IN, given, {
        cwd: REPOSITORY,
        env: {
          ...process.env,
          VIGIL_STAND_IN_HEADLESS: '1',
          ...env,
          VIGIL_DRIVER: '1',
          [relaunchFileVariable]: relaunchFile,
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (code === relaunchExitCode) return start(takeArguments(relaunchFile) ?? given);
        rmSync(dirname(relaunchFile), { recursive: true, force: true });
        resolve({ code, signal });
      });
      door = new Door(child);
    };
    start([app, ...args]);
  });
  // Whatever way this process ends, the app ends too: the channel closes with it.
  const windows = async (): Promise<WindowInfo[]> => infosIn(await door.ask({ ask: 'windows' }));
  return {
    get pid() {
      return child.pid ?? -1;
    },
    onExit,
    windows,
    async window(which, patienceMs = 15_000) {
      const { id: windowId } = await waitForWindow(windows, which, patienceMs);
      return makeAppWindow(
        {
          perform: async (command) => pageAnswerIn(await door.ask({ ask: 'perform', windowId, command })),
          consoleErrors: async () => textsIn(await door.ask({ ask: 'consoleErrors', windowId })),
          async crash() {
            await door.ask({ ask: 'crash', windowId });
          },
        },
        { out, timeoutMs },
      );
    },
    kill(signal) {
      child.kill(signal);
    },
    async close() {
      const patience = setTimeout(() => child.kill('SIGKILL'), QUIT_PATIENCE_MS);
      // Where the app has ended already there is nobody to ask.
      await door.ask({ ask: 'quit' }).catch(() => {});
      const exit = await onExit;
      clearTimeout(patience);
      return exit;
    },
    async answerOpenDialog(paths) {
      await door.ask({ ask: 'answerOpen', paths });
    },
    async answerSaveDialog(path) {
      await door.ask({ ask: 'answerSave', paths: path === null ? [] : [path] });
    },
    async answerMessageBox(button) {
      await door.ask({ ask: 'answerMessage', button });
    },
    stdout: () => stdout,
    stderr: () => stderr,
  };
}

/** The driver of apps on the stand-in for Electron. */
export const standInDriver: Driver = { name: 'stand-in', launchApp: (options = {}) => launch(options) };
