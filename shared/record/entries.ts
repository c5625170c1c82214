import type { BodyOf, EventBody, EventType, SessionEvent } from '../session/event.ts';
import { correctedEvent } from '../session/evolve.ts';
import type { SessionState } from '../session/state.ts';
import { type EventWording, eventText } from './event-text.ts';
import { type RecordTime, recordTime, type TimeReference } from './record-time.ts';
import { sentence } from './wording.ts';

/** One fact of the journal with everything that was said about it later. */
export type Entry = {
  /** As it was first recorded. */
  readonly event: SessionEvent;
  /** As it counts now. */
  readonly effective: SessionEvent;
  readonly corrections: readonly {
    readonly by: SessionEvent;
    readonly before: SessionEvent;
    readonly reason: string;
  }[];
  readonly undoneBy: SessionEvent | null;
  /** The event that took it back: a retracted note, a struck reading. */
  readonly takenBackBy: SessionEvent | null;
};

/** What is needed to put an entry into words. */
export type RecordContext = {
  readonly state: SessionState;
  readonly reference: TimeReference;
  readonly wording: EventWording;
};

/** A happening and its entry less than this apart count as one: a finger's time, not a late entry. */
const lateAfterMs = 1_000;

/** The journal as entries, in the order in which they were recorded; what only speaks of another entry is joined to it. */
export function entriesOf(events: readonly SessionEvent[]): Entry[] {
  return events.filter((event) => !speaksOfAnother.has(event.body.type)).map((event) => entryOf(event, events));
}

const speaksOfAnother = new Set<EventType>(['corrected', 'phase-change-undone', 'note-retracted', 'reading-struck']);

function entryOf(event: SessionEvent, events: readonly SessionEvent[]): Entry {
  const corrections: { by: SessionEvent; before: SessionEvent; reason: string }[] = [];
  let effective = event;
  let undoneBy: SessionEvent | null = null;
  let takenBackBy: SessionEvent | null = null;
  for (const later of events) {
    const { body } = later;
    if (body.type === 'corrected' && body.eventId === event.eventId) {
      corrections.push({ by: later, before: effective, reason: body.reason });
      effective = correctedEvent(effective, body);
    }
    if (body.type === 'phase-change-undone' && body.eventId === event.eventId) undoneBy = later;
    if (takesBack(body, event.body)) takenBackBy = later;
  }
  return { event, effective, corrections, undoneBy, takenBackBy };
}

function takesBack(later: EventBody, earlier: EventBody): boolean {
  if (later.type === 'note-retracted') return earlier.type === 'note-recorded' && earlier.noteId === later.noteId;
  if (later.type === 'reading-struck') {
    return earlier.type === 'reading-recorded' && earlier.reading.readingId === later.readingId;
  }
  return false;
}

/** The entries of one kind, with the body as it counts now. */
export function entriesOfType<Type extends EventType>(
  entries: readonly Entry[],
  type: Type,
): { readonly entry: Entry; readonly body: BodyOf<Type> }[] {
  return entries.flatMap((entry) => {
    const { body } = entry.effective;
    return isOfType(body, type) ? [{ entry, body }] : [];
  });
}

function isOfType<Type extends EventType>(body: EventBody, type: Type): body is BodyOf<Type> {
  return body.type === type;
}

/** When the entry was recorded, where that is later than when it happened; else null. */
export function lateTime(entry: Entry, reference: TimeReference): RecordTime | null {
  const { happenedAt } = entry.effective;
  const { recordedAt } = entry.event;
  return recordedAt.elapsedMs - happenedAt.elapsedMs < lateAfterMs ? null : recordTime(reference, recordedAt);
}

/** What has to be known of an entry: late, corrected, taken back, undone; each with its time and reason. */
export function remarksOf(entry: Entry, context: RecordContext): string[] {
  const { reference, wording } = context;
  const clock = (event: SessionEvent) => recordTime(reference, event.recordedAt).clock;
  const remarks: string[] = [];
  if (entry.event.recordedAt.elapsedMs - entry.event.happenedAt.elapsedMs >= lateAfterMs) {
    remarks.push(`Late entry, recorded ${clock(entry.event)}.`);
  }
  for (const { by, before, reason } of entry.corrections) {
    const text = eventText(before.body, wording)?.text ?? '';
    const happened = recordTime(reference, before.happenedAt).clock;
    remarks.push(`Corrected ${clock(by)} by ${by.by}: ${sentence(reason)} Before: “${text}”, ${happened}.`);
  }
  if (entry.undoneBy !== null) remarks.push(`Undone ${clock(entry.undoneBy)}.`);
  const back = entry.takenBackBy;
  if (back?.body.type === 'note-retracted') remarks.push(`Retracted ${clock(back)} by ${back.by}.`);
  if (back?.body.type === 'reading-struck')
    remarks.push(`Struck ${clock(back)} by ${back.by}: ${sentence(back.body.reason)}`);
  return remarks;
}
