import type { Problem } from '../../shared/problem.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { HidFault } from './hid-transport.ts';
import type { FamilyExchange } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import {
  answersM400,
  type M400Question,
  m400End,
  m400ReadBlock,
  m400Start,
  readM400Packet,
  refusesM400,
} from './omron-m400-codec.ts';
import { startDeadline } from './timer.ts';
import { createTroubleBudget, troubleUnits } from './trouble-budget.ts';

const replyTimeoutMs = 1000;
const idleMs = 150;
/** A wrong answer that came later has cost the user as much time as none at all. */
const soonMs = 250;
const wrongUnits = 2;
/** Until the first right answer anything may be behind the cable, and is asked three times at most. */
const strangerUnits = 6;
const endTimeoutMs = 200;
/** So often the monitor must keep a block to itself, and answer for another each time, before it is taken to have none. */
const absentAfter = 3;

/** An answer, with the input report it came in. */
export type M400Answer = { readonly data: Uint8Array; readonly report: Uint8Array };
type Heard =
  | { readonly kind: 'answer'; readonly answer: M400Answer }
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong'; readonly units: number };

/** Questions and answers with a monitor of this family; what cannot be healed ends the exchange in a named problem. */
export type M400Line = {
  /** Begins the transmission; gives the 16 bytes in which the model may be named. */
  start(): Promise<Uint8Array>;
  block(block: number): Promise<M400Answer>;
  /** A block that not every model has: `null` where the monitor, which goes on answering for others, has no such. */
  blockIfAny(block: number): Promise<M400Answer | null>;
  /** Throws input away until nothing comes any more. */
  quiet(): Promise<void>;
  /** Ends the transmission. What the monitor answers does not matter. */
  end(): Promise<void>;
};

export function createM400Line({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>): M400Line {
  const budget = createTroubleBudget();
  /** The number of its input reports, known from the first right answer on. */
  let inputId: number | null = null;
  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };
  /** Nothing is asked of what never stops talking. */
  const quiet = async () => {
    while ((await drainUntilIdle(transport, timer, idleMs)).endless) trouble(6, monitorProblem.garbage());
  };

  /** Every packet repeats what it answers: those for earlier questions are passed over. */
  const receive = async (question: M400Question): Promise<Heard> => {
    const deadline = startDeadline(timer, replyTimeoutMs);
    const soon = startDeadline(timer, soonMs);
    const wrong = (): Heard => ({ kind: 'wrong', units: soon.passed() ? troubleUnits(replyTimeoutMs) : wrongUnits });
    try {
      while (!deadline.passed()) {
        const report = await transport.read(replyTimeoutMs);
        if (report.length === 0) return { kind: 'silent' };
        const packet = readM400Packet(report);
        if (packet === null || packet.reportId !== (inputId ?? packet.reportId)) return wrong();
        if (answersM400(question, packet)) {
          inputId = packet.reportId;
          budget.progress();
          return { kind: 'answer', answer: { data: packet.data, report } };
        }
        if (refusesM400(question, packet)) return { kind: 'refused' };
      }
      return wrong();
    } finally {
      deadline.cancel();
      soon.cancel();
    }
  };

  const askOnce = async (question: M400Question): Promise<Heard> => {
    await transport.write(question.report);
    return receive(question);
  };

  const ask = async (question: M400Question, silence: Problem, nonsense: Problem): Promise<M400Answer> => {
    for (;;) {
      const heard = await askOnce(question);
      if (heard.kind === 'answer') return heard.answer;
      if (heard.kind === 'silent') trouble(troubleUnits(replyTimeoutMs), silence);
      else {
        const units = heard.kind === 'refused' ? wrongUnits : heard.units;
        trouble(inputId === null ? Math.max(units, strangerUnits) : units, nonsense);
      }
      await quiet();
    }
  };
  const block = (number: number) => ask(m400ReadBlock(number), monitorProblem.silent(), monitorProblem.garbage());

  return {
    async start() {
      await quiet();
      return (await ask(m400Start, monitorProblem.asleep(), monitorProblem.foreign())).data;
    },
    block,
    quiet,
    async blockIfAny(number) {
      for (let missed = 0; ; ) {
        const heard = await askOnce(m400ReadBlock(number));
        if (heard.kind === 'answer') return heard.answer;
        if (heard.kind === 'silent') trouble(troubleUnits(replyTimeoutMs), monitorProblem.silent());
        else trouble(heard.kind === 'refused' ? 1 : heard.units, monitorProblem.garbage());
        await quiet();
        if (heard.kind === 'wrong') continue;
        // A cable that swallows everything is no sign of a smaller memory.
        await block(0);
        missed += 1;
        if (missed >= absentAfter) return null;
      }
    },
    async end() {
      try {
        await transport.write(m400End.report);
        await transport.read(endTimeoutMs);
      } catch (error) {
        // Everything has been read: a cable pulled now loses nothing.
        if (!(error instanceof HidFault) || error.kind !== 'unplugged') throw error;
      }
    },
  };
}
