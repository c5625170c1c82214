import type { SessionEvent } from '../../shared/session/event.ts';
import { JournalScript, wholeWords } from './journal-script.ts';

/** Words that may stand in the process notes only. */
export const processWords = 'countertransference: her father is my father';
/** A note of the journey, to be found again in every form of the record. */
export const journeyNote = 'She whispered: the lake is calm, I can see the other shore.';

/** A session as most are: one block, one dose, one note, home with the brother. */
export function calmJournal(): SessionEvent[] {
  const script = new JournalScript();
  script.open();
  script.precheck();
  script.block(9, [
    [124, 80, 68],
    [122, 79, 67],
  ]);
  script.endHold(36, script.dose(22));
  script.music(36, 'started');
  script.at(40, { type: 'glance-recorded', breathingFine: true });
  script.note(48, journeyNote, { tagId: 'spoke' });
  script.note(55, processWords, { stream: 'process' });
  script.at(56, { type: 'glance-recorded', breathingFine: true });
  script.reading(62.2, [138, 86, 77]);
  script.note(66, '', { tagId: 'tears' });
  script.at(71, { type: 'glance-recorded', breathingFine: true });
  script.music(92, 'faded-out');
  script.at(92, { type: 'return-begun' });
  script.recoverAndLeave(100, 144);
  script.words(150, wholeWords);
  return script.events;
}

/** Three blocks too high: no dose today. */
export function declinedJournal(): SessionEvent[] {
  const script = new JournalScript();
  script.open();
  script.precheck();
  script.block(9, [
    [148, 94, 84],
    [146, 92, 82],
  ]);
  script.block(18, [
    [144, 93, 83],
    [145, 91, 82],
  ]);
  script.block(27, [
    [143, 92, 80],
    [142, 91, 81],
  ]);
  script.at(37, { type: 'declined', decidedBy: 'protocol', reason: 'Three blocks at or above 140 or 90.' });
  script.words(45, {
    assessment: 'Pressure above the limits in three blocks; well otherwise, disappointed.',
    plan: 'Own doctor about the pressure this week; new date once it is settled.',
  });
  return script.events;
}

/** High pressure, an override by the prescriber, an interrupted rest, an alert, a booster, an adverse event. */
export function hypertensionJournal(): SessionEvent[] {
  const script = new JournalScript();
  script.open();
  script.precheck();
  script.block(9, [
    [149, 92, 80],
    [147, 91, 79],
  ]);
  script.at(18, { type: 'rest-started', blockId: script.newId('block') });
  script.at(19, { type: 'rest-interrupted', reason: 'bathroom' });
  script.block(20, [
    [141, 88, 76],
    [140, 87, 75],
  ]);
  script.at(29, {
    type: 'override-recorded',
    conditionId: 'blood-pressure',
    prescriber: 'Dr Amara Lindqvist',
    means: 'phone',
    contactedMinutesAgo: 3,
    orderReadBack: true,
    reason: 'White-coat rise, home values normal.',
    limit: 'up to 145 over 90',
    systolicUpToMmHg: 145,
    diastolicUpToMmHg: 90,
    validForMinutes: 30,
  });
  const first = script.dose(34);
  script.endHold(46, first);
  script.music(46, 'started');
  const booster = script.dose(60, { booster: true, count: 1 });
  script.endHold(66, booster, { outcome: 'partly-swallowed', earlyReason: 'gagged' });
  script.reading(74, [166, 98, 92]);
  script.alert(74.2, 'Systolic pressure 166 mmHg: at or above 160.', 0.5, 12);
  script.at(78, {
    type: 'reading-set-aside',
    setAside: {
      reason: 'Stored before the measurement was asked for.',
      family: 'beurer-bm55',
      monitorTime: '2026-11-22T09:10',
      rawHex: ['00'],
      systolicMmHg: 118,
      diastolicMmHg: 76,
      pulsePerMin: 60,
    },
  });
  script.at(80, { type: 'measurement-failed', code: 'no-answer', sentence: 'The monitor did not answer.' });
  script.reading(86, [144, 88, 84]);
  const adverseEventId = script.newId('adverse');
  script.at(88, {
    type: 'adverse-event-recorded',
    adverseEventId,
    kind: 'Vomiting',
    severity: 'moderate',
    expected: true,
    serious: false,
    action: 'On the side, mouth cleared.',
  });
  script.at(97, { type: 'adverse-event-ended', adverseEventId, outcome: 'settled, drank water' });
  script.music(110, 'faded-out');
  script.at(110, { type: 'return-begun' });
  script.recoverAndLeave(150, 184);
  script.words(190, wholeWords);
  return script.events;
}

/** Gait fails once, then passes; the machine slept, was started again, and its clock was set. */
export function unsteadyJournal(): SessionEvent[] {
  const script = new JournalScript();
  script.open();
  script.precheck();
  script.block(9, [
    [128, 84, 70],
    [114, 78, 71],
    [122, 80, 69],
  ]);
  script.endHold(38, script.dose(24));
  script.music(38, 'started');
  script.at(50, { type: 'slept', durationMs: 95_000 }, { by: 'console' });
  script.music(52, 'interrupted');
  script.at(
    54,
    { type: 'resumed', after: 'application-restart', gapMs: 64_000, gapUncertain: false },
    { by: 'console' },
  );
  script.music(55, 'taken-up-again');
  script.reading(64, [136, 85, 76]);
  script.setWallClock(70, -3_600_000);
  script.at(84, { type: 'stopped', decidedBy: 'patient', reason: 'Wanted to sit up and drink.' });
  script.music(84.5, 'faded-out');
  script.at(110, {
    type: 'gait-checked',
    check: { kind: 'walking', timedUpAndGoS: 13.2, tandemStandS: 6, steady: false, walkingAid: false },
  });
  script.at(111, { type: 'orientation-checked', person: true, place: true, time: false, situation: true });
  script.recoverAndLeave(122, 146);
  script.words(150, wholeWords);
  return script.events;
}

/** Late entries, corrections of body and time, a retracted note, a struck reading, a changed answer, an undone phase. */
export function correctionsJournal(): SessionEvent[] {
  const script = new JournalScript();
  script.open();
  script.precheck();
  script.at(8, {
    type: 'question-answered',
    questionId: 'lamotrigine',
    answer: 'yes',
    remarks: '100 mg, taken this morning',
  });
  script.at(8.2, { type: 'weight-recorded', weightKg: 68.5 });
  script.block(9, [
    [124, 80, 68],
    [122, 79, 67],
  ]);
  const doseId = script.dose(22);
  const dose = script.events.at(-1);
  script.endHold(36, doseId);
  script.music(36, 'started');
  const late = script.note(50, 'First tears, hand held.', {}, 5);
  const retracted = script.note(58, 'Wrong patient, ignore.');
  if (retracted.body.type === 'note-recorded') {
    script.at(58.4, { type: 'note-retracted', noteId: retracted.body.noteId });
  }
  const undone = script.at(60, { type: 'return-begun' });
  script.at(60.1, { type: 'phase-change-undone', eventId: undone.eventId });
  const struck = script.readingByHand(62, [188, 84], 4);
  script.reading(67, [132, 84, 75]);
  script.at(68, { type: 'reading-struck', readingId: struck, reason: 'Read off the wrong line of the display' });
  script.pendingReading(70, [130, 82, 74]);
  if (dose?.body.type === 'dose-placed') {
    script.at(75, {
      type: 'corrected',
      eventId: dose.eventId,
      reason: 'The lot number was misread',
      body: { ...dose.body, lot: 'K24-181' },
      earlierByMinutes: 1,
    });
  }
  script.at(76, {
    type: 'corrected',
    eventId: late.eventId,
    reason: 'It was earlier',
    body: null,
    earlierByMinutes: 2,
  });
  const secret = script.note(77, processWords, { stream: 'process' });
  if (secret.body.type === 'note-recorded') {
    script.at(78, {
      type: 'corrected',
      eventId: secret.eventId,
      reason: `${processWords}, again`,
      body: { ...secret.body, text: `${processWords}, twice` },
      earlierByMinutes: null,
    });
  }
  const statementId = script.newId('statement');
  script.at(80, { type: 'suicidal-statement-recorded', statementId, inTheirWords: 'Some days I would rather not be.' });
  script.at(130, {
    type: 'suicidal-statement-resolved',
    statementId,
    safetyPlan: 'Reviewed; brother stays overnight',
    prescriberTold: true,
    outcome: 'no intent, no plan, agreed to call',
  });
  script.music(90, 'faded-out');
  script.at(131, { type: 'return-begun' });
  script.recoverAndLeave(134, 158);
  script.words(160, wholeWords);
  return script.events;
}

export const samples = {
  calm: calmJournal,
  declined: declinedJournal,
  hypertension: hypertensionJournal,
  unsteady: unsteadyJournal,
  corrections: correctionsJournal,
} as const;
export type SampleName = keyof typeof samples;
export const sampleNames: readonly SampleName[] = ['calm', 'declined', 'hypertension', 'unsteady', 'corrections'];
