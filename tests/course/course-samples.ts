import type { QuestionnaireScore } from '../../shared/course/questionnaire.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { SessionState } from '../../shared/session/state.ts';
import { calmJournal, correctionsJournal, hypertensionJournal, unsteadyJournal } from '../record/journal-samples.ts';
import { signJournal } from '../record/sign-journal.ts';

const journals = [calmJournal, hypertensionJournal, unsteadyJournal, correctionsJournal];
const weekMs = 7 * 24 * 60 * 60_000;

/** A course of so many sessions, a week apart: six medicine sessions, then maintenance; each keeps the integration before, but the third. */
export function course(count: number): SessionState[] {
  return Array.from({ length: count }, (_, index) => replay(signJournal(weeksLater(index))));
}

function weeksLater(index: number): SessionEvent[] {
  const journal = journals[index % journals.length] ?? calmJournal;
  const later = <At extends { readonly wallMs: number }>(at: At): At => ({ ...at, wallMs: at.wallMs + index * weekMs });
  return journal().map((event): SessionEvent => {
    const moved = { ...event, recordedAt: later(event.recordedAt), happenedAt: later(event.happenedAt) };
    if (event.body.type !== 'session-opened') return moved;
    const isMedicine = index < 6;
    const place = {
      kind: isMedicine ? ('medicine' as const) : ('maintenance' as const),
      number: isMedicine ? index + 1 : index - 5,
      of: isMedicine ? 6 : 4,
      lastIntegrationKept: index === 0 ? null : index !== 3,
    };
    return { ...moved, body: { ...event.body, course: { ...event.body.course, ...place } } };
  });
}

/** A questionnaire at each second session, getting better. */
export const scores: readonly QuestionnaireScore[] = [
  {
    questionnaire: 'phq-9',
    day: '2026-11-16',
    total: 19,
    item9: 1,
    followUp: 'Safety plan gone through; prescriber told.',
  },
  { questionnaire: 'gad-7', day: '2026-11-16', total: 15 },
  { questionnaire: 'phq-9', day: '2026-12-14', total: 12, item9: 0, followUp: '' },
  { questionnaire: 'gad-7', day: '2026-12-14', total: 9 },
  { questionnaire: 'phq-9', day: '2027-01-18', total: 6, item9: 0, followUp: '' },
  { questionnaire: 'gad-7', day: '2027-01-18', total: 4 },
];
