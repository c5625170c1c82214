import { Check, Hourglass, OctagonAlert } from 'lucide-react';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useNow, useOpenSession, usePicture } from '../store.ts';
import { shellWords } from '../words/shell-words.ts';
import { useUnsavedCount } from './NotSavedBand.tsx';

/**
 * Whether everything is on disk twice, and the minute on the wall. A shape and a word, never a colour alone. While something keeps
 * entries from being written it is a button that says what.
 */
export function SavedMark({ onShow }: { readonly onShow: () => void }) {
  const { state, durableThrough } = useOpenSession();
  const { saving } = usePicture();
  const now = useNow();
  const waiting = useUnsavedCount();
  const saved = durableThrough >= state.events.length;
  const trouble = saving.problem?.code === 'disk-slow' ? 'Not saved yet' : 'Not saved';
  const word = saving.problem !== null ? trouble : saved ? 'Saved' : 'Saving';
  const time = clockTime(now.wallMs, now.utcOffsetMinutes);
  if (saving.problem !== null) {
    return (
      <div className="saved-mark" data-saved={word}>
        <Button
          kind="quiet"
          icon={<Icon icon={OctagonAlert} size={20} />}
          label={`${trouble}: ${waiting}. What to do`}
          onPress={onShow}
        >
          {`${trouble}: ${waiting}`}
        </Button>
        <ClockMark time={time} />
      </div>
    );
  }
  return (
    <div className="saved-mark" data-saved={word}>
      <Icon icon={saved ? Check : Hourglass} size={20} />
      <span className="saved-word">{word}</span>
      <ClockMark time={time} />
    </div>
  );
}

/** The time on the wall; a touch on it is a bare mark, to be named later: the cheapest note there is. */
function ClockMark({ time }: { readonly time: string }) {
  const { state } = useOpenSession();
  const { problem, ask } = useAsk();
  if (state.phase === 'signed') return <span>{time}</span>;
  return (
    <>
      <button
        type="button"
        className="clock-mark"
        aria-label={shellWords.markAt(time)}
        onClick={(event) => void ask({ type: 'record-note', stream: 'record', tagId: null, text: '' }, event)}
      >
        {time}
      </button>
      <ProblemNote problem={problem} />
    </>
  );
}
