import type { MonitorsPicture } from '../../shared/bridge/picture.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Command } from '../../shared/session/command.ts';
import type { Reading, SetAside } from '../../shared/vitals/reading.ts';
import type { MonitorsClient } from '../monitors/monitors-client.ts';
import type { Delivery, MonitorsState } from '../monitors/monitors-state.ts';
import type { Clock } from './clock.ts';

export type MeasuringParts = {
  readonly client: MonitorsClient;
  readonly clock: Clock;
  readonly simulated: boolean;
  /** Brings something into the running session's journal. */
  readonly report: (command: Command) => Promise<Outcome<unknown>>;
  readonly changed: () => void;
};

const monitorCause = 'monitor';

/** Joins the monitors to the running session: readings, what is set aside, and trouble with cables go into its journal. */
export class Measuring {
  readonly #parts: MeasuringParts;
  #lastProblemCode: string | null = null;

  constructor(parts: MeasuringParts) {
    this.#parts = parts;
    parts.client.onReading((delivery) => void this.#take(delivery));
    parts.client.onState((state) => {
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
        slots: monitor.slots,
      })),
      bound: boundPicture(state),
      activity: state.activity,
      problem: state.problem,
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
    this.#parts.client.bind(monitorKey, chosen);
    return { ok: true, value: null };
  }

  begin(): Outcome<null> {
    this.#parts.client.beginMeasurement(this.#now());
    return { ok: true, value: null };
  }

  fetch(): Outcome<null> {
    this.#parts.client.fetchNew(this.#now());
    return { ok: true, value: null };
  }

  cancel(): Outcome<null> {
    this.#parts.client.cancel();
    return { ok: true, value: null };
  }

  #now() {
    const { wallMs, utcOffsetMinutes } = this.#parts.clock.read();
    return { nowWallMs: wallMs, utcOffsetMinutes };
  }

  /**
   * Fresh readings are recorded at once and wait for the therapist's confirmation. Of what is in doubt the newest is
   * recorded with that mark, for the therapist to compare with the display; everything else is set aside.
   */
  async #take(delivery: Delivery): Promise<void> {
    for (const reading of delivery.fresh) await this.#record(reading, delivery.clockDifferenceMs);
    const [newest, ...older] = delivery.candidates;
    if (newest !== undefined) {
      await this.#record({ ...newest, flags: [...newest.flags, 'doubtful-age'] }, delivery.clockDifferenceMs);
    }
    for (const candidate of older) {
      await this.#setAside(candidate, 'It is not known whether this was measured now.');
    }
    for (const setAside of delivery.setAside) await this.#parts.report({ type: 'set-reading-aside', setAside });
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
    await this.#parts.report({ type: 'set-reading-aside', setAside });
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
  };
}

function refused(code: string, sentence: string, remedy: string): Outcome<null> {
  return { ok: false, problem: { code, sentence, remedy } };
}
