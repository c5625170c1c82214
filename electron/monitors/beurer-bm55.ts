import type { Outcome, Problem } from '../../shared/problem.ts';
import {
  type BeurerRecordReply,
  beurerCommand,
  beurerHandshakeReply,
  beurerReport,
  beurerReportBytes,
  decodeBeurerName,
  decodeBeurerRecord,
  isOneByteReply,
} from './beurer-bm55-codec.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { HidFault } from './hid-transport.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { sleep } from './timer.ts';
import { createTroubleBudget, troubleUnits } from './trouble-budget.ts';

const idleMs = 150;
const replyTimeoutMs = 1000;
const handshakeTimeoutMs = 2000;
/** The monitor wants at least 40 ms between the two reports that end an exchange. */
const endGapMs = 50;
/** How often the whole memory is read again when input came that nobody asked for. */
const maxPasses = 3;

type Pass = { readonly entries: MemoryEntry[]; readonly inStep: boolean };

function createExchange({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>) {
  const budget = createTroubleBudget();
  let strayReports = 0;

  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };

  /** Counts and throws away input until the line is quiet. */
  const quiet = async () => {
    const { reports, endless } = await drainUntilIdle(transport, timer, idleMs);
    strayReports += reports;
    if (endless) trouble(6, monitorProblem.garbage());
  };

  /** Without checksum and length, only order tells which reply answers what: input nobody asked for spoils it. */
  const clearInput = async () => {
    if ((await transport.read(1)).length === 0) return;
    strayReports += 1;
    trouble(1, monitorProblem.garbage());
    await quiet();
  };

  /** Asks once more after silence, as the monitor now and then misses a command. */
  const ask = async (
    command: readonly number[],
    accept: (reply: Uint8Array) => boolean,
    silence: { readonly timeoutMs: readonly number[]; readonly problem: Problem },
  ): Promise<Uint8Array> => {
    for (let silences = 0; ; ) {
      await clearInput();
      await transport.write(beurerReport(...command));
      const timeoutMs = silence.timeoutMs[silences] ?? replyTimeoutMs;
      const reply = await transport.read(timeoutMs);
      if (reply.length === 0) {
        silences += 1;
        if (silences >= silence.timeoutMs.length) throw new ExchangeEnded(silence.problem);
        trouble(troubleUnits(timeoutMs), silence.problem);
        // The reply may still come: it must not answer the next question.
        await quiet();
        continue;
      }
      if (reply.length === beurerReportBytes && accept(reply)) {
        budget.progress();
        return reply;
      }
      strayReports += 1;
      trouble(2, monitorProblem.garbage());
      await quiet();
    }
  };
  const normally = { timeoutMs: [replyTimeoutMs, replyTimeoutMs], problem: monitorProblem.silent() };

  const askCount = async (): Promise<number> => {
    const first = await ask([beurerCommand.count], isOneByteReply, normally);
    const second = await ask([beurerCommand.count], isOneByteReply, normally);
    if (first[0] !== second[0]) {
      strayReports += 1;
    }
    return second[0] ?? 0;
  };

  const askRecord = async (number: number): Promise<BeurerRecordReply> =>
    decodeBeurerRecord(
      await ask([beurerCommand.record, number], (reply) => decodeBeurerRecord(reply).kind !== 'out-of-step', normally),
    );

  const keyOf = (reply: BeurerRecordReply) => {
    if (reply.kind === 'record') return `${reply.record.key} ${reply.record.rawHex.join()}`;
    return reply.kind === 'unreadable' ? reply.record.key : reply.kind;
  };

  return {
    async handshake() {
      await quiet();
      await ask([beurerCommand.handshake], (reply) => reply[0] === beurerHandshakeReply, {
        timeoutMs: [handshakeTimeoutMs, replyTimeoutMs],
        problem: monitorProblem.notInPcMode(),
      });
    },
    async name(): Promise<string> {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const replies: Uint8Array[] = [];
        strayReports = 0;
        for (const command of beurerCommand.name) replies.push(await ask([command], () => true, normally));
        await clearInput();
        const name = decodeBeurerName(replies);
        if (name !== null && strayReports === 0) return name;
        if (name === null && attempt > 0) throw new ExchangeEnded(monitorProblem.foreign());
        await quiet();
      }
      throw new ExchangeEnded(monitorProblem.garbage());
    },
    async pass(known: ReadonlySet<string> | null): Promise<Pass> {
      strayReports = 0;
      const entries: MemoryEntry[] = [];
      const toConfirm: { readonly number: number; readonly reply: BeurerRecordReply }[] = [];
      const count = await askCount();
      for (let number = 1; number <= count; number += 1) {
        const reply = await askRecord(number);
        if (reply.kind === 'none' || reply.kind === 'out-of-step') break;
        entries.push(reply);
        const unexpected = known !== null && !known.has(reply.record.key);
        if (reply.kind === 'unreadable' || unexpected) toConfirm.push({ number, reply });
      }
      // A doubled or unsolicited report shifts every later answer by one and leaves one over.
      await quiet();
      if (strayReports > 0) return { entries, inStep: false };
      for (const { number, reply } of toConfirm) {
        if (keyOf(await askRecord(number)) !== keyOf(reply)) return { entries, inStep: false };
      }
      await quiet();
      return { entries, inStep: strayReports === 0 };
    },
    /** Ends the exchange so that the monitor spares its batteries. What it answers does not matter. */
    async end() {
      try {
        await transport.write(beurerReport(beurerCommand.endFirst));
        await sleep(timer, endGapMs);
        await transport.write(beurerReport(beurerCommand.endSecond));
        await transport.read(endGapMs);
      } catch (error) {
        // Everything has been read: a cable pulled now loses nothing.
        if (!(error instanceof HidFault) || error.kind !== 'unplugged') throw error;
      }
    },
  };
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const exchange = createExchange({ transport, timer });
  try {
    await exchange.handshake();
    const model = await exchange.name();
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const { entries, inStep } = await exchange.pass(known);
      if (!inStep) continue;
      await exchange.end();
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
  settleAfterArrivalMs: 1000,
  readAll,
};
