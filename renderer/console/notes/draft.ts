import type { DraftPlace } from '../../../shared/bridge/draft-place.ts';
import type { Instant } from '../../../shared/session/moment.ts';
import type { OpenSession } from '../store.ts';

/** A text note that is being written. */
export type Draft = {
  readonly text: string;
  /** The tag that the text belongs to; null for words of their own. */
  readonly tagId: string | null;
  readonly stream: 'record' | 'process';
  /** When the text was first opened; null before. Hiding and opening again does not move it. */
  readonly openedAt: Instant | null;
  /** How long before that it happened. Minutes. */
  readonly minutesAgo: number;
};

export const noDraft: Draft = { text: '', tagId: null, stream: 'record', openedAt: null, minutesAgo: 0 };

/** The draft as the vault kept it: after a crash it has its words, its tag, its stream and its time again. */
export function draftOf(session: Pick<OpenSession, 'draft' | 'draftPlace'>): Draft {
  return { ...noDraft, text: session.draft, ...session.draftPlace };
}

/** What is kept beside the words of a draft; null before its text was opened. */
export function placeOf(draft: Draft): DraftPlace | null {
  const { tagId, stream, openedAt, minutesAgo } = draft;
  if (openedAt === null) return null;
  const { elapsedMs, wallMs, utcOffsetMinutes } = openedAt;
  return { tagId, stream, openedAt: { elapsedMs, wallMs, utcOffsetMinutes }, minutesAgo };
}
