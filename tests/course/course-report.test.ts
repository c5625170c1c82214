import fc from 'fast-check';
import { expect, test } from 'vitest';
import { courseReport } from '../../shared/course/course-report.ts';
import { courseReportHtml } from '../../shared/course/course-report-html.ts';
import { questionnaireScoreSchema } from '../../shared/course/questionnaire.ts';
import { replay } from '../../shared/session/evolve.ts';
import { declinedJournal } from '../record/journal-samples.ts';
import { signJournal } from '../record/sign-journal.ts';
import { course, scores } from './course-samples.ts';

test('a course of ten has a line for each session, in the order they were held, whatever order they come in', () => {
  const sessions = course(10);
  const report = courseReport(sessions, scores);
  expect(report.rows.map(({ place }) => place)).toEqual([
    ...[1, 2, 3, 4, 5, 6].map((number) => `Medicine ${number} of 6`),
    ...[1, 2, 3, 4].map((number) => `Maintenance ${number} of 4`),
  ]);
  expect(new Set(report.rows.map(({ day }) => day)).size).toBe(10);
  expect([report.medicineDone, report.maintenanceDone]).toEqual([6, 4]);
  expect(courseReport(sessions.toReversed(), scores)).toEqual(report);
});

test('the numbers are those of the journals', () => {
  const sessions = course(4);
  const [calm] = sessions;
  const [row] = courseReport(sessions, []).rows;
  expect(row?.doses).toBe(
    calm?.doses.map(({ doseMg, booster }) => `${doseMg} mg${booster ? ' booster' : ''}`).join(' + '),
  );
  const confirmed = (calm?.readings ?? []).filter(({ status }) => status === 'confirmed');
  const firstDoseMs = calm?.doses[0]?.placedAt.elapsedMs ?? 0;
  const after = confirmed.filter(({ at }) => at.elapsedMs >= firstDoseMs).map(({ reading }) => reading.systolicMmHg);
  expect(row?.pressureHighest).toMatch(new RegExp(`^${Math.max(...after)}/`));
  expect(row?.recovery).toMatch(/min/);
});

test('integration is kept or missed as the session after it says, else as it was booked', () => {
  const integrations = courseReport(course(5), []).rows.map(({ integration }) => integration);
  expect(integrations.slice(0, 4)).toEqual(['kept', 'kept', 'missed', 'kept']);
  expect(integrations[4]).toMatch(/^booked for \d{4}-|^not booked$/);
});

test('a session without a dose says so, and counts for nothing', () => {
  const declined = replay(signJournal(declinedJournal()));
  const report = courseReport([declined], []);
  expect(report.rows[0]).toMatchObject({ doses: 'no dose given', recovery: 'none', pressureHighest: 'none' });
  expect(report.medicineDone).toBe(0);
});

test('without a session, or of several patients, there is none', () => {
  expect(() => courseReport([], [])).toThrow();
  const [one, other] = course(2);
  if (one === undefined || other === undefined) throw new Error('too few');
  const events = other.events.map((event) =>
    event.body.type === 'session-opened'
      ? { ...event, body: { ...event.body, patient: { ...event.body.patient, patientId: 'somebody-else' } } }
      : event,
  );
  expect(() => courseReport([one, replay(events)], [])).toThrow();
});

test('whatever was typed is escaped', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (followUp) => {
      const html = courseReportHtml(
        courseReport(course(1), [
          { questionnaire: 'phq-9', day: '2026-11-16', total: 9, item9: 1, followUp: `<b>${followUp}` },
        ]),
        '2026-11-24',
        '',
      );
      expect(html).not.toContain('<b>');
    }),
    { numRuns: 30 },
  );
});

test.each([
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 27, item9: 3, followUp: 'Done.' }, true],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 28, item9: 3, followUp: 'Done.' }, false],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 0, item9: 0, followUp: '' }, true],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: -1, item9: 0, followUp: '' }, false],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 9, item9: 1, followUp: ' ' }, false],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 0, item9: 1, followUp: 'Done.' }, false],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 25, item9: 0, followUp: '' }, false],
  [{ questionnaire: 'phq-9', day: '2026-11-16', total: 24, item9: 0, followUp: '' }, true],
  [{ questionnaire: 'gad-7', day: '2026-11-16', total: 21 }, true],
  [{ questionnaire: 'gad-7', day: '2026-11-16', total: 22 }, false],
  [{ questionnaire: 'gad-7', day: '2026-02-30', total: 2 }, false],
  [{ questionnaire: 'gad-7', day: '2026-11-16', total: 2, item9: 1 }, false],
])('%j is a score: %s', (score, isOne) => {
  expect(questionnaireScoreSchema.safeParse(score).success).toBe(isOne);
});
