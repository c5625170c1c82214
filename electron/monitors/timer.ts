/**
 * The only way monitor code waits. Nobody here reads a clock: whatever has to end, ends because a timer rang.
 * The process passes `setTimeout`, tests pass virtual time.
 */
export type Timer = {
  /** Runs `run` once after `delayMs`; the returned function calls it off and may be called at any time. */
  after(delayMs: number, run: () => void): () => void;
};

/** Resolves after `delayMs`. */
export function sleep(timer: Timer, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(delayMs, resolve);
  });
}

/** A point in time that has passed or not. */
export type Deadline = { passed(): boolean; cancel(): void };

/** A deadline `delayMs` from now. Cancel it when it is no longer of interest. */
export function startDeadline(timer: Timer, delayMs: number): Deadline {
  let passed = false;
  const cancel = timer.after(delayMs, () => {
    passed = true;
  });
  return { passed: () => passed, cancel };
}
