import type { Outcome, Problem } from '../../shared/problem.ts';
import { implausibility } from '../../shared/vitals/plausibility.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import { bpaCommand, bpaPayload, bpaReport, bpaWake } from './microlife-bpa100-codec.ts';
import { createBpaLine } from './microlife-bpa100-line.ts';
import { bpaPushBytes, isBpaPushWhole, readBpaPushes } from './microlife-bpa100-push.ts';
import type { LiveEnd, LiveExchange, LiveMeasuring, UserSlot } from './monitor-family.ts';
import { monitorProblem, withCuffWarning } from './monitor-problem.ts';
import { startDeadline } from './timer.ts';

/** Between waking, linking and the command itself, as the one program does of which is known that it starts monitors. */
const betweenCommandsMs = 500;
/** A monitor that acknowledges does so at once. */
const acknowledgeMs = 1000;
/** No measurement takes longer; one without a result by then is stopped. */
export const bpaOverdueMs = 120_000;
const sliceMs = 100;
/** What a monitor sends at once comes within this, its reports no further apart than the gap. */
const pushMs = 500;
const gapMs = 200;
/** How long its result is waited for after something that nobody can read. */
const afterNoiseMs = 2000;

type Heard = LiveEnd | 'stop';
type Ended = Outcome<LiveEnd>;

const ended = (value: LiveEnd): Ended => ({ ok: true, value });

/** What cannot be a result, or only by chance has the length of one. */
const isNoise = (end: LiveEnd) =>
  end.kind === 'measured' && (end.entry.kind === 'unreadable' || implausibility(end.entry.record) !== null);

class Listening {
  readonly #exchange: LiveExchange;
  readonly #slot: UserSlot | null;
  #acknowledged = 0;
  /** Whether the command that was sent last was acknowledged. */
  #confirmed = false;
  /** A result, whenever it came: also while the monitor is being stopped. */
  #result: LiveEnd | null = null;

  constructor(exchange: LiveExchange, slot: UserSlot | null) {
    this.#exchange = exchange;
    this.#slot = slot;
  }

  /** Listens until there is an end. */
  async untilEnd(): Promise<Ended> {
    const { takeWish, onStage, timer } = this.#exchange;
    for (;;) {
      const wish = takeWish();
      if (wish === 'stop') return this.#stopped();
      if (wish === 'start') {
        onStage('measuring');
        const overdue = startDeadline(timer, bpaOverdueMs);
        try {
          return await this.#measure(() => overdue.passed());
        } finally {
          overdue.cancel();
        }
      }
      const end = await this.#hear(sliceMs);
      if (end !== null) return ended(end);
    }
  }

  /** Starts the monitor, once, and waits for what comes of it. */
  async #measure(isOverdue: () => boolean): Promise<Ended> {
    this.#acknowledged = 0;
    let heard = await this.#send(bpaCommand.start, true);
    // It acknowledges what it does: one that says nothing is not measuring, or nobody could tell.
    if (heard === null && this.#acknowledged === 0) return this.#stoppedFor(monitorProblem.silent());
    while (heard === null) {
      if (isOverdue()) return this.#stoppedFor(monitorProblem.liveOverdue());
      heard = await this.#wait(sliceMs, true);
    }
    if (heard === 'stop') return this.#stopped();
    return heard.kind === 'measured' && isNoise(heard) ? this.#afterNoise(heard) : ended(heard);
  }

  /** It may have been the result, or noise on the line while the cuff is tight: nothing is left measuring unheard. */
  async #afterNoise(noise: Extract<LiveEnd, { kind: 'measured' }>): Promise<Ended> {
    const deadline = startDeadline(this.#exchange.timer, afterNoiseMs);
    try {
      while (!deadline.passed()) {
        const heard = await this.#wait(sliceMs, true);
        if (heard === 'stop') return await this.#stopped();
        if (heard !== null && !isNoise(heard)) return ended(heard);
      }
    } finally {
      deadline.cancel();
    }
    await this.#stopped();
    if (this.#result !== null || this.#confirmed) return ended(this.#result ?? noise);
    const problem = withCuffWarning(monitorProblem.stopUnconfirmed());
    return ended({ kind: 'failed', problem, rawHex: noise.entry.record.rawHex });
  }

  async #stopped(): Promise<Ended> {
    this.#exchange.onStage('stopping');
    this.#acknowledged = 0;
    await this.#send(bpaCommand.stop, false);
    return ended(this.#result ?? { kind: 'stopped', acknowledged: this.#confirmed });
  }

  /** Stops the monitor and ends in that problem, unless its result comes after all. */
  async #stoppedFor(problem: Problem): Promise<Ended> {
    await this.#stopped();
    return this.#result === null ? { ok: false, problem } : ended(this.#result);
  }

  /**
   * Wakes the monitor, links it and sends the command, then waits until it is acknowledged or has had its time.
   * @param mayEnd whether the therapist's stop, or anything the monitor sends, breaks it off; a stop goes out in any case
   */
  async #send(command: typeof bpaCommand.start | typeof bpaCommand.stop, mayEnd: boolean): Promise<Heard | null> {
    const { transport, timer } = this.#exchange;
    this.#confirmed = false;
    for (const report of [bpaWake, bpaReport(bpaCommand.link)]) {
      await transport.write(report);
      const heard = await this.#wait(betweenCommandsMs, mayEnd);
      if (heard !== null) return heard;
    }
    // Where nothing was acknowledged so far, the next one may be that of linking, late.
    const wanted = this.#acknowledged + (this.#acknowledged > 0 ? 1 : 2);
    await transport.write(bpaReport(command));
    const deadline = startDeadline(timer, acknowledgeMs);
    try {
      while (!deadline.passed() && this.#acknowledged < wanted) {
        const heard = await this.#wait(sliceMs, mayEnd);
        if (heard !== null) return heard;
      }
      this.#confirmed = this.#acknowledged >= wanted;
      return null;
    } finally {
      deadline.cancel();
    }
  }

  /** Listens for so long; where it may end early, with what ends it. */
  async #wait(forMs: number, mayEnd: boolean): Promise<Heard | null> {
    const deadline = startDeadline(this.#exchange.timer, forMs);
    try {
      while (!deadline.passed()) {
        if (mayEnd && this.#exchange.takeWish() === 'stop') return 'stop';
        const end = await this.#hear(sliceMs);
        if (end !== null && mayEnd) return end;
      }
      return null;
    } finally {
      deadline.cancel();
    }
  }

  /** What the monitor sends by itself; null where nothing came that ends anything. */
  async #hear(withinMs: number): Promise<LiveEnd | null> {
    const reports = await this.#reportsAtOnce(withinMs);
    if (reports.length === 0) return null;
    let end: LiveEnd | null = null;
    for (const push of readBpaPushes(reports, this.#slot)) {
      if (push.kind === 'acknowledged') this.#acknowledged += push.times;
      else if (push.kind === 'result') end = { kind: 'measured', model: 'Microlife', entry: push.entry };
      else end = { kind: 'failed', problem: monitorProblem.measurementError(push.number), rawHex: reports.map(toHex) };
    }
    if (end?.kind === 'measured' && !isNoise(end)) this.#result = end;
    return end;
  }

  async #reportsAtOnce(withinMs: number): Promise<readonly Uint8Array[]> {
    const { transport, timer } = this.#exchange;
    const reports: Uint8Array[] = [];
    const deadline = startDeadline(timer, pushMs + withinMs);
    try {
      while (!deadline.passed()) {
        const report = await transport.read(reports.length === 0 ? withinMs : gapMs);
        if (report.length === 0) break;
        // One without a valid byte tells the state of the line alone.
        if (bpaPayload(report)?.length === 0) {
          if (reports.length === 0) break;
          continue;
        }
        reports.push(report);
        const bytes = bpaPushBytes(reports);
        if (bytes === null || isBpaPushWhole(bytes)) break;
      }
      return reports;
    } finally {
      deadline.cancel();
    }
  }
}

async function listen(exchange: LiveExchange): Promise<Outcome<LiveEnd>> {
  const line = createBpaLine(exchange);
  try {
    await line.quiet();
    const { slot } = await line.identify();
    // What is left of the answer is not taken for a result.
    await line.quiet();
    exchange.onStage('listening');
    return await new Listening(exchange, slot).untilEnd();
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

export const bpaLive: LiveMeasuring = { listen };
