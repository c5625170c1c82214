import type { Clock } from './clock.ts';
import type { Desk } from './desk.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';

export type TickerParts = {
  readonly desk: Desk;
  readonly clock: Clock;
  /** The rehearsal's clock, where this is one. */
  readonly rehearsal: RehearsalClock | null;
  readonly tellClock: (told: { reading: ReturnType<Clock['read']>; elapsedMs: number | null; rate: number }) => void;
  readonly every: (periodMs: number, action: () => void) => { readonly stop: () => void };
  readonly keepOffset: (offsetMs: number) => void;
};

/** How often time is looked at; a rehearsal's clock runs fast, so it is looked at more often. Real milliseconds. */
const periodMs = 1_000;
const rehearsalPeriodMs = 100;
/** How often the windows are told the time while nothing changes. Real milliseconds. */
const tellEveryMs = 1_000;

/** Looks at the clock again and again: what became due is journaled, and the windows are told the time. */
export class Ticker {
  readonly #parts: TickerParts;
  readonly #handle: { readonly stop: () => void };
  readonly #periodMs: number;
  #sinceToldMs = 0;
  #lastRate = 1;

  constructor(parts: TickerParts) {
    this.#parts = parts;
    this.#periodMs = parts.rehearsal === null ? periodMs : rehearsalPeriodMs;
    this.#handle = parts.every(this.#periodMs, () => this.look());
  }

  /** Looks now; also when the machine has resumed. */
  look(): void {
    const { desk, clock, rehearsal } = this.#parts;
    const room = desk.running;
    room?.conductor.tick();
    if (rehearsal !== null) {
      rehearsal.askedForSomething(desk.active === null || desk.active !== room || room === null || room.somebodyActs());
    }
    this.#sinceToldMs += this.#periodMs;
    const rate = clock.rate();
    if (rate === this.#lastRate && this.#sinceToldMs < tellEveryMs) return;
    this.#lastRate = rate;
    if (rehearsal !== null) this.#parts.keepOffset(rehearsal.offsetMs());
    this.tell();
  }

  /** Tells the windows the time. */
  tell(): void {
    this.#sinceToldMs = 0;
    const { desk, clock } = this.#parts;
    this.#parts.tellClock({
      reading: clock.read(),
      elapsedMs: desk.active === null ? null : desk.active.conductor.now().elapsedMs,
      rate: clock.rate(),
    });
  }

  stop(): void {
    this.#handle.stop();
  }
}
