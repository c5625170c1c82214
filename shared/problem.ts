/**
 * An error that a person can act on: a stable code, one sentence that says what is wrong and one that says what to do.
 * Holds nothing of a patient. Everything that is not a `Problem` is a defect and crashes.
 */
export type Problem = {
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
  /** A line that the remedy speaks of, to be copied as it stands. */
  readonly toCopy?: string;
};

/** The outcome of something that may fail in a way a person can act on. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };
