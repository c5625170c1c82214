import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ConsoleCommandId } from '../../../shared/bridge/console-settings.ts';
import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';
import { Sheet } from '../../design/Sheet.tsx';
import { clockTime } from '../../design/time.ts';
import { useCommandKey } from '../keys/useCommandKey.ts';
import { useCommand, useOpenSession, useSession } from '../store.ts';
import { noteWords } from '../words/note-words.ts';
import { isBounce, type TagTouch } from './bounce.ts';
import { type Draft, draftOf, noDraft } from './draft.ts';
import { moreTags, railTags } from './rail-tags.ts';
import { TagButton } from './TagButton.tsx';
import { TextNote } from './TextNote.tsx';
import { minutesAgoChoices } from './when.ts';
import './notes.css';

/** The quick notes of the present phase, one touch each, and Text. Nothing is written after the record is signed. */
export function NoteRail() {
  const session = useSession();
  if (session === null || session.state.phase === 'signed' || session.state.phase === null) return null;
  return <Rail key={session.sessionId} />;
}

/** Each place of the rail has its key. */
const places = ['tag-1', 'tag-2', 'tag-3', 'tag-4', 'tag-5'] as const satisfies readonly ConsoleCommandId[];

function Rail() {
  const session = useOpenSession();
  const command = useCommand();
  const [problem, setProblem] = useState<Problem | null>(null);
  const last = useRef<TagTouch | null>(null);
  const [shows, setShows] = useState<'rail' | 'text' | 'ago' | 'more'>('rail');
  // The draft stays here while its text is hidden, with its words, its tag and the time it was opened.
  const [draft, setDraft] = useState<Draft>(() => draftOf(session));
  const tags = railTags(session.state);
  const more = moreTags(session.state);

  const note = (tagId: string | null, touch: Press) => {
    const taken = { tagId: tagId ?? '', timeStamp: touch.timeStamp };
    if (isBounce(last.current, taken)) return;
    last.current = taken;
    // Never waits for the note before it: two tags in one second are two notes.
    void command({ type: 'record-note', stream: 'record', tagId, text: '' }, touch).then(setProblem);
  };
  const openText = (tagId: string | null, minutesAgo = 0) => {
    setDraft((before) => ({
      ...before,
      tagId: before.tagId ?? tagId,
      minutesAgo: minutesAgo === 0 ? before.minutesAgo : minutesAgo,
    }));
    setShows('text');
  };

  useCommandKey('note-mark', (press) => note(null, press));
  const textKeys = useCommandKey('note-text', () => openText(null));
  const waiting = draft.text !== '' && shows !== 'text';
  const since = draft.openedAt === null ? '' : clockTime(draft.openedAt.wallMs, draft.openedAt.utcOffsetMinutes);

  return (
    <>
      <nav className="note-rail" aria-label={noteWords.rail}>
        <ProblemNote problem={problem} />
        {places.map((place, index) => {
          const tag = tags[index];
          return (
            tag !== undefined && (
              <RailTag
                key={tag.id}
                command={place}
                label={tag.label}
                onTag={(touch) => note(tag.id, touch)}
                onLong={(touch) => {
                  note(tag.id, touch);
                  openText(tag.id);
                }}
              />
            )
          );
        })}
        {more.length > 0 && (
          <div className="text-button">
            <Button pressed={shows === 'more'} onPress={() => setShows('more')}>
              {noteWords.more}
            </Button>
          </div>
        )}
        <div className="text-button">
          <TagButton
            className="button button-plain"
            label={waiting ? noteWords.draftKept : noteWords.text}
            keys={textKeys}
            pressed={shows === 'text'}
            onTag={() => openText(null)}
            onLong={() => setShows('ago')}
          >
            <Icon icon={Pencil} />
            <span>{waiting ? noteWords.draft(since) : noteWords.text}</span>
          </TagButton>
        </div>
      </nav>
      <Sheet title={noteWords.moreTitle} open={shows === 'more'} onClose={() => setShows('rail')}>
        <div className="more-tags">
          {more.map((tag) => (
            <TagButton
              key={tag.id}
              onTag={(touch) => {
                note(tag.id, touch);
                setShows('rail');
              }}
              onLong={(touch) => {
                note(tag.id, touch);
                openText(tag.id);
              }}
            >
              {tag.label}
            </TagButton>
          ))}
        </div>
      </Sheet>
      <Sheet title={noteWords.agoTitle} open={shows === 'ago'} onClose={() => setShows('rail')}>
        <div className="more-tags">
          {minutesAgoChoices.map((minutes) => (
            <Button key={minutes} onPress={() => openText(null, minutes)}>
              {noteWords.ago(minutes)}
            </Button>
          ))}
        </div>
      </Sheet>
      <TextNote
        open={shows === 'text'}
        draft={draft}
        onDraft={(change) => setDraft((before) => ({ ...before, ...change }))}
        onHide={() => setShows((before) => (before === 'text' ? 'rail' : before))}
        onFiled={() => {
          setDraft(noDraft);
          setShows('rail');
        }}
      />
    </>
  );
}

/** A tag of the rail, and the key that is for its place. */
function RailTag({
  command,
  label,
  onTag,
  onLong,
}: {
  readonly command: ConsoleCommandId;
  readonly label: string;
  readonly onTag: (touch: Press) => void;
  readonly onLong: (touch: Press) => void;
}) {
  const keys = useCommandKey(command, onTag);
  return (
    <TagButton keys={keys} onTag={onTag} onLong={onLong}>
      {label}
    </TagButton>
  );
}
