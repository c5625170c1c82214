import type { Outcome } from '../../shared/problem.ts';
import {
  type BeurerRecordReply,
  beurerCommand,
  beurerReportBytes,
  decodeBeurerName,
  decodeBeurerRecord,
  isOneByteReply,
} from './beurer-bm55-codec.ts';
import { type BeurerLine, createBeurerLine } from './beurer-line.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';

/** How often the whole memory is read again when input came that nobody asked for. */
const maxPasses = 3;

type Pass = { readonly entries: MemoryEntry[]; readonly inStep: boolean };

async function askName(line: BeurerLine): Promise<string> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const replies: Uint8Array[] = [];
    line.forgetStrays();
    for (const command of beurerCommand.name) replies.push(await line.ask([command], () => true));
    await line.clearInput();
    const name = decodeBeurerName(replies);
    if (name !== null && line.strays() === 0) return name;
    if (name === null && attempt > 0) throw new ExchangeEnded(monitorProblem.foreign());
    await line.quiet();
  }
  throw new ExchangeEnded(monitorProblem.garbage());
}

async function askCount(line: BeurerLine): Promise<number> {
  const first = await line.ask([beurerCommand.count], isOneByteReply);
  const second = await line.ask([beurerCommand.count], isOneByteReply);
  if (first[0] !== second[0]) line.countStray();
  return second[0] ?? 0;
}

async function askRecord(line: BeurerLine, number: number): Promise<BeurerRecordReply> {
  return decodeBeurerRecord(
    await line.ask([beurerCommand.record, number], (reply) => decodeBeurerRecord(reply).kind !== 'out-of-step'),
  );
}

function keyOf(reply: BeurerRecordReply): string {
  if (reply.kind === 'record') return `${reply.record.key} ${reply.record.rawHex.join()}`;
  return reply.kind === 'unreadable' ? reply.record.key : reply.kind;
}

async function readPass(line: BeurerLine, known: ReadonlySet<string> | null): Promise<Pass> {
  line.forgetStrays();
  const entries: MemoryEntry[] = [];
  const toConfirm: { readonly number: number; readonly reply: BeurerRecordReply }[] = [];
  const count = await askCount(line);
  for (let number = 1; number <= count; number += 1) {
    const reply = await askRecord(line, number);
    if (reply.kind === 'none' || reply.kind === 'out-of-step') break;
    entries.push(reply);
    const unexpected = known !== null && !known.has(reply.record.key);
    if (reply.kind === 'unreadable' || unexpected) toConfirm.push({ number, reply });
  }
  // A doubled or unsolicited report shifts every later answer by one and leaves one over.
  await line.quiet();
  if (line.strays() > 0) return { entries, inStep: false };
  for (const { number, reply } of toConfirm) {
    if (keyOf(await askRecord(line, number)) !== keyOf(reply)) return { entries, inStep: false };
  }
  await line.quiet();
  return { entries, inStep: line.strays() === 0 };
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const line = createBeurerLine({ transport, timer }, (report) => report.length === beurerReportBytes);
  try {
    await line.handshake();
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

export const beurerBm55: MonitorFamily = {
  id: 'beurer-bm55',
  name: 'Beurer BM55, BM58, BM65',
  usbIds: [{ vendorId: 0x0c45, productId: 0x7406 }],
  honestStatus: 'Built from published protocol descriptions, tried against a simulated monitor; unproven on hardware.',
  capabilities: { measuring: 'stored-only', needsReplugBetweenReads: true, slots: ['A', 'B'] },
  linuxDriver: 'hidraw',
  live: null,
  settleAfterArrivalMs: 1000,
  readAll,
};
