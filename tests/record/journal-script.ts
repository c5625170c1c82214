import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { BodyOf, EventBody, SessionEvent } from '../../shared/session/event.ts';
import type { Reading } from '../../shared/vitals/reading.ts';

const startWallMs = Date.UTC(2026, 10, 23, 12, 0, 0);
const utcOffsetMinutes = 60;

/** Writes a journal by hand: events at minutes since the session was opened, recorded later where that is said. */
export class JournalScript {
  readonly events: SessionEvent[] = [];
  readonly therapist: string;
  #wallShiftMs = 0;
  #serial: number;

  constructor(therapist = 'Ines Halloran', serial = 0) {
    this.therapist = therapist;
    this.#serial = serial;
  }

  /** Goes on writing a journal; ids are counted from `serial` on. */
  static continuing(events: readonly SessionEvent[], serial: number): JournalScript {
    const script = new JournalScript(undefined, serial);
    script.events.push(...events);
    return script;
  }

  newId(what: string): string {
    this.#serial += 1;
    return `${what}-${String(this.#serial).padStart(6, '0')}`;
  }

  /** Adds a fact that happened at `minute` and was recorded `lateMinutes` later. Returns its event. */
  at(minute: number, body: EventBody, { lateMinutes = 0, by = this.therapist } = {}): SessionEvent {
    const happenedMs = Math.round(minute * 60_000);
    const recordedMs = Math.round((minute + lateMinutes) * 60_000);
    const event: SessionEvent = {
      eventId: this.newId('event'),
      sequence: this.events.length + 1,
      recordedAt: {
        elapsedMs: recordedMs,
        wallMs: startWallMs + recordedMs + this.#wallShiftMs,
        utcOffsetMinutes,
        uptimeMs: 500_000 + recordedMs,
        awakeMs: 400_000 + recordedMs,
        bootId: 'boot-1',
      },
      happenedAt: { elapsedMs: happenedMs, wallMs: startWallMs + happenedMs + this.#wallShiftMs, utcOffsetMinutes },
      by,
      body,
    };
    this.events.push(event);
    return event;
  }

  /** From now on the wall clock stands this much further. */
  setWallClock(minute: number, byMs: number): void {
    this.#wallShiftMs += byMs;
    this.at(minute, { type: 'wall-clock-changed', byMs }, { by: 'console' });
  }

  open(over: Partial<BodyOf<'session-opened'>> = {}): void {
    this.at(0, {
      type: 'session-opened',
      patient: {
        patientId: 'patient-1',
        name: 'Maren Okafor',
        dateOfBirth: '1984-03-09',
        phone: '+1 555 0142',
        allergies: 'penicillin',
        emergencyContact: 'Tobias Okafor, +1 555 0199',
      },
      course: { courseId: 'course-1', kind: 'medicine', number: 2, of: 6, lastDoseMg: 100, lastIntegrationKept: true },
      therapist: { name: this.therapist, credential: 'LMFT' },
      clinic: { name: 'Alder House', emergencyNumber: '911', address: '12 Alder Street, Portland' },
      protocol: defaultProtocol,
      rehearsal: false,
      ...over,
    });
  }

  /** Pre-check from identity to the baselines, everything as it should be, from minute 1 to 8. */
  precheck(): void {
    this.at(1, { type: 'identity-confirmed', identifiers: ['name', 'date-of-birth'] });
    this.at(1.5, {
      type: 'consent-recorded',
      given: true,
      offLabelExplained: true,
      touchAgreed: true,
      remarks: 'Hand on the shoulder only, asked first.',
    });
    for (const question of defaultProtocol.questions) {
      this.at(2, {
        type: 'question-answered',
        questionId: question.id,
        answer: question.concern === 'yes' ? 'no' : 'yes',
        remarks: '',
      });
    }
    this.at(3, { type: 'fasting-recorded', hoursSinceFood: 8, hoursSinceClearFluid: 3 });
    this.at(3.2, { type: 'weight-recorded', weightKg: 68 });
    this.at(3.5, {
      type: 'escort-recorded',
      name: 'Tobias Okafor',
      relation: 'brother',
      phone: '+1 555 0199',
      broughtThePatient: true,
    });
    this.at(4, {
      type: 'preparation-recorded',
      intention: 'To meet the grief about my father without running from it.',
      mantra: 'Trust, let go, be open.',
      mindfulnessDone: true,
      moodBefore: 6,
    });
    this.at(5, { type: 'comfort-recorded', place: 'couch', eyeMask: true, weightedBlanket: true });
    this.order();
    this.at(6, {
      type: 'machine-checked',
      onMains: true,
      freeDiskMb: 24_000,
      diskEncrypted: true,
      screenAtMark: true,
      updatesPaused: true,
    });
    this.at(6.5, {
      type: 'music-chosen',
      playlistId: 'built-in',
      title: 'Still water',
      trackCount: 9,
      totalMs: 5_400_000,
      endless: true,
      problems: [],
    });
    this.at(7, {
      type: 'gait-checked',
      check: { kind: 'walking', timedUpAndGoS: 8.4, tandemStandS: 10, steady: true, walkingAid: false },
    });
    this.at(7.5, { type: 'orientation-checked', person: true, place: true, time: true, situation: true });
  }

  order(over: Partial<BodyOf<'order-recorded'>> = {}): void {
    this.at(5.5, {
      type: 'order-recorded',
      prescriber: 'Dr Amara Lindqvist',
      medicine: 'ketamine',
      form: 'rapid-dissolve tablet',
      firstDoseMg: 100,
      boosterAllowed: true,
      maximumTotalMg: 200,
      ...over,
    });
  }

  /** A rest of five minutes and the readings after it, a minute and a half apart. */
  block(minute: number, numbers: readonly (readonly [number, number, number])[]): void {
    this.at(minute, { type: 'rest-started', blockId: this.newId('block') });
    numbers.forEach((values, index) => {
      this.reading(minute + 5.2 + index * 1.5, values);
    });
  }

  /** A reading of the monitor that the therapist confirmed; returns the reading's id. */
  reading(minute: number, [systolicMmHg, diastolicMmHg, pulsePerMin]: readonly [number, number, number]): string {
    const readingId = this.pendingReading(minute, [systolicMmHg, diastolicMmHg, pulsePerMin]);
    this.at(minute + 0.2, { type: 'reading-confirmed', readingId });
    return readingId;
  }

  pendingReading(
    minute: number,
    [systolicMmHg, diastolicMmHg, pulsePerMin]: readonly [number, number, number],
  ): string {
    const reading: Reading = {
      readingId: this.newId('reading'),
      systolicMmHg,
      diastolicMmHg,
      pulsePerMin,
      flags: [],
      source: {
        kind: 'monitor',
        family: 'beurer-bm55',
        model: 'BM58',
        monitorId: 'beurer-bm55:0001',
        slot: 'A',
        monitorTime: '2026-11-23T13:20',
        rawHex: ['ac28a07f4d5a0b1714'],
      },
    };
    this.at(minute, { type: 'reading-recorded', reading, monitorClockDifferenceMs: 120_000 }, { by: 'console' });
    return reading.readingId;
  }

  readingByHand(minute: number, [systolicMmHg, diastolicMmHg]: readonly [number, number], lateMinutes = 0): string {
    const reading: Reading = {
      readingId: this.newId('reading'),
      systolicMmHg,
      diastolicMmHg,
      pulsePerMin: null,
      flags: [],
      source: { kind: 'by-hand' },
    };
    this.at(minute, { type: 'reading-recorded', reading, monitorClockDifferenceMs: null }, { lateMinutes });
    this.at(minute, { type: 'reading-confirmed', readingId: reading.readingId }, { lateMinutes });
    return reading.readingId;
  }

  /** Dosing opened, the go-ahead given and the first dose placed; returns the dose's id. */
  dose(minute: number, over: Partial<BodyOf<'dose-placed'>> = {}): string {
    if (over.booster !== true) {
      this.at(minute - 2, { type: 'dosing-opened' });
      this.at(minute - 1, { type: 'go-ahead-given', inTheirWords: 'I am ready.' });
    }
    const doseId = this.newId('dose');
    this.at(minute, {
      type: 'dose-placed',
      doseId,
      medicine: 'ketamine',
      form: 'rapid-dissolve tablet',
      strengthMg: 50,
      count: 2,
      lot: 'K24-118',
      selfAdministered: true,
      booster: false,
      ...over,
    });
    return doseId;
  }

  endHold(minute: number, doseId: string, over: Partial<BodyOf<'hold-ended'>> = {}): void {
    this.at(minute, { type: 'hold-ended', doseId, outcome: 'spat', earlyReason: '', ...over });
  }

  note(minute: number, text: string, over: Partial<BodyOf<'note-recorded'>> = {}, lateMinutes = 0): SessionEvent {
    const noteId = this.newId('note');
    return this.at(
      minute,
      { type: 'note-recorded', noteId, stream: 'record', tagId: null, text, ...over },
      { lateMinutes },
    );
  }

  music(minute: number, action: BodyOf<'music-event'>['action']): void {
    this.at(
      minute,
      { type: 'music-event', action, playlistId: 'built-in', trackId: 't1', positionMs: 0, volume: 0.6 },
      { by: 'console' },
    );
  }

  alert(minute: number, sentence: string, acknowledgedAfter: number | null, endedAfter: number | null): void {
    const alertId = this.newId('alert');
    this.at(
      minute,
      {
        type: 'alert-raised',
        alertId,
        cause: 'systolic-medium',
        category: 'physiological',
        priority: 'medium',
        sentence,
      },
      { by: 'console' },
    );
    if (acknowledgedAfter !== null) this.at(minute + acknowledgedAfter, { type: 'alert-acknowledged', alertId });
    if (endedAfter !== null) this.at(minute + endedAfter, { type: 'alert-ended', alertId }, { by: 'console' });
  }

  /** Recovery's checks, the hand-over and the departure. */
  recoverAndLeave(minute: number, leaveMinute: number): void {
    this.at(minute, {
      type: 'gait-checked',
      check: { kind: 'walking', timedUpAndGoS: 9.1, tandemStandS: 10, steady: true, walkingAid: false },
    });
    this.at(minute + 1, { type: 'orientation-checked', person: true, place: true, time: true, situation: true });
    this.at(minute + 2, {
      type: 'observation-recorded',
      observation: { signal: 'responsiveness', value: 5 },
    });
    this.at(minute + 2.5, { type: 'observation-recorded', observation: { signal: 'nausea', value: 'none' } });
    this.at(minute + 3, { type: 'recovery-comfort-recorded', backInBody: 9, remarks: 'A little heavy in the legs.' });
    this.at(leaveMinute - 6, {
      type: 'integration-booked',
      at: '2026-11-24T10:00',
      withWhom: 'Ines Halloran',
    });
    this.at(leaveMinute - 5, { type: 'aftercare-given', how: 'printed', readBack: true });
    this.at(leaveMinute - 4, {
      type: 'escort-verified',
      name: 'Tobias Okafor',
      metFaceToFace: true,
      nameMatches: true,
      ableToAccompany: true,
      transport: 'escort-drives',
      changeReason: '',
    });
    this.reading(leaveMinute - 3, [126, 80, 70]);
    this.at(leaveMinute, { type: 'departed' });
  }

  /** The words that a record needs before it is signed. */
  words(minute: number, texts: Partial<Record<BodyOf<'words-added'>['section'], string>>): void {
    for (const section of wordSections) {
      const text = texts[section];
      if (text !== undefined) this.at(minute, { type: 'words-added', section, text });
    }
  }
}

const wordSections = [
  'interval-history',
  'peak-experience',
  'interventions',
  'assessment',
  'plan',
  'adverse-events',
] as const;

/** Words for every section that a dosed session needs. */
export const wholeWords = {
  'interval-history': 'Slept well. Two walks a day. One crying spell on Thursday, felt relieving.',
  'peak-experience':
    'Described a wide dark lake and her father standing on the other shore. “I did not need to cross.” Tears without distress for about ten minutes.',
  interventions: 'Silent presence. Hand on the shoulder once, asked first. Mantra repeated once at her request.',
  assessment: 'Tolerated well. Grief approached without avoidance; mood brighter on return.',
  plan: 'Integration tomorrow. For the prescriber: same dose next time, no booster needed.',
} as const;
