import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../driver/driver.ts';
import { driverFor } from '../driver/driver-for.ts';
import { signAndExport } from '../rehearsal/after-dose.ts';
import { Hands } from '../rehearsal/hands.ts';
import { marked, markedNumber } from './marks.ts';

export const markedPassphrase = `${marked('passphrase')} lantern orchid gravel`;

/** The first start, with a marked passphrase; the emergency card is in clear by decision and has no mark. */
export async function makeMarkedVault(hands: Hands): Promise<void> {
  await hands.waitForHeading('Create the vault');
  await hands.fill('Passphrase', markedPassphrase);
  await hands.fill('Passphrase again', markedPassphrase);
  await hands.fill('Your name', marked('therapist'));
  await hands.fill('Credential', 'LMFT');
  await hands.fill('Emergency number', '911');
  await hands.fill('Clinic name', 'Harbour Clinic');
  await hands.fill('Address', '12 Quay Street');
  await hands.fill('Door code', '4711');
  await hands.press('Create the vault');
  await hands.waitForHeading('Home');
}

/** A new patient of whom everything is marked, and their session open in pre-check. */
export async function openMarkedSession(hands: Hands, who: string): Promise<void> {
  await hands.press('New patient');
  await hands.fill('Name or code', marked(`${who}-name`));
  await hands.fill('Date of birth', '1984-05-23');
  await hands.fill('Phone', markedNumber);
  await hands.fill('Allergies', marked(`${who}-drug`));
  await hands.fill('Emergency contact', marked(`${who}-contact`));
  await hands.press('Save the patient');
  await hands.press('Open session 1 of 6');
  await hands.waitForHeading('Pre-check');
  await item(hands, 'Order', async () => {
    await hands.fill('Prescriber', marked(`${who}-prescriber`));
    await hands.choose('Medicine ordered', 'ketamine');
    await hands.choose('Form ordered', 'rapid-dissolve tablet');
    await hands.fill('First dose ordered', '100');
    await hands.choose('Does the order allow a booster?', 'Yes');
    await hands.fill('At most in all', '200');
    await hands.press('Save the order');
  });
  await item(hands, 'Intention', async () => {
    await hands.fill('Intention, in the patient’s words', marked(`${who}-intention`));
    await hands.fill('Mantra', marked(`${who}-mantra`));
    await hands.choose('Was the mindfulness preparation done?', 'Yes');
    await hands.choose('Mood now, 0 worst to 10 best, if asked', '5');
    await hands.press('Save the intention');
  });
}

async function item(hands: Hands, label: string, act: () => Promise<void>): Promise<void> {
  await hands.press(new RegExp(`^${label} (?:Open|[0-9]+ open)$`));
  await act();
  await hands.waitForButton(new RegExp(`^${label} Done$`));
}

/** A draft of a note, not filed yet. */
export async function writeDraft(hands: Hands, who: string): Promise<void> {
  await hands.press('Text');
  await hands.fill('Note', marked(`${who}-draft`));
}

/** The session ends without a dose, is signed and exported, and the console is home again. */
export async function declineAndSign(hands: Hands, who: string, exports: string): Promise<void> {
  await hands.press('Not today');
  await hands.choose('Who decides?', 'The patient');
  await hands.fill('Why not today?', marked(`${who}-reason`));
  await hands.hold('Hold: end without a dose', 1000);
  await hands.waitForHeading('Declined');
  await hands.press('Text');
  await hands.fill('Note', marked(`${who}-note`));
  await hands.press('Done');
  await signAndExport(hands, exports, ['Assessment', 'Plan']);
}

/** An app whose whole surroundings lie in one folder: vault, profile, HOME and TMPDIR, so that whatever it leaves is found. */
export class MarkedApp {
  readonly folder: string;
  readonly vault: string;
  readonly exports: string;
  #app: App | null = null;

  constructor(folder: string) {
    this.folder = folder;
    this.vault = join(folder, 'vault');
    this.exports = join(folder, 'exports');
    for (const name of ['home', 'tmp', 'exports']) mkdirSync(join(folder, name), { recursive: true });
  }

  get app(): App {
    if (this.#app === null) throw new Error('No app runs here');
    return this.#app;
  }

  async start(): Promise<Hands> {
    const { folder } = this;
    this.#app = await driverFor(process.env).launchApp({
      args: ['--rehearsal', '--vault', this.vault, '--speed', '240'],
      env: {
        XDG_CONFIG_HOME: join(folder, 'profile'),
        XDG_CACHE_HOME: join(folder, 'home', 'cache'),
        HOME: join(folder, 'home'),
        TMPDIR: join(folder, 'tmp'),
        VIGIL_STAND_IN_HEADLESS: '1',
      },
      out: folder,
    });
    return this.hands();
  }

  /** Hands for the console window that is there now, or comes. */
  async hands(): Promise<Hands> {
    const window = await this.app.window('console', 30_000);
    await window.setViewport(1280, 800);
    return new Hands(window);
  }

  async end(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    if (app !== null) await app.close();
  }
}
