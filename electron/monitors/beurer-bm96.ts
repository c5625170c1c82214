import type { Outcome } from '../../shared/problem.ts';
import { beurerPadding } from './beurer-bm55-codec.ts';
import {
  type Bm96Place,
  type Bm96RecordReply,
  bm96Command,
  decodeBm96Counts,
  decodeBm96Name,
  decodeBm96Record,
} from './beurer-bm96-codec.ts';
import { type BeurerLine, createBeurerLine } from './beurer-line.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import type { HidTransport } from './hid-transport.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { startDeadline, type Timer } from './timer.ts';

/** How often the whole memory is read again when input came that nobody asked for. */
const maxPasses = 3;

/** How much longer than asked for a read may take because of empty reports. */
const sliceMs = 100;

/** Empty reports, padding from the first byte on, come between replies and mean nothing. */
function withoutEmptyReports(transport: HidTransport, timer: Timer): HidTransport {
  return {
    ...transport,
    async read(timeoutMs) {
      const deadline = startDeadline(timer, timeoutMs);
      try {
        let waitedMs = 0;
        for (let waitMs = timeoutMs; ; waitMs = Math.min(timeoutMs, sliceMs)) {
          const report = await transport.read(waitMs);
          if (report.length > 0 && report[0] !== beurerPadding) return report;
          if (report.length === 0) waitedMs += waitMs;
          if (waitedMs >= timeoutMs || deadline.passed()) return new Uint8Array(0);
        }
      } finally {
        deadline.cancel();
      }
    },
  };
}

async function askName(line: BeurerLine): Promise<string> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const name = decodeBm96Name(await line.ask([bm96Command.name], () => true));
    if (name !== null) return name;
    await line.quiet();
  }
  throw new ExchangeEnded(monitorProblem.foreign());
}

async function askCounts(line: BeurerLine): Promise<readonly [number, number]> {
  const counts = async () =>
    decodeBm96Counts(await line.ask([bm96Command.counts], (reply) => decodeBm96Counts(reply) !== null)) ?? [0, 0];
  const first = await counts();
  const second = await counts();
  if (first.join() !== second.join()) line.countStray();
  return second;
}

async function askRecord(line: BeurerLine, place: Bm96Place): Promise<Bm96RecordReply> {
  const reply = await line.ask(
    [bm96Command.record, place.user, place.row],
    (candidate) => decodeBm96Record(candidate, place).kind !== 'out-of-step',
  );
  return decodeBm96Record(reply, place);
}

function rawOf(reply: Bm96RecordReply): string {
  if (reply.kind === 'out-of-step') return reply.kind;
  return reply.kind === 'electrocardiogram' ? reply.rawHex : reply.record.rawHex.join();
}

/**
 * One user's rows, newest first. Which end of the memory is the newer is told by its times: the descriptions of the
 * protocol do not say. Where no time tells, the order stays, and a memory that then does not continue is in doubt.
 */
function newestFirst(rows: readonly MemoryEntry[]): readonly MemoryEntry[] {
  const times = rows.flatMap((entry) => (entry.kind === 'record' ? [entry.record.monitorTime] : []));
  const dated = times.filter((time) => time !== null);
  const [first] = dated;
  const last = dated.at(-1);
  return first !== undefined && last !== undefined && first < last ? rows.toReversed() : rows;
}

async function readPass(
  line: BeurerLine,
  known: ReadonlySet<string> | null,
): Promise<{ readonly entries: readonly MemoryEntry[]; readonly inStep: boolean }> {
  line.forgetStrays();
  const counts = await askCounts(line);
  const entries: MemoryEntry[] = [];
  const toConfirm: { readonly place: Bm96Place; readonly reply: Bm96RecordReply }[] = [];
  for (const user of [0, 1] as const) {
    const rows: MemoryEntry[] = [];
    for (let row = 0; row < counts[user]; row += 1) {
      const place = { user, row };
      const reply = await askRecord(line, place);
      if (reply.kind !== 'record' && reply.kind !== 'unreadable') continue;
      rows.push(reply);
      const unexpected = known !== null && !known.has(reply.record.key);
      if (reply.kind === 'unreadable' || unexpected) toConfirm.push({ place, reply });
    }
    entries.push(...newestFirst(rows));
  }
  await line.quiet();
  if (line.strays() > 0) return { entries, inStep: false };
  for (const { place, reply } of toConfirm) {
    if (rawOf(await askRecord(line, place)) !== rawOf(reply)) return { entries, inStep: false };
  }
  await line.quiet();
  return { entries, inStep: line.strays() === 0 };
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const line = createBeurerLine(
    { transport: withoutEmptyReports(transport, timer), timer },
    (report) => report.length > 2,
  );
  try {
    await line.handshake(monitorProblem.foreign());
    const model = await askName(line);
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const { entries, inStep } = await readPass(line, known);
      if (!inStep) continue;
      await line.end();
      return { ok: true, value: { model, clock: null, entries } };
    }
    return { ok: false, problem: monitorProblem.garbage() };
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

export const beurerBm96: MonitorFamily = {
  id: 'beurer-bm96',
  name: 'Beurer BM96 Cardio',
  usbIds: [{ vendorId: 0x314a, productId: 0x0102 }],
  honestStatus: 'Built from one published description, tried against a simulated monitor; unproven on hardware.',
  capabilities: { measuring: 'stored-only', needsReplugBetweenReads: true, slots: ['A', 'B'] },
  linuxDriver: 'hidraw',
  live: null,
  settleAfterArrivalMs: 1000,
  readAll,
};
