import type { ChartEntry, ChartOutcome, ChartServer } from './chart-entry.ts';

/** One record that was to be sent, and how far that came. */
export type ChartSend = {
  readonly sendId: string;
  readonly sessionId: string;
  readonly by: string;
  readonly address: string;
  readonly askedWallMs: number;
  /** How often it was tried since it was asked for. */
  readonly tries: number;
  readonly triedWallMs: number | null;
  /** The newest; null before the first. */
  readonly outcome: ChartOutcome | null;
  readonly isWithdrawn: boolean;
};

/** The chart's server and everything that was to be sent, oldest first. */
export type ChartState = { readonly server: ChartServer | null; readonly sends: readonly ChartSend[] };

export const emptyChart: ChartState = { server: null, sends: [] };

/** The chart after one more entry. What is said of a send that nobody asked for is passed over. */
export function withChartEntry(chart: ChartState, entry: ChartEntry): ChartState {
  switch (entry.type) {
    case 'chart-server-set':
      return { ...chart, server: entry.server };
    case 'chart-asked': {
      const { sendId, sessionId, by, address, wallMs } = entry;
      const asked = { sendId, sessionId, by, address, askedWallMs: wallMs, tries: 0, triedWallMs: null };
      return { ...chart, sends: [...chart.sends, { ...asked, outcome: null, isWithdrawn: false }] };
    }
    case 'chart-tried':
      return changed(chart, entry.sendId, (send) => ({
        ...send,
        tries: send.tries + 1,
        triedWallMs: entry.wallMs,
        outcome: entry.outcome,
      }));
    case 'chart-withdrawn':
      return changed(chart, entry.sendId, (send) => ({ ...send, isWithdrawn: true }));
  }
}

function changed(chart: ChartState, sendId: string, change: (send: ChartSend) => ChartSend): ChartState {
  return { ...chart, sends: chart.sends.map((send) => (send.sendId === sendId ? change(send) : send)) };
}

/** Whether it is still to be sent. */
export function isWaiting({ isWithdrawn, outcome }: ChartSend): boolean {
  return !isWithdrawn && (outcome === null || outcome.kind === 'later');
}

/** The oldest send whose time has come; null where there is none. */
export function dueSend(chart: ChartState, nowWallMs: number): ChartSend | null {
  return chart.sends.find((send) => isWaiting(send) && notBefore(send) <= nowWallMs) ?? null;
}

function notBefore({ outcome }: ChartSend): number {
  return outcome?.kind === 'later' ? outcome.notBeforeWallMs : 0;
}

const second = 1_000;
const minute = 60 * second;
/** How long to wait after the first try that failed, the second, and so on; after the last of these, always that long. */
const delaysMs = [30 * second, 2 * minute, 10 * minute, 30 * minute, 60 * minute] as const;
/** A server that asks for more patience than a day is asked again after a day. */
const mostPatienceMs = 24 * 60 * minute;

/**
 * How long to wait after so many failed tries. The first is half a minute: a server may still be at work on a request whose
 * answer was lost. @param askedForMs what the server asked for; null where it asked for nothing.
 */
export function delayMs(failedTries: number, askedForMs: number | null): number {
  const usual = delaysMs[Math.min(Math.max(failedTries, 1), delaysMs.length) - 1] ?? delaysMs[0];
  return Math.min(mostPatienceMs, Math.max(usual, askedForMs ?? 0));
}
