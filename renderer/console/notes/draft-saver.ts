/** Runs something once after a while; the returned function calls it off. */
export type After = (delayMs: number, run: () => void) => () => void;

/** A draft on disk is at most this old. Milliseconds. */
export const draftIntervalMs = 250;

/**
 * Hands drafts on: the first at once, then at most one every `draftIntervalMs`, and always the last.
 */
export type DraftSaver = {
  readonly keep: (text: string) => void;
  /** Hands on at once whatever waits: on blur, hide and close. */
  readonly flush: () => void;
  /** Forgets what waits: the note was filed. */
  readonly drop: () => void;
};

/** A saver of drafts over a timer that the caller gives. */
export function createDraftSaver(save: (text: string) => void, after: After): DraftSaver {
  let waiting: string | null = null;
  let callOff: (() => void) | null = null;

  const hand = (text: string) => {
    waiting = null;
    save(text);
    callOff = after(draftIntervalMs, () => {
      callOff = null;
      if (waiting !== null) hand(waiting);
    });
  };
  const stop = () => {
    callOff?.();
    callOff = null;
  };

  return {
    keep(text) {
      if (callOff === null) hand(text);
      else waiting = text;
    },
    flush() {
      stop();
      if (waiting !== null) {
        const text = waiting;
        waiting = null;
        save(text);
      }
    },
    drop() {
      stop();
      waiting = null;
    },
  };
}
