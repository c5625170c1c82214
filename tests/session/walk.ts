import type { Problem } from '../../shared/problem.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Protocol } from '../../shared/protocol/schema.ts';
import type { Command } from '../../shared/session/command.ts';
import { decide } from '../../shared/session/decide.ts';
import { evolve } from '../../shared/session/evolve.ts';
import type { ClockReading, Moment } from '../../shared/session/moment.ts';
import { emptySession, type SessionState } from '../../shared/session/state.ts';
import { advance, firstMoment } from '../../shared/session/timeline.ts';

export const minuteMs = 60_000;

const start: ClockReading = {
  wallMs: Date.parse('2026-11-23T09:00:00Z'),
  utcOffsetMinutes: 60,
  uptimeMs: 5_000_000,
  awakeMs: 5_000_000,
  bootId: 'boot-a',
};

/** A session that a test walks through: it moves the clock and gives commands. */
export class Walk {
  state: SessionState = emptySession;
  reading: ClockReading = start;
  readonly protocol: Protocol;
  #ids = 0;

  constructor(protocol: Protocol = defaultProtocol) {
    this.protocol = protocol;
    this.must({
      type: 'open-session',
      patient: {
        patientId: 'p1',
        name: 'A. M.',
        dateOfBirth: '1980-02-03',
        phone: '555',
        allergies: '',
        emergencyContact: '',
      },
      course: { courseId: 'c1', kind: 'medicine', number: 1, of: 6, lastDoseMg: null, lastIntegrationKept: null },
      therapist: { name: 'T. Herapist', credential: 'LMFT' },
      clinic: { name: 'Clinic', emergencyNumber: '911', address: '1 Street' },
      protocol,
      rehearsal: true,
    });
  }

  get now(): Moment {
    return this.state.lastMoment === null ? firstMoment(this.reading) : advance(this.state.lastMoment, this.reading);
  }

  pass(ms: number): this {
    this.reading = {
      ...this.reading,
      wallMs: this.reading.wallMs + ms,
      uptimeMs: this.reading.uptimeMs + ms,
      awakeMs: this.reading.awakeMs + ms,
    };
    return this;
  }

  passMinutes(minutes: number): this {
    return this.pass(minutes * minuteMs);
  }

  /** Gives a command; null when it was accepted, else the refusal. */
  try(command: Command): Problem | null {
    const decided = decide(this.state, command, { now: this.now, newId: () => `id-${++this.#ids}`, by: 'T. Herapist' });
    if (!decided.ok) return decided.problem;
    for (const event of decided.events) this.state = evolve(this.state, event);
    return null;
  }

  must(...commands: readonly Command[]): this {
    for (const command of commands) {
      const problem = this.try(command);
      if (problem !== null) throw new Error(`${command.type} refused: ${problem.code}: ${problem.sentence}`);
    }
    return this;
  }

  /** A seated rest and readings a minute apart. */
  block(...pressures: readonly (readonly [number, number])[]): this {
    this.must({ type: 'start-rest' }).passMinutes(5);
    pressures.forEach(([systolicMmHg, diastolicMmHg], index) => {
      if (index > 0) this.passMinutes(1);
      this.must(byHand(systolicMmHg, diastolicMmHg));
    });
    return this;
  }

  /** Everything of pre-check but the blood pressure. */
  precheckButPressure(): this {
    return this.must(
      { type: 'confirm-identity', identifiers: ['name', 'date-of-birth'] },
      { type: 'record-consent', given: true, offLabelExplained: true, touchAgreed: false, remarks: '' },
      ...this.protocol.questions.map(
        (question): Command => ({
          type: 'answer-question',
          questionId: question.id,
          answer: question.concern === 'yes' ? 'no' : 'yes',
          remarks: '',
        }),
      ),
      { type: 'record-fasting', hoursSinceFood: 8, hoursSinceClearFluid: 3 },
      { type: 'record-weight', weightKg: 70 },
      {
        type: 'record-escort',
        name: 'B. M.',
        relation: 'sister',
        phone: '556',
        broughtThePatient: true,
        kind: 'known-adult',
      },
      { type: 'record-preparation', intention: 'Peace', mantra: '', mindfulnessDone: true, moodBefore: 5 },
      { type: 'record-comfort', place: 'couch', eyeMask: true, weightedBlanket: true },
      {
        type: 'record-order',
        prescriber: 'Dr. P. Rescriber',
        medicine: 'ketamine',
        form: 'rapid-dissolve tablet',
        firstDoseMg: 200,
        boosterAllowed: true,
        maximumTotalMg: 300,
      },
      {
        type: 'record-machine',
        onMains: true,
        freeDiskMb: 5000,
        diskEncrypted: true,
        screenAtMark: true,
        updatesPaused: true,
      },
      {
        type: 'choose-music',
        playlistId: 'm1',
        title: 'Calm',
        trackCount: 6,
        totalMs: 93 * minuteMs,
        endless: true,
        problems: [],
      },
      {
        type: 'check-gait',
        check: { kind: 'walking', timedUpAndGoS: 8, tandemStandS: 10, steady: true, walkingAid: false },
      },
      { type: 'check-orientation', person: true, place: true, time: true, situation: true },
    );
  }

  toDosing(): this {
    return this.precheckButPressure()
      .block([120, 80], [122, 78])
      .must({ type: 'open-dosing' }, { type: 'give-go-ahead', inTheirWords: '' });
  }

  toAbsorption(): this {
    return this.toDosing().must(dose100);
  }

  toJourney(): this {
    this.toAbsorption().passMinutes(12);
    return this.must({ type: 'end-hold', doseId: this.doseId(), outcome: 'spat', earlyReason: '' });
  }

  toRecovery(): this {
    this.toJourney().passMinutes(28).must(byHand(126, 82));
    return this.passMinutes(25).must({ type: 'begin-return' });
  }

  /** Every recovery check passes and the minimum stay is over. */
  readyToLeave(): this {
    return this.toRecovery()
      .passMinutes(60)
      .must(
        byHand(124, 80),
        { type: 'record-observation', observation: { signal: 'responsiveness', value: 5 } },
        { type: 'record-observation', observation: { signal: 'nausea', value: 'none' } },
        {
          type: 'check-gait',
          check: { kind: 'walking', timedUpAndGoS: 9, tandemStandS: 10, steady: true, walkingAid: false },
        },
        { type: 'check-orientation', person: true, place: true, time: true, situation: true },
        { type: 'record-recovery-comfort', backInBody: 9, remarks: '' },
        {
          type: 'verify-escort',
          name: 'B. M.',
          metFaceToFace: true,
          nameMatches: true,
          ableToAccompany: true,
          transport: 'escort-drives',
          changeReason: '',
        },
        { type: 'give-aftercare', how: 'printed', readBack: true },
        { type: 'book-integration', at: '2026-11-24T10:00', withWhom: 'T. Herapist' },
      );
  }

  doseId(index = -1): string {
    const dose = this.state.doses.at(index);
    if (dose === undefined) throw new Error('no dose');
    return dose.doseId;
  }
}

export const dose100: Command = {
  type: 'place-dose',
  medicine: 'ketamine',
  form: 'rapid-dissolve tablet',
  strengthMg: 100,
  count: 1,
  lot: 'L1',
  selfAdministered: true,
  aboveSoftMaximumSeen: false,
};

export function byHand(systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number | null = 70): Command {
  return { type: 'enter-reading', systolicMmHg, diastolicMmHg, pulsePerMin, readBack: true };
}
