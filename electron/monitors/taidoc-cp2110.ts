import type { Outcome, Problem } from '../../shared/problem.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import {
  decodeTaidocRecord,
  type TaidocCommand,
  taidocAnswer,
  taidocCommand,
  taidocCount,
  taidocFrameBytes,
  taidocLineBytes,
  taidocLineOn,
  taidocModel,
  taidocQuestion,
} from './taidoc-cp2110-codec.ts';
import { createTroubleBudget, troubleUnits } from './trouble-budget.ts';

const replyTimeoutMs = 1000;
/** Between the fragments of one answer; longer silence ends it. */
const gapMs = 200;
const idleMs = 150;
/** As many of the newest records are read: two questions each, so that a full memory fits into one exchange. */
const newestRead = 120;
/** How often the memory is read again when a record, asked for a second time, is another one. */
const maxPasses = 3;

type Answer = { readonly data: NonNullable<ReturnType<typeof taidocAnswer>>; readonly rawHex: readonly string[] };
type Ask = (command: TaidocCommand, index: number, silence: Problem) => Promise<Answer>;

function createAsk({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>): Ask {
  const budget = createTroubleBudget();
  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };
  const quiet = async () => {
    if ((await drainUntilIdle(transport, timer, idleMs)).endless) trouble(6, monitorProblem.garbage());
  };

  /** Collects fragments up to one frame; `null` where what came is none. */
  const receive = async (command: TaidocCommand): Promise<Answer | 'silent' | null> => {
    const line: number[] = [];
    const rawHex: string[] = [];
    for (let timeoutMs = replyTimeoutMs; line.length < taidocFrameBytes; timeoutMs = gapMs) {
      const report = await transport.read(timeoutMs);
      if (report.length === 0) return rawHex.length === 0 ? 'silent' : null;
      const bytes = taidocLineBytes(report);
      if (bytes === null) return null;
      line.push(...bytes);
      rawHex.push(toHex(report));
    }
    const data = taidocAnswer(Uint8Array.from(line), command);
    return data === null ? null : { data, rawHex };
  };

  return async (command, index, silence) => {
    for (;;) {
      // An answer says which command it is for, not which record: nothing old may be waiting.
      if ((await transport.read(1)).length > 0) await quiet();
      await transport.write(taidocQuestion(command, index));
      const answer = await receive(command);
      if (answer === 'silent') trouble(troubleUnits(replyTimeoutMs), silence);
      else if (answer === null) trouble(2, monitorProblem.garbage());
      else {
        budget.progress();
        return answer;
      }
      await quiet();
    }
  };
}

async function askRecord(ask: Ask, index: number): Promise<MemoryEntry> {
  const date = await ask(taidocCommand.date, index, monitorProblem.silent());
  const values = await ask(taidocCommand.values, index, monitorProblem.silent());
  return decodeTaidocRecord(date.data, values.data, [...date.rawHex, ...values.rawHex]);
}

/** What two readings of one record must share; fragments may be cut another way each time. */
function contentOf({ kind, record }: MemoryEntry): string {
  return kind === 'record' ? record.key : record.reason;
}

async function readPass(
  ask: Ask,
  known: ReadonlySet<string> | null,
): Promise<{ readonly entries: readonly MemoryEntry[]; readonly confirmed: boolean }> {
  const count = taidocCount((await ask(taidocCommand.count, 0, monitorProblem.silent())).data);
  const entries: MemoryEntry[] = [];
  for (let index = 0; index < Math.min(count, newestRead); index += 1) {
    const entry = await askRecord(ask, index);
    entries.push(entry);
    const unexpected = entry.kind === 'unreadable' || (known !== null && !known.has(entry.record.key));
    if (unexpected && contentOf(await askRecord(ask, index)) !== contentOf(entry)) return { entries, confirmed: false };
  }
  // A measurement stored meanwhile moves every record on by one.
  const after = taidocCount((await ask(taidocCommand.count, 0, monitorProblem.silent())).data);
  return { entries, confirmed: after === count };
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const ask = createAsk({ transport, timer });
  try {
    await transport.sendFeature(taidocLineOn);
    await drainUntilIdle(transport, timer, idleMs);
    const model = taidocModel((await ask(taidocCommand.model, 0, monitorProblem.asleep())).data);
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const { entries, confirmed } = await readPass(ask, known);
      if (confirmed) return { ok: true, value: { model, clock: null, entries } };
    }
    return { ok: false, problem: monitorProblem.garbage() };
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

export const taidocCp2110: MonitorFamily = {
  id: 'taidoc-cp2110',
  name: 'TaiDoc and FORA with a CP2110 cable',
  usbIds: [{ vendorId: 0x10c4, productId: 0xea80 }],
  honestStatus: 'Built from published protocol descriptions, tried against a simulated monitor; unproven on hardware.',
  capabilities: { measuring: 'stored-only', needsReplugBetweenReads: false, slots: ['A'] },
  settleAfterArrivalMs: 500,
  readAll,
};
