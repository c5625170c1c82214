import { spanInWords } from '../record/record-time.ts';
import { amount } from '../record/wording.ts';
import type { SessionState } from '../session/state.ts';
import { maintenanceSessions, medicineSessions } from './course.ts';
import { type QuestionnaireScore, questionnaires } from './questionnaire.ts';

/** One session of a course in a line. */
export type CourseReportRow = {
  readonly place: string;
  /** Where the session was: `2026-11-24`. */
  readonly day: string;
  readonly doses: string;
  readonly pressureBefore: string;
  readonly pressureHighest: string;
  readonly pressureLast: string;
  readonly recovery: string;
  readonly adverseEvents: string;
  readonly integration: string;
};

/** A course on a page. */
export type CourseReport = {
  readonly rehearsal: boolean;
  readonly clinic: string;
  readonly patient: { readonly name: string; readonly dateOfBirth: string };
  readonly rows: readonly CourseReportRow[];
  readonly medicineDone: number;
  readonly maintenanceDone: number;
  /** Oldest first, of each questionnaire. */
  readonly scores: readonly QuestionnaireScore[];
};

const none = 'none';

/**
 * What a course came to, from its signed sessions in any order: doses, pressures, recovery, adverse events, and whether the
 * integration of each was kept, which the session after it says.
 * @throws where there is no session, or they are of several patients: no such course can be.
 */
export function courseReport(sessions: readonly SessionState[], scores: readonly QuestionnaireScore[]): CourseReport {
  const opened = sessions
    .flatMap((state) => (state.opened === null ? [] : [{ state, ...state.opened }]))
    .toSorted((one, other) => one.at.wallMs - other.at.wallMs);
  const [first] = opened;
  if (first === undefined) throw new Error('a course without a session');
  const { patient, clinic } = first.body;
  if (opened.some(({ body }) => body.patient.patientId !== patient.patientId)) throw new Error('several patients');
  const dosed = (kind: 'medicine' | 'maintenance') =>
    opened.filter(({ state, body }) => body.course.kind === kind && state.doses.length > 0).length;
  return {
    rehearsal: opened.some(({ body }) => body.rehearsal),
    clinic: clinic.name,
    patient: { name: patient.name, dateOfBirth: patient.dateOfBirth },
    rows: opened.map((session, index) =>
      rowOf(session.state, opened[index + 1]?.body.course.lastIntegrationKept ?? null),
    ),
    medicineDone: dosed('medicine'),
    maintenanceDone: dosed('maintenance'),
    scores: questionnaires.flatMap((wanted) =>
      scores
        .filter(({ questionnaire }) => questionnaire === wanted)
        .toSorted((one, other) => one.day.localeCompare(other.day)),
    ),
  };
}

function rowOf(state: SessionState, integrationKept: boolean | null): CourseReportRow {
  const { opened } = state;
  if (opened === null) throw new Error('a session that was never opened');
  const { kind, number } = opened.body.course;
  const of = kind === 'medicine' ? medicineSessions : maintenanceSessions;
  return {
    place: `${kind === 'medicine' ? 'Medicine' : 'Maintenance'} ${number} of ${of}`,
    day: new Date(opened.at.wallMs + opened.at.utcOffsetMinutes * 60_000).toISOString().slice(0, 10),
    doses: dosesOf(state),
    ...pressuresOf(state),
    recovery: recoveryOf(state),
    adverseEvents: adverseEventsOf(state),
    integration: integrationOf(state, integrationKept),
  };
}

function dosesOf({ doses, declined }: SessionState): string {
  if (doses.length === 0) return declined === null ? none : 'no dose given';
  return doses.map(({ doseMg, booster }) => `${amount(doseMg)} mg${booster ? ' booster' : ''}`).join(' + ');
}

function pressuresOf(state: SessionState) {
  const readings = state.readings
    .filter(({ status }) => status === 'confirmed')
    .toSorted((one, other) => one.at.elapsedMs - other.at.elapsedMs);
  const firstDoseMs = state.doses[0]?.placedAt.elapsedMs ?? Number.POSITIVE_INFINITY;
  const words = (entry: (typeof readings)[number] | undefined) =>
    entry === undefined ? none : `${entry.reading.systolicMmHg}/${entry.reading.diastolicMmHg}`;
  const after = readings.filter(({ at }) => at.elapsedMs >= firstDoseMs);
  const highest = after.toSorted((one, other) => other.reading.systolicMmHg - one.reading.systolicMmHg)[0];
  return {
    pressureBefore: words(readings.findLast(({ at }) => at.elapsedMs < firstDoseMs)),
    pressureHighest: words(highest),
    pressureLast: words(after.at(-1)),
  };
}

function recoveryOf({ doses, departed, leftAgainstAdvice }: SessionState): string {
  const left = leftAgainstAdvice ?? departed;
  const lastDose = doses.at(-1);
  if (left === null || lastDose === undefined) return none;
  const span = spanInWords(left.at.elapsedMs - lastDose.placedAt.elapsedMs);
  return leftAgainstAdvice === null ? span : `${span}, against advice`;
}

function adverseEventsOf({ adverseEvents, suicidalStatements }: SessionState): string {
  const events = adverseEvents.map(
    ({ body, ended }) =>
      `${body.kind}, ${body.severity}${body.serious ? ', serious' : ''}${ended === null ? ', not ended' : ''}`,
  );
  const all = [...events, ...(suicidalStatements.length > 0 ? ['suicidal statement'] : [])];
  return all.length === 0 ? none : all.join('; ');
}

function integrationOf({ integration, doses }: SessionState, kept: boolean | null): string {
  if (kept !== null) return kept ? 'kept' : 'missed';
  if (integration !== null) return `booked for ${integration.body.at.slice(0, 10)}`;
  return doses.length === 0 ? none : 'not booked';
}
