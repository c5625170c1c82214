import type { Clinic } from './clinic.ts';
import type { ClinicEntry } from './clinic-entry.ts';

/**
 * What of another clinic's journal this one lacks, in its order: patients, courses and sessions are told apart by their ids, so
 * nothing is there twice and nothing is overwritten. Of sessions only signed ones that this vault holds (`sessionIds`); who the
 * therapist is stays as it is here, and so do the favourites: they name playlists of another machine. What was sent to a chart, and where the chart is, stays with the vault that sent it.
 */
export function entriesToJoin(
  clinic: Clinic,
  others: readonly ClinicEntry[],
  sessionIds: ReadonlySet<string>,
): readonly ClinicEntry[] {
  // One that is not signed there runs there: it would count as running here too.
  const signedAt = new Map(
    others.flatMap((entry, at) => (entry.type === 'session-signed' ? [[entry.sessionId, at] as const] : [])),
  );
  const patients = new Set(clinic.patients.map(({ patientId }) => patientId));
  const courses = new Set(clinic.courses.map(({ courseId }) => courseId));
  const courseIds = new Set(courses);
  const sessions = new Map(clinic.sessions.map((session) => [session.sessionId, session.signed !== null]));
  const isLacking = (entry: ClinicEntry, at: number): boolean => {
    switch (entry.type) {
      case 'therapist-set':
      case 'session-shredded':
      case 'receiver-kept':
      case 'lock-set':
      case 'favourites-set':
      case 'chart-server-set':
      case 'chart-asked':
      case 'chart-tried':
      case 'chart-withdrawn':
        return false;
      case 'patient-created':
        return isNew(patients, entry.patient.patientId);
      case 'questionnaire-scored':
        // They came with their course; where that is here already, its own are.
        return !courseIds.has(entry.courseId);
      case 'course-opened':
        return isNew(courses, entry.courseId);
      case 'session-begun': {
        const isWanted = (signedAt.get(entry.sessionId) ?? -1) > at && sessionIds.has(entry.sessionId);
        if (sessions.has(entry.sessionId) || !isWanted) return false;
        sessions.set(entry.sessionId, false);
        return true;
      }
      case 'session-signed': {
        if (sessions.get(entry.sessionId) !== false) return false;
        sessions.set(entry.sessionId, true);
        return true;
      }
    }
  };
  return others.filter(isLacking);
}

function isNew(known: Set<string>, id: string): boolean {
  if (known.has(id)) return false;
  known.add(id);
  return true;
}
