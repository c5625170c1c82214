import type { AppWindow } from '../driver/driver.ts';

/** One place where Tab stops: a control that can be used, or a whole group of radio buttons. */
export type Stop = { readonly role: 'button' | 'textbox' | 'checkbox' | 'group'; readonly name: string };

const controlLine = /^ *- (button|textbox|checkbox|group) "((?:[^"\\]|\\.)*)"(.*)$/;
/** A line with a colon in its name is quoted once more. */
const quotedLine = /^( *- )'((?:[^']|'')*)'/;

/**
 * A therapist with keys only: Tab, Shift+Tab, arrows, Space, Enter and letters. They know the order of the controls from
 * what a screen reader would read, so that each Tab must land where the order says.
 */
export class Keyboard {
  readonly #window: AppWindow;
  /** Where the focus is; null is before the first control. */
  #at: Stop | null = null;

  constructor(window: AppWindow) {
    this.#window = window;
  }

  /** Says where the screen itself put the focus, or beside what it was left. */
  focusIsAt(stop: Stop | null): void {
    this.#at = stop;
  }

  /** Goes to a control by Tab, or back by Shift+Tab. */
  async goTo(role: Stop['role'], name: string | RegExp): Promise<void> {
    const stops = await this.#stops();
    const isWanted = (stop: Stop) =>
      stop.role === role && (typeof name === 'string' ? stop.name === name : name.test(stop.name));
    const wanted = stops.findIndex(isWanted);
    const target = stops[wanted];
    if (target === undefined) throw new Error(`No ${role} ${String(name)} to go to among ${said(stops)}`);
    const from = this.#at;
    const here = from === null ? -1 : stops.findIndex((stop) => stop.role === from.role && stop.name === from.name);
    if (from !== null && here === -1) throw new Error(`The focus was lost: ${said([from])} is not in ${said(stops)}`);
    const key = wanted > here ? 'Tab' : 'Shift+Tab';
    for (let step = Math.abs(wanted - here); step > 0; step -= 1) await this.#window.press(key);
    this.#at = target;
  }

  /** Types into the field that has the focus. */
  async type(text: string): Promise<void> {
    for (const character of text) await this.#window.press(character === ' ' ? 'Space' : character);
  }

  async press(key: string): Promise<void> {
    await this.#window.press(key);
  }

  async #stops(): Promise<readonly Stop[]> {
    const stops: Stop[] = [];
    for (const line of (await this.#window.snapshot()).split('\n')) {
      const plain = line.replace(
        quotedLine,
        (_, start: string, quoted: string) => start + quoted.replaceAll("''", "'"),
      );
      const [, role, name = '', flags = ''] = controlLine.exec(plain) ?? [];
      if (flags.includes('[disabled]')) continue;
      // The group is the stop, not each radio button: arrows move within it.
      if (role === 'button' || role === 'textbox' || role === 'checkbox' || role === 'group')
        stops.push({ role, name });
    }
    return stops;
  }
}

function said(stops: readonly Stop[]): string {
  return stops.map(({ role, name }) => `${role} “${name}”`).join(', ');
}
