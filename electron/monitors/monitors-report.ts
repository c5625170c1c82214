import type { Problem } from '../../shared/problem.ts';
import { implausibility } from '../../shared/vitals/plausibility.ts';
import type { HidBus } from './hid-transport.ts';
import { listWithin, startMemoryExchange } from './memory-exchange.ts';
import type { MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { type ClaimedListing, claimListings } from './monitor-key.ts';
import type { MonitorsLine } from './monitors-lines.ts';
import { recordBus } from './recorded-transport.ts';
import { sleep, type Timer } from './timer.ts';

export type MonitorsReportParts = {
  readonly bus: HidBus;
  readonly timer: Timer;
  /** Real time that never runs backwards, in ms. */
  readonly nowMs: () => number;
  /** Families that this process speaks with; the others are another one's business. */
  readonly families: readonly MonitorFamily[];
  readonly tell: (line: MonitorsLine) => void;
};

export type MonitorsReport = {
  /** Monitors found, read or not. */
  readonly found: number;
  readonly allRead: boolean;
  /** The system told what is plugged in. */
  readonly listed: boolean;
};

/** A problem as a line; what to do follows what is wrong. */
export function errorLine(problem: Problem, family: ClaimedListing['family']['id'] | null): MonitorsLine {
  return {
    error: {
      family,
      code: problem.code,
      message: [problem.sentence, problem.remedy, problem.toCopy ?? ''].join(' ').trim(),
    },
  };
}

function entryLine(entry: MemoryEntry, family: ClaimedListing['family']['id']): MonitorsLine {
  if (entry.kind === 'unreadable') return { refused: { family, reason: entry.record.reason } };
  const { systolicMmHg, diastolicMmHg, pulsePerMin, monitorTime, slot, flags } = entry.record;
  const implausible = implausibility(entry.record);
  if (implausible !== null) return { refused: { family, reason: implausible.sentence } };
  return {
    reading: { family, systolicMmHg, diastolicMmHg, pulsePerMin, takenAt: monitorTime, slot, flags: [...flags] },
  };
}

async function readOne(claimed: ClaimedListing, parts: MonitorsReportParts): Promise<boolean> {
  const { bus, timer, nowMs, tell } = parts;
  const { family, listing } = claimed;
  const { vendorId, productId, path } = listing;
  tell({ monitor: { family: family.id, vendorId, productId, path } });
  const recorded = recordBus(bus, nowMs, (entry) => tell({ traffic: { family: family.id, path, ...entry } }));
  const result = await startMemoryExchange(recorded, claimed, timer, null).result;
  if (result.kind === 'contents') {
    for (const entry of result.contents.entries) tell(entryLine(entry, family.id));
    return true;
  }
  if (result.kind === 'problem') tell(errorLine(result.problem, family.id));
  return false;
}

/**
 * Reads every monitor that is plugged in once, one after the other, and tells what is found line by line. Never waits
 * longer than a minute for one of them. Readings come as they lie in the memory, newest first within each slot;
 * nothing is compared with an earlier reading, and nothing is written into a monitor.
 */
export async function reportMonitors(parts: MonitorsReportParts): Promise<MonitorsReport> {
  const { bus, timer, families, tell } = parts;
  const listing = await listWithin(bus, timer);
  if (!listing.ok) {
    tell(errorLine(listing.problem, null));
    return { found: 0, allRead: false, listed: false };
  }
  const monitors = claimListings(listing.value, families);
  // Nobody knows when they were plugged in: perhaps just now.
  const settleMs = Math.max(0, ...monitors.map(({ family }) => family.settleAfterArrivalMs));
  if (settleMs > 0) await sleep(timer, settleMs);
  let allRead = true;
  for (const claimed of monitors) {
    if (!(await readOne(claimed, parts))) allRead = false;
  }
  return { found: monitors.length, allRead, listed: true };
}
