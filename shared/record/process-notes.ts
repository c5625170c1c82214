import type { SessionEvent } from '../session/event.ts';
import type { SessionState } from '../session/state.ts';
import { escapeMarkdown } from './markdown.ts';
import { processEventIds } from './process-stream.ts';
import { isoTime } from './record-time.ts';

/** The name of the file that a session's process notes are exported as. */
export const processNotesFile = 'process-notes.md';

/**
 * The process notes of a session as Markdown, oldest first: every version of each, what was retracted as such, and by whom.
 * They are kept apart from the record (psychotherapy notes, 45 CFR 164.501). Null where there are none.
 */
export function processNotesText(state: SessionState): string | null {
  const { opened } = state;
  const ids = processEventIds(state.events);
  const entries = state.events.filter((event) => ids.has(event.eventId)).flatMap(entryLines);
  if (opened === null || entries.length === 0) return null;
  const { patient, course, clinic } = opened.body;
  return [
    '# Process notes',
    '',
    'Psychotherapy notes, kept apart from the record. They go to nobody but whom the therapist names.',
    '',
    `- **Patient:** ${escapeMarkdown(patient.name)}, born ${patient.dateOfBirth}`,
    `- **Session:** ${course.kind} session ${course.number} of ${course.of}, ${isoTime(opened.at).slice(0, 10)}`,
    ...(clinic.name === '' ? [] : [`- **Clinic:** ${escapeMarkdown(clinic.name)}`]),
    '',
    ...entries,
  ].join('\n');
}

function entryLines({ body, happenedAt, by, eventId }: SessionEvent): string[] {
  const heading = (what: string) => [`## ${isoTime(happenedAt)}, ${what}`, '', `${escapeMarkdown(by)}, ${eventId}`, ''];
  const quote = (text: string) => [
    ...escapeMarkdown(text)
      .split('\n')
      .map((line) => `> ${line}`),
    '',
  ];
  switch (body.type) {
    case 'note-recorded':
      return [...heading('note'), ...quote(body.text)];
    case 'corrected': {
      const later = body.body?.type === 'note-recorded' ? quote(body.body.text) : [];
      return [...heading(`correction of ${body.eventId}`), `Reason: ${escapeMarkdown(body.reason)}`, '', ...later];
    }
    case 'note-retracted':
      return [...heading('retraction of a note'), ''];
    default:
      return [];
  }
}
