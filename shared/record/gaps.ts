import { readingAfterDoseTaken } from '../session/deadlines.ts';
import { protocolOf } from '../session/state.ts';
import type { RecordGap, SectionId } from './document.ts';
import type { RecordContext } from './entries.ts';
import { recordTime } from './record-time.ts';

/** What the record lacks, one sentence each, in the order of the sections. Required gaps keep it from being signed. */
export function gapsOf(context: RecordContext): RecordGap[] {
  return [
    ...endGaps(context),
    ...beforeDoseGaps(context),
    ...doseGaps(context),
    ...vitalGaps(context),
    ...wordGaps(context),
    ...safetyGaps(context),
    ...departureGaps(context),
  ];
}

const required = (section: SectionId, sentence: string): RecordGap => ({ section, sentence, required: true });
const advised = (section: SectionId, sentence: string): RecordGap => ({ section, sentence, required: false });

function endGaps({ state }: RecordContext): RecordGap[] {
  const gaps: RecordGap[] = [];
  if (state.phase !== 'departed' && state.phase !== 'declined') {
    gaps.push(required('session', 'The session has not ended yet.'));
  }
  if (state.gapUncertain) {
    gaps.push(required('timeline', 'How long the machine was off is unknown: state the gap.'));
  }
  if (state.emergency !== null) gaps.push(required('adverse-events', 'The emergency has not been stood down.'));
  return gaps;
}

function beforeDoseGaps({ state }: RecordContext): RecordGap[] {
  if (state.doses.length === 0) return [];
  const gaps: RecordGap[] = [];
  if (state.identity === null) gaps.push(required('session', 'The patient’s identity was not confirmed.'));
  if (state.consent === null || !state.consent.body.given) {
    gaps.push(required('consent', 'The consent of the day is not recorded.'));
  }
  if (state.weight === null) gaps.push(advised('medicine', 'The weight is missing, so mg per kg cannot be given.'));
  return gaps;
}

function doseGaps({ state, reference }: RecordContext): RecordGap[] {
  return state.doses.flatMap((dose, index) => {
    const name = `dose ${index + 1} (${recordTime(reference, dose.placedAt).clock})`;
    const minutes = protocolOf(state).durations.readingAfterDose.value;
    return [
      ...(dose.hold === null ? [required('medicine', `How the hold of ${name} ended is not recorded.`)] : []),
      ...(readingAfterDoseTaken(state, dose)
        ? []
        : [advised('vital-signs', `No reading was taken ${minutes} minutes after ${name}.`)]),
    ];
  });
}

function vitalGaps({ state, reference }: RecordContext): RecordGap[] {
  const pending = state.readings.filter((entry) => entry.status === 'pending');
  const unseen = state.alerts.filter((alert) => alert.acknowledgedAt === null);
  return [
    ...pending.map((entry) =>
      advised(
        'vital-signs',
        `The reading of ${recordTime(reference, entry.at).clock} was never confirmed against the monitor’s display.`,
      ),
    ),
    ...unseen.map((alert) =>
      advised('timeline', `The alert of ${recordTime(reference, alert.raisedAt).clock} was never acknowledged.`),
    ),
  ];
}

function wordGaps({ state }: RecordContext): RecordGap[] {
  const said = new Set(state.words.map((words) => words.body.section));
  const dosed = state.doses.length > 0;
  const gaps: RecordGap[] = [];
  if (dosed && !said.has('peak-experience')) {
    gaps.push(required('peak-experience', 'Your words on the peak experience are missing.'));
  }
  if (!said.has('assessment')) gaps.push(required('assessment', 'Your assessment is missing.'));
  if (!said.has('plan')) gaps.push(required('assessment', 'Your plan is missing.'));
  if (!said.has('interval-history')) {
    gaps.push(advised('interval-history', 'Nothing is written on the time since the last session.'));
  }
  return gaps;
}

function safetyGaps({ state, reference }: RecordContext): RecordGap[] {
  const clock = (entry: { readonly at: Parameters<typeof recordTime>[1] }) => recordTime(reference, entry.at).clock;
  return [
    ...state.suicidalStatements
      .filter((entry) => entry.resolved === null)
      .map((entry) => required('adverse-events', `The suicidal statement of ${clock(entry)} has no outcome recorded.`)),
    ...state.adverseEvents
      .filter((entry) => entry.ended === null)
      .map((entry) =>
        required('adverse-events', `The adverse event “${entry.body.kind}” of ${clock(entry)} has no end and outcome.`),
      ),
  ];
}

function departureGaps({ state }: RecordContext): RecordGap[] {
  if (state.doses.length === 0 || state.phase !== 'departed') return [];
  const missing: [unknown, SectionId, string][] = [
    [state.escortVerified, 'departure', 'No escort was met face to face.'],
    [state.aftercare, 'departure', 'The aftercare sheet was not given.'],
    [state.integration, 'integration', 'No integration session is booked.'],
  ];
  return missing.flatMap(([entry, section, sentence]) => (entry === null ? [advised(section, sentence)] : []));
}
