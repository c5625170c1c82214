import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';
import { noteWords } from '../words/note-words.ts';
import { CorrectionForm } from './CorrectionForm.tsx';
import { correctableWords, isCorrectable } from './correctable.ts';
import { entryWords } from './entry-words.ts';
import { SavedDiamond } from './SavedDiamond.tsx';

const words = noteWords.review;

/** All entries, newest first; each may be corrected, a note may be taken back. What was taken back stays, struck. */
export function ReviewNotes({ open, onClose }: { open: boolean; onClose: () => void }) {
  const session = useSession();
  const { problem, ask } = useAsk();
  const [kind, setKind] = useState<'notes' | 'all'>('notes');
  const [correcting, setCorrecting] = useState<string | null>(null);
  if (session === null) return null;
  const { state, durableThrough } = session;
  const signed = state.phase === 'signed';

  const retracted = new Set(state.notes.filter((note) => note.retracted).map((note) => note.eventId));
  const corrected = new Set(
    state.events.flatMap((event) => (event.body.type === 'corrected' ? [event.body.eventId] : [])),
  );
  const entries = state.events
    .filter(isCorrectable)
    .filter((event) => kind === 'all' || event.body.type === 'note-recorded')
    .toReversed();
  const chosen = entries.find((event) => event.eventId === correcting);

  return (
    <Sheet title={words.title} open={open} onClose={onClose}>
      {chosen === undefined ? (
        <div className="form-stack">
          <Choice
            label={words.show}
            options={[
              { value: 'notes', label: words.notes },
              { value: 'all', label: words.all },
            ]}
            value={kind}
            onChange={setKind}
          />
          <ProblemNote problem={problem} />
          <ul className="plain-list entry-list" aria-label={words.entries}>
            {entries.map((event) => {
              const struck = retracted.has(event.eventId);
              const { body } = event;
              return (
                <li key={event.eventId} className={struck ? 'entry is-struck' : 'entry'}>
                  <SavedDiamond saved={event.sequence <= durableThrough} />
                  <span className="entry-time">
                    {clockTime(event.happenedAt.wallMs, event.happenedAt.utcOffsetMinutes)}
                  </span>
                  <span className="entry-text">
                    {struck ? <s>{entryWords(state, event)}</s> : entryWords(state, event)}
                    {struck && <span className="quiet-text">{words.takenBack}</span>}
                    {corrected.has(event.eventId) && <span className="quiet-text">{words.corrected}</span>}
                    {body.type === 'note-recorded' && body.stream === 'process' && (
                      <span className="quiet-text">{words.process}</span>
                    )}
                  </span>
                  {!struck && !signed && (
                    <span className="action-row">
                      <Button kind="quiet" onPress={() => setCorrecting(event.eventId)}>
                        <span className="unseen">{correctableWords[body.type]}: </span>
                        {words.correct}
                      </Button>
                      {body.type === 'note-recorded' && (
                        <Button
                          kind="quiet"
                          onPress={(touch) => void ask({ type: 'retract-note', noteId: body.noteId }, touch)}
                        >
                          {words.takeBack}
                        </Button>
                      )}
                    </span>
                  )}
                </li>
              );
            })}
            {entries.length === 0 && <li className="quiet-text">{words.nothing}</li>}
          </ul>
        </div>
      ) : (
        <CorrectionForm key={chosen.eventId} event={chosen} onDone={() => setCorrecting(null)} />
      )}
    </Sheet>
  );
}
