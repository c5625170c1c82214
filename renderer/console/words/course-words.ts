import type { QuestionnaireId } from '../../../shared/course/questionnaire.ts';
import type { Option } from '../../design/Choice.tsx';

const which: readonly Option<QuestionnaireId>[] = [
  { value: 'phq-9', label: 'PHQ-9' },
  { value: 'gad-7', label: 'GAD-7' },
];
const item9: readonly Option<'0' | '1' | '2' | '3'>[] = [
  { value: '0', label: '0, not at all' },
  { value: '1', label: '1, several days' },
  { value: '2', label: '2, more than half the days' },
  { value: '3', label: '3, nearly every day' },
];

/** The words of a course: its questionnaires and its report. */
export const courseWords = {
  questionnaires: 'Questionnaires',
  none: 'None recorded.',
  add: 'Record a questionnaire',
  which: 'Which',
  whichOptions: which,
  day: 'Day it was answered',
  total: (most: number) => `Total, 0 to ${most}`,
  item9: 'PHQ-9, item 9: thoughts of being better off dead or of hurting themselves',
  item9Options: item9,
  item9Above: 'This asks for a conversation about safety today. It is recorded with what was done.',
  followUp: 'What was done about item 9',
  save: 'Record it',
  cancel: 'Not now',
  row: (name: string, day: string, total: number) => `${day} · ${name} ${total}`,
  item9Row: (item: number, followUp: string) => `Item 9: ${item}. ${followUp}`,
  report: 'Course report',
  reportHint:
    'One page: doses, pressures, recovery, questionnaires, adverse events, integration. With the patient’s name.',
  reportOpen: 'Make the course report',
  reportWrite: 'Export the course report',
} as const;
