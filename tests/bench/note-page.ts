/** One note. Milliseconds. */
export type SeenNote = {
  /** From the finger going down to the frame that shows the tag pressed. */
  readonly pressedMs: number;
  /** From the finger coming up, which makes the note, to the frame that shows its words in the slot of the last entry. */
  readonly shownMs: number;
  /** From the finger coming up to the frame that shows it as saved. */
  readonly savedMs: number;
};

declare global {
  interface Window {
    benchNotes?: { seen: SeenNote[]; longestMs: number };
  }
}

/**
 * Runs in the console's page: takes the times of every finger on a quick note from the events themselves, and watches the
 * tag, and the slot of the last entry until its words have changed and its diamond is solid. The next finger comes later.
 */
export function observeNotes(): void {
  const report = { seen: [] as SeenNote[], longestMs: 0 };
  window.benchNotes = report;
  let note: { downMs: number; upMs: number; before: string; pressedMs: number; shownMs: number; step: number } | null =
    null;
  const slot = () => document.querySelector('.last-entry-line');
  const words = () => slot()?.querySelector('.last-entry-text')?.textContent ?? '';
  const isSaved = () => slot()?.querySelector('[aria-label="Saved"]') !== null;
  /** A message posted in the frame's own callback arrives once that frame has been handed to the screen. */
  const oncePainted = (act: (atMs: number) => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => act(performance.now());
      port2.postMessage(null);
    });
  const isTag = (target: EventTarget | null) => target instanceof Element && target.closest('.tag-button') !== null;
  const onDown = (event: PointerEvent) => {
    if (!isTag(event.target)) return;
    const own = { downMs: event.timeStamp, upMs: 0, before: words(), pressedMs: 0, shownMs: 0, step: 0 };
    note = own;
    oncePainted((atMs) => {
      own.pressedMs = atMs - own.downMs;
    });
  };
  const onUp = (event: PointerEvent) => {
    if (note !== null && note.upMs === 0) note.upMs = event.timeStamp;
  };
  document.addEventListener('pointerdown', onDown, true);
  document.addEventListener('pointerup', onUp, true);
  new MutationObserver(() => {
    const own = note;
    if (own === null || own.upMs === 0 || words() === own.before) return;
    if (own.step === 0) {
      own.step = 1;
      oncePainted((atMs) => {
        own.shownMs = atMs - own.upMs;
      });
    }
    if (!isSaved()) return;
    note = null;
    oncePainted((atMs) => {
      const savedMs = atMs - own.upMs;
      report.seen.push({ pressedMs: own.pressedMs, shownMs: own.shownMs === 0 ? savedMs : own.shownMs, savedMs });
    });
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    report.longestMs = Math.max(report.longestMs, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Runs in the console's page: every note that was seen so far, and the longest time between two frames. */
export function takeNotes(): { readonly seen: readonly SeenNote[]; readonly longestMs: number } {
  return window.benchNotes ?? { seen: [], longestMs: 0 };
}
