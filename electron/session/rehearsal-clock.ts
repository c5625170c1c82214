import type { ClockReading } from '../../shared/session/moment.ts';
import type { Clock } from './clock.ts';

/** How long nobody must have touched anything before a rehearsal's clock runs fast. Real milliseconds. */
const quietMs = 2_000;

/**
 * A rehearsal's clock: the machine's clock and an offset that grows while everybody waits. It stands while a click, a
 * monitor exchange or a write is under way, goes at 1 while the therapist is asked for something, and at `speed`
 * while nobody has anything to do.
 */
export class RehearsalClock implements Clock {
  readonly #base: Clock;
  readonly #speed: number;
  readonly #realMs: () => number;
  #offsetMs: number;
  #settledAtMs: number;
  #lastTouchMs: number;
  #busy = 0;
  #asked = true;

  /** `realMs` is a monotonic count of real milliseconds; `offsetMs` is where an earlier start of the rehearsal had come to. */
  constructor(base: Clock, speed: number, realMs: () => number, offsetMs = 0) {
    this.#base = base;
    this.#speed = speed;
    this.#realMs = realMs;
    this.#offsetMs = offsetMs;
    this.#settledAtMs = realMs();
    this.#lastTouchMs = realMs();
  }

  read = (): ClockReading => {
    this.#settle();
    const { wallMs, uptimeMs, awakeMs, ...rest } = this.#base.read();
    const offsetMs = Math.round(this.#offsetMs);
    return { ...rest, wallMs: wallMs + offsetMs, uptimeMs: uptimeMs + offsetMs, awakeMs: awakeMs + offsetMs };
  };

  rate = (): number => {
    if (this.#speed === 1) return 1;
    if (this.#busy > 0) return 0;
    if (this.#realMs() - this.#lastTouchMs < quietMs) return 0;
    return this.#asked ? 1 : this.#speed;
  };

  /** How far this clock is ahead of the machine's, to be kept for the next start. */
  offsetMs(): number {
    this.#settle();
    return this.#offsetMs;
  }

  /** A finger or a key went down, or a window asked for something. */
  touched(): void {
    this.#settle();
    this.#lastTouchMs = this.#realMs();
  }

  /** Something is under way that takes real time; the clock stands until the answer is called. */
  hold(): () => void {
    this.#settle();
    this.#busy += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#settle();
      this.#busy -= 1;
    };
  }

  /** Whether the therapist is asked for something now, so that nobody merely waits. */
  askedForSomething(asked: boolean): void {
    if (asked === this.#asked) return;
    this.#settle();
    this.#asked = asked;
  }

  /** Never shows a time before this: the last event of a rehearsal that goes on. */
  notBefore(reading: ClockReading): void {
    const behindMs = reading.uptimeMs - this.read().uptimeMs;
    if (behindMs > 0) this.#offsetMs += behindMs;
  }

  /** Adds what has passed since the last look, at the rate that held. Before the quiet is over the rate was lower. */
  #settle(): void {
    const nowMs = this.#realMs();
    const quietAtMs = this.#lastTouchMs + quietMs;
    if (this.#speed !== 1) {
      const standingMs =
        this.#busy > 0 ? nowMs - this.#settledAtMs : Math.max(0, Math.min(nowMs, quietAtMs) - this.#settledAtMs);
      const runningMs = nowMs - this.#settledAtMs - standingMs;
      this.#offsetMs -= standingMs;
      this.#offsetMs += runningMs * ((this.#asked ? 1 : this.#speed) - 1);
    }
    this.#settledAtMs = nowMs;
  }
}
