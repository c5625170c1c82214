import { noteWords } from '../../../shared/record/wording.ts';
import type { SessionEvent } from '../../../shared/session/event.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';
import { correctableWords, isCorrectable } from './correctable.ts';
import { correctionFields } from './correction-fields.ts';

/** A correctable entry in one line, as it was recorded. */
export function entryWords(state: SessionState, event: SessionEvent): string {
  if (!isCorrectable(event)) return '';
  if (event.body.type === 'note-recorded') return noteWords(protocolOf(state), event.body);
  if (event.body.type === 'reading-recorded') {
    const { systolicMmHg, diastolicMmHg, pulsePerMin } = event.body.reading;
    return `Blood pressure ${systolicMmHg}/${diastolicMmHg}${pulsePerMin === null ? '' : `, pulse ${pulsePerMin}`}`;
  }
  const said = correctionFields(event.body)
    .filter((field) => field.value !== '')
    .map((field) => `${field.label.toLowerCase()} ${field.value}`);
  return `${correctableWords[event.body.type]}: ${said.join(', ')}`;
}
