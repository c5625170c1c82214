import type { Problem } from '../../shared/problem.ts';
import { guardTransport, withinLimit } from './guarded-transport.ts';
import { type HidBus, HidFault, type HidListing, type HidTransport } from './hid-transport.ts';
import type { MemoryContents } from './monitor-family.ts';
import type { ClaimedListing } from './monitor-key.ts';
import { monitorProblem, problemOfFault } from './monitor-problem.ts';
import type { Timer } from './timer.ts';

/** No exchange lasts longer, however well it goes: two full banks of a slow monitor take about half of it. */
export const exchangeLimitMs = 60_000;
const openLimitMs = 3000;

export type ExchangeResult =
  | { readonly kind: 'contents'; readonly contents: MemoryContents }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** One exchange that is under way. */
export type MemoryExchange = {
  readonly result: Promise<ExchangeResult>;
  /** Ends it now; the result is then `cancelled`. */
  cancel(): void;
};

/** Opens what is listed; one that never answers throws `HidFault`, and is closed should it open after all. */
export async function openWithin(bus: HidBus, listing: HidListing, timer: Timer): ReturnType<HidBus['open']> {
  const opening = bus.open(listing);
  return withinLimit(timer, openLimitMs, 'opening', opening).catch((error: unknown) => {
    opening.then((late) => (late.ok ? late.value.close() : undefined)).catch(() => undefined);
    throw error;
  });
}

/** Opens a monitor, has its family read it, and closes it whatever happens. `known` as in `FamilyExchange`. */
export function startMemoryExchange(
  bus: HidBus,
  claimed: ClaimedListing,
  timer: Timer,
  known: ReadonlySet<string> | null,
): MemoryExchange {
  let cancelled = false;
  let abort: ((kind: 'cancelled' | 'watchdog') => void) | null = null;

  const read = async (transport: HidTransport): Promise<ExchangeResult> => {
    const guarded = guardTransport(transport, timer);
    abort = guarded.abort;
    if (cancelled) guarded.abort('cancelled');
    const stopWatchdog = timer.after(exchangeLimitMs, () => guarded.abort('watchdog'));
    try {
      const outcome = await claimed.family.readAll({ transport: guarded, timer, known });
      return outcome.ok ? { kind: 'contents', contents: outcome.value } : { kind: 'problem', problem: outcome.problem };
    } finally {
      stopWatchdog();
      await guarded.close();
    }
  };

  const run = async (): Promise<ExchangeResult> => {
    try {
      const opened = await openWithin(bus, claimed.listing, timer);
      if (!opened.ok) return { kind: 'problem', problem: opened.problem };
      return await read(opened.value);
    } catch (error) {
      if (!(error instanceof HidFault)) throw error;
      const problem = problemOfFault(error);
      return problem === null ? { kind: 'cancelled' } : { kind: 'problem', problem };
    }
  };

  return {
    result: run().then((result) => (cancelled && result.kind === 'problem' ? { kind: 'cancelled' } : result)),
    cancel() {
      cancelled = true;
      abort?.('cancelled');
    },
  };
}

/** Lists what is plugged in; a system that never answers is a problem too. */
export async function listWithin(bus: HidBus, timer: Timer): Promise<Awaited<ReturnType<HidBus['list']>>> {
  try {
    return await withinLimit(timer, openLimitMs, 'listing', bus.list());
  } catch (error) {
    if (!(error instanceof HidFault)) throw error;
    return { ok: false, problem: monitorProblem.listFailed() };
  }
}
