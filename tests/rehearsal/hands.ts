import type { AppWindow, Target } from '../driver/driver.ts';
import { type Manner, type MannerName, mannerFor } from './manner.ts';

/** How long a step may take before the rehearsal gives up. Real milliseconds. */
const patienceMs = 20_000;

/**
 * A therapist's hands: they see names and roles, press, hold and type; they have nothing else. `by`: with a mouse and keys,
 * with keys alone, or with one finger alone.
 */
export class Hands {
  readonly window: AppWindow;
  readonly #manner: Manner;

  constructor(window: AppWindow, by: MannerName = 'pointer') {
    this.window = window;
    this.#manner = mannerFor(by, window);
  }

  button(name: string | RegExp): Target {
    return this.window.byRole('button', { name, exact: typeof name === 'string' });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.pressOn(this.button(name));
  }

  /** Presses something that has no name of its own. */
  async pressOn(target: Target): Promise<void> {
    await this.#manner.press(target);
  }

  /** Presses and keeps pressing, a little longer than is asked for. */
  async hold(name: string, holdMs: number): Promise<void> {
    await this.#manner.hold(this.button(name), holdMs + 250);
  }

  async fill(label: string, text: string): Promise<void> {
    await this.#manner.fill(this.window.byRole('textbox', { name: label, exact: true }), text);
  }

  /** Fills the field of this label inside a named part of the screen. */
  async fillIn(part: string, label: string, text: string): Promise<void> {
    await this.#manner.fill(
      this.window.byRole('textbox', { name: label, exact: true }).within(this.region(part)),
      text,
    );
  }

  /** Chooses an option of a question. */
  async choose(question: string | RegExp, option: string): Promise<void> {
    const group = this.window.byRole('group', { name: question, exact: typeof question === 'string' });
    await this.#manner.choose(this.window.byRole('radio', { name: option, exact: true }).within(group));
  }

  async tick(label: string | RegExp): Promise<void> {
    await this.#manner.tick(this.window.byRole('checkbox', { name: label, exact: typeof label === 'string' }));
  }

  region(name: string): Target {
    return this.window.byRole('region', { name, exact: true });
  }

  async sees(text: string | RegExp): Promise<boolean> {
    return (await this.window.byText(text).count()) > 0;
  }

  async waitForHeading(name: string, timeoutMs = patienceMs): Promise<void> {
    await this.window.byRole('heading', { name, exact: true }).waitVisible(timeoutMs);
  }

  async waitForButton(name: string | RegExp, timeoutMs = patienceMs): Promise<void> {
    await this.button(name).waitVisible(timeoutMs);
  }

  /** Waits until something on the screen says this, and does what is asked for meanwhile. */
  async waitUntil(
    what: string,
    seen: () => Promise<boolean>,
    meanwhile: () => Promise<void>,
    limitMs: number,
  ): Promise<void> {
    const endsAt = Date.now() + limitMs;
    while (!(await seen())) {
      if (Date.now() > endsAt)
        throw new Error(`The rehearsal waited in vain for: ${what}\n${await this.window.snapshot()}`);
      await meanwhile();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
