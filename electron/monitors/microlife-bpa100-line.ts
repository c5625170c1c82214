import type { Problem } from '../../shared/problem.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import {
  type BpaChosen,
  type BpaCommand,
  bpaAcknowledge,
  bpaCommand,
  bpaMemoryFrameBytes,
  bpaPayload,
  bpaReport,
  bpaSlotsFrameBytes,
  decodeBpaMemory,
  decodeBpaSlots,
  isBpaPatientId,
} from './microlife-bpa100-codec.ts';
import type { FamilyExchange } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import { startDeadline } from './timer.ts';
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

export type BpaMemory = {
  /** 32 characters each, in the order in which they were stored. */
  readonly records: readonly Uint8Array[];
  readonly frame: Uint8Array;
  /** The input reports that brought the frame's bytes from `from` up to and without `to`. */
  rawHex(from: number, to: number): readonly string[];
};

/** Questions and answers with a monitor of this family; what cannot be healed ends the exchange in a named problem. */
export type BpaLine = {
  /** Throws input away until nothing comes any more. */
  quiet(): Promise<void>;
  /** Asks who is chosen, which only such a monitor answers; trust begins here. */
  identify(): Promise<BpaChosen>;
  memory(): Promise<BpaMemory>;
};

/** A line of bytes as it comes in reports, of which each byte remembers its own. */
type Incoming = { readonly byte: number; readonly report: Uint8Array };
/** How long a whole answer is, told by its beginning; `null` while or where that is open. */
type LengthOf = (bytes: Uint8Array) => number | 'wrong' | null;
type Heard =
  | { readonly kind: 'frame'; readonly frame: Uint8Array; readonly line: readonly Incoming[] }
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong'; readonly units: number; readonly stranger: boolean };

const bytesOf = (line: readonly Incoming[]) => Uint8Array.from(line, ({ byte }) => byte);

export function createBpaLine({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>): BpaLine {
  const budget = createTroubleBudget();
  let proven = false;
  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };
  /** Nothing is asked of what never stops talking. */
  const quiet = async () => {
    while ((await drainUntilIdle(transport, timer, idleMs)).endless) trouble(6, monitorProblem.garbage());
  };

  const receive = async (lengthOf: LengthOf): Promise<Heard> => {
    const line: Incoming[] = [];
    let waitedTicks = 0;
    let cancelTick = () => {};
    const countTicks = () => {
      cancelTick = timer.after(tickMs, () => {
        waitedTicks += 1;
        countTicks();
      });
    };
    countTicks();
    let deadline = startDeadline(timer, replyTimeoutMs);
    const wrong = (stranger: boolean): Heard => ({
      kind: 'wrong',
      units: Math.max(wrongUnits, waitedTicks),
      stranger,
    });
    try {
      for (let reports = 0, announced = false; ; reports += 1) {
        const report = await transport.read(reports === 0 ? replyTimeoutMs : gapMs);
        const length = lengthOf(bytesOf(line));
        if (report.length === 0) {
          if (reports === 0) return { kind: 'silent' };
          // Where no length was announced, the pause is the end.
          return length === null && line.length > 0 ? { kind: 'frame', frame: bytesOf(line), line } : wrong(false);
        }
        const payload = bpaPayload(report);
        if (payload === null) return wrong(true);
        line.push(...Array.from(payload, (byte) => ({ byte, report })));
        if (line[0] !== undefined && line[0].byte !== bpaAcknowledge) return wrong(true);
        const wanted = lengthOf(bytesOf(line));
        if (wanted === 'wrong' || (wanted !== null && line.length > wanted)) return wrong(false);
        if (wanted === line.length) return { kind: 'frame', frame: bytesOf(line), line };
        if (wanted !== null && !announced) {
          announced = true;
          deadline.cancel();
          deadline = startDeadline(timer, replyTimeoutMs + wanted * slowestMsPerByte);
        }
        if (deadline.passed()) return wrong(false);
      }
    } finally {
      deadline.cancel();
      cancelTick();
    }
  };

  /** Asks until `accept` takes an answer; `null` after `tries` times of silence, where that is given. */
  const ask = async <Value>(
    command: BpaCommand,
    lengthOf: LengthOf,
    accept: (frame: Uint8Array, line: readonly Incoming[]) => Value | null,
    tries = Number.POSITIVE_INFINITY,
  ): Promise<Value | null> => {
    for (let silences = 0; silences < tries; ) {
      if ((await transport.read(1)).length > 0) await quiet();
      await transport.write(bpaReport(command));
      const heard = await receive(lengthOf);
      const accepted = heard.kind === 'frame' ? accept(heard.frame, heard.line) : null;
      if (accepted !== null) {
        proven = true;
        budget.progress();
        return accepted;
      }
      if (heard.kind === 'silent') {
        silences += 1;
        trouble(troubleUnits(replyTimeoutMs), proven ? monitorProblem.silent() : monitorProblem.asleep());
      } else {
        const { units, stranger } = heard.kind === 'wrong' ? heard : { units: wrongUnits, stranger: true };
        if (stranger && !proven) trouble(Math.max(units, strangerUnits), monitorProblem.foreign());
        else trouble(units, monitorProblem.garbage());
      }
      await quiet();
    }
    return null;
  };

  return {
    quiet,
    async identify() {
      // Some know no users and do not answer that; the patient's id they all tell, but it is asked only then.
      const chosen = await ask(bpaCommand.slots, () => bpaSlotsFrameBytes, decodeBpaSlots, 2);
      if (chosen !== null) return chosen;
      await ask(
        bpaCommand.patientId,
        () => null,
        (frame) => (isBpaPatientId(frame) ? true : null),
      );
      return { slot: null };
    },
    async memory() {
      const accept = (frame: Uint8Array, line: readonly Incoming[]): BpaMemory | null => {
        const records = decodeBpaMemory(frame);
        if (records === null) return null;
        const rawHex = (from: number, to: number) =>
          [...new Set(line.slice(from, to).map(({ report }) => report))].map(toHex);
        return { records, frame, rawHex };
      };
      for (;;) {
        const memory = await ask(bpaCommand.memory, bpaMemoryFrameBytes, accept);
        if (memory !== null) return memory;
      }
    },
  };
}
