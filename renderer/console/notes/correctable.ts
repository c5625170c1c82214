import { correctableTypes } from '../../../shared/session/correctable.ts';
import type { CorrectableBody, CorrectableType, SessionEvent } from '../../../shared/session/event.ts';

export type CorrectableEvent = SessionEvent & { readonly body: CorrectableBody };

/** What each correctable entry is called on screen. */
export const correctableWords: Readonly<Record<CorrectableType, string>> = {
  'question-answered': 'Answer',
  'fasting-recorded': 'Fasting',
  'weight-recorded': 'Weight',
  'escort-recorded': 'Escort',
  'preparation-recorded': 'Intention and preparation',
  'comfort-recorded': 'Comfort',
  'order-recorded': 'Order',
  'consent-recorded': 'Consent',
  'reading-recorded': 'Blood pressure',
  'observation-recorded': 'Observation',
  'dose-placed': 'Dose placed',
  'hold-ended': 'Hold ended',
  'note-recorded': 'Note',
  'adverse-event-recorded': 'Adverse event',
  'gait-checked': 'Gait check',
  'orientation-checked': 'Orientation check',
  'recovery-comfort-recorded': 'Comfort in recovery',
  'escort-verified': 'Escort met',
  'aftercare-given': 'Aftercare',
  'integration-booked': 'Integration booked',
};

/** Whether an event may be corrected. */
export function isCorrectable(event: SessionEvent): event is CorrectableEvent {
  return correctableTypes.has(event.body.type);
}
