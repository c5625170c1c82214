import type { MonitorsPicture } from '../../shared/bridge/picture.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Command } from '../../shared/session/command.ts';
import type { ReadingEntry } from '../../shared/session/state.ts';
import type { Reading, SetAside } from '../../shared/vitals/reading.ts';
import { monitorProblem } from '../monitors/monitor-problem.ts';
import type { MonitorsClient } from '../monitors/monitors-client.ts';
import type { Delivery, MonitorsState } from '../monitors/monitors-state.ts';
import type { Clock } from './clock.ts';

export type MeasuringParts = {
  readonly client: MonitorsClient;
  readonly clock: Clock;
  readonly simulated: boolean;
  /** Brings something into the running session's journal. */
  readonly report: (command: Command) => Promise<Outcome<unknown>>;
  /** The session that runs, also while the vault is locked; null while none does. */
  readonly running: () => { readonly sessionId: string; readonly readings: readonly ReadingEntry[] } | null;
  /** The session that the console shows; null at home and while the vault is locked. */
  readonly shownSessionId: () => string | null;
  readonly changed: () => void;
};

const monitorCause = 'monitor';

/** Readings of which it is not known which one, if any, was measured now, and the session they were read for. */
type Doubtful = {
  readonly sessionId: string;
  readonly readings: readonly Reading[];
  readonly clockDifferenceMs: number | null;
};

const notChosenReason = 'The therapist chose another of those in doubt as this measurement.';
const declinedReason = 'The therapist said that none of those in doubt was this measurement.';
const overtakenReason = 'Another measurement came before it was said which of those in doubt was this one.';

/**
 * Joins the monitors to the running session: readings, what is set aside, and trouble with cables go into its journal.
 * Two or more that are in doubt are kept here until the therapist says which one it was, so that neither a crash of the
 * window nor locking loses them; whoever quits Vigil meanwhile finds them in the monitor's memory.
 */
export class Measuring {
  readonly #parts: MeasuringParts;
  #lastProblemCode: string | null = null;
  #lastActivity: MonitorsState['activity'] = 'idle';
  #activitySinceWallMs = 0;
  #doubtful: Doubtful | null = null;
  /** What the therapist should know of the last delivery, until they ask for something else. */
  #notice: Problem | null = null;

  constructor(parts: MeasuringParts) {
    this.#parts = parts;
    parts.client.onReading((delivery) => void this.#take(delivery));
    parts.client.onState((state) => {
      if (state.activity !== this.#lastActivity) {
        this.#lastActivity = state.activity;
        this.#activitySinceWallMs = parts.clock.read().wallMs;
      }
      void this.#followProblem(state.problem);
      parts.changed();
    });
  }

  picture(): MonitorsPicture {
    const state = this.#parts.client.state();
    return {
      present: state.present.map((monitor) => ({
        monitorKey: monitor.key,
        family: monitor.family,
        name: monitor.product === '' ? monitor.familyName : monitor.product,
        honestStatus: monitor.honestStatus,
        simulated: this.#parts.simulated,
        where: this.#parts.simulated ? null : placeOf(monitor),
        slots: monitor.slots,
      })),
      bound: boundPicture(state),
      activity: state.activity,
      activitySinceWallMs: state.activity === 'idle' ? null : this.#activitySinceWallMs,
      problem: state.problem ?? this.#notice,
      candidates: this.#shownCandidates(),
      candidatesClockDifferenceMs:
        this.#shownCandidates().length === 0 ? null : (this.#doubtful?.clockDifferenceMs ?? null),
    };
  }

  bind(monitorKey: string, slot: 'A' | 'B' | null): Outcome<null> {
    const monitor = this.#parts.client.state().present.find((candidate) => candidate.key === monitorKey);
    if (monitor === undefined) {
      return refused('no-such-monitor', 'This monitor is not plugged in.', 'Plug it in and choose it again.');
    }
    const chosen = slot ?? (monitor.slots.length === 1 ? monitor.slots[0] : undefined);
    if (chosen === undefined) {
      return refused(
        'slot-missing',
        'The monitor keeps two people apart.',
        'Choose which of its users is the patient.',
      );
    }
    const underWay = this.underWay();
    if (underWay !== null) return { ok: false, problem: underWay };
    this.#parts.client.bind(monitorKey, chosen);
    return done;
  }

  /** Why nobody should turn away now: a monitor that was started may hold the arm tight. Null while none was. */
  underWay(): Problem | null {
    const { activity } = this.#parts.client.state();
    return activity === 'live-measuring' || activity === 'live-stopping' ? monitorProblem.measuring() : null;
  }

  begin(): Outcome<null> {
    this.#notice = null;
    this.#parts.client.beginMeasurement(this.#now());
    return done;
  }

  fetch(): Outcome<null> {
    this.#notice = null;
    this.#parts.client.fetchNew(this.#now());
    return done;
  }

  /** The therapist's press on start: nothing else in the house starts a monitor. */
  startMonitor(): Outcome<null> {
    this.#parts.client.startMonitor();
    return done;
  }

  stopMonitor(): Outcome<null> {
    this.#parts.client.stopMonitor();
    return done;
  }

  cancel(): Outcome<null> {
    this.#notice = null;
    this.#parts.client.cancel();
    this.#parts.changed();
    return done;
  }

  /** The therapist says which of those in doubt is this measurement: it is recorded, the others are set aside. */
  async takeCandidate(readingId: string): Promise<Outcome<null>> {
    const doubtful = this.#doubtful;
    const chosen = doubtful?.readings.find((reading) => reading.readingId === readingId);
    if (doubtful === null || chosen === undefined || doubtful.sessionId !== this.#parts.running()?.sessionId) {
      return refused('no-such-candidate', 'This reading is not in doubt.', 'Measure again, or enter it by hand.');
    }
    this.#doubtful = null;
    await this.#record(inDoubt(chosen), doubtful.clockDifferenceMs);
    for (const other of doubtful.readings) {
      if (other !== chosen) await this.#setAside(other, notChosenReason);
    }
    this.#parts.changed();
    return done;
  }

  /** The therapist says that none of those in doubt is this measurement: all are set aside. */
  async declineCandidates(): Promise<Outcome<null>> {
    await this.#setDoubtfulAside(declinedReason);
    this.#parts.changed();
    return done;
  }

  #now() {
    const { wallMs, utcOffsetMinutes } = this.#parts.clock.read();
    return { nowWallMs: wallMs, utcOffsetMinutes };
  }

  #shownCandidates(): MonitorsPicture['candidates'] {
    const doubtful = this.#doubtful;
    if (doubtful === null || doubtful.sessionId !== this.#parts.shownSessionId()) return [];
    return doubtful.readings.map(({ readingId, systolicMmHg, diastolicMmHg, pulsePerMin, source }) => ({
      readingId,
      systolicMmHg,
      diastolicMmHg,
      pulsePerMin,
      monitorTime: source.kind === 'monitor' ? source.monitorTime : null,
    }));
  }

  /**
   * Fresh readings are recorded at once and wait for the therapist's confirmation. Of what is in doubt one alone is
   * recorded with that mark, for the therapist to compare with the display; of several the therapist says which it is.
   */
  async #take(delivery: Delivery): Promise<void> {
    this.#notice = null;
    await this.#setDoubtfulAside(overtakenReason, delivery.candidates);
    for (const reading of delivery.fresh) await this.#record(reading, delivery.clockDifferenceMs);
    const running = this.#parts.running();
    const candidates = delivery.candidates.filter((reading) => !isRecorded(reading, running?.readings ?? []));
    const [only, ...others] = candidates;
    if (only === undefined) {
      if (delivery.candidates.length > 0) this.#notice = monitorProblem.nothingNew();
    } else if (others.length === 0) {
      await this.#record(inDoubt(only), delivery.clockDifferenceMs);
    } else if (running === null) {
      this.#notice = monitorProblem.noSession();
    } else {
      const { sessionId } = running;
      this.#doubtful = { sessionId, readings: candidates, clockDifferenceMs: delivery.clockDifferenceMs };
    }
    for (const setAside of delivery.setAside) await this.#report({ type: 'set-reading-aside', setAside });
    this.#parts.changed();
  }

  /** Sets aside what is in doubt, but not what was just read again. */
  async #setDoubtfulAside(reason: string, readAgain: readonly Reading[] = []): Promise<void> {
    const doubtful = this.#doubtful;
    this.#doubtful = null;
    if (doubtful === null || doubtful.sessionId !== this.#parts.running()?.sessionId) return;
    for (const reading of doubtful.readings) {
      if (!readAgain.some((other) => sameMeasurement(reading, other))) await this.#setAside(reading, reason);
    }
  }

  async #report(command: Command): Promise<void> {
    const reported = await this.#parts.report(command);
    if (!reported.ok) this.#notice = reported.problem;
  }

  async #record(reading: Reading, monitorClockDifferenceMs: number | null): Promise<void> {
    const recorded = await this.#parts.report({ type: 'record-monitor-reading', reading, monitorClockDifferenceMs });
    if (!recorded.ok) await this.#setAside(reading, recorded.problem.sentence);
  }

  async #setAside(reading: Reading, reason: string): Promise<void> {
    if (reading.source.kind !== 'monitor') return;
    const setAside: SetAside = {
      reason,
      family: reading.source.family,
      monitorTime: reading.source.monitorTime,
      rawHex: reading.source.rawHex,
      systolicMmHg: reading.systolicMmHg,
      diastolicMmHg: reading.diastolicMmHg,
      pulsePerMin: reading.pulsePerMin,
    };
    await this.#report({ type: 'set-reading-aside', setAside });
  }

  /** Trouble that comes while measuring is journaled once; it ends when it is gone. */
  async #followProblem(problem: Problem | null): Promise<void> {
    const code = problem?.code ?? null;
    if (code === this.#lastProblemCode) return;
    this.#lastProblemCode = code;
    if (problem === null) {
      await this.#parts.report({ type: 'end-technical-alert', cause: monitorCause });
      return;
    }
    if (this.#parts.client.state().bound === null) return;
    await this.#parts.report({
      type: 'report-measurement-failure',
      code: problem.code.slice(0, 80),
      sentence: problem.sentence.slice(0, 400),
    });
  }
}

function boundPicture({ bound }: MonitorsState): MonitorsPicture['bound'] {
  if (bound === null) return null;
  return {
    monitorKey: bound.key,
    name: bound.model ?? (bound.product === '' ? bound.familyName : bound.product),
    slot: bound.slot,
    family: bound.family,
    live: bound.live,
    needsReplug: bound.needsReplugBetweenReads,
    pluggedIn: bound.pluggedIn,
  };
}

const done: Outcome<null> = { ok: true, value: null };

function placeOf({ serial, port }: MonitorsState['present'][number]): string | null {
  if (serial !== null) return `serial number ${serial}`;
  return port === null ? null : `USB socket ${port}`;
}

function inDoubt(reading: Reading): Reading {
  return { ...reading, flags: [...reading.flags, 'doubtful-age'] };
}

/** Whether two readings came from the same entry in a monitor's memory, as far as its own time tells them apart. */
function sameMeasurement(one: Reading, other: Reading): boolean {
  return (
    one.source.kind === 'monitor' &&
    other.source.kind === 'monitor' &&
    one.source.monitorId === other.source.monitorId &&
    one.source.monitorTime === other.source.monitorTime &&
    one.systolicMmHg === other.systolicMmHg &&
    one.diastolicMmHg === other.diastolicMmHg &&
    one.pulsePerMin === other.pulsePerMin
  );
}

/** Whether the session has this reading already. Without a time it cannot be told, and the therapist decides. */
function isRecorded(reading: Reading, recorded: readonly ReadingEntry[]): boolean {
  if (reading.source.kind !== 'monitor' || reading.source.monitorTime === null) return false;
  return recorded.some((entry) => sameMeasurement(entry.reading, reading));
}

function refused(code: string, sentence: string, remedy: string): Outcome<null> {
  return { ok: false, problem: { code, sentence, remedy } };
}
