import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Command } from '../../shared/session/command.ts';
import { decide } from '../../shared/session/decide.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { evolve, replay } from '../../shared/session/evolve.ts';
import type { ClockReading, Moment } from '../../shared/session/moment.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { advance, type ClockFinding, findings, firstMoment, momentBefore } from '../../shared/session/timeline.ts';
import type { Clock } from './clock.ts';
import { type JournalPort, JournalWriter } from './journal-writer.ts';

/** What the conductor tells as it goes: new events, and how far the journal is on disk. */
export type ConductorNews = {
  readonly events: readonly SessionEvent[];
  readonly durableThrough: number;
};

export type ConductorParts = {
  readonly clock: Clock;
  readonly journal: JournalPort;
  readonly newId: () => string;
  /** The name of the therapist who is signed in. */
  readonly therapist: string;
  readonly onNews: (news: ConductorNews) => void;
  readonly onSaving: (unsaved: number, problem: Problem | null) => void;
  /** Waits before a failed write is tried again. Real time. */
  readonly pause: (durationMs: number) => Promise<void>;
};

/**
 * The only writer of one session's journal: command -> decide -> events -> journal -> state. An accepted event evolves
 * the state at once and counts as saved only when the vault says that it is durable.
 */
export class Conductor {
  readonly #parts: ConductorParts;
  readonly #writer: JournalWriter;
  #state: SessionState;
  #lastReading: ClockReading;

  /** `events` is the journal as it was read, empty for a session that is about to be opened. */
  constructor(events: readonly SessionEvent[], parts: ConductorParts) {
    this.#parts = parts;
    this.#state = replay(events);
    this.#lastReading = this.#state.lastMoment ?? parts.clock.read();
    this.#writer = new JournalWriter(events.length, parts.journal, parts.pause, {
      onDurable: (durableThrough) => parts.onNews({ events: [], durableThrough }),
      onSaving: parts.onSaving,
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  get durableThrough(): number {
    return this.#writer.durableThrough;
  }

  /** The present moment on the session's timeline. */
  now(): Moment {
    const reading = this.#parts.clock.read();
    return this.#state.lastMoment === null ? firstMoment(reading) : advance(this.#state.lastMoment, reading);
  }

  /**
   * Asks for something. `touchAgeMs` is how long ago the finger went down. Answers the sequences of the new events, or
   * the refusal. A dose waits until everything before it is durable and is refused when that cannot be had.
   */
  async submit(command: Command, touchAgeMs = 0): Promise<Outcome<{ readonly sequences: readonly number[] }>> {
    if (command.type === 'place-dose' && !(await this.#writer.settled())) {
      return {
        ok: false,
        problem: {
          code: 'not-durable',
          sentence: 'Not everything before this dose is saved.',
          remedy: 'Do not give the dose before the console shows “Saved”. Free the disk, then try again.',
        },
      };
    }
    this.observeClock();
    return this.#take(command, touchAgeMs);
  }

  /**
   * Asks for something that is made from the state and the moment themselves, such as a signature over both. Where
   * something else was recorded while it was being made, it is made again.
   */
  async submitMade(
    make: (state: SessionState, moment: Moment) => Promise<Outcome<Command>>,
  ): Promise<Outcome<{ readonly sequences: readonly number[] }>> {
    for (;;) {
      this.observeClock();
      const state = this.#state;
      const moment = this.now();
      const made = await make(state, moment);
      if (!made.ok) return made;
      if (this.#state === state) return this.#takeAt(made.value, moment);
    }
  }

  /** Journals what happened to the clocks since they were last looked at, and what only time brings. */
  tick(): void {
    this.observeClock();
    this.#take({ type: 'tick' }, 0);
  }

  /** Journals sleep and changed clocks. Call also when the machine has resumed. */
  observeClock(): void {
    const reading = this.#parts.clock.read();
    const found = findings(this.#lastReading, reading);
    this.#lastReading = reading;
    if (this.#state.phase === null || this.#state.phase === 'signed') return;
    for (const finding of found) {
      const command = commandFor(finding);
      if (command !== null) this.#take(command, 0);
    }
  }

  /** Goes on after a restart: says what is known of the time in between. */
  resume(): void {
    const last = this.#state.lastMoment;
    if (last === null) return;
    const reading = this.#parts.clock.read();
    const restart = findings(last, reading).find((finding) => finding.kind === 'machine-restarted');
    const gapMs = advance(last, reading).elapsedMs - last.elapsedMs;
    this.#lastReading = last;
    this.observeClock();
    this.#take(
      {
        type: 'resume',
        after: restart === undefined ? 'application-restart' : 'machine-restart',
        gapMs,
        gapUncertain: restart?.uncertain ?? false,
      },
      0,
    );
  }

  /** Resolves when all is durable (true), or when a write has failed (false). */
  settled(): Promise<boolean> {
    return this.#writer.settled();
  }

  /** Ends the writing; nothing more is tried. */
  close(): void {
    this.#writer.close();
  }

  #take(command: Command, touchAgeMs: number): Outcome<{ readonly sequences: readonly number[] }> {
    return this.#takeAt(command, this.#momentFor(command, touchAgeMs));
  }

  #takeAt(command: Command, moment: Moment): Outcome<{ readonly sequences: readonly number[] }> {
    const decided = decide(this.#state, command, {
      now: moment,
      newId: this.#parts.newId,
      by: this.#byFor(command),
    });
    if (!decided.ok) return decided;
    for (const event of decided.events) {
      this.#state = evolve(this.#state, event);
      this.#writer.append(event);
    }
    if (decided.events.length > 0) {
      this.#parts.onNews({ events: decided.events, durableThrough: this.#writer.durableThrough });
    }
    return { ok: true, value: { sequences: decided.events.map((event) => event.sequence) } };
  }

  /** The time of the touch; a gap that the therapist states moves the timeline on by it. */
  #momentFor(command: Command, touchAgeMs: number): Moment {
    const now = this.now();
    if (command.type === 'state-gap' && this.#state.gapUncertain) {
      return { ...now, elapsedMs: now.elapsedMs + command.gapMinutes * 60_000 };
    }
    return momentBefore(now, touchAgeMs, this.#state.lastMoment?.elapsedMs ?? now.elapsedMs);
  }

  #byFor(command: Command): string {
    return ownReports.has(command.type) ? 'console' : this.#parts.therapist;
  }
}

/** What the console itself reports, in nobody's name. */
const ownReports = new Set<Command['type']>([
  'record-monitor-reading',
  'set-reading-aside',
  'report-measurement-failure',
  'report-music',
  'raise-technical-alert',
  'end-technical-alert',
  'tick',
  'report-sleep',
  'report-wall-clock-change',
  'report-utc-offset-change',
  'resume',
]);

function commandFor(finding: ClockFinding): Command | null {
  switch (finding.kind) {
    case 'slept':
      return { type: 'report-sleep', durationMs: finding.durationMs };
    case 'wall-clock-changed':
      return { type: 'report-wall-clock-change', byMs: finding.byMs };
    case 'utc-offset-changed':
      return { type: 'report-utc-offset-change', fromMinutes: finding.fromMinutes, toMinutes: finding.toMinutes };
    case 'machine-restarted':
      return null;
  }
}
