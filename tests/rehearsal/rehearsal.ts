import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioName } from '../../shared/rehearsal/scenarios.ts';
import type { App } from '../driver/driver.ts';
import { driverFor } from '../driver/driver-for.ts';
import {
  absorption,
  answerPrompts,
  booster,
  departure,
  dose,
  holdTheMusic,
  journey,
  recovery,
  signAndExport,
  writeNote,
} from './after-dose.ts';
import { block, createVault, openSession, precheck } from './before-dose.ts';
import { Hands } from './hands.ts';
import type { MannerName } from './manner.ts';
import { bindMonitor } from './measuring.ts';

export type RehearsalOptions = {
  readonly out: string;
  readonly scenario: ScenarioName;
  readonly speed: number;
  readonly passphrase: string;
  readonly note: string;
  readonly size: { readonly width: number; readonly height: number };
  /** With what the therapist works; a mouse and keys where it is left out. */
  readonly by?: MannerName;
  /** What the app is started with beyond the rest. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Called where the rehearsal would take its own picture, instead of it; the session stands meanwhile. */
  readonly onScreen?: (screen: string, hands: Hands) => Promise<void>;
  /** Called once all is signed and exported; `crashed` crashes the console's page and gives the hands for the next one. */
  readonly atEnd?: (hands: Hands, crashed: () => Promise<Hands>) => Promise<void>;
};

/** What a rehearsal leaves behind, to be read again from disk. */
export type EndedRehearsal = RehearsalOptions & {
  readonly vault: string;
  readonly screenshots: readonly string[];
  readonly exports: readonly string[];
};

/** How many blocks of how many readings each scenario takes before the dose. */
const blocks: Readonly<Record<ScenarioName, number>> = {
  calm: 1,
  hypertension: 2,
  declined: 3,
  unsteady: 1,
  crash: 1,
  booster: 1,
};

/** One rehearsal from the door to the exported record. */
export class Rehearsal {
  readonly #options: RehearsalOptions;
  readonly #vault: string;
  readonly #exports: string;
  readonly #screenshots: string[] = [];
  #app: App | null = null;

  constructor(options: RehearsalOptions) {
    this.#options = options;
    this.#vault = join(options.out, 'vault');
    this.#exports = join(options.out, 'exports');
    if (existsSync(this.#vault) && readdirSync(this.#vault).length > 0) {
      throw new Error('There is a rehearsal in this folder already. Choose an empty one.');
    }
    mkdirSync(this.#exports, { recursive: true });
    mkdirSync(join(options.out, 'screenshots'), { recursive: true });
  }

  async run(): Promise<EndedRehearsal> {
    const { scenario, passphrase, note } = this.#options;
    let hands = await this.#start();
    await hands.waitForHeading('Create the vault');
    await this.#shot(hands, 'create-vault');
    await createVault(hands, passphrase);
    await openSession(hands);
    await precheck(hands);
    await this.#shot(hands, 'precheck');
    for (let taken = 0; taken < blocks[scenario]; taken += 1) {
      await block(hands, 2, taken === 0);
      if (taken < blocks[scenario] - 1 || scenario === 'declined')
        await hands.window
          .byText(/Too high/)
          .nth(0)
          .waitVisible();
    }
    await this.#shot(hands, 'pressure');
    if (scenario === 'declined') return this.#decline(hands);

    await dose(hands);
    await this.#shot(hands, 'absorption');
    await absorption(hands);
    await this.#shot(hands, 'journey');
    await writeNote(hands, note);
    await hands.press('Spoke');
    if (scenario === 'calm') await holdTheMusic(hands);
    if (scenario === 'crash') {
      hands = await this.#crash(hands);
      await this.#shot(hands, 'journey-after-crash');
    }
    if (scenario === 'booster') {
      await booster(hands);
      await this.#shot(hands, 'journey-after-booster');
    }
    await journey(hands);
    await this.#shot(hands, 'recovery');
    await recovery(hands, this.#exports, scenario === 'unsteady');
    await this.#shot(hands, 'recovery-ready');
    await departure(hands);
    await this.#shot(hands, 'departed');
    return this.#finish(hands, ['Peak experience', 'Assessment', 'Plan']);
  }

  /** Ends the app, whatever happened. */
  async end(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    if (app !== null) await app.close();
  }

  async #start(): Promise<Hands> {
    const { out, scenario, speed, size } = this.#options;
    const app = await driverFor(process.env).launchApp({
      args: ['--rehearsal', '--vault', this.#vault, '--scenario', scenario, '--speed', String(speed)],
      env: { ...this.#options.environment, XDG_CONFIG_HOME: join(out, 'profile'), VIGIL_STAND_IN_HEADLESS: '1' },
      out,
    });
    this.#app = app;
    const window = await app.window('console', 30_000);
    await window.setViewport(size.width, size.height);
    return new Hands(window, this.#options.by ?? 'pointer');
  }

  /** The main process is killed in the journey and started again; the session is offered first and goes on. */
  async #crash(hands: Hands): Promise<Hands> {
    await hands.waitUntil(
      'some minutes of the journey',
      () => hands.sees(/may come back in 3\d min/),
      () => answerPrompts(hands),
      60_000,
    );
    const killed = this.#app;
    killed?.kill('SIGKILL');
    await killed?.onExit;
    const again = await this.#start();
    await again.waitForHeading('Unlock');
    await this.#shot(again, 'locked-after-crash');
    await again.fill('Passphrase', this.#options.passphrase);
    await again.press('Unlock');
    await again.waitForHeading('Journey');
    // After a restart the monitor is chosen again.
    await bindMonitor(again);
    return again;
  }

  async #decline(hands: Hands): Promise<EndedRehearsal> {
    await hands.press('Not today');
    await hands.choose('Who decides?', 'The protocol’s limits');
    await hands.fill('Why not today?', 'Three blocks at or above 140 over 90.');
    await hands.hold('Hold: end without a dose', 1000);
    await hands.waitForHeading('Declined');
    await writeNote(hands, this.#options.note);
    await this.#shot(hands, 'declined');
    return this.#finish(hands, ['Assessment', 'Plan']);
  }

  async #finish(hands: Hands, sections: readonly string[]): Promise<EndedRehearsal> {
    const exports = await signAndExport(hands, this.#exports, sections);
    await this.#shot(hands, 'signed');
    await this.#options.atEnd?.(hands, () => this.#crashWindow(hands));
    await this.end();
    return { ...this.#options, vault: this.#vault, screenshots: this.#screenshots, exports };
  }

  /** Crashes the console's page; the app makes another. */
  async #crashWindow(hands: Hands): Promise<Hands> {
    const app = this.#app;
    if (app === null) throw new Error('No app runs here');
    const newest = async () => (await app.windows()).findLast(({ url }) => url.includes('/console/'))?.id;
    const before = await newest();
    await hands.window.crash();
    const isNew = async () => ![undefined, before].includes(await newest());
    await hands.waitUntil('another console window', isNew, async () => {}, 15_000);
    const { size } = this.#options;
    const window = await app.window('console', 30_000);
    await window.setViewport(size.width, size.height);
    return new Hands(window);
  }

  async #shot(hands: Hands, name: string): Promise<void> {
    if (this.#options.onScreen !== undefined) return this.#options.onScreen(name, hands);
    const path = join(
      this.#options.out,
      'screenshots',
      `${String(this.#screenshots.length + 1).padStart(2, '0')}-${name}.png`,
    );
    await hands.window.screenshot(path);
    this.#screenshots.push(path);
  }
}
