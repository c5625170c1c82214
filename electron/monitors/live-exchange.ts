import type { Problem } from '../../shared/problem.ts';
import { guardTransport } from './guarded-transport.ts';
import { type HidBus, HidFault, type HidFaultKind, type HidTransport } from './hid-transport.ts';
import { openWithin } from './memory-exchange.ts';
import type { LiveEnd, LiveMeasuring, LiveStage } from './monitor-family.ts';
import type { ClaimedListing } from './monitor-key.ts';
import { monitorProblem, problemOfFault, withCuffWarning } from './monitor-problem.ts';
import type { Timer } from './timer.ts';

/** Handshakes end in a few seconds; one that has not ended by then never will. */
export const preparingLimitMs = 15_000;
/** The family ends a measurement without a result after 120 s by itself; this is for one that hangs while it does so. */
export const measuringLimitMs = 126_000;
/** From the press on stop until the therapist is told to use the monitor's own button. */
export const stoppingLimitMs = 5000;

export type LiveResult =
  | { readonly kind: 'ended'; readonly end: LiveEnd }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** One exchange in which Vigil listens to a monitor and may start it once. */
export type LiveRun = {
  readonly result: Promise<LiveResult>;
  /**
   * The therapist's press on start. At most one start leaves in one exchange, however often it is pressed; a press before
   * the monitor is listened to does nothing.
   */
  start(): void;
  /** The therapist's press on stop; takes a start that has not left yet back. */
  stop(): void;
  /** Leaves a monitor that was not started; one that was is stopped. The result of leaving is `cancelled`. */
  cancel(): void;
  /** Whether start was pressed: the cuff may be tight from here on. */
  started(): boolean;
};

/**
 * Opens a monitor and listens to it until it has a result, an error, was stopped or left; closes it whatever happens.
 * Once it was started or stopped, every problem it ends in says what to do about a cuff that is still tight.
 * @param onStage told at every change; `measuring` from the press on start, `stopping` from the press on stop
 */
export function startLiveExchange(
  bus: HidBus,
  claimed: ClaimedListing,
  live: LiveMeasuring,
  timer: Timer,
  onStage: (stage: LiveStage) => void,
): LiveRun {
  let stage: LiveStage = 'preparing';
  let wish: 'start' | 'stop' | null = null;
  let started = false;
  let stopping = false;
  let cancelled = false;
  let abort: ((kind: HidFaultKind) => void) | null = null;
  let callOffLimit = timer.after(preparingLimitMs, () => abort?.('watchdog'));

  const limit = (delayMs: number) => {
    callOffLimit();
    callOffLimit = timer.after(delayMs, () => abort?.('watchdog'));
  };
  const enter = (next: LiveStage) => {
    if (next === stage) return;
    stage = next;
    onStage(stage);
  };
  const hearStage = (told: LiveStage) => {
    if (stopping) return;
    if (told === 'listening' && !started) callOffLimit();
    if (told !== 'measuring' && told !== 'stopping' && started) return;
    enter(told);
  };

  const listen = async (transport: HidTransport): Promise<LiveResult> => {
    const guarded = guardTransport(transport, timer);
    abort = guarded.abort;
    if (cancelled) guarded.abort('cancelled');
    const takeWish = () => {
      const taken = wish;
      wish = null;
      return taken;
    };
    try {
      const outcome = await live.listen({ transport: guarded, timer, takeWish, onStage: hearStage });
      return outcome.ok ? { kind: 'ended', end: outcome.value } : { kind: 'problem', problem: outcome.problem };
    } finally {
      await guarded.close();
    }
  };

  /** The patient may have pressed the monitor's own button: whoever presses stop has seen a reason to. */
  const mayBeTight = () => started || stopping;
  const problemOf = (fault: HidFault): Problem | null => {
    if (!mayBeTight()) return fault.kind === 'unplugged' ? monitorProblem.unpluggedListening() : problemOfFault(fault);
    if (fault.kind === 'unplugged') return monitorProblem.unpluggedMeasuring();
    return stopping ? monitorProblem.stopUnconfirmed() : problemOfFault(fault);
  };

  const run = async (): Promise<LiveResult> => {
    try {
      const opened = await openWithin(bus, claimed.listing, timer);
      return opened.ok ? await listen(opened.value) : { kind: 'problem', problem: opened.problem };
    } catch (error) {
      if (!(error instanceof HidFault)) throw error;
      const problem = problemOf(error);
      return problem === null ? { kind: 'cancelled' } : { kind: 'problem', problem };
    } finally {
      callOffLimit();
    }
  };

  const stop = () => {
    if (stopping || stage === 'preparing') return;
    stopping = true;
    wish = 'stop';
    limit(stoppingLimitMs);
    enter('stopping');
  };
  return {
    result: run().then((result) => {
      if (result.kind !== 'problem') return result;
      if (mayBeTight()) return { kind: 'problem', problem: withCuffWarning(result.problem) };
      return cancelled ? { kind: 'cancelled' } : result;
    }),
    start() {
      if (started || stopping || stage !== 'listening') return;
      started = true;
      wish = 'start';
      limit(measuringLimitMs);
      enter('measuring');
    },
    stop,
    cancel() {
      if (started) {
        stop();
        return;
      }
      cancelled = true;
      abort?.('cancelled');
    },
    started: () => started,
  };
}
