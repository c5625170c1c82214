/** Runs something once after a while; the returned function calls it off. */
export type After = (delayMs: number, run: () => void) => () => void;

/** A draft on disk is at most this old. Milliseconds. */
export const draftIntervalMs = 250;

/**
 * Hands drafts on: the first at once, then at most one every `draftIntervalMs`, and always the last.
 */
export type DraftSaver<Draft> = {
  readonly keep: (draft: Draft) => void;
  /** Hands on at once whatever waits: on blur, hide and close. */
  readonly flush: () => void;
  /** Forgets what waits: the note was filed. */
  readonly drop: () => void;
};

/** A saver of drafts over a timer that the caller gives. */
export function createDraftSaver<Draft>(save: (draft: Draft) => void, after: After): DraftSaver<Draft> {
  let waiting: { readonly draft: Draft } | null = null;
  let callOff: (() => void) | null = null;

  const hand = (draft: Draft) => {
    waiting = null;
    save(draft);
    callOff = after(draftIntervalMs, () => {
      callOff = null;
      if (waiting !== null) hand(waiting.draft);
    });
  };
  const stop = () => {
    callOff?.();
    callOff = null;
  };

  return {
    keep(draft) {
      if (callOff === null) hand(draft);
      else waiting = { draft };
    },
    flush() {
      stop();
      if (waiting !== null) {
        const { draft } = waiting;
        waiting = null;
        save(draft);
      }
    },
    drop() {
      stop();
      waiting = null;
    },
  };
}
