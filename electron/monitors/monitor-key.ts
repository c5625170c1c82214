import type { MonitorFamilyId } from '../../shared/vitals/reading.ts';
import { familyOf, monitorFamilies } from './families.ts';
import type { HidListing } from './hid-transport.ts';
import type { MonitorFamily, UserSlot } from './monitor-family.ts';

/** A listed interface that a family claims, with the key by which it is chosen. */
export type ClaimedListing = {
  readonly key: string;
  readonly family: MonitorFamily;
  readonly listing: HidListing;
};

const keyOf = (family: MonitorFamilyId, kind: 'serial' | 'port' | 'path', value: string) =>
  `${family}:${kind}:${value}`;

/**
 * Names everything plugged in that a family claims: by serial where there is one, else by socket, else by path. What
 * two of them share does not name either of them.
 */
export function claimListings(
  listings: readonly HidListing[],
  families: readonly MonitorFamily[] = monitorFamilies,
): ClaimedListing[] {
  const claimed = listings.flatMap((listing) => {
    const family = familyOf(listing, families);
    return family === null ? [] : [{ family, listing }];
  });
  return claimed.map(({ family, listing }) => {
    const alone = (of: (other: HidListing) => string | null) =>
      claimed.filter((other) => other.family === family && of(other.listing) === of(listing)).length === 1;
    if (listing.serial !== null && alone((other) => other.serial)) {
      return { key: keyOf(family.id, 'serial', listing.serial), family, listing };
    }
    if (listing.port !== null && alone((other) => other.port)) {
      return { key: keyOf(family.id, 'port', listing.port), family, listing };
    }
    return { key: keyOf(family.id, 'path', listing.path), family, listing };
  });
}

/** The parts of a key; `null` where it is none. */
export function parseMonitorKey(
  key: string,
  families: readonly MonitorFamily[] = monitorFamilies,
): { readonly family: MonitorFamily; readonly kind: 'serial' | 'port' | 'path'; readonly value: string } | null {
  const match = /^([^:]+):(serial|port|path):(.+)$/s.exec(key);
  const family = families.find((candidate) => candidate.id === match?.[1]);
  const kind = match?.[2];
  const value = match?.[3];
  if (family === undefined || value === undefined) return null;
  return kind === 'serial' || kind === 'port' || kind === 'path' ? { family, kind, value } : null;
}

/** How a reading names its monitor: family and serial where there is one, else family, socket and slot. */
export function monitorIdOf(key: string, slot: UserSlot): string {
  const kind = parseMonitorKey(key)?.kind;
  return (kind === 'serial' ? key : `${key}:slot:${slot}`).slice(0, 200);
}

export type Located =
  | { readonly kind: 'found'; readonly claimed: ClaimedListing }
  | { readonly kind: 'missing' }
  /** One of its kind is there, and nothing says whether it is the same. */
  | { readonly kind: 'ambiguous' };

/**
 * Finds the chosen monitor again among what is plugged in now. A system that names neither serial nor socket gives
 * another path after every plugging in: there a single monitor of the family counts as the same one, unless
 * `severalSeen` says that more of its kind are about.
 */
export function locateMonitor(
  key: string,
  present: readonly ClaimedListing[],
  severalSeen: boolean,
  families: readonly MonitorFamily[] = monitorFamilies,
): Located {
  const parts = parseMonitorKey(key, families);
  const exact = present.filter((candidate) => candidate.key === key);
  if (exact[0] !== undefined && exact.length === 1) return { kind: 'found', claimed: exact[0] };
  const kin = present.filter((candidate) => candidate.family === parts?.family);
  const [only] = kin;
  if (only === undefined) return { kind: 'missing' };
  const nameless = only.listing.serial === null && only.listing.port === null;
  if (kin.length === 1 && parts?.kind === 'path' && nameless && !severalSeen) return { kind: 'found', claimed: only };
  return { kind: 'ambiguous' };
}
