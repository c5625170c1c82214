import type { Problem } from '../../shared/problem.ts';
import type { HidBus } from './hid-transport.ts';
import { listWithin } from './memory-exchange.ts';
import type { MonitorFamily } from './monitor-family.ts';
import { type ClaimedListing, claimListings, type Located, locateMonitor } from './monitor-key.ts';
import type { MonitorSummary } from './monitors-state.ts';
import type { Timer } from './timer.ts';

/** Which monitor is looked for. */
export type Wanted = { readonly key: string; readonly family: MonitorFamily };

/** What is plugged in, and whether the chosen monitor is among it. */
export type Presence = {
  /** Lists what is plugged in. True when the chosen monitor has arrived since the last look. */
  look(wanted: Wanted | null): Promise<{ readonly arrived: boolean; readonly problem: Problem | null }>;
  locate(wanted: Wanted): Located;
  present(): readonly ClaimedListing[];
  /** Where the chosen monitor was found last; `null` while it is away. Another path is an arrival. */
  path(): string | null;
  /** How the chosen monitor was listed last, also while it is away. */
  listing(): ClaimedListing['listing'] | null;
  /** Another monitor is chosen: what was known of the one before is forgotten. */
  choose(key: string): void;
  /** The chosen monitor was pulled in the middle of an exchange. */
  pulled(): void;
};

/** A monitor as the windows show it; `listing` is `null` for one that was never seen. */
export function summaryOf(
  key: string,
  family: MonitorFamily,
  listing: ClaimedListing['listing'] | null,
): MonitorSummary {
  return {
    key,
    family: family.id,
    familyName: family.name,
    product: (listing?.product ?? '').slice(0, 200),
    serial: listing?.serial?.slice(0, 200) ?? null,
    port: listing?.port?.slice(0, 400) ?? null,
    honestStatus: family.honestStatus,
    slots: [...family.capabilities.slots],
    needsReplugBetweenReads: family.capabilities.needsReplugBetweenReads,
    live: family.live !== null,
  };
}

/** Looks only for monitors of these families. */
export function createPresence(bus: HidBus, timer: Timer, families: readonly MonitorFamily[]): Presence {
  let present: readonly ClaimedListing[] = [];
  const severalSeen = new Set<MonitorFamily>();
  let lastListing: ClaimedListing['listing'] | null = null;
  let path: string | null = null;

  const locate = (wanted: Wanted) => locateMonitor(wanted.key, present, severalSeen.has(wanted.family), families);
  return {
    async look(wanted) {
      const listed = await listWithin(bus, timer);
      if (!listed.ok) {
        present = [];
        return { arrived: false, problem: listed.problem };
      }
      present = claimListings(listed.value, families);
      for (const { family } of present) {
        if (present.filter((other) => other.family === family).length > 1) severalSeen.add(family);
      }
      if (wanted === null) return { arrived: false, problem: null };
      const located = locate(wanted);
      if (located.kind !== 'found') {
        path = null;
        return { arrived: false, problem: null };
      }
      const { listing } = located.claimed;
      const arrived = listing.path !== path;
      path = listing.path;
      lastListing = listing;
      return { arrived, problem: null };
    },
    locate,
    present: () => present,
    path: () => path,
    listing: () => lastListing,
    choose(key) {
      const claimed = present.find((candidate) => candidate.key === key);
      lastListing = claimed?.listing ?? null;
      path = claimed?.listing.path ?? null;
    },
    pulled() {
      path = null;
    },
  };
}
