import type { Alert } from '../../../shared/session/state.ts';
import type { Status } from '../../design/StatusMark.tsx';

/** The shape of each priority. */
export const alertStatus: Record<Alert['priority'], Status> = { high: 'warning', medium: 'caution', low: 'advisory' };

/** The priority in a word. */
export const priorityWords: Record<Alert['priority'], string> = { high: 'High', medium: 'Medium', low: 'Low' };

/** The stars that stand before an alert's sentence: three for the most urgent. */
export const priorityStars: Record<Alert['priority'], string> = { high: '***', medium: '**', low: '*' };

/** What an alert is about: the patient, the time, or the equipment. */
export const categoryWords: Record<Alert['category'], string> = {
  physiological: 'Patient',
  prompt: 'Time',
  technical: 'Equipment',
};
