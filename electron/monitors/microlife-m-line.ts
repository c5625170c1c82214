import type { Problem } from '../../shared/problem.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import { HidFault } from './hid-transport.ts';
import {
  decodeMicrolifeHistory,
  isMicrolifeAcknowledgement,
  isMicrolifeSpeech,
  isMicrolifeSumRight,
  type MicrolifeFraming,
  type MicrolifeHistory,
  microlifeFrameBytes,
  microlifeHistory,
  microlifeLongestFrame,
  microlifePayload,
  microlifeReports,
} from './microlife-m-codec.ts';
import type { FamilyExchange } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { startDeadline, type Timer } from './timer.ts';
import { createTroubleBudget, troubleUnits } from './trouble-budget.ts';

const replyTimeoutMs = 1000;
/** Longer silence within an answer ends it. */
const gapMs = 200;
const idleMs = 150;
/** The bridge brings seven bytes about every 10 ms; one that takes three times as long is still waited for. */
const slowestMsPerByte = 4;
const wrongUnits = 2;
/** What cannot be a monitor's is asked three times at most. */
const strangerUnits = 6;
const tickMs = 250;

export type MicrolifeAnswer = {
  readonly history: MicrolifeHistory;
  readonly frame: Uint8Array;
  /** The input reports that brought the frame's bytes from `from` up to and without `to`. */
  rawHex(from: number, to: number): readonly string[];
};
type Heard =
  | { readonly kind: 'answer'; readonly answer: MicrolifeAnswer }
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong'; readonly units: number; readonly stranger: boolean };

export type MicrolifeLine = {
  /** Asks for the history until it comes whole; what cannot be healed ends the exchange in a named problem. */
  history(): Promise<MicrolifeAnswer>;
  /** Throws input away until nothing comes any more. */
  quiet(): Promise<void>;
};

/** Counts quarters of a second, as trouble is counted in them. */
function startTicks(timer: Timer): { count(): number; stop(): void } {
  let count = 0;
  let cancel = () => {};
  const next = () => {
    cancel = timer.after(tickMs, () => {
      count += 1;
      next();
    });
  };
  next();
  return { count: () => count, stop: () => cancel() };
}

/** A line of bytes as it comes in reports, of which each byte remembers its own. */
type Incoming = { readonly byte: number; readonly report: Uint8Array };

/** What can be said of the bytes so far. */
function judge(line: readonly Incoming[]): MicrolifeAnswer | 'acknowledgement' | 'unfinished' | 'wrong' {
  const bytes = Uint8Array.from(line, ({ byte }) => byte);
  if (!isMicrolifeSpeech(bytes)) return 'wrong';
  const length = microlifeFrameBytes(bytes);
  if (length !== null && length > microlifeLongestFrame) return 'wrong';
  if (length === null || bytes.length < length) return 'unfinished';
  const frame = bytes.slice(0, length);
  if (isMicrolifeSumRight(frame) && isMicrolifeAcknowledgement(frame)) return 'acknowledgement';
  const history = bytes.length === length ? decodeMicrolifeHistory(frame) : null;
  if (history === null) return 'wrong';
  const rawHex = (from: number, to: number) =>
    [...new Set(line.slice(from, to).map(({ report }) => report))].map(toHex);
  return { history, frame, rawHex };
}

export function createMicrolifeLine({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>): MicrolifeLine {
  const budget = createTroubleBudget();
  let framing: MicrolifeFraming = 'split';
  /** Whether anything came back in this framing. */
  let proven = false;
  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };
  /** Nothing is asked of what never stops talking. */
  const quiet = async () => {
    while ((await drainUntilIdle(transport, timer, idleMs)).endless) trouble(6, monitorProblem.garbage());
  };

  const receive = async (): Promise<Heard> => {
    let line: Incoming[] = [];
    let reports = 0;
    const ticks = startTicks(timer);
    let deadline = startDeadline(timer, replyTimeoutMs);
    const wrong = (stranger = !isMicrolifeSpeech(Uint8Array.from(line, ({ byte }) => byte))): Heard => {
      return { kind: 'wrong', units: Math.max(wrongUnits, ticks.count()), stranger };
    };
    try {
      for (let announced = false; ; ) {
        const report = await transport.read(line.length === 0 ? replyTimeoutMs : gapMs);
        if (report.length === 0) return reports === 0 ? { kind: 'silent' } : wrong();
        reports += 1;
        const payload = microlifePayload(report);
        if (payload === null) return wrong(true);
        line.push(...Array.from(payload, (byte) => ({ byte, report })));
        let judged = judge(line);
        while (judged === 'acknowledgement') {
          // The answer itself is still to come, perhaps in the same report.
          line = line.slice(microlifeFrameBytes(Uint8Array.from(line, ({ byte }) => byte)) ?? line.length);
          judged = judge(line);
        }
        if (judged === 'wrong') return wrong();
        if (judged !== 'unfinished') return { kind: 'answer', answer: judged };
        const length = microlifeFrameBytes(Uint8Array.from(line, ({ byte }) => byte));
        if (length !== null && !announced) {
          announced = true;
          deadline.cancel();
          deadline = startDeadline(timer, replyTimeoutMs + length * slowestMsPerByte);
        }
        if (deadline.passed()) return wrong();
      }
    } finally {
      deadline.cancel();
      ticks.stop();
    }
  };

  const send = async () => {
    for (const report of microlifeReports(microlifeHistory, framing)) {
      try {
        await transport.write(report);
      } catch (error) {
        // Some systems refuse a report longer than the bridge's own; after that nothing more can be asked of it.
        const refused = error instanceof HidFault && error.kind === 'unplugged' && framing === 'whole' && !proven;
        throw refused ? new ExchangeEnded(monitorProblem.asleep()) : error;
      }
    }
  };

  return {
    quiet,
    async history() {
      for (;;) {
        if ((await transport.read(1)).length > 0) await quiet();
        await send();
        const heard = await receive();
        switch (heard.kind) {
          case 'answer':
            proven = true;
            budget.progress();
            return heard.answer;
          case 'silent':
            trouble(troubleUnits(replyTimeoutMs), proven ? monitorProblem.silent() : monitorProblem.asleep());
            if (!proven) framing = framing === 'split' ? 'whole' : 'split';
            break;
          case 'wrong':
            if (heard.stranger && !proven) trouble(Math.max(heard.units, strangerUnits), monitorProblem.foreign());
            else trouble(heard.units, monitorProblem.garbage());
            break;
        }
        await quiet();
      }
    },
  };
}
