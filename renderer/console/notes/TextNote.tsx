import { useEffect, useMemo, useRef, useState } from 'react';
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
import { useBridge, useNow, useSession } from '../store.ts';
import { createDraftSaver } from './draft-saver.ts';
import { railTags } from './rail-tags.ts';
import { minutesBefore, whenOptions } from './when.ts';

/**
 * A note in words. Its time is the moment it was opened, or some minutes before; every keystroke is kept as a draft.
 * Closing keeps the draft; only Done files it.
 */
export function TextNote({
  open,
  tagId,
  draft,
  onDraft,
  onHide,
  onFiled,
}: {
  open: boolean;
  /** The tag that the text belongs to; null for words of their own. */
  tagId: string | null;
  draft: string;
  onDraft: (text: string) => void;
  onHide: () => void;
  onFiled: () => void;
}) {
  const session = useSession();
  const now = useNow();
  const bridge = useBridge();
  const { problem, busy, ask } = useAsk();
  const [stream, setStream] = useState<'record' | 'process'>('record');
  const [when, setWhen] = useState('0');
  const [openedAt, setOpenedAt] = useState<{ elapsedMs: number; wallMs: number; utcOffsetMinutes: number } | null>(
    null,
  );
  const sessionId = session?.sessionId ?? '';

  const saver = useMemo(
    () =>
      createDraftSaver(
        (text) => void bridge.saveDraft({ sessionId, text }),
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

  // The time of a note is the moment its text was first opened; hiding and opening again does not move it.
  if (open && openedAt === null) setOpenedAt(now);

  const fieldRef = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (open) fieldRef.current?.querySelector('textarea')?.focus();
  }, [open]);

  if (session === null) return null;
  const { state } = session;

  const write = (text: string) => {
    onDraft(text);
    saver.keep(text);
  };
  const hide = () => {
    saver.flush();
    onHide();
  };
  const file = () => {
    const text = draft.trim();
    if (text === '' || openedAt === null) return;
    const happenedMinutesAgo = minutesBefore(now, openedAt, when);
    void ask({ type: 'record-note', stream, tagId, text, happenedMinutesAgo }, undefined, () => {
      saver.drop();
      void bridge.saveDraft({ sessionId, text: '' });
      onDraft('');
      onFiled();
    });
  };

  return (
    <Sheet
      title={tagId === null ? 'Text note' : `Text note: ${tagLabel(protocolOf(state), tagId)}`}
      open={open}
      onClose={hide}
    >
      <form
        aria-label="Text note"
        onSubmit={(event) => event.preventDefault()}
        className="text-note form-stack"
        ref={fieldRef}
        onBlur={() => saver.flush()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) file();
        }}
      >
        <fieldset className="phrase-row" aria-label="Phrases">
          {railTags(state).map((tag) => (
            <button
              key={tag.id}
              type="button"
              className="phrase"
              onClick={() => write(draft === '' ? `${tag.label}. ` : `${draft.trimEnd()} ${tag.label}. `)}
            >
              {tag.label}
            </button>
          ))}
        </fieldset>
        <TextArea label="Note" value={draft} onChange={write} rows={4} />
        <ProblemNote problem={problem} />
        <div className="action-row">
          <Button kind="primary" disabled={draft.trim() === '' || busy} onPress={file}>
            Done
          </Button>
          <Button kind="quiet" onPress={hide}>
            Keep as draft
          </Button>
        </div>
        <Choice
          label={openedAt === null ? 'When' : `When (opened ${clockTime(openedAt.wallMs, openedAt.utcOffsetMinutes)})`}
          options={whenOptions}
          value={when}
          onChange={setWhen}
        />
        <Check
          label="Process notes: kept apart from the medical record"
          checked={stream === 'process'}
          onChange={(checked) => setStream(checked ? 'process' : 'record')}
        />
      </form>
    </Sheet>
  );
}
