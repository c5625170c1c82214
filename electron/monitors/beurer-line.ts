import type { Problem } from '../../shared/problem.ts';
import { beurerCommand, beurerHandshakeReply, beurerReport } from './beurer-bm55-codec.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { HidFault } from './hid-transport.ts';
import type { FamilyExchange } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { sleep, startDeadline } from './timer.ts';
import { createTroubleBudget, troubleUnits } from './trouble-budget.ts';

const idleMs = 150;
const replyTimeoutMs = 1000;
const handshakeTimeoutMs = 2000;
/** A wrong reply that came later has cost the user as much time as none at all. */
const soonMs = 250;
/** The monitor wants at least 40 ms between the two reports that end an exchange. */
const endGapMs = 50;

/** What Beurer's monitors share on the cable: one question, one reply, neither numbered nor with a checksum. */
export type BeurerLine = {
  /** Counts and throws away input until the line is quiet. */
  quiet(): Promise<void>;
  /** Throws input away that came before anything was asked. */
  clearInput(): Promise<void>;
  /** Asks until an accepted reply comes; once more after silence, as the monitor now and then misses a command. */
  ask(command: readonly number[], accept: (reply: Uint8Array) => boolean): Promise<Uint8Array>;
  /** Ends in `monitor-not-in-pc-mode` where nothing answers, in `stranger` where something else goes on answering. */
  handshake(stranger?: Problem): Promise<void>;
  /** Ends the exchange so that the monitor spares its batteries. What it answers does not matter. */
  end(): Promise<void>;
  /** How many reports came that nobody asked for, since it was forgotten last. */
  strays(): number;
  countStray(): void;
  forgetStrays(): void;
};

/** `isReply` says whether a report can be a reply at all. */
export function createBeurerLine(
  { transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>,
  isReply: (report: Uint8Array) => boolean,
): BeurerLine {
  const budget = createTroubleBudget();
  let strayReports = 0;

  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };

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

  const askWithin = async (
    command: readonly number[],
    accept: (reply: Uint8Array) => boolean,
    silence: { readonly timeoutMs: readonly number[]; readonly problem: Problem },
    stranger: Problem = monitorProblem.garbage(),
  ): Promise<Uint8Array> => {
    for (let silences = 0; ; ) {
      await clearInput();
      await transport.write(beurerReport(...command));
      const timeoutMs = silence.timeoutMs[silences] ?? replyTimeoutMs;
      const soon = startDeadline(timer, soonMs);
      const reply = await transport.read(timeoutMs).finally(soon.cancel);
      if (reply.length === 0) {
        silences += 1;
        if (silences >= silence.timeoutMs.length) throw new ExchangeEnded(silence.problem);
        trouble(troubleUnits(timeoutMs), silence.problem);
        // The reply may still come: it must not answer the next question.
        await quiet();
        continue;
      }
      if (isReply(reply) && accept(reply)) {
        budget.progress();
        return reply;
      }
      strayReports += 1;
      trouble(soon.passed() ? troubleUnits(timeoutMs) : 2, stranger);
      await quiet();
    }
  };

  return {
    quiet,
    clearInput,
    ask: (command, accept) =>
      askWithin(command, accept, { timeoutMs: [replyTimeoutMs, replyTimeoutMs], problem: monitorProblem.silent() }),
    async handshake(stranger) {
      await quiet();
      const silence = {
        timeoutMs: [handshakeTimeoutMs, replyTimeoutMs],
        problem: monitorProblem.notInPcMode(),
      };
      await askWithin([beurerCommand.handshake], (reply) => reply[0] === beurerHandshakeReply, silence, stranger);
    },
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
    strays: () => strayReports,
    countStray() {
      strayReports += 1;
    },
    forgetStrays() {
      strayReports = 0;
    },
  };
}
