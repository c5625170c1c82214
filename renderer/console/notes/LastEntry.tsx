import { useState } from 'react';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { CommandButton } from '../keys/CommandButton.tsx';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useNow, useSession } from '../store.ts';
import { noteWords } from '../words/note-words.ts';
import { lastEntry } from './last-entry.ts';
import { ReviewNotes } from './ReviewNotes.tsx';
import { SavedDiamond } from './SavedDiamond.tsx';
import './notes.css';

/** An entry that waits longer than this to be on disk says so. Milliseconds. */
const slowSaveMs = 1000;

/** The last entry and its undo, in a slot that never moves. A press on the entry opens all of them. */
export function LastEntry() {
  const session = useSession();
  const now = useNow();
  const { problem, ask } = useAsk();
  const [reviewing, setReviewing] = useState(false);
  const line = session === null ? null : lastEntry(session.state, session.durableThrough);
  const undoNoteId = line?.undoNoteId ?? null;
  const undo = (touch: Press) => {
    if (undoNoteId !== null) void ask({ type: 'retract-note', noteId: undoNoteId }, touch);
  };
  const keys = useCommandKey('entries', () => setReviewing(true));
  if (session === null) return null;

  const time = line === null ? '' : clockTime(line.at.wallMs, line.at.utcOffsetMinutes);
  const slow = line !== null && !line.saved && now.elapsedMs - line.recordedAtElapsedMs > slowSaveMs;
  return (
    <div className="last-entry">
      <button type="button" className="last-entry-line" aria-keyshortcuts={keys} onClick={() => setReviewing(true)}>
        <span className="unseen">{noteWords.allEntries}</span>
        {line === null ? (
          <span className="quiet-text">{noteWords.none}</span>
        ) : (
          <>
            <SavedDiamond saved={line.saved} />
            <span className="last-entry-words">
              <span className="last-entry-text">{line.text}</span>
              <span className="last-entry-when">{slow ? noteWords.notSavedYet(time) : noteWords.noted(time)}</span>
            </span>
          </>
        )}
      </button>
      <CommandButton command="note-undo" disabled={undoNoteId === null} onPress={undo}>
        {noteWords.undo}
      </CommandButton>
      <ProblemNote problem={problem} />
      <ReviewNotes open={reviewing} onClose={() => setReviewing(false)} />
    </div>
  );
}
