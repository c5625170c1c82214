import { Check, Hourglass, OctagonAlert } from 'lucide-react';
import { Icon } from '../../design/Icon.tsx';
import { clockTime } from '../../design/time.ts';
import { useNow, useOpenSession, usePicture } from '../store.ts';

/** Whether everything is on disk twice, and the minute on the wall. A shape and a word, never a colour alone. */
export function SavedMark() {
  const { state, durableThrough } = useOpenSession();
  const { saving } = usePicture();
  const now = useNow();
  const saved = durableThrough >= state.events.length;
  const word = saving.problem !== null ? 'Not saved' : saved ? 'Saved' : 'Saving';
  const shape = saving.problem !== null ? OctagonAlert : saved ? Check : Hourglass;
  return (
    <p className="saved-mark" data-saved={word}>
      <Icon icon={shape} size={20} />
      <span className="saved-word">{word}</span>
      <span>{clockTime(now.wallMs, now.utcOffsetMinutes)}</span>
    </p>
  );
}
