import type { Outcome, Problem } from '../../shared/problem.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import {
  decodeTaidocRecord,
  isTaidocSpeech,
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
import { startDeadline } from './timer.ts';
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
/** What came back: an answer, nothing, or something else, with what that is called if it goes on. */
type Heard =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong'; readonly units: number; readonly stranger: boolean };
/** Which problem it is when nothing comes, and when what comes is no TaiDoc's. */
type Otherwise = { readonly silence: Problem; readonly stranger: Problem; readonly strangerUnits: number };
type Ask = (command: TaidocCommand, index?: number, otherwise?: Otherwise) => Promise<Answer>;
type TaidocLine = {
  readonly ask: Ask;
  /** Throws input away until nothing comes any more. */
  quiet(): Promise<void>;
};

/** What a wrong answer costs of the trouble an exchange may have: within so much time, and after it. */
const wrongUnits = 2;
const soonMs = 250;
const slowUnits = 6;
/** The bridge is found in many gadgets: until the first answer anything may be behind it, and is asked three times at most. */
const unproven: Otherwise = {
  silence: monitorProblem.asleep(),
  stranger: monitorProblem.foreign(),
  strangerUnits: slowUnits,
};
const proven: Otherwise = {
  silence: monitorProblem.silent(),
  stranger: monitorProblem.garbage(),
  strangerUnits: wrongUnits,
};

function createLine({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>): TaidocLine {
  const budget = createTroubleBudget();
  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };
  /** Nothing is asked of what never stops talking. */
  const quiet = async () => {
    while ((await drainUntilIdle(transport, timer, idleMs)).endless) trouble(6, monitorProblem.garbage());
  };

  /** Collects fragments up to one frame. */
  const receive = async (command: TaidocCommand): Promise<Heard> => {
    const line: number[] = [];
    const rawHex: string[] = [];
    const deadline = startDeadline(timer, replyTimeoutMs);
    const soon = startDeadline(timer, soonMs);
    const wrong = (): Heard => ({
      kind: 'wrong',
      units: soon.passed() ? slowUnits : wrongUnits,
      stranger: !isTaidocSpeech(Uint8Array.from(line)),
    });
    try {
      while (line.length < taidocFrameBytes) {
        const report = await transport.read(rawHex.length === 0 ? replyTimeoutMs : gapMs);
        if (report.length === 0 && rawHex.length === 0) return { kind: 'silent' };
        const bytes = taidocLineBytes(report);
        if (bytes === null) return wrong();
        line.push(...bytes);
        rawHex.push(toHex(report));
        if (deadline.passed()) break;
      }
    } finally {
      deadline.cancel();
      soon.cancel();
    }
    const data = taidocAnswer(Uint8Array.from(line), command);
    return data === null ? wrong() : { kind: 'answer', answer: { data, rawHex } };
  };

  const ask: Ask = async (command, index = 0, otherwise = proven) => {
    for (;;) {
      // An answer says which command it is for, not which record: nothing old may be waiting.
      if ((await transport.read(1)).length > 0) await quiet();
      await transport.write(taidocQuestion(command, index));
      const heard = await receive(command);
      switch (heard.kind) {
        case 'answer':
          budget.progress();
          return heard.answer;
        case 'silent':
          trouble(troubleUnits(replyTimeoutMs), otherwise.silence);
          break;
        case 'wrong':
          if (heard.stranger) trouble(Math.max(heard.units, otherwise.strangerUnits), otherwise.stranger);
          else trouble(heard.units, monitorProblem.garbage());
          break;
      }
      await quiet();
    }
  };
  return { ask, quiet };
}

async function askRecord(ask: Ask, index: number): Promise<MemoryEntry> {
  const date = await ask(taidocCommand.date, index);
  const values = await ask(taidocCommand.values, index);
  return decodeTaidocRecord(date.data, values.data, [...date.rawHex, ...values.rawHex]);
}

async function readPass(
  ask: Ask,
  known: ReadonlySet<string> | null,
): Promise<{ readonly entries: readonly MemoryEntry[]; readonly confirmed: boolean }> {
  const count = taidocCount((await ask(taidocCommand.count)).data);
  const entries: MemoryEntry[] = [];
  for (let index = 0; index < Math.min(count, newestRead); index += 1) {
    const entry = await askRecord(ask, index);
    entries.push(entry);
    const unexpected = entry.kind === 'unreadable' || (known !== null && !known.has(entry.record.key));
    // Compared by what they say: fragments may be cut another way each time.
    if (unexpected && (await askRecord(ask, index)).record.key !== entry.record.key)
      return { entries, confirmed: false };
  }
  // A measurement stored meanwhile moves every record on by one.
  const after = taidocCount((await ask(taidocCommand.count)).data);
  return { entries, confirmed: after === count };
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const { ask, quiet } = createLine({ transport, timer });
  try {
    await transport.sendFeature(taidocLineOn);
    await quiet();
    const model = taidocModel((await ask(taidocCommand.model, 0, unproven)).data);
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
  linuxDriver: 'hidraw',
  live: null,
  settleAfterArrivalMs: 500,
  readAll,
};
