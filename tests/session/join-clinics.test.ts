import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyClinic, runningSession, withClinicEntry } from '../../shared/course/clinic.ts';
import type { ClinicEntry } from '../../shared/course/clinic-entry.ts';
import { entriesToJoin } from '../../shared/course/join-clinics.ts';

const patient = (patientId: string): ClinicEntry => ({
  type: 'patient-created',
  wallMs: 1,
  patient: { patientId, name: patientId, dateOfBirth: '1984-05-23', phone: '', allergies: '', emergencyContact: '' },
});
const course = (id: string): ClinicEntry => ({
  type: 'course-opened',
  wallMs: 2,
  courseId: `course-${id}`,
  patientId: id,
});
const begun = (sessionId: string, patientId: string): ClinicEntry => ({
  type: 'session-begun',
  wallMs: 3,
  sessionId,
  patientId,
  courseId: `course-${patientId}`,
  kind: 'medicine',
  number: 1,
  of: 6,
});
const signed = (sessionId: string): ClinicEntry => ({
  type: 'session-signed',
  wallMs: 4,
  sessionId,
  dosed: true,
  totalDoseMg: 100,
});
const therapist: ClinicEntry = { type: 'therapist-set', wallMs: 0, therapist: { name: 'Other', credential: '' } };
const clinicOf = (entries: readonly ClinicEntry[]) => entries.reduce(withClinicEntry, emptyClinic);

test('what is lacking comes over in its order; who the therapist is stays', () => {
  const others = [therapist, patient('p'), course('p'), begun('s', 'p'), signed('s')];
  expect(entriesToJoin(emptyClinic, others, new Set(['s']))).toEqual(others.slice(1));
});

test('nothing comes twice, and a session that was begun here is signed by what comes', () => {
  const here = [patient('p'), course('p'), begun('s', 'p')];
  const others = [patient('p'), course('p'), begun('s', 'p'), signed('s'), patient('q'), course('q')];
  expect(entriesToJoin(clinicOf(here), others, new Set(['s']))).toEqual([signed('s'), patient('q'), course('q')]);
  const after = clinicOf([...here, signed('s'), patient('q'), course('q')]);
  expect(entriesToJoin(after, others, new Set(['s']))).toEqual([]);
});

test('a session that runs there, or that this vault does not hold, does not come: it would count as running here', () => {
  const others = [patient('p'), course('p'), begun('running', 'p'), begun('elsewhere', 'p'), signed('elsewhere')];
  const joined = entriesToJoin(emptyClinic, others, new Set(['running']));
  expect(joined).toEqual([patient('p'), course('p')]);
  expect(runningSession(clinicOf(joined))).toBeNull();
});

test('whatever two clinics hold, joining twice is joining once, and no id is there twice', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const entry = fc.oneof(
    id.map(patient),
    id.map(course),
    fc.tuple(id, id).map(([sessionId, patientId]) => begun(sessionId, patientId)),
    id.map(signed),
  );
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry), fc.subarray(['a', 'b', 'c']), (mine, others, held) => {
      const ids = new Set(held);
      const here = entriesToJoin(emptyClinic, mine, new Set(['a', 'b', 'c']));
      const joined = [...here, ...entriesToJoin(clinicOf(here), others, ids)];
      expect(entriesToJoin(clinicOf(joined), others, ids)).toEqual([]);
      const clinic = clinicOf(joined);
      for (const names of [
        clinic.patients.map(({ patientId }) => patientId),
        clinic.courses.map(({ courseId }) => courseId),
        clinic.sessions.map(({ sessionId }) => sessionId),
      ]) {
        expect(new Set(names).size).toBe(names.length);
      }
    }),
  );
});
