import type { PatientSummary, SessionSummary, TherapistSettings } from '../bridge/picture.ts';
import { type ChartState, emptyChart, withChartEntry } from '../chart/chart-state.ts';
import type { PatientSnapshot } from '../session/event.ts';
import type { ClinicEntry, Receiver } from './clinic-entry.ts';
import { type CourseSession, nextSession, sessionsDone } from './course.ts';
import { type LockSettings, usualLock } from './lock-settings.ts';
import type { QuestionnaireScore } from './questionnaire.ts';

type BegunSession = Extract<ClinicEntry, { type: 'session-begun' }> & {
  readonly signed: Extract<ClinicEntry, { type: 'session-signed' }> | null;
  readonly shredded: boolean;
};

/** What the clinic's journal says, folded. */
export type Clinic = {
  readonly therapist: TherapistSettings | null;
  readonly patients: readonly PatientSnapshot[];
  readonly courses: readonly { readonly courseId: string; readonly patientId: string }[];
  readonly sessions: readonly BegunSession[];
  readonly lock: LockSettings;
  readonly receivers: readonly Receiver[];
  /** Where records are sent to, and what was. */
  readonly chart: ChartState;
  /** The questionnaires that were answered, as they were recorded. */
  readonly scores: readonly { readonly courseId: string; readonly score: QuestionnaireScore }[];
  /** The playlists that a patient likes, by the patient's id. */
  readonly favourites: Readonly<Record<string, readonly string[]>>;
};

export const emptyClinic: Clinic = {
  therapist: null,
  patients: [],
  courses: [],
  sessions: [],
  lock: usualLock,
  receivers: [],
  chart: emptyChart,
  scores: [],
  favourites: {},
};

/** The clinic after one more entry. */
export function withClinicEntry(clinic: Clinic, entry: ClinicEntry): Clinic {
  switch (entry.type) {
    case 'therapist-set':
      return { ...clinic, therapist: entry.therapist };
    case 'patient-created':
      return { ...clinic, patients: [...clinic.patients, entry.patient] };
    case 'course-opened':
      return { ...clinic, courses: [...clinic.courses, { courseId: entry.courseId, patientId: entry.patientId }] };
    case 'session-begun':
      return { ...clinic, sessions: [...clinic.sessions, { ...entry, signed: null, shredded: false }] };
    case 'session-signed':
      return {
        ...clinic,
        sessions: clinic.sessions.map((session) =>
          session.sessionId === entry.sessionId ? { ...session, signed: entry } : session,
        ),
      };
    case 'session-shredded':
      return {
        ...clinic,
        sessions: clinic.sessions.map((session) =>
          session.sessionId === entry.sessionId ? { ...session, shredded: true } : session,
        ),
      };
    case 'receiver-kept': {
      const others = clinic.receivers.filter(({ name }) => name !== entry.receiver.name);
      return { ...clinic, receivers: [...others, entry.receiver] };
    }
    case 'favourites-set':
      return { ...clinic, favourites: { ...clinic.favourites, [entry.patientId]: entry.playlistIds } };
    case 'questionnaire-scored':
      return { ...clinic, scores: [...clinic.scores, { courseId: entry.courseId, score: entry.score }] };
    case 'lock-set':
      return { ...clinic, lock: entry.lock };
    case 'chart-server-set':
    case 'chart-asked':
    case 'chart-tried':
    case 'chart-withdrawn':
      return { ...clinic, chart: withChartEntry(clinic.chart, entry) };
  }
}

/** The sessions of one course, oldest first. */
export function courseSessions(clinic: Clinic, courseId: string): CourseSession[] {
  return clinic.sessions
    .filter((session) => session.courseId === courseId)
    .map((session) => ({
      sessionId: session.sessionId,
      kind: session.kind,
      number: session.number,
      status: session.signed === null ? 'running' : 'signed',
      dosed: session.signed?.dosed ?? null,
      totalDoseMg: session.signed?.totalDoseMg ?? null,
    }));
}

/** The session that was begun and not signed; null where there is none. At most one runs at a time. */
export function runningSession(clinic: Clinic): BegunSession | null {
  return clinic.sessions.find((session) => session.signed === null) ?? null;
}

/** Every session for the windows, newest first. */
export function sessionSummaries(clinic: Clinic): SessionSummary[] {
  return clinic.sessions
    .map(
      (session): SessionSummary => ({
        sessionId: session.sessionId,
        patientId: session.patientId,
        courseId: session.courseId,
        kind: session.kind,
        number: session.number,
        of: session.of,
        openedWallMs: session.wallMs,
        status: session.signed === null ? 'running' : session.shredded ? 'shredded' : 'signed',
      }),
    )
    .reverse();
}

/** The questionnaires of one course, oldest entry first. */
export function courseScores(clinic: Clinic, courseId: string): readonly QuestionnaireScore[] {
  return clinic.scores.filter((scored) => scored.courseId === courseId).map(({ score }) => score);
}

/** Every patient with the state of their course, by name. */
export function patientSummaries(clinic: Clinic): PatientSummary[] {
  return clinic.patients
    .flatMap((patient): PatientSummary[] => {
      const course = clinic.courses.filter((candidate) => candidate.patientId === patient.patientId).at(-1);
      if (course === undefined) return [];
      const sessions = courseSessions(clinic, course.courseId);
      return [
        {
          ...patient,
          course: {
            courseId: course.courseId,
            medicineDone: sessionsDone(sessions, 'medicine'),
            maintenanceDone: sessionsDone(sessions, 'maintenance'),
            next: runningSession(clinic) === null ? nextSession(sessions) : null,
          },
          scores: courseScores(clinic, course.courseId),
          favouriteIds: Object.hasOwn(clinic.favourites, patient.patientId)
            ? (clinic.favourites[patient.patientId] ?? [])
            : [],
        },
      ];
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}
