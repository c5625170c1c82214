/** What the page saw since it was asked last, on its own clock. */
export type PageReport = {
  readonly painted: readonly { readonly atMs: number; readonly text: string }[];
  readonly longestMs: number;
  readonly frames: number;
};

declare global {
  interface Window {
    benchReport?: { painted: { atMs: number; text: string }[]; longestMs: number; frames: number };
  }
}

/** Runs in the console's page: watches for a reading that waits to be confirmed, and for every frame. */
export function observeConsole(): void {
  const report = { painted: [] as { atMs: number; text: string }[], longestMs: 0, frames: 0 };
  window.benchReport = report;
  let waits = false;
  const look = () => {
    const button = Array.from(document.querySelectorAll('button')).find(
      (one) => one.textContent === 'Confirm the reading',
    );
    if (button !== undefined && !waits) {
      const text = button.closest('section')?.textContent ?? '';
      // A message posted in the frame's own callback arrives once that frame has been handed to the screen.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => report.painted.push({ atMs: performance.now(), text });
        port2.postMessage(null);
      });
    }
    waits = button !== undefined;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    report.longestMs = Math.max(report.longestMs, now - last);
    report.frames += 1;
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Runs in the console's page: what was seen since the last call. */
export function takeReport(): PageReport {
  const report = window.benchReport;
  if (report === undefined) return { painted: [], longestMs: 0, frames: 0 };
  const taken = { painted: report.painted.splice(0), longestMs: report.longestMs, frames: report.frames };
  report.longestMs = 0;
  report.frames = 0;
  return taken;
}
