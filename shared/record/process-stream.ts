import type { SessionEvent } from '../session/event.ts';

/**
 * The ids of the events that belong to the process notes: the notes themselves, their corrections and retractions.
 * A note belongs there as soon as any version of it does, so that words that were moved there leave the record too.
 */
export function processEventIds(events: readonly SessionEvent[]): ReadonlySet<string> {
  const noteEventIds = new Set<string>();
  for (const { eventId, body } of events) {
    if (body.type === 'note-recorded' && body.stream === 'process') noteEventIds.add(eventId);
    if (body.type === 'corrected' && body.body?.type === 'note-recorded' && body.body.stream === 'process') {
      noteEventIds.add(body.eventId);
    }
  }
  const noteIds = new Set(
    events.flatMap(({ eventId, body }) =>
      body.type === 'note-recorded' && noteEventIds.has(eventId) ? [body.noteId] : [],
    ),
  );
  const belongs = ({ eventId, body }: SessionEvent) =>
    noteEventIds.has(eventId) ||
    (body.type === 'corrected' && noteEventIds.has(body.eventId)) ||
    (body.type === 'note-retracted' && noteIds.has(body.noteId));
  return new Set(events.filter(belongs).map((event) => event.eventId));
}

/** The events that a record covers: all before the first signature. */
export function coveredEvents(events: readonly SessionEvent[]): readonly SessionEvent[] {
  const signed = events.findIndex((event) => event.body.type === 'signed');
  return signed < 0 ? events : events.slice(0, signed);
}
