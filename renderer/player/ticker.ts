const EVERY_MS = 250;
/** Two sources tick; what comes this soon after a tick is the other one's. */
const TOO_SOON_MS = 200;

/** Calls `tick` every 250 ms for as long as the page lives: by a worker, and by the page where there is none. */
export function startTicking(tick: () => void): void {
  let lastMs = Number.NEGATIVE_INFINITY;
  const once = (): void => {
    const nowMs = performance.now();
    if (nowMs - lastMs < TOO_SOON_MS) return;
    lastMs = nowMs;
    tick();
  };
  setInterval(once, EVERY_MS);
  const worker = new Worker(new URL('./tick-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', once);
}
