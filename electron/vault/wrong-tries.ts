/** Waits so many milliseconds; passed in, so that a test can move the time. */
export type Wait = (milliseconds: number) => Promise<void>;

const longestWaitMs = 30_000;

/** How long the next try waits after so many wrong ones in a row: none, then 1 s doubling up to 30 s. */
export function waitAfterWrongTries(wrongTries: number): number {
  return wrongTries === 0 ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (wrongTries - 1));
}
