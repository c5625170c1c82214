import type { Outcome, Problem } from '../../shared/problem.ts';
import type { SessionEvent } from '../../shared/session/event.ts';

/** Where events become durable. Resolves ok only when the event is on disk in every copy. */
export type JournalPort = {
  readonly append: (sequence: number, entry: string) => Promise<Outcome<null>>;
};

/** What the writer tells: how far the journal is durable, and what keeps it from being so. */
export type WriterListener = {
  readonly onDurable: (durableThrough: number) => void;
  readonly onSaving: (unsaved: number, problem: Problem | null) => void;
};

/** How long a failed write waits before it is tried again. Real milliseconds. */
const retryMs = 1_000;
/** A write that takes longer is told: nobody waits for “saved” without knowing why. Real milliseconds. */
const slowMs = 1_000;

/** The disk takes what it is given, but slowly; nothing has failed. */
export const slowDisk: Problem = {
  code: 'disk-slow',
  sentence: 'The disk is slow; the last entries are not saved yet.',
  remedy: 'Go on. Vigil keeps them in their order and saves them as soon as the disk takes them.',
};

/**
 * Writes events in their order, one at a time. A write that fails is tried again until it succeeds; meanwhile events
 * are kept in memory, in order, and nothing is called durable that is not. A write that takes long is told as well.
 */
export class JournalWriter {
  readonly #port: JournalPort;
  readonly #pause: (durationMs: number) => Promise<void>;
  readonly #listener: WriterListener;
  readonly #queue: SessionEvent[] = [];
  #durableThrough: number;
  #problem: Problem | null = null;
  #isFailing = false;
  #writing = false;
  #closed = false;
  #waiting: ((durable: boolean) => void)[] = [];

  constructor(
    durableThrough: number,
    port: JournalPort,
    pause: (durationMs: number) => Promise<void>,
    listener: WriterListener,
  ) {
    this.#durableThrough = durableThrough;
    this.#port = port;
    this.#pause = pause;
    this.#listener = listener;
  }

  get durableThrough(): number {
    return this.#durableThrough;
  }

  /** Takes the next event; its sequence follows the last one's. */
  append(event: SessionEvent): void {
    this.#queue.push(event);
    if (!this.#writing) void this.#write();
  }

  /** Resolves true when everything taken so far is durable, false as soon as a write has failed. */
  settled(): Promise<boolean> {
    if (this.#queue.length === 0) return Promise.resolve(true);
    if (this.#isFailing || this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#answer(this.#queue.length === 0);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (!this.#closed) {
      const event = this.#queue[0];
      if (event === undefined) break;
      const outcome = await this.#appendInSight(event);
      if (this.#closed) break;
      this.#isFailing = !outcome.ok;
      if (outcome.ok) {
        this.#queue.shift();
        this.#durableThrough = event.sequence;
        this.#listener.onDurable(event.sequence);
        // A slow disk is told until it has taken everything: a band that comes and goes is read by nobody.
        this.#report(this.#problem === slowDisk && this.#queue.length > 0 ? slowDisk : null);
      } else {
        this.#report(outcome.problem);
        this.#answer(false);
        await this.#pause(retryMs);
      }
    }
    this.#writing = false;
    if (this.#queue.length === 0) this.#answer(true);
  }

  async #appendInSight(event: SessionEvent): Promise<Outcome<null>> {
    let isUnderWay = true;
    void this.#pause(slowMs).then(() => {
      if (isUnderWay && !this.#closed && this.#problem === null) this.#report(slowDisk);
    });
    const outcome = await this.#port.append(event.sequence, JSON.stringify(event));
    isUnderWay = false;
    return outcome;
  }

  #report(problem: Problem | null): void {
    if (problem === null && this.#problem === null) return;
    this.#problem = problem;
    this.#listener.onSaving(this.#queue.length, problem);
  }

  #answer(durable: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(durable);
  }
}
