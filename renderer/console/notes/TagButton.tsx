import { type PointerEvent, useRef, useState } from 'react';
import type { Press } from '../../design/press.ts';
import { isInside, pressMeaning } from './tag-press.ts';

type FingerDown = { readonly pointerId: number; readonly timeStamp: number };

/**
 * One touch, one note: the time is taken when the finger goes down, the note is made when it comes up on the button;
 * sliding off makes none. Held longer, the text that belongs to the tag opens too.
 */
export function TagButton({
  label,
  onTag,
  onLong,
}: {
  label: string;
  onTag: (touch: Press) => void;
  onLong: () => void;
}) {
  const press = useRef<FingerDown | null>(null);
  const [down, setDown] = useState(false);

  const end = () => {
    press.current = null;
    setDown(false);
  };

  const begin = (event: PointerEvent<HTMLButtonElement>) => {
    // A second finger, or another button of the mouse, is not a note.
    if (press.current !== null || event.button !== 0) return;
    press.current = { pointerId: event.pointerId, timeStamp: event.timeStamp };
    event.currentTarget.setPointerCapture(event.pointerId);
    setDown(true);
  };

  const release = (event: PointerEvent<HTMLButtonElement>) => {
    const begun = press.current;
    if (begun === null || begun.pointerId !== event.pointerId) return;
    end();
    const inside = isInside(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
    const meaning = pressMeaning(begun.timeStamp, event.timeStamp, inside);
    if (meaning === 'none') return;
    onTag({ timeStamp: begun.timeStamp });
    if (meaning === 'tag-and-text') onLong();
  };

  return (
    <button
      type="button"
      className={down ? 'tag-button is-down' : 'tag-button'}
      onPointerDown={begin}
      onPointerUp={release}
      onPointerCancel={end}
      // Enter, Space and assistive technology make a click of detail 0; a pointer's click was already taken.
      onClick={(event) => {
        if (event.detail === 0) onTag({ timeStamp: event.timeStamp });
      }}
    >
      {label}
    </button>
  );
}
