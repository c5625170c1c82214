import { noteWords } from '../../../shared/record/wording.ts';
import type { Instant } from '../../../shared/session/moment.ts';
import { protocolOf, type SessionState } from '../../../shared/session/state.ts';

/** What the fixed slot beside Emergency shows: the last note, whether it is on disk twice, and what takes it back. */
export type LastEntryLine = {
  readonly text: string;
  readonly at: Instant;
  readonly saved: boolean;
  /** When it was entered, for telling how long it has waited to be saved. */
  readonly recordedAtElapsedMs: number;
  /** The note that Undo takes back; null once the record is signed. */
  readonly undoNoteId: string | null;
};

/** The last note that stands. Taking it back brings up the one before, so that undoing again walks further back. */
export function lastEntry(state: SessionState, durableThrough: number): LastEntryLine | null {
  const note = state.notes.filter((entry) => !entry.retracted).at(-1);
  if (note === undefined) return null;
  return {
    text: noteWords(protocolOf(state), note),
    at: note.at,
    saved: note.sequence <= durableThrough,
    recordedAtElapsedMs: note.recordedAt.elapsedMs,
    undoNoteId: state.phase === 'signed' ? null : note.noteId,
  };
}
