import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import type { Press } from '../../design/press.ts';
import { isInside, pressMeaning } from './tag-press.ts';

type FingerDown = { readonly pointerId: number; readonly timeStamp: number };

/**
 * One touch, one note: the time is taken when the finger goes down, the note is made when it comes up on the button;
 * sliding off makes none. `onLong` is asked instead of `onTag` where the finger stayed longer.
 */
export function TagButton({
  onTag,
  onLong,
  className = 'tag-button',
  label,
  keys,
  pressed,
  children,
}: {
  readonly onTag: (touch: Press) => void;
  readonly onLong: (touch: Press) => void;
  readonly className?: string;
  /** The accessible name where the visible words are not enough. */
  readonly label?: string;
  readonly keys?: string | undefined;
  readonly pressed?: boolean;
  readonly children: ReactNode;
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
    (meaning === 'long' ? onLong : onTag)({ timeStamp: begun.timeStamp });
  };

  return (
    <button
      type="button"
      className={down ? `${className} is-down` : className}
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-pressed={pressed}
      onPointerDown={begin}
      onPointerUp={release}
      onPointerCancel={end}
      onContextMenu={(event) => event.preventDefault()}
      // Enter, Space and assistive technology make a click of detail 0; a pointer's click was already taken.
      onClick={(event) => {
        if (event.detail === 0) onTag({ timeStamp: event.timeStamp });
      }}
    >
      {children}
    </button>
  );
}
