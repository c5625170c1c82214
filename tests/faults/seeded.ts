/** Draws that a seed repeats: mulberry32, whose state is one 32-bit number. */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  /** So many bytes; given to a vault, they make it the same at every run. */
  bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => this.next() >>> 24);

  /** A random UUID, version 4. */
  uuid(): string {
    const hex = Buffer.from(this.bytes(16)).toString('hex');
    const variant = ((this.next() & 3) | 8).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  /** True once in so many draws. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Another source for one trial, so that a trial can be repeated without those before it. */
  fork(trial: number): Seeded {
    return new Seeded(Math.imul(this.#state ^ 0x9e3779b9, 2 * trial + 1));
  }
}
