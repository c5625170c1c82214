import type { Timer } from '../../electron/monitors/timer.ts';

/** Time that passes only when a test lets it. */
export type VirtualTimer = Timer & {
  elapsedMs(): number;
  /** Lets `ms` pass, and everything that falls due in them happen. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until `done` holds; throws when `limitMs` go by or nothing is left that could happen. */
  until(done: () => boolean, limitMs?: number): Promise<void>;
  /** Lets time pass until the promise settles; throws where it would hang. */
  settle<Value>(promise: Promise<Value>, limitMs?: number): Promise<Value>;
};

type Due = { readonly atMs: number; readonly order: number; readonly run: () => void };

/** Everything that follows from what happened, without time passing. */
const aftermath = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createVirtualTimer(): VirtualTimer {
  let nowMs = 0;
  let order = 0;
  const due = new Set<Due>();

  const next = (): Due | null => {
    let first: Due | null = null;
    for (const candidate of due) {
      if (
        first === null ||
        candidate.atMs < first.atMs ||
        (candidate.atMs === first.atMs && candidate.order < first.order)
      ) {
        first = candidate;
      }
    }
    return first;
  };
  const fire = (item: Due) => {
    due.delete(item);
    nowMs = Math.max(nowMs, item.atMs);
    item.run();
  };
  const until = async (done: () => boolean, limitMs = 600_000) => {
    const endMs = nowMs + limitMs;
    await aftermath();
    while (!done()) {
      const item = next();
      if (item === null) throw new Error(`hangs: nothing is due any more at ${nowMs} ms`);
      if (item.atMs > endMs) throw new Error(`not done within ${limitMs} ms`);
      fire(item);
      await aftermath();
    }
  };

  return {
    after(delayMs, run) {
      order += 1;
      const item = { atMs: nowMs + Math.max(0, delayMs), order, run };
      due.add(item);
      return () => {
        due.delete(item);
      };
    },
    elapsedMs: () => nowMs,
    async advance(ms) {
      const endMs = nowMs + ms;
      await aftermath();
      for (let item = next(); item !== null && item.atMs <= endMs; item = next()) {
        fire(item);
        await aftermath();
      }
      nowMs = endMs;
    },
    until,
    async settle(promise, limitMs) {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      promise.then(mark, mark);
      await until(() => settled, limitMs);
      return promise;
    },
  };
}
