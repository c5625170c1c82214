import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import type { Press } from '../../design/press.ts';
import { useKey } from '../keys/useKey.ts';
import { useCommand, useSession } from '../store.ts';
import { isBounce, type TagTouch } from './bounce.ts';
import { railTags } from './rail-tags.ts';
import { TagButton } from './TagButton.tsx';
import { TextNote } from './TextNote.tsx';
import './notes.css';

/** The quick notes of the present phase, one touch each, and Text. Nothing is written after the record is signed. */
export function NoteRail() {
  const session = useSession();
  if (session === null || session.state.phase === 'signed' || session.state.phase === null) return null;
  return <Rail key={session.sessionId} />;
}

function Rail() {
  const session = useSession();
  const command = useCommand();
  const [problem, setProblem] = useState<Problem | null>(null);
  const last = useRef<TagTouch | null>(null);
  // The text stays mounted once opened, so that a hidden draft keeps its words and the time it was opened.
  const [text, setText] = useState<{ readonly open: boolean; readonly tagId: string | null; readonly serial: number }>({
    open: false,
    tagId: null,
    serial: 0,
  });
  const [draft, setDraft] = useState(session?.draft ?? '');
  const waiting = draft !== '' && !text.open;
  const tags = session === null ? [] : railTags(session.state);

  const note = (tagId: string | null, touch: Press) => {
    const taken = { tagId: tagId ?? '', timeStamp: touch.timeStamp };
    if (isBounce(last.current, taken)) return;
    last.current = taken;
    // Never waits for the note before it: two tags in one second are two notes.
    void command({ type: 'record-note', stream: 'record', tagId, text: '' }, touch).then(setProblem);
  };
  const openText = (tagId: string | null) =>
    setText((before) => ({ open: true, tagId: before.tagId ?? tagId, serial: before.serial }));

  useKey('m', (event) => note(null, event));
  useKey('n', () => openText(null));
  useKey('1', (event) => tags[0] !== undefined && note(tags[0].id, event));
  useKey('2', (event) => tags[1] !== undefined && note(tags[1].id, event));
  useKey('3', (event) => tags[2] !== undefined && note(tags[2].id, event));
  useKey('4', (event) => tags[3] !== undefined && note(tags[3].id, event));
  useKey('5', (event) => tags[4] !== undefined && note(tags[4].id, event));

  return (
    <>
      <nav className="note-rail" aria-label="Quick notes">
        <ProblemNote problem={problem} />
        {tags.map((tag) => (
          <TagButton
            key={tag.id}
            label={tag.label}
            onTag={(touch) => note(tag.id, touch)}
            onLong={() => openText(tag.id)}
          />
        ))}
        <div className="text-button">
          <Button
            icon={<Icon icon={Pencil} />}
            label={waiting ? 'Text: draft kept' : 'Text'}
            pressed={text.open}
            onPress={() => openText(null)}
          >
            {waiting ? 'Draft' : 'Text'}
          </Button>
        </div>
      </nav>
      <TextNote
        key={text.serial}
        open={text.open}
        tagId={text.tagId}
        draft={draft}
        onDraft={setDraft}
        onHide={() => setText((before) => ({ ...before, open: false }))}
        onFiled={() => setText((before) => ({ open: false, tagId: null, serial: before.serial + 1 }))}
      />
    </>
  );
}
