import { expect, test } from 'vitest';
import { emptyClinic, patientSummaries, withClinicEntry } from '../../shared/course/clinic.ts';
import { type ClinicEntry, clinicEntrySchema } from '../../shared/course/clinic-entry.ts';
import { entriesToJoin } from '../../shared/course/join-clinics.ts';

const patient = (patientId: string): ClinicEntry[] => [
  {
    type: 'patient-created',
    wallMs: 1,
    patient: { patientId, name: patientId, dateOfBirth: '1984-05-23', phone: '', allergies: '', emergencyContact: '' },
  },
  { type: 'course-opened', wallMs: 2, courseId: `course-${patientId}`, patientId },
];
const likes = (patientId: string, ...playlistIds: string[]): ClinicEntry => ({
  type: 'favourites-set',
  wallMs: 3,
  patientId,
  playlistIds,
});
const clinicOf = (entries: readonly ClinicEntry[]) => entries.reduce(withClinicEntry, emptyClinic);
const favourites = (entries: readonly ClinicEntry[]) =>
  patientSummaries(clinicOf(entries)).map(({ patientId, favouriteIds }) => [patientId, favouriteIds]);

test('each patient has favourites of their own; the last word counts', () => {
  const entries = [...patient('p'), ...patient('q'), likes('p', 'one', 'two'), likes('q', 'two'), likes('p', 'two')];
  expect(favourites(entries)).toEqual([
    ['p', ['two']],
    ['q', ['two']],
  ]);
  expect(favourites([...entries, likes('p')])[0]).toEqual(['p', []]);
});

test('nobody likes anything before it is said, whatever a patient’s id is', () => {
  expect(favourites([...patient('constructor'), ...patient('p')])).toEqual([
    ['constructor', []],
    ['p', []],
  ]);
});

test('they name playlists of one machine and do not come over with another clinic’s sessions', () => {
  expect(entriesToJoin(emptyClinic, [...patient('p'), likes('p', 'one')], new Set())).toEqual(patient('p'));
});

test('a hundred are kept, one more is refused', () => {
  const many = (count: number) => likes('p', ...Array.from({ length: count }, (_, index) => `list-${index}`));
  expect(clinicEntrySchema.safeParse(many(100)).success).toBe(true);
  expect(clinicEntrySchema.safeParse(many(101)).success).toBe(false);
});
