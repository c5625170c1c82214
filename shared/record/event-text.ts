import type { Protocol } from '../protocol/schema.ts';
import { missingOrientation, orientationScore } from '../recovery/orientation.ts';
import type { BodyOf, EventBody } from '../session/event.ts';
import { exactSpanInWords } from './record-time.ts';
import {
  amount,
  counted,
  gaitWords,
  identifierNames,
  meansNames,
  noteWords,
  observationValue,
  outcomeNames,
  pressureWords,
  signalNames,
  transportNames,
  yesOrNo,
} from './wording.ts';

/** What an event's words need to know of the session. */
export type EventWording = {
  readonly protocol: Protocol;
  /** The label of a gate's condition. */
  readonly conditionLabel: (conditionId: string) => string;
  /** The number of a dose, `1` for the first. */
  readonly doseNumber: (doseId: string) => number;
  /** What an adverse event was about. */
  readonly adverseEventKind: (adverseEventId: string) => string;
};

export type EventText = { readonly kind: string; readonly text: string };

/** What happened, in words, and what kind of thing it was; null for what has no line of its own. */
export function eventText(body: EventBody, wording: EventWording): EventText | null {
  return textOfPreparation(body, wording) ?? textOfVitals(body) ?? textOfCourse(body, wording);
}

const filled = (before: string, text: string) => (text === '' ? '' : `${before}${text}`);

function textOfPreparation(body: EventBody, { protocol }: EventWording): EventText | null {
  const line = (text: string): EventText => ({ kind: 'Pre-check', text });
  switch (body.type) {
    case 'session-opened':
      return { kind: 'Phase', text: 'Session opened; pre-check begins' };
    case 'identity-confirmed':
      return line(`Identity confirmed by ${body.identifiers.map((item) => identifierNames[item]).join(', ')}`);
    case 'consent-recorded':
      return line(
        `Consent ${body.given ? 'given' : 'not given'}; off-label use explained: ${yesOrNo(body.offLabelExplained)}; touch agreed: ${yesOrNo(body.touchAgreed)}${filled('. ', body.remarks)}`,
      );
    case 'question-answered': {
      const question = protocol.questions.find((candidate) => candidate.id === body.questionId);
      return line(`${question?.text ?? body.questionId} ${body.answer}${filled('; ', body.remarks)}`);
    }
    case 'fasting-recorded':
      return line(`Last food ${body.hoursSinceFood} h ago, last clear fluid ${body.hoursSinceClearFluid} h ago`);
    case 'weight-recorded':
      return line(`Weight ${body.weightKg} kg`);
    case 'escort-recorded':
      return line(
        `Escort ${body.name}, ${body.relation}, ${body.phone}; brought the patient: ${yesOrNo(body.broughtThePatient)}`,
      );
    case 'preparation-recorded':
      return line(
        `Intention: ${body.intention}${filled('; mantra: ', body.mantra)}; mindfulness preparation: ${yesOrNo(body.mindfulnessDone)}${body.moodBefore === null ? '' : `; mood ${body.moodBefore} of 10`}`,
      );
    case 'comfort-recorded':
      return line(
        `On the ${body.place}; eye mask: ${yesOrNo(body.eyeMask)}; weighted blanket: ${yesOrNo(body.weightedBlanket)}`,
      );
    case 'order-recorded':
      return line(
        `Order of ${body.prescriber}: ${body.medicine}, ${body.form}, first dose ${body.firstDoseMg} mg, ${body.boosterAllowed ? 'booster allowed' : 'no booster'}, at most ${body.maximumTotalMg} mg`,
      );
    case 'music-chosen':
      return line(
        `Music chosen: ${body.title}, ${counted(body.trackCount, 'track')}${filled('. ', body.problems.join(' '))}`,
      );
    case 'machine-checked':
      return line(`Machine checked: ${body.onMains === false ? 'on battery' : 'power'}, disk and screen`);
    default:
      return null;
  }
}

function textOfVitals(body: EventBody): EventText | null {
  switch (body.type) {
    case 'rest-started':
      return { kind: 'Blood pressure', text: 'Seated rest began' };
    case 'rest-interrupted':
      return { kind: 'Blood pressure', text: `Rest interrupted: ${body.reason}` };
    case 'reading-recorded':
      return {
        kind: 'Blood pressure',
        text: `${pressureWords(body.reading)} (${body.reading.source.kind === 'monitor' ? 'monitor' : 'by hand'})`,
      };
    case 'reading-set-aside':
      return { kind: 'Blood pressure', text: `Set aside, not taken for a reading: ${body.setAside.reason}` };
    case 'measurement-failed':
      return { kind: 'Blood pressure', text: `Measurement failed: ${body.sentence}` };
    case 'observation-recorded':
      return {
        kind: 'Vital sign',
        text: `${signalNames[body.observation.signal]} ${observationValue(body.observation)}`,
      };
    case 'gait-checked':
      return { kind: 'Check', text: `Gait: ${gaitWords(body.check)}` };
    case 'orientation-checked': {
      const missing = missingOrientation(body);
      const lacking = missing.length === 0 ? '' : `, not to ${missing.join(', ')}`;
      return { kind: 'Check', text: `Orientation ${orientationScore(body)} of 4${lacking}` };
    }
    case 'glance-recorded':
      return { kind: 'Look', text: 'Looked at; breathing fine' };
    case 'recovery-comfort-recorded':
      return { kind: 'Check', text: `Back in body and room ${body.backInBody} of 10${filled('; ', body.remarks)}` };
    default:
      return null;
  }
}

function textOfCourse(body: EventBody, wording: EventWording): EventText | null {
  switch (body.type) {
    case 'override-recorded':
      return { kind: 'Override', text: overrideText(body, wording) };
    case 'dosing-opened':
      return { kind: 'Phase', text: 'Pre-check complete; dosing begins' };
    case 'go-ahead-given':
      return { kind: 'Dose', text: `The patient gave their go-ahead${filled(': ', quoted(body.inTheirWords))}` };
    case 'dose-placed':
      return {
        kind: 'Dose',
        text: `Dose ${wording.doseNumber(body.doseId)}${body.booster ? ' (booster)' : ''} placed under the tongue: ${doseWords(body)}`,
      };
    case 'hold-ended':
      return {
        kind: 'Dose',
        text: `Hold of dose ${wording.doseNumber(body.doseId)} ended: ${outcomeNames[body.outcome]}${filled('; early: ', body.earlyReason)}`,
      };
    case 'note-recorded':
      return { kind: 'Note', text: noteWords(wording.protocol, body) };
    case 'adverse-event-recorded':
      return {
        kind: 'Adverse event',
        text: `${body.kind}, ${body.severity}, ${body.expected ? 'expected' : 'not expected'}${body.serious ? ', serious' : ''}${filled('; ', body.action)}`,
      };
    case 'adverse-event-ended':
      return {
        kind: 'Adverse event',
        text: `${wording.adverseEventKind(body.adverseEventId)} ended: ${body.outcome}`,
      };
    case 'suicidal-statement-recorded':
      return { kind: 'Safety', text: `Suicidal statement: ${quoted(body.inTheirWords)}` };
    case 'suicidal-statement-resolved':
      return {
        kind: 'Safety',
        text: `Suicidal statement, outcome: ${body.outcome}. Safety plan: ${body.safetyPlan}. The prescriber was told`,
      };
    case 'bathroom-assisted':
      return { kind: 'Care', text: 'Assisted to the bathroom' };
    case 'put-on-side':
      return { kind: 'Care', text: 'Put on the side' };
    case 'return-begun':
      return { kind: 'Phase', text: 'Coming back; recovery begins' };
    case 'stopped':
      return { kind: 'Phase', text: `Stopped by the ${body.decidedBy}: ${body.reason}; recovery begins` };
    case 'declined':
      return {
        kind: 'Phase',
        text: `Not today; decided by the ${body.decidedBy}: ${body.reason}`,
      };
    case 'escort-verified':
      return { kind: 'Departure', text: `Escort met face to face: ${escortWords(body)}` };
    case 'aftercare-given':
      return {
        kind: 'Departure',
        text: `Aftercare ${body.how === 'printed' ? 'handed over in print' : 'read out'}, read back: ${yesOrNo(body.readBack)}`,
      };
    case 'integration-booked':
      return { kind: 'Departure', text: `Integration booked: ${body.at.replace('T', ' ')} with ${body.withWhom}` };
    case 'departed':
      return { kind: 'Departure', text: 'Left with the escort' };
    case 'left-against-advice':
      return { kind: 'Departure', text: `Left against advice: ${quoted(body.inTheirWords)}` };
    default:
      return textOfMachine(body);
  }
}

const musicWords: Partial<Record<BodyOf<'music-event'>['action'], string>> = {
  started: 'started',
  paused: 'paused',
  resumed: 'resumed',
  skipped: 'skipped to the next track',
  'faded-out': 'faded out',
  interrupted: 'interrupted',
  repaired: 'repaired',
  'taken-up-again': 'taken up again',
};

const controlWords: Record<NonNullable<BodyOf<'music-event'>['control']>, string> = {
  softer: 'held softer',
  full: 'let up to its volume again',
  hushed: 'hushed',
  stay: 'kept in its part',
  'stay-ended': 'let go on from its part',
  'moved-on': 'moved on to its next part',
  'moved-back': 'moved back',
  grounded: 'left for the soft ground',
  'ground-ended': 'taken up from the soft ground',
};

/** What was heard and how loud, where an event of the music tells it and something began. */
function heardWords({ action, trackTitle, section, volume }: BodyOf<'music-event'>): string {
  const begins = action === 'started' || action === 'track-began' || action === 'taken-up-again';
  if (!begins || trackTitle === undefined) return '';
  return `: ${trackTitle}${section === undefined ? '' : ` (${section})`}, volume ${Math.round(volume * 100)} %`;
}

function textOfMachine(body: EventBody): EventText | null {
  switch (body.type) {
    case 'emergency-opened':
      return { kind: 'Emergency', text: 'Emergency opened' };
    case 'emergency-step-taken':
      return { kind: 'Emergency', text: body.step };
    case 'emergency-stood-down':
      return { kind: 'Emergency', text: `Stood down${filled(': ', body.outcome)}` };
    case 'alert-raised':
      return { kind: 'Alert', text: `${body.sentence} (${body.priority})` };
    case 'music-event': {
      const words = body.control === undefined ? musicWords[body.action] : controlWords[body.control];
      const heard = heardWords(body);
      if (body.action === 'track-began' && heard !== '') return { kind: 'Music', text: `Music: next track${heard}` };
      return words === undefined ? null : { kind: 'Music', text: `Music ${words}${heard}` };
    }
    case 'slept':
      return {
        kind: 'Machine',
        text: `The machine slept ${exactSpanInWords(body.durationMs)}; the session's time went on`,
      };
    case 'wall-clock-changed':
      return {
        kind: 'Machine',
        text: `The wall clock was set ${exactSpanInWords(Math.abs(body.byMs))} ${body.byMs < 0 ? 'back' : 'forward'}; no timer moved`,
      };
    case 'utc-offset-changed':
      return {
        kind: 'Machine',
        text: `Local time changed from UTC${offsetWords(body.fromMinutes)} to UTC${offsetWords(body.toMinutes)}; no timer moved`,
      };
    case 'resumed':
      return {
        kind: 'Machine',
        text: `Taken up again after ${body.after === 'machine-restart' ? 'a restart of the machine' : 'a restart of Vigil'}; gap ${body.gapUncertain ? 'unknown' : exactSpanInWords(body.gapMs)}`,
      };
    case 'gap-stated':
      return { kind: 'Machine', text: `The therapist stated the gap: ${body.gapMinutes} min` };
    default:
      return null;
  }
}

function offsetWords(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}

function quoted(text: string): string {
  return text === '' ? '' : `“${text}”`;
}

function doseWords(body: BodyOf<'dose-placed'>): string {
  const by = body.selfAdministered ? 'self-administered' : 'given by staff';
  return `${body.medicine}, ${body.form}, ${body.count} × ${body.strengthMg} mg = ${amount(body.count * body.strengthMg)} mg, lot ${body.lot}, ${by}`;
}

function escortWords(body: BodyOf<'escort-verified'>): string {
  const name = body.nameMatches ? `${body.name}, the escort named before` : `${body.name}, another than named before`;
  const able = body.ableToAccompany ? '' : '; not able to accompany';
  return `${name}; ${transportNames[body.transport]}${able}${filled('; ', body.changeReason)}`;
}

/** An override in one sentence: what, who, how reached, how far, why. */
export function overrideText(body: BodyOf<'override-recorded'>, wording: EventWording): string {
  return `“${wording.conditionLabel(body.conditionId)}” overridden by the prescriber ${body.prescriber}, reached ${meansNames[body.means]} ${amount(body.contactedMinutesAgo)} min before, order read back; ${body.limit}, for ${body.validForMinutes} min. Reason: ${body.reason}`;
}
