import { useEffect, useMemo, useRef } from 'react';
import { tagLabel } from '../../../shared/record/wording.ts';
import { protocolOf } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useBridge, useNow, useOpenSession } from '../store.ts';
import { noteWords } from '../words/note-words.ts';
import { type Draft, placeOf } from './draft.ts';
import { createDraftSaver } from './draft-saver.ts';
import { moreTags, railTags } from './rail-tags.ts';
import { minutesBefore, whenOptions } from './when.ts';

/**
 * A note in words. Its time is the moment it was opened, or some minutes before; every keystroke is kept as a draft.
 * Closing keeps the draft; only Done files it.
 */
export function TextNote({
  open,
  draft,
  onDraft,
  onHide,
  onFiled,
}: {
  readonly open: boolean;
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly onHide: () => void;
  readonly onFiled: () => void;
}) {
  const { sessionId, state } = useOpenSession();
  const now = useNow();
  const bridge = useBridge();
  const { problem, busy, ask } = useAsk();
  const { text, tagId, stream, openedAt, minutesAgo } = draft;

  const saver = useMemo(
    () =>
      createDraftSaver<Draft>(
        (latest) => void bridge.saveDraft({ sessionId, text: latest.text, place: placeOf(latest) }),
        (delayMs, run) => {
          const timer = window.setTimeout(run, delayMs);
          return () => window.clearTimeout(timer);
        },
      ),
    [bridge, sessionId],
  );
  useEffect(() => {
    const flush = () => saver.flush();
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [saver]);

  // The time of a note is the moment its text was first opened.
  const opensNow = open && openedAt === null;
  useEffect(() => {
    if (opensNow) onDraft({ openedAt: now });
  });

  const fieldRef = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (open) fieldRef.current?.querySelector('textarea')?.focus();
  }, [open]);

  const change = (changed: Partial<Draft>) => {
    onDraft(changed);
    saver.keep({ ...draft, ...changed });
  };
  const hide = () => {
    saver.flush();
    onHide();
  };
  const file = () => {
    const words = text.trim();
    if (words === '' || openedAt === null) return;
    const happenedMinutesAgo = minutesBefore(now, openedAt, String(minutesAgo));
    void ask({ type: 'record-note', stream, tagId, text: words, happenedMinutesAgo }, undefined, () => {
      saver.drop();
      void bridge.saveDraft({ sessionId, text: '', place: null });
      onFiled();
    });
  };

  return (
    <Sheet
      title={noteWords.textTitle(tagId === null ? null : tagLabel(protocolOf(state), tagId))}
      open={open}
      onClose={hide}
    >
      <form
        aria-label={noteWords.textForm}
        onSubmit={(event) => event.preventDefault()}
        className="text-note form-stack"
        ref={fieldRef}
        onBlur={() => saver.flush()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) file();
        }}
      >
        <fieldset className="phrase-row" aria-label={noteWords.phrases}>
          {[...railTags(state), ...moreTags(state)].map((tag) => (
            <button
              key={tag.id}
              type="button"
              className="phrase"
              onClick={() => change({ text: text === '' ? `${tag.label}. ` : `${text.trimEnd()} ${tag.label}. ` })}
            >
              {tag.label}
            </button>
          ))}
        </fieldset>
        <TextArea label={noteWords.note} value={text} onChange={(typed) => change({ text: typed })} rows={4} />
        <ProblemNote problem={problem} />
        <div className="action-row">
          <Button kind="primary" disabled={text.trim() === '' || busy} onPress={file}>
            {noteWords.done}
          </Button>
          <Button kind="quiet" onPress={hide}>
            {noteWords.keepDraft}
          </Button>
        </div>
        <Choice
          label={noteWords.when(openedAt === null ? null : clockTime(openedAt.wallMs, openedAt.utcOffsetMinutes))}
          options={whenOptions}
          value={String(minutesAgo)}
          onChange={(minutes) => change({ minutesAgo: Number(minutes) })}
        />
        <Check
          label={noteWords.process}
          checked={stream === 'process'}
          onChange={(checked) => change({ stream: checked ? 'process' : 'record' })}
        />
      </form>
    </Sheet>
  );
}
