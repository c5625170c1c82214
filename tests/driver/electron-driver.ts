import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { makeAppWindow } from './app-window.ts';
import type { App, Driver, Exit, LaunchOptions, WindowInfo } from './driver.ts';
import { waitForWindow } from './find-window.ts';
import { perform } from './perform.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const QUIT_PATIENCE_MS = 10_000;

/** Numbers windows in the order of their appearance, and keeps their console's errors. */
class Windows {
  private readonly ids = new Map<Page, number>();
  private readonly errors = new Map<Page, string[]>();

  constructor(app: ElectronApplication) {
    for (const page of app.windows()) this.add(page);
    app.on('window', (page) => this.add(page));
  }

  list(): { info: Promise<WindowInfo>; page: Page }[] {
    return Array.from(this.ids, ([page, id]) => ({
      page,
      info: page
        .title()
        .catch(() => '')
        .then((title) => ({ id, title, url: page.url() })),
    }));
  }

  errorsOf(page: Page): string[] {
    return this.errors.get(page) ?? [];
  }

  private add(page: Page): void {
    if (this.ids.has(page)) return;
    const errors: string[] = [];
    this.ids.set(page, this.ids.size + 1);
    this.errors.set(page, errors);
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(`Uncaught ${error.message}`));
    page.on('close', () => this.ids.delete(page));
  }
}

/** Replaces one dialog by the next answer, once: dialogs of the system cannot be pressed by anybody. */
async function answerDialogs(
  app: ElectronApplication,
  answer: { kind: 'open' | 'save' | 'message'; paths: readonly string[]; button: number },
): Promise<void> {
  await app.evaluate(({ dialog }, given) => {
    const { showOpenDialog, showSaveDialog, showMessageBox } = dialog;
    if (given.kind === 'open') {
      dialog.showOpenDialog = async () => {
        dialog.showOpenDialog = showOpenDialog;
        return { canceled: given.paths.length === 0, filePaths: [...given.paths] };
      };
    } else if (given.kind === 'save') {
      dialog.showSaveDialog = async () => {
        dialog.showSaveDialog = showSaveDialog;
        return { canceled: given.paths.length === 0, filePath: given.paths[0] ?? '' };
      };
    } else {
      dialog.showMessageBox = async () => {
        dialog.showMessageBox = showMessageBox;
        return { response: given.button, checkboxChecked: false };
      };
    }
  }, answer);
}

function sandboxArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function launch(executablePath: string, options: LaunchOptions): Promise<App> {
  const { app: appPath = REPOSITORY, args = [], env = {}, out = process.cwd(), timeoutMs = 10_000 } = options;
  const environment = Object.fromEntries(
    Object.entries({ ...process.env, ...env }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const app = await _electron.launch({
    executablePath,
    args: [...sandboxArguments(), appPath, ...args],
    cwd: REPOSITORY,
    env: environment,
  });
  const child = app.process();
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const onExit = new Promise<Exit>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const shown = new Windows(app);
  const listed = async (): Promise<(WindowInfo & { page: Page })[]> =>
    Promise.all(shown.list().map(async ({ info, page }) => ({ ...(await info), page })));
  return {
    pid: child.pid ?? -1,
    onExit,
    windows: async () => (await listed()).map(({ id, title, url }) => ({ id, title, url })),
    async window(which, patienceMs = 15_000) {
      const { page } = await waitForWindow(listed, which, patienceMs);
      return makeAppWindow(
        {
          perform: (command) => perform(page, command),
          consoleErrors: async () => shown.errorsOf(page),
          async crash() {
            const window = await app.browserWindow(page);
            await window.evaluate((held) => held.webContents.forcefullyCrashRenderer());
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
      // The connection breaks off while the app quits.
      await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => {});
      const exit = await onExit;
      clearTimeout(patience);
      return exit;
    },
    answerOpenDialog: (paths) => answerDialogs(app, { kind: 'open', paths, button: 0 }),
    answerSaveDialog: (path) => answerDialogs(app, { kind: 'save', paths: path === null ? [] : [path], button: 0 }),
    answerMessageBox: (button) => answerDialogs(app, { kind: 'message', paths: [], button }),
    stdout: () => stdout,
    stderr: () => stderr,
  };
}

/** The driver of apps on Electron itself. @param executablePath Electron's executable */
export function electronDriver(executablePath: string): Driver {
  return { name: 'electron', launchApp: (options = {}) => launch(executablePath, options) };
}
