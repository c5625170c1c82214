import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Exit } from '../driver/driver.ts';
import { driverFor } from '../driver/driver-for.ts';
import { Hands } from '../rehearsal/hands.ts';

/** A passphrase for vaults that hold nothing of anybody. */
export const passphrase = 'rehearsal lantern orchid gravel';

/** Simulated seconds in one real second while everybody waits. */
export const speed = 240;

/** How long the processes of a killed app may take to go. Real milliseconds. */
const endPatienceMs = 6_000;
/** How long a new console window may take to come. Real milliseconds. */
const newWindowPatienceMs = 10_000;

/** A place to rehearse in: a folder of its own with vault, profile and exports, and the app that runs there. */
export class Practice {
  readonly folder: string;
  readonly vault: string;
  /** What the app calls its user data. */
  readonly userData: string;
  #app: App | null = null;

  readonly #environment: NodeJS.ProcessEnv;

  /** @param environment what the app is started with beyond the rest, an output of sound for instance */
  constructor(vault?: string, environment: NodeJS.ProcessEnv = {}) {
    this.#environment = environment;
    this.folder = mkdtempSync(join(tmpdir(), 'vigil-e2e-'));
    this.vault = vault ?? join(this.folder, 'vault');
    this.userData = join(this.folder, 'profile', 'Vigil');
  }

  get app(): App {
    if (this.#app === null) throw new Error('No app runs here');
    return this.#app;
  }

  /** Starts the app as a rehearsal and gives the hands for its console. */
  async start(): Promise<Hands> {
    const mode = process.env.VIGIL_PICTURES_MODE;
    if (mode !== undefined) {
      mkdirSync(this.userData, { recursive: true });
      // What this machine would have kept: the windows begin in it.
      writeFileSync(join(this.userData, 'appearance.json'), JSON.stringify({ mode }));
    }
    this.#app = await driverFor(process.env).launchApp({
      args: ['--rehearsal', '--vault', this.vault, '--speed', String(speed)],
      env: { ...this.#environment, XDG_CONFIG_HOME: join(this.folder, 'profile'), VIGIL_STAND_IN_HEADLESS: '1' },
      out: this.folder,
    });
    return this.#hands();
  }

  /**
   * Does what makes the console window go and another come, as a crash or the lock does, and gives the hands for the new
   * one.
   */
  async handsAfter(act: () => Promise<void>): Promise<Hands> {
    const before = await this.#consoleIds();
    const endsAt = performance.now() + newWindowPatienceMs;
    await act();
    while ((await this.#consoleIds()).every((id) => before.includes(id))) {
      if (performance.now() > endsAt) throw new Error('No new console window came');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.#hands();
  }

  /**
   * Locks while no session runs: the whole app ends then, so that nothing stays in memory, and is started anew. Gives the
   * hands for its console.
   */
  async handsAfterLock(hands: Hands, lock = () => hands.press('Lock')): Promise<Hands> {
    const { pid } = this.app;
    const endsAt = performance.now() + newWindowPatienceMs;
    // The press may have no answer: whoever would give it ends.
    const pressed = lock().catch((error: unknown) => error);
    while (this.app.pid === pid) {
      if (performance.now() > endsAt) throw new Error('The app was not started anew');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await pressed;
    return this.#hands();
  }

  async #hands(): Promise<Hands> {
    const window = await this.app.window('console', 30_000);
    await window.setViewport(1280, 800);
    return new Hands(window);
  }

  async #consoleIds(): Promise<readonly number[]> {
    const windows = await this.app.windows();
    return windows.filter(({ url }) => url.includes('/console/')).map(({ id }) => id);
  }

  /** Kills the main process at once, as a power cut would. */
  async kill(): Promise<void> {
    const { app } = this;
    this.#app = null;
    app.kill('SIGKILL');
    await app.onExit;
  }

  /** Asks the app to quit. */
  async quit(): Promise<Exit> {
    const { app } = this;
    this.#app = null;
    return app.close();
  }

  /** The processes that run for this place now, by number and name. */
  processes(): readonly string[] {
    return processesOf(this.folder);
  }

  /** Those that still run once they had time to end. */
  async leftProcesses(): Promise<readonly string[]> {
    const endsAt = performance.now() + endPatienceMs;
    for (;;) {
      const left = this.processes();
      if (left.length === 0 || performance.now() > endsAt) return left;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends whatever runs and removes the folder. */
  async end(): Promise<void> {
    if (this.#app !== null) await this.kill();
    await this.leftProcesses();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Every process whose environment or command line names the folder; each child inherits both from the app. */
function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const said = ['environ', 'cmdline'].map((file) => readOrEmpty(`/proc/${pid}/${file}`));
      const ours = said.some((text) => text.includes(folder));
      return ours ? [`${pid} ${readOrEmpty(`/proc/${pid}/comm`).trim()}`] : [];
    });
}

/** A process may end while it is looked at; then there is nothing to read. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
