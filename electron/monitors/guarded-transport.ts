import { HidFault, type HidFaultKind, type HidTransport } from './hid-transport.ts';
import type { Timer } from './timer.ts';

/** Ends what takes longer than `limitMs` with a fault; whatever it leaves behind may finish in its own time. */
export function withinLimit<Value>(timer: Timer, limitMs: number, what: string, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(limitMs, () => reject(new HidFault('stuck', `${what} did not return`)));
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** A transport of which every operation ends, and that can be ended from outside. */
export type GuardedTransport = HidTransport & {
  /** Every later operation throws this fault; the one under way is left at once. */
  abort(kind: HidFaultKind): void;
};

/** What an operation may take beyond its own time-out; Windows' own writes give up after a second. */
const graceMs = 1500;

/** Puts a limit on every operation of a transport, so that a driver that never returns cannot hold the exchange. */
export function guardTransport(transport: HidTransport, timer: Timer): GuardedTransport {
  let fault: HidFault | null = null;
  let leave: ((fault: HidFault) => void) | null = null;
  const fail = (next: HidFault) => {
    fault ??= next;
    leave?.(fault);
  };
  transport.onError(fail);

  const operation = <Value>(limitMs: number, what: string, run: () => Promise<Value>): Promise<Value> => {
    if (fault !== null) return Promise.reject(fault);
    return new Promise((resolve, reject) => {
      leave = reject;
      withinLimit(timer, limitMs, what, run()).then(resolve, reject);
    });
  };

  return {
    write: (report) => operation(graceMs, 'write', () => transport.write(report)),
    read: (timeoutMs) => operation(timeoutMs + graceMs, 'read', () => transport.read(timeoutMs)),
    sendFeature: (report) => operation(graceMs, 'feature report', () => transport.sendFeature(report)),
    close: () => withinLimit(timer, graceMs, 'close', transport.close()).catch(() => undefined),
    onError: (listener) => transport.onError(listener),
    abort: (kind) => fail(new HidFault(kind, `exchange ended: ${kind}`)),
  };
}
