import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Protocol } from '../../shared/protocol/schema.ts';
import type { Command } from '../../shared/session/command.ts';
import { currentGate } from '../../shared/session/gates.ts';
import { currentBlock, isSevere, judgeBlocks } from '../../shared/session/pressure.ts';
import { byHand, dose100, type Walk } from './walk.ts';

/** A protocol with one question of each consequence, so that random sessions get further. */
export const shortProtocol: Protocol = {
  ...defaultProtocol,
  questions: defaultProtocol.questions.filter((question) =>
    ['aneurysm', 'maoi', 'lamotrigine', 'at-ease'].includes(question.id),
  ),
};

/** Draws numbers from a list that fast-check made and can shrink. */
export class Entropy {
  readonly numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  get spent(): boolean {
    return this.#next >= this.numbers.length;
  }

  below(bound: number): number {
    const number = this.numbers[this.#next] ?? 0;
    this.#next += 1;
    return number % bound;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

/** What choosing a command needs to know of a session. */
export type Walker = Pick<Walk, 'state' | 'now' | 'protocol' | 'passMinutes' | 'doseId'>;

/** Mostly what a therapist would do next, sometimes anything at all. */
export function randomCommand(walk: Walker, entropy: Entropy): Command {
  return entropy.below(10) < 8 ? helpful(walk, entropy) : anything(walk, entropy);
}

/** One step of a random session; time passes before it. */
export function randomStep(walk: Walk, entropy: Entropy): { command: Command; refusal: string | null } {
  walk.pass(entropy.pick([0, 0, 500, 5_000, 61_000, 61_000, 61_000, 301_000, 660_000]));
  const command = randomCommand(walk, entropy);
  return { command, refusal: walk.try(command)?.code ?? null };
}

/** What would bring the session on: it mends the first condition that is not met. */
function helpful(walk: Walker, entropy: Entropy): Command {
  const { state } = walk;
  if (state.emergency !== null)
    return entropy.pick<Command>([
      { type: 'take-emergency-step', step: 'Called' },
      { type: 'stand-down', outcome: '' },
      { type: 'stand-down', outcome: '' },
    ]);
  if (state.gapUncertain) return { type: 'state-gap', gapMinutes: 2 };
  const pending = state.readings.find((entry) => entry.status === 'pending');
  if (pending !== undefined) return { type: 'confirm-reading', readingId: pending.reading.readingId };
  const statement = state.suicidalStatements.find((entry) => entry.resolved === null);
  if (statement !== undefined) {
    return {
      type: 'resolve-suicidal-statement',
      statementId: statement.body.statementId,
      safetyPlan: 'p',
      prescriberTold: true,
      outcome: 'o',
    };
  }
  const gate = currentGate(state, walk.now);
  const closed = gate?.conditions.find((condition) => condition.status !== 'met');
  switch (state.phase) {
    case 'precheck':
      return closed === undefined ? { type: 'open-dosing' } : mend(walk, entropy, closed.id);
    case 'dosing':
      return closed === undefined ? dose100 : mend(walk, entropy, closed.id);
    case 'absorption':
      return {
        type: 'end-hold',
        doseId: walk.doseId(),
        outcome: entropy.pick(['spat', 'swallowed', 'vomited'] as const),
        earlyReason: 'early',
      };
    case 'journey':
      return entropy.pick<Command>([
        { type: 'begin-return' },
        closed === undefined ? dose100 : mend(walk, entropy, closed.id),
        { type: 'record-glance', breathingFine: true },
      ]);
    case 'recovery':
      if (closed === undefined) return { type: 'depart' };
      if (closed.id === 'minimum-stay') walk.passMinutes(30);
      return mend(walk, entropy, closed.id);
    default:
      return anything(walk, entropy);
  }
}

/** The command that mends one condition. */
function mend(walk: Walker, entropy: Entropy, conditionId: string): Command {
  const { state } = walk;
  const recovery = state.phase === 'recovery';
  const question = walk.protocol.questions.find((candidate) => `question:${candidate.id}` === conditionId);
  if (question !== undefined)
    return {
      type: 'answer-question',
      questionId: question.id,
      answer: question.concern === 'yes' ? 'no' : 'yes',
      remarks: '',
    };
  const open = state.doses.find((dose) => dose.hold === null);
  switch (conditionId) {
    case 'identity':
      return { type: 'confirm-identity', identifiers: ['name', 'date-of-birth'] };
    case 'consent':
      return { type: 'record-consent', given: true, offLabelExplained: true, touchAgreed: false, remarks: '' };
    case 'fasting-food':
    case 'fasting-fluid':
      return entropy.below(4) === 0
        ? overrideOf(conditionId)
        : { type: 'record-fasting', hoursSinceFood: 8, hoursSinceClearFluid: 3 };
    case 'weight':
      return { type: 'record-weight', weightKg: 70 };
    case 'escort':
    case 'ride-to':
      return recovery
        ? {
            type: 'verify-escort',
            name: 'B. M.',
            metFaceToFace: true,
            nameMatches: true,
            ableToAccompany: true,
            transport: 'escort-drives',
            changeReason: '',
          }
        : {
            type: 'record-escort',
            name: 'B. M.',
            relation: 'sister',
            phone: '556',
            broughtThePatient: true,
            kind: 'known-adult',
          };
    case 'preparation':
      return { type: 'record-preparation', intention: 'Peace', mantra: '', mindfulnessDone: true, moodBefore: 5 };
    case 'comfort':
      return recovery
        ? { type: 'record-recovery-comfort', backInBody: 9, remarks: '' }
        : { type: 'record-comfort', place: 'couch', eyeMask: true, weightedBlanket: true };
    case 'order':
      return {
        type: 'record-order',
        prescriber: 'Dr. P. Rescriber',
        medicine: 'ketamine',
        form: 'rapid-dissolve tablet',
        firstDoseMg: 200,
        boosterAllowed: true,
        maximumTotalMg: 300,
      };
    case 'machine':
      return {
        type: 'record-machine',
        onMains: true,
        freeDiskMb: 5000,
        diskEncrypted: null,
        screenAtMark: true,
        updatesPaused: true,
      };
    case 'music':
      return {
        type: 'choose-music',
        playlistId: 'm',
        title: 'Calm',
        trackCount: 1,
        totalMs: 1,
        endless: true,
        problems: [],
      };
    case 'baseline-gait':
    case 'gait':
      return {
        type: 'check-gait',
        check: { kind: 'walking', timedUpAndGoS: 8, tandemStandS: 10, steady: true, walkingAid: false },
      };
    case 'baseline-orientation':
    case 'orientation':
      return { type: 'check-orientation', person: true, place: true, time: true, situation: true };
    case 'go-ahead':
      return { type: 'give-go-ahead', inTheirWords: '' };
    case 'minimum-stay':
      return entropy.below(8) === 0 ? overrideOf(conditionId) : { type: 'tick' };
    case 'hold-outcomes':
    case 'earlier-hold':
      return open === undefined
        ? { type: 'tick' }
        : { type: 'end-hold', doseId: open.doseId, outcome: 'spat', earlyReason: 'late' };
    case 'responsiveness':
      return { type: 'record-observation', observation: { signal: 'responsiveness', value: 5 } };
    case 'oxygen-saturation':
      return { type: 'record-observation', observation: { signal: 'oxygen-saturation', value: 98 } };
    case 'nausea':
      return { type: 'record-observation', observation: { signal: 'nausea', value: 'none' } };
    case 'aftercare':
      return { type: 'give-aftercare', how: 'read-out', readBack: true };
    case 'integration':
      return { type: 'book-integration', at: '2026-11-24T10:00', withWhom: 'T' };
    case 'blood-pressure':
      return recovery ? byHand(119, 77) : pressureStep(walk, entropy);
    default:
      return byHand(118, 76);
  }
}

function overrideOf(conditionId: string): Command {
  return {
    type: 'override',
    conditionId,
    prescriber: 'Dr. P. Rescriber',
    means: 'phone',
    contactedMinutesAgo: 1,
    orderReadBack: true,
    reason: 'r',
    limit: 'l',
    systolicUpToMmHg: 150,
    diastolicUpToMmHg: 95,
    validForMinutes: 40,
  };
}

function pressureStep(walk: Walker, entropy: Entropy): Command {
  const { state } = walk;
  const severe = state.readings.find((entry) => entry.status === 'confirmed' && isSevere(walk.protocol, entry.reading));
  if (severe !== undefined && entropy.below(2) === 0)
    return { type: 'strike-reading', readingId: severe.reading.readingId, reason: 'moved' };
  const judged = judgeBlocks(state).at(-1);
  if (judged === undefined || currentBlock(state) === null) return { type: 'start-rest' };
  if (judged.verdict === 'empty' || judged.verdict === 'one-more') {
    return entropy.pick([byHand(120, 78), byHand(122, 80), byHand(121, 79), byHand(139, 89), byHand(146, 84)]);
  }
  if (judged.verdict === 'hold' && entropy.below(2) === 0) return overrideOf('blood-pressure');
  return { type: 'start-rest' };
}

/** Any command at all, with values inside and outside every rule. */
export function anything(walk: Walker, entropy: Entropy): Command {
  const { state } = walk;
  const any = <Item>(items: readonly Item[], fallback: Item): Item =>
    items.length === 0 ? fallback : entropy.pick(items);
  const readingId = any(
    state.readings.map((entry) => entry.reading.readingId),
    'none',
  );
  const eventId = any(
    state.events.map((event) => event.eventId),
    'none',
  );
  const doseId = any(
    state.doses.map((dose) => dose.doseId),
    'none',
  );
  const noteId = any(
    state.notes.map((note) => note.noteId),
    'none',
  );
  const alertId = any(
    state.alerts.map((alert) => alert.alertId),
    'none',
  );
  const question = entropy.pick(walk.protocol.questions);
  const condition = entropy.pick([
    'blood-pressure',
    'fasting-food',
    'fasting-fluid',
    'ride-to',
    'identity',
    'consent',
    'minimum-stay',
    'gait',
    `question:${question.id}`,
    'baseline-orientation',
  ]);
  const bool = () => entropy.below(2) === 0;
  const correctable = any(
    state.events.filter(
      (event) =>
        event.body.type === 'dose-placed' ||
        event.body.type === 'note-recorded' ||
        event.body.type === 'weight-recorded' ||
        event.body.type === 'escort-recorded' ||
        event.body.type === 'reading-recorded',
    ),
    undefined,
  );
  return entropy.pick<() => Command>([
    () => ({ type: 'confirm-identity', identifiers: bool() ? ['name', 'phone'] : ['name', 'name'] }),
    () => ({ type: 'record-consent', given: bool(), offLabelExplained: bool(), touchAgreed: bool(), remarks: '' }),
    () => ({
      type: 'answer-question',
      questionId: bool() ? question.id : 'none',
      answer: bool() ? 'yes' : 'no',
      remarks: '',
    }),
    () => ({ type: 'record-fasting', hoursSinceFood: entropy.below(12), hoursSinceClearFluid: entropy.below(4) }),
    () => ({
      type: 'record-escort',
      name: 'X',
      relation: bool() ? 'friend' : 'taxi',
      phone: '1234',
      broughtThePatient: bool(),
      kind: bool() ? 'known-adult' : 'rideshare-or-taxi',
    }),
    () => ({
      type: 'record-machine',
      onMains: bool(),
      freeDiskMb: entropy.below(400),
      diskEncrypted: bool(),
      screenAtMark: bool(),
      updatesPaused: bool(),
    }),
    () => ({
      type: 'choose-music',
      playlistId: 'm',
      title: 'M',
      trackCount: 1,
      totalMs: 1,
      endless: false,
      problems: bool() ? [] : ['Too short.'],
    }),
    () => ({
      type: 'check-gait',
      check: bool()
        ? {
            kind: 'walking',
            timedUpAndGoS: 7 + entropy.below(6),
            tandemStandS: entropy.below(13),
            steady: bool(),
            walkingAid: bool(),
          }
        : { kind: 'wheelchair', transferS: 5, steady: true },
    }),
    () => ({ type: 'check-orientation', person: bool(), place: bool(), time: bool(), situation: bool() }),
    () => ({
      type: 'record-order',
      prescriber: 'Dr. P. Rescriber',
      medicine: 'ketamine',
      form: bool() ? 'troche' : 'rapid-dissolve tablet',
      firstDoseMg: 100 + entropy.below(500),
      boosterAllowed: bool(),
      maximumTotalMg: 100 + entropy.below(500),
    }),
    () => ({ type: 'record-weight', weightKg: 50 + entropy.below(60) }),
    () => ({ type: 'record-preparation', intention: 'I', mantra: '', mindfulnessDone: bool(), moodBefore: null }),
    () => ({ type: 'record-comfort', place: 'mattress', eyeMask: bool(), weightedBlanket: bool() }),
    () => ({ type: 'start-rest' }),
    () => ({ type: 'interrupt-rest', reason: 'phone' }),
    () =>
      ({
        ...byHand(80 + entropy.below(120), 50 + entropy.below(90)),
        readBack: entropy.below(8) > 0,
        ...(bool() ? {} : { happenedMinutesAgo: entropy.below(12) }),
      }) as Command,
    () => ({
      type: 'record-monitor-reading',
      monitorClockDifferenceMs: null,
      reading: {
        readingId: bool() ? readingId : `m-${state.events.length}`,
        systolicMmHg: 90 + entropy.below(110),
        diastolicMmHg: 50 + entropy.below(80),
        pulsePerMin: 40 + entropy.below(100),
        flags: [],
        source: {
          kind: 'monitor',
          family: 'omron-classic',
          model: 'M',
          monitorId: 'k',
          slot: null,
          monitorTime: null,
          rawHex: [],
        },
      },
    }),
    () => ({ type: 'confirm-reading', readingId }),
    () => ({ type: 'confirm-reading', readingId }),
    () => ({ type: 'strike-reading', readingId, reason: 'moved' }),
    () => ({
      type: 'set-reading-aside',
      setAside: {
        reason: 'old',
        family: 'beurer-bm55',
        monitorTime: null,
        rawHex: [],
        systolicMmHg: 1,
        diastolicMmHg: 1,
        pulsePerMin: null,
      },
    }),
    () => ({ type: 'report-measurement-failure', code: 'unplugged', sentence: 'Unplugged.' }),
    () => ({ type: 'record-observation', observation: { signal: 'responsiveness', value: entropy.below(6) } }),
    () => ({
      type: 'record-observation',
      observation: { signal: 'oxygen-saturation', value: 86 + entropy.below(14) },
      happenedMinutesAgo: entropy.below(9),
    }),
    () => ({ type: 'record-observation', observation: { signal: 'respiratory-rate', value: 5 + entropy.below(30) } }),
    () => ({
      type: 'override',
      conditionId: condition,
      prescriber: entropy.below(4) === 0 ? 'T. Herapist' : 'Dr. P. Rescriber',
      means: 'phone',
      contactedMinutesAgo: 1,
      orderReadBack: true,
      reason: 'r',
      limit: 'l',
      systolicUpToMmHg: bool() ? 150 : null,
      diastolicUpToMmHg: bool() ? 95 : null,
      validForMinutes: 5 + entropy.below(60),
    }),
    () => ({ type: 'open-dosing' }),
    () => ({ type: 'give-go-ahead', inTheirWords: '' }),
    () =>
      ({
        ...dose100,
        strengthMg: entropy.pick([50, 100, 100, 200, 600]),
        form: bool() ? 'troche' : 'rapid-dissolve tablet',
        aboveSoftMaximumSeen: bool(),
      }) as Command,
    () => ({
      type: 'end-hold',
      doseId,
      outcome: 'partly-swallowed',
      earlyReason: bool() ? '' : 'r',
      happenedMinutesAgo: entropy.below(20),
    }),
    () => ({ type: 'record-glance', breathingFine: true }),
    () => ({
      type: 'record-note',
      stream: bool() ? 'record' : 'process',
      tagId: bool() ? 'calm' : null,
      text: bool() ? '' : 'words',
      happenedMinutesAgo: entropy.below(10),
    }),
    () => ({ type: 'retract-note', noteId }),
    () => ({
      type: 'record-adverse-event',
      kind: bool() ? 'vomiting' : 'headache',
      severity: 'mild',
      expected: bool(),
      serious: false,
      action: '',
    }),
    () => ({
      type: 'end-adverse-event',
      adverseEventId: any(
        state.adverseEvents.map((entry) => entry.body.adverseEventId),
        'none',
      ),
      outcome: 'resolved',
    }),
    () => ({ type: 'record-suicidal-statement', inTheirWords: 'w' }),
    () => ({
      type: 'resolve-suicidal-statement',
      statementId: any(
        state.suicidalStatements.map((entry) => entry.body.statementId),
        'none',
      ),
      safetyPlan: 'p',
      prescriberTold: true,
      outcome: 'o',
    }),
    () => ({ type: 'assist-bathroom' }),
    () => ({ type: 'put-on-side' }),
    () => ({ type: 'begin-return' }),
    () => (entropy.below(3) === 0 ? { type: 'stop', decidedBy: 'patient', reason: 'r' } : { type: 'tick' }),
    () => (entropy.below(6) === 0 ? { type: 'decline', decidedBy: 'patient', reason: 'r' } : { type: 'tick' }),
    () => ({ type: 'undo-phase-change' }),
    () => ({ type: 'record-recovery-comfort', backInBody: 5, remarks: '' }),
    () => ({
      type: 'verify-escort',
      name: bool() ? 'X' : 'Taxi',
      metFaceToFace: true,
      nameMatches: bool(),
      ableToAccompany: bool(),
      transport: 'escort-drives',
      changeReason: '',
    }),
    () => ({ type: 'give-aftercare', how: 'printed', readBack: bool() }),
    () => ({ type: 'book-integration', at: '2026-11-24T10:00', withWhom: 'T' }),
    () => ({ type: 'depart' }),
    () =>
      entropy.below(5) === 0
        ? {
            type: 'leave-against-advice',
            inTheirWords: 'w',
            toldWhom: 'p',
            escortPresent: bool(),
            drivesThemselves: bool(),
            safetySteps: bool() ? [] : ['keys'],
          }
        : { type: 'tick' },
    () => ({ type: 'open-emergency' }),
    () => ({ type: 'take-emergency-step', step: 'Called' }),
    () => ({ type: 'stand-down', outcome: '' }),
    () => ({ type: 'stand-down', outcome: '' }),
    () => ({ type: 'acknowledge-alert', alertId }),
    () => ({ type: 'report-music', action: 'started', playlistId: 'm', trackId: null, positionMs: 0, volume: 0.5 }),
    () => ({ type: 'raise-technical-alert', cause: 'monitor', priority: 'low', sentence: 'Monitor unplugged.' }),
    () => ({ type: 'end-technical-alert', cause: 'monitor' }),
    () => ({ type: 'report-sleep', durationMs: 5000 }),
    () => ({ type: 'report-wall-clock-change', byMs: -3_600_000 }),
    () => ({ type: 'report-utc-offset-change', fromMinutes: 60, toMinutes: 120 }),
    () => ({
      type: 'resume',
      after: bool() ? 'application-restart' : 'machine-restart',
      gapMs: 1000,
      gapUncertain: entropy.below(4) === 0,
    }),
    () => ({ type: 'state-gap', gapMinutes: 3 }),
    () => ({
      type: 'correct',
      eventId,
      reason: 'slip',
      body: null,
      earlierByMinutes: bool() ? null : entropy.below(10) - 3,
    }),
    () =>
      correctable === undefined
        ? { type: 'tick' }
        : {
            type: 'correct',
            eventId: correctable.eventId,
            reason: 'slip',
            body: correctedBody(correctable.body, entropy),
            earlierByMinutes: null,
          },
    () => ({ type: 'add-words', section: 'plan', text: 'w' }),
    () => ({
      type: 'sign',
      printedName: 'T',
      credential: '',
      meaning: 'author',
      recordSha256: 'a'.repeat(64),
      signatureHex: 'b'.repeat(128),
      publicKeyHex: 'c'.repeat(64),
    }),
    () => ({
      type: 'add-addendum',
      addendumId: `a-${state.events.length}`,
      text: 'w',
      printedName: 'T',
      credential: '',
      recordSha256: 'a'.repeat(64),
      signatureHex: 'b'.repeat(128),
      publicKeyHex: 'c'.repeat(64),
    }),
    () => ({
      type: 'countersign',
      printedName: 'S',
      credential: '',
      meaning: 'supervisor',
      recordSha256: 'a'.repeat(64),
      signatureHex: 'b'.repeat(128),
      publicKeyHex: 'd'.repeat(64),
    }),
    () => ({ type: 'record-export', files: [] }),
    () => ({ type: 'tick' }),
  ])();
}

function correctedBody(
  body: Walk['state']['events'][number]['body'],
  entropy: Entropy,
): Extract<Command, { type: 'correct' }>['body'] {
  switch (body.type) {
    case 'dose-placed':
      return { ...body, lot: 'L2' };
    case 'note-recorded':
      return { ...body, text: 'corrected' };
    case 'weight-recorded':
      return { ...body, weightKg: 71 };
    case 'escort-recorded':
      return { ...body, relation: entropy.below(2) === 0 ? 'cousin' : 'Lyft' };
    case 'reading-recorded':
      return { ...body, reading: { ...body.reading, systolicMmHg: 80 + entropy.below(80) } };
    default:
      return null;
  }
}
