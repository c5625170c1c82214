/** The console is asked so often whether its loop still runs. Real milliseconds. */
export const beatEveryMs = 500;
/** A console that has answered nothing for so long is covered by the fallback page. Real milliseconds. */
export const stalledAfterMs = 2_000;
/** A console that has answered nothing for so long is made anew. Real milliseconds. */
export const givenUpAfterMs = 15_000;

export type ConsoleWatchParts = {
  /** Real milliseconds that do not run while the machine sleeps. */
  readonly nowMs: () => number;
  /** Shows the fallback page; called again each time it is looked, so that its clock goes on. */
  readonly cover: () => void;
  /** Takes the fallback page away. */
  readonly uncover: () => void;
  /** Ends the console's page, so that another takes its place. */
  readonly giveUp: () => void;
};

/** Watches whether the console still answers, and covers it with the fallback page for as long as it does not. */
export class ConsoleWatch {
  readonly #parts: ConsoleWatchParts;
  /** When the console was heard last; null for one that is only starting, or gone. */
  #heardAtMs: number | null = null;
  #covered = false;
  #gone = false;

  constructor(parts: ConsoleWatchParts) {
    this.#parts = parts;
  }

  /** The console has answered: its loop runs. */
  heard(): void {
    this.#heardAtMs = this.#parts.nowMs();
    this.#gone = false;
    if (!this.#covered) return;
    this.#covered = false;
    this.#parts.uncover();
  }

  /** The console's page is gone, and another is on its way. */
  gone(): void {
    this.#heardAtMs = null;
    this.#gone = true;
    this.#cover();
  }

  /** Looks at the console; to be called twice a second. */
  look(): void {
    const silentMs = this.#heardAtMs === null ? 0 : this.#parts.nowMs() - this.#heardAtMs;
    if (silentMs > givenUpAfterMs) {
      this.gone();
      this.#parts.giveUp();
    } else if (this.#gone || silentMs > stalledAfterMs) {
      this.#cover();
    }
  }

  #cover(): void {
    this.#covered = true;
    this.#parts.cover();
  }
}
