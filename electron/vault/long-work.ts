/** Work on the whole vault that takes long: it tells how far it is, and can be stopped. */
export type LongWork = {
  /** So many parts done, of so many. */
  readonly tell: (done: number, of: number) => void;
  readonly isStopped: () => boolean;
};

/** Lets everything else that waits in this process go first: a running session's entries before all. */
export function letOthersGo(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
