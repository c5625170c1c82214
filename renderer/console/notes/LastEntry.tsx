import { useEffect, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useKey } from '../keys/useKey.ts';
import { useNow, useSession } from '../store.ts';
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
  useKey('u', undo);
  useCtrlZ(undo);
  if (session === null) return null;

  const time = line === null ? '' : clockTime(line.at.wallMs, line.at.utcOffsetMinutes);
  const slow = line !== null && !line.saved && now.elapsedMs - line.recordedAtElapsedMs > slowSaveMs;
  return (
    <div className="last-entry">
      <button type="button" className="last-entry-line" onClick={() => setReviewing(true)}>
        <span className="unseen">All entries. </span>
        {line === null ? (
          <span className="quiet-text">No entry yet</span>
        ) : (
          <>
            <SavedDiamond saved={line.saved} />
            <span className="last-entry-words">
              <span className="last-entry-text">{line.text}</span>
              <span className="last-entry-when">{slow ? `${time}, not saved yet` : `noted ${time}`}</span>
            </span>
          </>
        )}
      </button>
      <span className="unseen" role="status">
        {line === null ? '' : `${line.text} noted ${time}`}
      </span>
      <Button disabled={undoNoteId === null} onPress={undo}>
        Undo
      </Button>
      <ProblemNote problem={problem} />
      <ReviewNotes open={reviewing} onClose={() => setReviewing(false)} />
    </div>
  );
}

/** Ctrl+Z outside of a text field; inside one it is the field's own undo. */
function useCtrlZ(act: (touch: Press) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.ctrlKey && event.key.toLowerCase() === 'z' && !event.repeat && !typing) act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [act]);
}
