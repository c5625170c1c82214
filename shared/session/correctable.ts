import type { CorrectableType, EventType } from './event.ts';

const table: Record<CorrectableType, true> = {
  'question-answered': true,
  'fasting-recorded': true,
  'weight-recorded': true,
  'escort-recorded': true,
  'preparation-recorded': true,
  'comfort-recorded': true,
  'order-recorded': true,
  'consent-recorded': true,
  'reading-recorded': true,
  'observation-recorded': true,
  'dose-placed': true,
  'hold-ended': true,
  'note-recorded': true,
  'adverse-event-recorded': true,
  'gait-checked': true,
  'orientation-checked': true,
  'recovery-comfort-recorded': true,
  'escort-verified': true,
  'aftercare-given': true,
  'integration-booked': true,
};

/** The kinds of entry that a later event may correct. */
export const correctableTypes: ReadonlySet<EventType> = new Set(Object.keys(table) as CorrectableType[]);
